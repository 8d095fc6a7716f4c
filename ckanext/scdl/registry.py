"""The schemas shipped with the project, found without network by name, version, address or path.

The data is ``schemas/scdl`` (see ``tools/import_schemas.py``): the catalogue of schema.data.gouv.fr cut to the label
«Socle Commun des Données Locales», the facts of every version, and our French words.
"""

from __future__ import annotations

import difflib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import yaml

from ckanext.scdl import foreign
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.scdl.foreign import Fetch
from ckanext.scdl.schema import Entry, FieldWords, Schema, Version, Words, from_descriptor

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LATEST = "latest"


@cache
def entries() -> tuple[Entry, ...]:
    """Return every schema of the registry, in the catalogue's order."""
    return tuple(
        Entry(
            name=each["name"],
            kind=each["kind"],
            url=each["url"],
            versions=tuple(Version(version["version"], version["url"]) for version in each["versions"]),
        )
        for each in json.loads(_data("catalogue.json").read_text(encoding="utf-8"))
    )


def entry(name: str) -> Entry:
    """Return an entry by the catalogue's name, or by the name's last part when only one schema has it.

    Raises:
        UnknownSchema: no entry, or several, with that name; near names are suggested.
    """
    found = [each for each in entries() if name in {each.name, *_short_names(each.name)}]
    exact = [each for each in found if each.name == name]
    if len(exact or found) != 1:
        suggestions = _suggestions(name)
        code = "unknown-schema" if suggestions else "unknown-schema.none"
        raise UnknownSchema(code, reference=name, suggestions=suggestions)
    return (exact or found)[0]


def find(reference: str, fetch: Fetch | None = None, *, files_too: bool = True) -> Schema:
    """Return the schema that a reference names.

    Args:
        reference: ``scdl/deliberations``, ``deliberations``, either with ``@2.1.5`` (default: the latest version), the
            catalogue's address of a version or of «latest», any other address, or the path of a file. A data package's
            address or path may end with ``#name`` of a table.
        fetch: gives the content of an address that is not shipped, or raises a ``ScdlError``; without it nothing is
            fetched.
        files_too: whether a path may be given; false where the reference comes from a stranger.

    Raises:
        UnknownSchema: the reference names nothing that is here.
        UnusableSchema: the address or the path holds no usable schema.
    """
    plain, part = urldefrag(reference)
    by_address = _by_address().get(plain)
    if by_address:
        return _part(load(*by_address), part)
    if foreign.is_address(reference):
        return foreign.from_address(reference, fetch)
    if files_too and (plain.endswith(".json") or foreign.is_file(reference)):
        return foreign.from_path(Path(reference), fetch)
    name, _, version = plain.partition("@")
    found = entry(name)
    wanted = found.latest.version if version in {"", LATEST} else version
    if wanted not in {each.version for each in found.versions}:
        versions = tuple(f"{found.name}@{each.version}" for each in reversed(found.versions))
        raise UnknownSchema("unknown-schema.version", reference=reference, suggestions=versions)
    return _part(load(found.name, wanted), part)


def _part(schema: Schema, name: str) -> Schema:
    """The table of a data package that «#name» asks for, or the schema itself."""
    tables = {each["name"]: each["schema"] for each in schema.descriptor.get("resources", ())}
    if not name:
        return schema
    if name not in tables:
        suggestions = tuple(f"{schema.name}#{each}" for each in tables)
        raise UnknownSchema(
            "unknown-schema" if tables else "unknown-schema.none", reference=name, suggestions=suggestions
        )
    return find(tables[name])


@cache
def load(name: str, version: str) -> Schema:
    """Return one version of a schema of the registry, both named exactly.

    Raises:
        UnknownSchema: no such version.
    """
    found = entry(name)
    address = next((each.url for each in found.versions if each.version == version), None)
    if address is None:
        raise UnknownSchema("unknown-schema.version", reference=f"{name}@{version}", suggestions=())
    text = _data(*name.split("/"), f"{version}.json").read_text(encoding="utf-8")
    return from_descriptor(json.loads(text), name=name, version=version, url=address, kind=found.kind)


@cache
def words(name: str) -> Words:
    """Return a schema's French words, by the catalogue's exact name.

    Raises:
        UnknownSchema: no such schema.
    """
    text = _data(*entry(name).name.split("/"), "fr.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    fields = {str(key): FieldWords(**value) for key, value in loaded.pop("fields").items()}
    fields |= {old: fields[today] for old, today in loaded.pop("renamed", {}).items()}
    return Words(**{**loaded, "keywords": tuple(loaded["keywords"])}, fields=fields)


def has_address(url: str | None) -> bool:
    """Whether an address is one of the catalogue's: its schema is shipped, and known to be usable."""
    return url in _by_address()


@cache
def _by_address() -> dict[str, tuple[str, str]]:
    found = {version.url: (each.name, version.version) for each in entries() for version in each.versions}
    return found | {each.url: (each.name, each.latest.version) for each in entries()}


def _short_names(name: str) -> set[str]:
    """«schema-dae» and «dae» for «atlasante/schema-dae»."""
    last = name.rpartition("/")[2]
    return {last, last.removeprefix("schema-")}


def _suggestions(name: str) -> tuple[str, ...]:
    known = {short: each.name for each in entries() for short in (each.name, *_short_names(each.name))}
    near = difflib.get_close_matches(name.casefold().rpartition("@")[0] or name.casefold(), known, n=5, cutoff=0.5)
    return tuple(dict.fromkeys(known[each] for each in near))[:3]


def _data(*parts: str) -> Traversable:
    return files("ckanext.socle.schemas").joinpath("scdl", *parts)
