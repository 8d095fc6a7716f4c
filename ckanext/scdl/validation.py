"""The whole way of a file: read it, find its schema, check it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ckanext.scdl import detection, json_documents, registry
from ckanext.scdl.context import Context
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.scdl.policy import Policy, default
from ckanext.scdl.privacy import inspect, shielding
from ckanext.scdl.reading import Guesses, Note, Table, read
from ckanext.scdl.report import Report
from ckanext.scdl.schema import Schema


def validate(
    source: Path | bytes,
    schema: Schema | str | None = None,
    guesses: Guesses = Guesses(),  # noqa: B008
    *,
    context: Context | None = None,
    policy: Policy | None = None,
) -> Report:
    """Read a file, check it, and say what could be repaired; in a JSON file, nothing is.

    Arguments and errors are those of ``check_file``.
    """
    chosen = registry.find(schema) if isinstance(schema, str) else schema
    if json_documents.concerns(source, chosen):
        return json_documents.validate(source, chosen, policy=policy)
    report = checked(source, chosen, guesses, context=context)
    from ckanext.scdl.repairing import repairer

    plan = repairer.plan_for(report, context=context)
    return (policy or default()).apply(replace(report, plan=repairer.shown(plan, report)))


def check_file(
    source: Path | bytes,
    schema: Schema | str | None,
    guesses: Guesses,
    *,
    context: Context | None = None,
    policy: Policy | None = None,
) -> Report:
    """Read a file and check it.

    Args:
        source: the file's path, or its content.
        schema: a schema, or what ``registry.find`` takes; found by the column names when not given, and then said.
        guesses: encoding, delimiter, sheet or header row, when someone knows better than a guess.
        context: what is known of who publishes the file; without it, only what the file says is judged.
        policy: the level of each finding; that of ``schemas/scdl/policy.yaml`` when not given.

    Raises:
        UnreadableFile: no table can be read from the file.
        UnknownSchema: the schema asked for is not known, or none fits the columns.
        UnusableSchema: tables cannot be checked with that schema.
    """
    return (policy or default()).apply(checked(source, schema, guesses, context=context))


def checked(
    source: Path | bytes, schema: Schema | str | None, guesses: Guesses, *, context: Context | None = None
) -> Report:
    """Read a file and check it, each finding at its own level; arguments and errors are those of ``check_file``."""
    chosen = registry.find(schema) if isinstance(schema, str) else schema
    candidates = _candidates(chosen)
    table = read(source, guesses, {name for each in candidates for name in each.field_names})
    if chosen is None or chosen.kind == "datapackage":
        table, chosen = _recognise(table, chosen, candidates)
    else:
        table = _doubt_choice(table, chosen)
    # frictionless costs a third of a second: what cannot be read need not wait for it.
    from ckanext.scdl.checking import beyond, check

    report = beyond.attach(check(table, chosen), context or Context())
    return shielding.attach(report, inspect(table, chosen, _workbook(source, table)))


def _workbook(source: Path | bytes, table: Table) -> bytes | None:
    """The file's content when it may hold more than the table: comments, properties, other sheets."""
    if table.format == "csv":
        return None
    return source if isinstance(source, bytes) else source.read_bytes()


def _doubt_choice(table: Table, chosen: Schema) -> Table:
    """Note that the columns look much more like another schema's, or another version's, than like the chosen one's."""
    names = detection.folded(table.labels)
    alike = detection.likeness(names, chosen)
    # Reading every schema costs more than a small file: nothing can be much more alike than that.
    if alike > 1 - detection.MARGIN:
        return table
    other = detection.detect(table.labels)
    if other is None or detection.likeness(names, other) < alike + detection.MARGIN:
        return table
    note = Note("other-schema", {"schema": f"{other.name} {other.version}"})
    return replace(table, notes=(note, *table.notes))


def _candidates(schema: Schema | None) -> list[Schema]:
    """The schemas that the file may follow: the one asked for, the parts of a data package, or every one."""
    if schema is None:
        return detection.known()
    return [registry.find(each) for each in schema.resources] or [schema]


def _recognise(table: Table, asked: Schema | None, candidates: list[Schema]) -> tuple[Table, Schema]:
    found = detection.detect(table.labels, candidates if asked else None)
    if found is None:
        raise UnknownSchema("unknown-schema.guess", reference="", suggestions=())
    note = Note("guessed-schema", {"schema": f"{found.name} {found.version}"})
    return replace(table, notes=(note, *table.notes)), found
