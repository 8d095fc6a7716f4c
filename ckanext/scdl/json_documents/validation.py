"""The way of a JSON file: read it, find its schema, judge it, look for personal data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from ckanext.scdl import registry
from ckanext.scdl.exceptions import UnknownSchema, UnreadableFile, UnusableSchema
from ckanext.scdl.folding import fold
from ckanext.scdl.json_documents import reading
from ckanext.scdl.policy import Policy, default
from ckanext.scdl.reading import Table, limits
from ckanext.scdl.report import Finding, Report
from ckanext.scdl.schema import Schema

# A person corrects causes, not ten thousand cells; and a hostile file has millions.
MOST_FINDINGS = 10_000
ENOUGH = 0.4
Features = list[Any]


def concerns(source: Path | bytes, schema: Schema | None) -> bool:
    """Whether a file is to be checked here: its schema is a JSON Schema, or it is GeoJSON and no schema was named."""
    return schema.kind == "jsonschema" if schema else reading.looks_like_geojson(source)


def validate(source: Path | bytes, schema: Schema | str | None = None, *, policy: Policy | None = None) -> Report:
    """Read a JSON or GeoJSON file and check it.

    Args:
        source: the file's path, or its content.
        schema: a schema whose kind is ``jsonschema``, or what ``registry.find`` takes; found by the names of the
            properties when not given, and then said.
        policy: the level of each finding; the default one when not given.

    Returns:
        A report in the shape of a table's: its rows are the features (numbered from 1), its columns their properties.

    Raises:
        UnreadableFile: the file is no JSON.
        UnknownSchema: the schema asked for is not known, or none fits.
        UnusableSchema: the schema is no JSON Schema that can be used.
    """
    chosen = registry.find(schema) if isinstance(schema, str) else schema
    if chosen is not None and chosen.kind != "jsonschema":
        raise UnusableSchema("schema-without-document", reference=chosen.name)
    content = source if isinstance(source, bytes) else reading.opened(source)
    if not reading.looks_like_json(content):
        raise UnreadableFile("not-json" if content else "empty-file")
    document = reading.read(content)
    table = _table(document)
    notes = []
    if chosen is None:
        chosen = _recognised(table)
        notes.append(Finding("guessed-schema", params={"schema": f"{chosen.name} {chosen.version}"}))
    report = _judged(document, table, chosen)
    return (policy or default()).apply(replace(report, warnings=(*notes, *report.warnings)))


def _judged(document: Any, table: Table, schema: Schema) -> Report:  # noqa: ANN401
    from ckanext.scdl.checking import translation
    from ckanext.scdl.privacy import inspect, shielding

    errors = list(islice(_errors(document, schema), MOST_FINDINGS + 1))
    warnings = list(islice(_warnings(document), MOST_FINDINGS))
    if len(errors) > MOST_FINDINGS:
        warnings.insert(0, Finding("too-many-findings", params={"limit": MOST_FINDINGS}))
    report = Report(schema, table, tuple(errors[:MOST_FINDINGS]), tuple(warnings))
    return shielding.attach(translation.with_labels(report), inspect(table, schema))


def _errors(document: Any, schema: Schema) -> Iterator[Finding]:  # noqa: ANN401
    """The errors of GeoJSON itself where GeoJSON is meant, then those of the schema."""
    from ckanext.scdl.json_documents import geojson, rules, translation

    judge = rules.Judge(schema)
    if _means_geojson(schema) and not geojson.is_collection(document):
        yield Finding("geojson-root")
        return
    if geojson.is_collection(document):
        for row, feature in enumerate(document["features"], 1):
            yield from geojson.faults(feature, row)
    yield from map(translation.finding, judge.errors(document))


def _means_geojson(schema: Schema) -> bool:
    return "features" in (schema.descriptor.get("properties") or {}) or "geojson.org" in str(
        schema.descriptor.get("allOf", "")
    )


def _warnings(document: Any) -> Iterator[Finding]:  # noqa: ANN401
    from ckanext.scdl.json_documents import geojson

    if not geojson.is_collection(document):
        return
    yield from geojson.of_document(document)
    for row, feature in enumerate(document["features"], 1):
        # The shape of a feature in error is not known.
        if not any(geojson.faults(feature, row)):
            yield from geojson.doubts(feature, row)


def _table(document: Any) -> Table:  # noqa: ANN401
    """The properties of the features as rows, for the report's figures and the search for personal data."""
    records = _records(document)
    labels = dict.fromkeys(name for each in records for name in each)
    names = tuple(labels)[: limits.COLUMNS]
    rows = [[_cell(each.get(name)) for name in names] for each in records]
    kind = "geojson" if isinstance(document, dict) and "features" in document else "json"
    # Numbered as the features are: the first row is 1, there is no header above it.
    return Table(names, rows, format=kind, encoding="utf-8", header_row=0)


def _records(document: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """The objects that stand for rows: properties of features, or the items of the first list of objects."""
    if not isinstance(document, dict):
        return []
    features = document.get("features")
    if isinstance(features, list):
        found = [each.get("properties") if isinstance(each, dict) else None for each in features]
        return [each if isinstance(each, dict) else {} for each in found]
    lists = (value for value in document.values() if isinstance(value, list) and value and isinstance(value[0], dict))
    return [each if isinstance(each, dict) else {} for each in next(lists, [])] or [document]


def _cell(value: Any) -> str:  # noqa: ANN401
    if value is None or isinstance(value, dict):
        return ""
    return ", ".join(map(_cell, value)) if isinstance(value, list) else str(value)


def _recognised(table: Table) -> Schema:
    """The JSON Schema of the registry whose properties look most like the file's."""
    names = frozenset(map(fold, table.labels))
    known = [registry.load(each.name, each.latest.version) for each in registry.entries() if each.kind == "jsonschema"]
    scored = [(2 * len(names & own) / ((len(names) + len(own)) or 1), each) for each in known for own in [_names(each)]]
    score, best = max(scored, key=lambda each: each[0])
    if score < ENOUGH:
        raise UnknownSchema("unknown-schema.guess", reference="", suggestions=())
    return best


def _names(schema: Schema) -> frozenset[str]:
    """The properties of a schema's features."""
    node: Any = schema.descriptor
    for step in ("properties", "features", "items", "properties", "properties", "properties"):
        node = node.get(step) or {}
    return frozenset(map(fold, node))
