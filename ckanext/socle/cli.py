"""`ckan socle …`: the portal's own processes and tools, run on its configuration."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ckanext.socle import jobs
from ckanext.socle.demo import accounts as demo_accounts
from ckanext.socle.demo import datasets
from ckanext.socle.launcher.home import write_private
from ckanext.socle.launcher.words import _

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


@socle.command()
@click.option("--departement", required=True, help="Code of the département that was loaded.")
@click.option("--accounts", "path", required=True, type=click.Path(path_type=Path), help="File to write, mode 0600.")
def demo(departement: str, path: Path) -> None:
    """Create the three accounts of the demonstration and publish its example datasets; safe to repeat."""
    bodies = datasets.communes()
    above = demo_accounts.departement_organization(departement)
    agent = _("Agent of the commune ({commune})")
    accounts = demo_accounts.create_all(
        [
            demo_accounts.Role("operateur", _("Operator of the portal"), None, None),
            demo_accounts.Role("animateur", _("Animator of the territory"), above, "admin"),
            demo_accounts.Role("agent", agent.format(commune=bodies[0].title), bodies[0].name, "editor"),
        ]
    )
    write_private(path, json.dumps(accounts, ensure_ascii=False, indent=1))
    click.echo(f"{datasets.publish_all('animateur', bodies)} example datasets published.")
