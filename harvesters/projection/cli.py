"""`ckan projection`: the national tables, by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone

import ckan.plugins.toolkit as tk
import click
from ckanext.socle.harvesters.projection import bodies, checking, config, jobs, manifest, words
from ckanext.socle.harvesters.projection.definition import Table
from ckanext.socle.harvesters.projection.problems import ProjectionError

from ckanext.socle import web
from ckanext.territories.cog import cog

MEGABYTE = 1024**2


@click.group(short_help="National tables cut for each commune.")
def projection() -> None:
    """National tables cut for each commune."""


@projection.command("list")
def list_tables() -> None:
    """List the tables: which the portal takes, and how their parts stand."""
    with _sentences():
        every, chosen = config.tables(), config.chosen()
    wanted = bodies.targets(bodies.bodies())
    for name, table in sorted(every.items()):
        taken = tk._("taken") if name in chosen else tk._("not taken")
        click.echo(f"{name:14} {taken:12} {table.source.publisher}")
        known = manifest.load(config.folder(name))
        states = [known.state(code) for code in wanted.wanted(table.key.kind)]
        counted = (f"{states.count(state)} {words.sentence(state)}" for state in dict.fromkeys(sorted(states)))
        click.echo(f"{'':14} {', '.join(counted) or '-'}")
        if known.failure:
            click.echo(f"{'':14} {words.problem(known.failure)}")


@projection.command()
@click.option("--table", "names", multiple=True, help="A table by name; every one by default. Repeatable.")
def check(names: tuple[str, ...]) -> None:
    """Ask the servers of the tables: do the addresses answer, with which size, are the columns those expected?

    Of CSV files only the beginning is fetched; zip and Parquet files are fetched whole, and thrown away.
    """
    with _sentences():
        tables = _named(names, config.tables())
    wrong = 0
    with web.client(download_time=config.download_time()) as client:
        for table in tables:
            today = datetime.now(timezone.utc).date()
            for found in checking.check(table, client, today, config.limits().largest_file):
                wrong += found.problem is not None
                click.echo(_line(table, found))
    if wrong:
        raise SystemExit(1)


@projection.command()
@click.option("--table", "names", multiple=True, help="A table by name; those the portal takes by default. Repeatable.")
@click.option("--departement", "departements", multiple=True, help="Only the bodies of this département. Repeatable.")
@click.option("--dry-run", is_flag=True, help="Fetch and cut, publish nothing, say what would be done.")
def run(names: tuple[str, ...], departements: tuple[str, ...], dry_run: bool) -> None:
    """Fetch the tables that changed, cut them, and bring the datasets of communes and EPCI in line."""
    for code in departements:
        if cog().departement(code) is None:
            raise click.ClickException(tk._("No département has the code {code}.").format(code=code))
    failed = False
    with _sentences():
        for table in _named(names, config.tables()) if names else list(config.chosen().values()):
            report = jobs.run(table, departements, dry=dry_run)
            failed = failed or bool(report.failure or report.refused)
            _tell(table, report)
    if failed:
        raise SystemExit(1)


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except ProjectionError as err:
        raise click.ClickException(words.sentence(err.code, err.params)) from err


def _named(names: tuple[str, ...], known: dict[str, Table]) -> list[Table]:
    if unknown := next((name for name in names if name not in known), None):
        raise ProjectionError("table-unknown", table=unknown, known=", ".join(sorted(known)))
    return [known[name] for name in names or sorted(known)]


def _line(table: Table, found: checking.Check) -> str:
    size = f"{found.size / MEGABYTE:,.1f} MB" if found.size else "-"
    state = words.sentence(found.problem.code, found.problem.params) if found.problem else tk._("right")
    columns = tk.ungettext("{n} column", "{n} columns", found.columns).format(n=found.columns)
    return f"{table.name:14} {size:>14} {columns:>12}  {state}  {found.address}"


def _tell(table: Table, report: jobs.Report) -> None:
    counts = report.counts
    click.echo(f"{table.name}: {words.sentence(report.done)}")
    if report.failure:
        click.echo("  " + words.problem(report.failure), err=True)
    sentence = tk._(
        "{lines} lines: {kept} kept, {elsewhere} elsewhere, {without_key} without code, {unknown_key} with an unknown "
        "code, {malformed} malformed; {damaged} kept with damaged letters"
    )
    click.echo("  " + sentence.format(**{name: getattr(counts, name) for name in counts.__dict__ if name != "samples"}))
    for label, number in (*report.states.items(), *report.datasets.items()):
        click.echo(f"  {number:>6} {words.sentence(label)}")
    for name, reason in report.refused.items():
        click.echo(f"  {name}: {reason}", err=True)
