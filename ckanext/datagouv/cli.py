"""`ckan datagouv …`: the exchange with data.gouv.fr from the command line."""

from __future__ import annotations

import click

from ckanext.datagouv import cli_check, cli_sources, store

__all__ = ["datagouv"]  # what the blanket exports; sub-commands are not commands of their own


@click.group()
def datagouv() -> None:
    """Look after the exchange with data.gouv.fr."""


@datagouv.group()
def feeds() -> None:
    """Look after the feeds that data.gouv.fr reads."""


@feeds.command()
@click.option("--changed", is_flag=True, help="Only what is no longer true, as the scheduler does.")
def rebuild(changed: bool) -> None:
    """Make ready what the feeds say of every dataset.

    Never needed for the feeds to be right, as a page makes anew what has changed: it spares the next crawl the time.
    Example: ckan datagouv feeds rebuild
    """
    click.echo(f"{store.refresh(everything=not changed)} datasets made ready.")


datagouv.add_command(cli_check.check)
datagouv.add_command(cli_sources.sources)
