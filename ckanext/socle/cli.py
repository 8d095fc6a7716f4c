"""`ckan socle …`: the portal's own processes and tools, run on its configuration."""

from __future__ import annotations

import click

from ckanext.socle import jobs

__all__ = ["socle"]  # what the blanket exports; sub-commands are not commands of their own


@click.group()
def socle() -> None:
    """Run the portal's processes and keep it in order."""


@socle.command()
@click.argument("queues", nargs=-1)
@click.option("--burst", is_flag=True, help="Leave when no job is left.")
def worker(queues: tuple[str, ...], burst: bool) -> None:
    """Run background jobs, from the default queue unless others are named."""
    jobs.work(list(queues), burst)


@socle.command()
def scheduler() -> None:
    """Put jobs in the queue when their time comes."""
    jobs.schedule().start()


@socle.command("repair-search")
def repair_search() -> None:
    """Index what the search has missed; done every night by the scheduler."""
    click.echo(f"{jobs.repair_search_index()} datasets mended.")
