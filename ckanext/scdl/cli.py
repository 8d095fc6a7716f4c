"""The ``scdl`` command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NoReturn

import click

from ckanext.scdl import json_text, registry
from ckanext.scdl.context import Context
from ckanext.scdl.exceptions import ScdlError
from ckanext.scdl.inputs import Inputs
from ckanext.scdl.privacy import printed
from ckanext.scdl.reading import Guesses
from ckanext.scdl.report import Finding, Report, refusal

VALID, INVALID, UNREADABLE = 0, 1, 2
# A person corrects a kind of error after seeing some of its rows; --json has all of them.
SHOWN_ROWS = 10
SCHEMA = click.option(
    "--schema", help="Name (scdl/deliberations, deliberations@2.1.5), address (https://…), or path of a schema."
)
ALLOWED = click.option(
    "--allow-network", "networks", multiple=True, metavar="CIDR", help="Fetch from this network, too; may be repeated."
)
POLICY = click.option(
    "--policy", type=click.Path(path_type=Path), help="File of levels: which findings are errors, warnings or off."
)
OWN_SIRET = click.option("--own-siret", help="SIRET of who publishes: another one is told, its SIREN alone completed.")
LANG = click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", help="Language of the sentences.")

TEXTS = {
    "fr": {
        "valid": "Le fichier est valide",
        "invalid": "Le fichier est à corriger",
        "schema": "Modèle",
        "table": "Tableau",
        "size": "{rows} lignes, {columns} colonnes",
        "errors": "À corriger",
        "warnings": "À savoir",
        "row": "Ligne {row}",
        "more": "… et {count} autres lignes",
    },
    "en": {
        "valid": "The file is valid",
        "invalid": "The file has errors",
        "schema": "Schema",
        "table": "Table",
        "size": "{rows} rows, {columns} columns",
        "errors": "To correct",
        "warnings": "To know",
        "row": "Row {row}",
        "more": "… and {count} more rows",
    },
}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Check files of French local data (SCDL) against their schemas."""


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def schemas(*, as_json: bool) -> None:
    """List the schemas: name, latest version, what it is.

    Example: scdl schemas
    """
    listed = [_listed(entry.name) for entry in registry.entries()]
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    width = max(len(each["name"]) for each in listed)
    for each in listed:
        click.echo(f"{each['name']:{width}}  {each['version']:8}  {each['title']}")


@main.command()
@click.argument("file")
@SCHEMA
@ALLOWED
@click.option("--encoding", help="Encoding of a CSV, such as cp1252. Guessed by default.")
@click.option("--delimiter", help="Delimiter of a CSV, such as ';'. Guessed by default.")
@click.option("--sheet", help="Sheet of a workbook. By default the one that fits best.")
@click.option("--header-row", type=click.IntRange(min=1), help="Row of the column names. Guessed by default.")
@POLICY
@OWN_SIRET
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@LANG
def validate(
    file: str,
    *,
    schema: str | None,
    networks: tuple[str, ...],
    policy: Path | None,
    own_siret: str | None,
    as_json: bool,
    lang: str,
    **guesses: Any,  # noqa: ANN401
) -> None:
    """Check FILE, a path or an address. Exit status: 0 valid, 1 invalid, 2 unreadable file or unknown schema.

    Example: scdl validate deliberations.csv --schema scdl/deliberations
    """
    from ckanext.scdl.policy import load
    from ckanext.scdl.validation import validate as validate_file

    inputs = _inputs(networks)
    try:
        levels, model = load(policy) if policy else None, inputs.schema(schema) if schema else None
        with inputs.file(file) as path:
            report = validate_file(path, model, Guesses(**guesses), context=_context(own_siret), policy=levels)
    except ScdlError as err:
        _refuse(err, as_json=as_json, lang=lang)
    _print(json_text.written(report.parts(lang)) if as_json else [_as_text(report, lang)])
    sys.exit(VALID if report.valid else INVALID)


@main.command()
@click.argument("file")
@SCHEMA
@ALLOWED
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Repaired CSV.")
@click.option("--only", multiple=True, metavar="RULE", help="Use this rule and no other; may be repeated.")
@click.option("--answer", "answers", multiple=True, metavar="KEY=CHOICE", help="Answer a question; may be repeated.")
@POLICY
@OWN_SIRET
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@LANG
def repair(
    file: str,
    *,
    schema: str | None,
    networks: tuple[str, ...],
    output: Path,
    only: tuple[str, ...],
    answers: tuple[str, ...],
    policy: Path | None,
    own_siret: str | None,
    as_json: bool,
    lang: str,
) -> None:
    """Write a repaired copy of FILE, a path or an address.

    Exit status: 0 the copy is valid, 1 it is not, 2 unreadable or unknown schema.

    Example: scdl repair deliberations.xlsx --schema scdl/deliberations -o deliberations.csv
    """
    from ckanext.scdl.policy import load
    from ckanext.scdl.repairing import printed, repairer

    if output.exists() and Path(file).exists() and output.samefile(file):
        raise click.UsageError("The file itself is never changed: give another output.")
    given = dict(each.partition("=")[::2] for each in answers)
    inputs = _inputs(networks)
    try:
        levels, model = load(policy) if policy else None, inputs.schema(schema) if schema else None
        with inputs.file(file) as path:
            done = repairer.repair(path, model, only=only, answers=given, context=_context(own_siret), policy=levels)
    except ScdlError as err:
        _refuse(err, as_json=as_json, lang=lang)
    output.write_bytes(done.content)
    _print(json_text.written(done.parts(lang)) if as_json else [printed.text(done, lang)])
    sys.exit(VALID if done.after.valid else INVALID)


@main.command()
@click.argument("schema")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Workbook (.xlsx)."
)
@ALLOWED
@click.option("--own-siret", help="SIRET of who publishes, written in each row by itself.")
@click.option("--own-name", help="Its name, as well.")
@LANG
def template(
    schema: str, *, output: Path, networks: tuple[str, ...], own_siret: str | None, own_name: str | None, lang: str
) -> None:
    """Write a workbook to fill that follows SCHEMA: lists, formats, explanations, a count of the cells to correct.

    Exit status: 0 written, 2 unknown or unusable schema.

    Example: scdl template scdl/deliberations -o deliberations.xlsx
    """
    from ckanext.scdl import filling

    try:
        model = _inputs(networks).schema(schema)
        content = filling.template(model, Context(sirets=(own_siret,) if own_siret else (), name=own_name))
    except ScdlError as err:
        _refuse(err, as_json=False, lang=lang)
    output.write_bytes(content)


def _inputs(networks: tuple[str, ...]) -> Inputs:
    try:
        return Inputs(networks)
    except ValueError as err:
        raise click.UsageError(f"--allow-network takes networks such as 10.20.0.0/16: {err}") from err


def _print(parts: Iterable[str]) -> None:
    for each in parts:
        click.echo(each, nl=False)
    click.echo()


def _refuse(err: ScdlError, *, as_json: bool, lang: str) -> NoReturn:
    """Say why there is no report, and leave."""
    if as_json:
        click.echo(json.dumps(refusal(err, lang), ensure_ascii=False, indent=2))
    else:
        click.echo(err.message(lang), err=True)
    sys.exit(UNREADABLE)


def _listed(name: str) -> dict[str, Any]:
    entry, words = registry.entry(name), registry.words(name)
    return {
        "name": entry.name,
        "title": words.title,
        "description": words.description,
        "kind": entry.kind,
        "version": entry.latest.version,
        "url": entry.latest.url,
        "latest_url": entry.url,
        "versions": [{"version": each.version, "url": each.url} for each in entry.versions],
    }


def _context(own_siret: str | None) -> Context:
    return Context(sirets=(own_siret,) if own_siret else ())


def _as_text(report: Report, lang: str) -> str:
    texts, table = TEXTS[lang], report.table
    size = texts["size"].format(rows=len(table.rows), columns=len(table.labels))
    schema = " ".join(filter(None, (report.schema.name, report.schema.version)))
    lines = [
        texts["valid" if report.valid else "invalid"],
        f"{texts['schema']}\u00a0: {schema}",
        f"{texts['table']}\u00a0: {', '.join(filter(None, (table.format, table.encoding, table.sheet, size)))}",
    ]
    for name, findings in (("errors", report.errors), ("warnings", report.warnings)):
        if findings:
            lines += ["", f"{texts[name]} ({len(findings)})", *_grouped(findings, lang)]
    lines += printed.lines(report.personal_data, lang)
    return "\n".join(lines)


def _grouped(findings: Sequence[Finding], lang: str) -> list[str]:
    """One heading for each cause in each column, with its first rows."""
    lines = []
    for _, group in groupby(sorted(findings, key=_cause), key=_cause):
        members = list(group)
        first = members[0]
        lines.append("  " + " — ".join(filter(None, (first.label if first.row else None, first.title(lang)))))
        lines += ["    " + _line(each, lang) for each in members[:SHOWN_ROWS]]
        if len(members) > SHOWN_ROWS:
            lines.append("    " + TEXTS[lang]["more"].format(count=len(members) - SHOWN_ROWS))
    return lines


def _line(finding: Finding, lang: str) -> str:
    row = f"{TEXTS[lang]['row'].format(row=finding.row)}\u00a0: " if finding.row else ""
    return row + finding.message(lang)


def _cause(finding: Finding) -> tuple[int, str]:
    return finding.column or 0, finding.key
