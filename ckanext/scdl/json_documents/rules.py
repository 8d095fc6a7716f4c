"""A JSON Schema as a judge that ends: nothing is fetched for it, and its time is counted."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema  # type: ignore[import-untyped]
from jsonschema.exceptions import SchemaError  # type: ignore[import-untyped]
from jsonschema.validators import extend, validator_for  # type: ignore[import-untyped]
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource, Unresolvable
from referencing.jsonschema import DRAFT202012

from ckanext.scdl import patterns
from ckanext.scdl.exceptions import UnusableSchema
from ckanext.scdl.schema import Schema

# A schema can ask for a time that doubles with each of its lines; 30,000 features of a real one take some ten seconds.
LONGEST = 60.0
# Those who publish GeoJSON schemas refer to it; ``geojson.py`` checks the same.
GEOJSON = "https://geojson.org/schema/"
BRANCHING = ("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "items", "properties")


class Judge:
    """Judges values by a JSON Schema.

    Raises:
        UnusableSchema: it is no JSON Schema, refers to what is elsewhere, or holds an expression without end.
    """

    def __init__(self, schema: Schema) -> None:
        self._name = schema.name
        kind = validator_for(schema.descriptor, default=jsonschema.Draft202012Validator)
        try:
            kind.check_schema(schema.descriptor)
        except (SchemaError, RecursionError) as err:
            raise self._unusable("rules") from err
        for pattern in _patterns(schema.descriptor):
            if patterns.may_never_end(pattern):
                raise UnusableSchema("broken-schema.endless", reference=self._name, field="pattern", pattern=pattern)
        timed = extend(
            kind, {word: self._timed(kind.VALIDATORS[word]) for word in BRANCHING if word in kind.VALIDATORS}
        )
        nowhere: Any = Registry(retrieve=_retrieve)  # type: ignore[call-arg]
        self._validator = timed(schema.descriptor, registry=nowhere, format_checker=kind.FORMAT_CHECKER)
        self._end = time.monotonic() + LONGEST

    def errors(self, document: Any) -> Iterator[jsonschema.ValidationError]:  # noqa: ANN401
        """Yield what the schema has against a document.

        Raises:
            UnusableSchema: the schema refers to what is elsewhere, or never ends.
        """
        try:
            yield from self._validator.iter_errors(document)
        except Unresolvable as err:
            raise self._unusable("elsewhere") from err
        except RecursionError as err:
            raise self._unusable("rules") from err

    def _timed(self, rule: Any) -> Any:  # noqa: ANN401
        def judged(*args: Any) -> Iterator[Any]:  # noqa: ANN401
            if time.monotonic() > self._end:
                raise self._unusable("slow")
            yield from rule(*args) or ()

        return judged

    def _unusable(self, kind: str) -> UnusableSchema:
        return UnusableSchema(f"broken-schema.{kind}", reference=self._name)


def _retrieve(address: str) -> Resource[Any]:
    """Nothing is ever fetched: GeoJSON's own schemas count as fulfilled, others are not to be had."""
    if address.startswith(GEOJSON):
        return DRAFT202012.create_resource({})
    raise NoSuchResource(ref=address)  # type: ignore[call-arg]


def _patterns(descriptor: Mapping[str, Any]) -> Iterator[str]:
    waiting: list[Any] = [descriptor]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            pattern, named = node.get("pattern"), node.get("patternProperties")
            yield from [pattern] if isinstance(pattern, str) else []
            yield from named if isinstance(named, dict) else ()
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
