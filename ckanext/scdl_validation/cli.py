"""`ckan validation …`: check published files from the command line, with ckanext-validation's commands."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.scdl_validation import batch, checking, contract, jobs, states, versions
from ckanext.scdl_validation.model import Validation
from ckanext.scdl_validation.subject import load

__all__ = ["validation"]  # what the blanket exports; sub-commands are not commands of their own

OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("validation_errors_report.csv"),
    show_default=True,
    help="CSV file to write.",
)
# As ckanext-validation: ten errors of a kind are enough to know it.
SHOWN_ERRORS = 10


@click.group()
def validation() -> None:
    """Check published files and see what was found."""


@validation.command("init-db")
def init_db() -> None:
    """Say how the tables are made; kept for who knows ckanext-validation."""
    click.echo("The tables are made by: ckan db upgrade -p scdl_validation")


@validation.command()
@click.option("-y", "--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option("-r", "--resource", "resources", multiple=True, help="Resource id; may be repeated.")
@click.option("-d", "--dataset", "datasets", multiple=True, help="Dataset id or name; may be repeated.")
@click.option("-s", "--search", default="", help='Search of package_search as JSON, such as {"fq": "res_format:CSV"}.')
@click.option("--now", is_flag=True, help="Check here, one after the other, not in jobs.")
def run(yes: bool, resources: tuple[str, ...], datasets: tuple[str, ...], search: str, now: bool) -> None:
    """Check the files of resources, of datasets, of a search, or of the whole portal.

    Example: ckan validation run -d deliberations-chateaudun --now
    """
    if not (resources or datasets or search or yes):
        click.confirm("Check every file of the portal?", abort=True)
    if resources:
        subjects = [subject for each in resources if (subject := load(each)) and subject.wanted]
    else:
        subjects = list(batch.subjects(datasets, batch.query(search)))
    for subject in subjects:
        if now:
            checking.run(subject.id, checking.again(subject))
        else:
            batch.start(subject)
    click.echo(f"{len(subjects)} files {'checked' if now else 'sent to be checked'}.")


@validation.command()
@OUTPUT
def report(output: Path) -> None:
    """Count files by status, and list those that are wrong in a CSV file."""
    header = ["Dataset", "Resource id", "Resource URL", "Status", "Validation report URL"]
    _write(output, header, ([*_named(row), str(row.status), _page(row)] for row in _wrong()))


@validation.command("report-full")
@OUTPUT
def report_full(output: Path) -> None:
    """As report, with a row for each error: ten at most of each kind in a file."""
    header = ["Dataset", "Resource id", "Resource URL", "Status", "Error code", "Error message"]
    _write(
        output,
        header,
        ([*_named(row), str(row.status), *error] for row in _wrong() for error in _errors(row)),
    )


@validation.command()
def outdated() -> None:
    """List the files whose schema has a newer version."""
    for state in states.checked():
        newer = versions.newer(state.schema)
        if newer is not None:
            click.echo(f"{state.resource_id}  {state.schema}  {newer.version}")


@validation.command("take-up")
def take_up() -> None:
    """Begin interrupted checks again; done every minute by the scheduler."""
    click.echo(f"{jobs.take_up()} checks begun again.")


@validation.command()
def addresses() -> None:
    """Ask the addresses of files whether they changed, and check those that did; done every night."""
    click.echo(f"{jobs.look_at_addresses()} files changed.")


@validation.command()
def schemas() -> None:
    """Check files against schema versions that came out since; done every night."""
    click.echo(f"{jobs.follow_schemas()} files checked.")


def _wrong() -> list[Validation]:
    return contract.with_status({contract.FAILURE, contract.ERROR})


def _write(output: Path, header: list[str], rows: Iterator[list[str]]) -> None:
    counts: Counter[str] = Counter(contract.counts())
    for status, count in sorted(counts.items()):
        click.echo(f"{status}: {count}")
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    click.echo(f"{output} written.")


def _named(row: Validation) -> list[str]:
    subject = load(str(row.resource_id))
    if subject is None:
        return ["", str(row.resource_id), ""]
    return [str(subject.resource["package_id"]), subject.id, str(subject.resource["url"])]


def _page(row: Validation) -> str:
    dataset = _named(row)[0]
    return str(tk.url_for("resource.read", id=dataset, resource_id=row.resource_id, _external=True)) if dataset else ""


def _errors(row: Validation) -> Iterator[list[str]]:
    if row.error:
        yield ["", " ".join(row.error["message"])]
        return
    seen: Counter[str] = Counter()
    for error in _listed(row.report):
        seen[error["code"]] += 1
        if seen[error["code"]] <= SHOWN_ERRORS:
            yield [error["code"], error["message"]]


def _listed(report: dict[str, Any] | None) -> list[dict[str, Any]]:
    return list(report["errors"]) if report else []
