"""Schemas that are not shipped: a file, or an address that the caller's ``fetch`` brings.

What may stand there: a Table Schema; a JSON Schema; a data resource or data package around Table Schemas; an entry of
schema.data.gouv.fr's catalogue, which leads to a schema. Everything else is refused in one sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from ckanext.scdl import descriptors
from ckanext.scdl.exceptions import UnknownSchema, UnusableSchema
from ckanext.scdl.schema import Schema, from_descriptor

Fetch = Callable[[str], bytes]

# The largest schema of schema.data.gouv.fr has 90 kB.
LARGEST = 5_000_000
# An entry of the catalogue leads to a package, which leads to a schema.
LEAPS = 2
CATALOGUE_HOST = "schema.data.gouv.fr"
CATALOGUE_PATH = re.compile(r"/schemas/(?P<name>[^/]+/[^/]+)/(?P<version>[^/]+)/[^/]+")
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# Words of JSON Schema that stand at the top of its documents.
JSON_SCHEMA_KEYS = ("properties", "items", "required", "allOf", "anyOf", "oneOf", "$ref", "definitions", "$defs")


def is_address(reference: str) -> bool:
    """Whether a reference is an internet address."""
    return bool(ADDRESS.match(reference))


def is_file(reference: str) -> bool:
    """Whether a reference is the path of a file that is there."""
    try:
        return Path(reference).is_file()
    except (OSError, ValueError):
        # Too long for a path, or with a character that no path has.
        return False


def from_address(url: str, fetch: Fetch | None) -> Schema:
    """Read the schema at an address.

    Args:
        url: http or https; «#name» at its end chooses a table of a data package.
        fetch: gives the content of an address, and raises a ``ScdlError`` when it cannot.

    Raises:
        UnknownSchema: there is no ``fetch``.
        UnusableSchema: no schema stands there.
    """
    return _Source(url, fetch).schema()


def from_path(path: Path, fetch: Fetch | None = None) -> Schema:
    """Read the schema of a local file.

    Raises:
        UnknownSchema: the file is not there.
        UnusableSchema: it holds no schema.
    """
    return _Source(str(path), fetch).schema()


def from_json(text: str, *, name: str = "schema.json") -> Schema:
    """Read a schema from its JSON text.

    Raises:
        UnusableSchema: the text is not a schema.
    """
    return _Source(name, None).read(text.encode("utf-8", "surrogatepass"))


class _Source:
    """Where a schema is looked for, and where what it refers to is."""

    def __init__(self, reference: str, fetch: Fetch | None, leaps: int = LEAPS) -> None:
        self._reference, self._fetch, self._leaps = reference, fetch, leaps
        self._by_address = is_address(reference)
        whole = not self._by_address and is_file(reference)
        self._place, self._part = (reference, "") if whole else urldefrag(reference)

    def schema(self) -> Schema:
        """Fetch and read."""
        return self.read(self._fetched() if self._by_address else self._opened())

    def read(self, content: bytes) -> Schema:
        """Read what the place holds, following where it leads."""
        descriptor = _parsed(content, self._named)
        if not isinstance(descriptor, dict):
            raise self._broken("list")
        if "fields" in descriptor:
            return self._table(descriptor)
        # Before the wrappers: authors of JSON Schemas list examples as «resources».
        if any(key in descriptor for key in JSON_SCHEMA_KEYS):
            return self._document(descriptor)
        if "schema" in descriptor or "schema_url" in descriptor:
            return self._within(descriptor.get("schema", descriptor.get("schema_url")))
        if "resources" in descriptor:
            return self._package(descriptor["resources"])
        if "schemas" in descriptor:
            raise self._broken("catalogue")
        raise self._broken("fields")

    def _fetched(self) -> bytes:
        if self._fetch is None:
            raise UnknownSchema("unknown-schema.address", reference=self._place, suggestions=())
        content = self._fetch(self._place)
        if len(content) > LARGEST:
            raise self._broken("large")
        return content

    def _opened(self) -> bytes:
        try:
            with Path(self._place).open("rb") as file:
                content = file.read(LARGEST + 1)
        except (OSError, ValueError) as err:
            raise UnknownSchema("unknown-schema.path", reference=self._place, suggestions=()) from err
        if len(content) > LARGEST:
            raise self._broken("large")
        return content

    def _within(self, found: Any) -> Schema:  # noqa: ANN401
        """A schema within what was read: itself, or where it is."""
        if isinstance(found, dict):
            return self._table(found)
        if not isinstance(found, str) or not self._leaps:
            raise self._broken("fields")
        return _Source(self._joined(found), self._fetch, self._leaps - 1).schema()

    def _joined(self, found: str) -> str:
        """Where a reference leads: from an address to an address, from a file to an address or to a file beside it."""
        if self._by_address:
            return urljoin(self._place, found)
        beside = Path(self._place).parent / found
        if not is_address(found) and not beside.resolve().is_relative_to(Path(self._place).resolve().parent):
            raise self._broken("fields")
        return found if is_address(found) else str(beside)

    def _package(self, resources: Any) -> Schema:  # noqa: ANN401
        """The table of a data package that was asked for, or its only one."""
        tables = {
            str(each.get("name")): each["schema"]
            for each in (resources if isinstance(resources, list) else ())
            if isinstance(each, dict) and each.get("schema")
        }
        chosen = self._part or (next(iter(tables)) if len(tables) == 1 else "")
        if chosen in tables:
            return self._within(tables[chosen])
        if not tables:
            raise self._broken("fields")
        raise UnusableSchema("broken-schema.package", reference=self._named, parts=sorted(tables))

    def _table(self, descriptor: dict[str, Any]) -> Schema:
        # JSON's null says that there is nothing.
        said = {key: value for key, value in descriptor.items() if value is not None}
        descriptors.examine(said, self._named)
        return self._placed(from_descriptor(said, name=self._named))

    def _document(self, descriptor: dict[str, Any]) -> Schema:
        return self._placed(Schema(self._named, None, None, "jsonschema", descriptor))

    def _placed(self, schema: Schema) -> Schema:
        """The schema with what its address says."""
        if not self._by_address:
            return schema
        parts, own = urlsplit(self._place), schema.descriptor.get("version")
        known = CATALOGUE_PATH.fullmatch(parts.path) if parts.hostname == CATALOGUE_HOST else None
        if known:
            # A version that came out after the shipped ones keeps the name, and so our words for it.
            return replace(schema, name=known["name"], version=known["version"], url=self._place)
        return replace(schema, version=own[:50] if isinstance(own, str) else None, url=self._place)

    @property
    def _named(self) -> str:
        return self._place if self._by_address else Path(self._place).name

    def _broken(self, kind: str) -> UnusableSchema:
        return UnusableSchema(f"broken-schema.{kind}", reference=self._named)


def _parsed(content: bytes, name: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as err:
        start = content[:500].lstrip().lower()
        kind = "html" if start.startswith((b"<!doctype html", b"<html")) else "json"
        raise UnusableSchema(f"broken-schema.{kind}", reference=name) from err
