"""`ckan datagouv sources …`: the portal's harvest sources on data.gouv.fr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.datagouv.roundtrip import running
from ckanext.datagouv.roundtrip.problems import Problem, StopError
from ckanext.datagouv.roundtrip.sync import Body
from ckanext.datagouv.roundtrip.words import say
from ckanext.socle.language import in_portal_language

ORGANIZATION = click.option("--organization", "names", multiple=True, help="Name or id; all that publish without it.")


@click.group()
def sources() -> None:
    """Look after the harvest sources on data.gouv.fr, and what has arrived there."""


@sources.command()
@ORGANIZATION
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def sync(names: tuple[str, ...], dry_run: bool) -> None:
    """Create or put right one harvest source for each organisation.

    A second run changes nothing. Ends with 1 when an organisation could not be served, with 2 when none could.
    Example: ckan datagouv sources sync --dry-run
    """
    _report(running.sync(_bodies(names), dry_run=dry_run))


@sources.command()
@ORGANIZATION
def check(names: tuple[str, ...]) -> None:
    """See what has arrived on data.gouv.fr; done every night by the scheduler.

    Ends as sync does.
    Example: ckan datagouv sources check --organization chateaudun-28088
    """
    _report(running.check(_bodies(names)))


def _bodies(names: tuple[str, ...]) -> list[Body]:
    try:
        return running.bodies(names)
    except tk.ObjectNotFound as error:
        raise click.ClickException(tk._("One of these organisations does not exist.")) from error


def _report(results: Iterable[dict[str, Any]]) -> None:
    failed = 0
    with in_portal_language():
        try:
            for result in results:
                failed += bool(result["problem"])
                click.echo(tk._("{title}: {words}").format(title=result["title"], words=_words(result)))
        except StopError as error:
            click.echo(say(error.problem), err=True)
            sys.exit(2)
    sys.exit(1 if failed else 0)


def _words(result: dict[str, Any]) -> str:
    if result["problem"]:
        return say(Problem.from_dict(result["problem"]))
    if result["done"] == "checked":
        states = ", ".join(f"{count} {_state(state)}" for state, count in result["states"].items())
        return states or str(tk._("nothing published"))
    done = {
        "created": tk._("source created"),
        "updated": tk._("source put right"),
        "unchanged": tk._("source unchanged"),
    }[result["done"]]
    wait = tk._("to be accepted by data.gouv.fr's people") if result["validation"] == "pending" else ""
    doubles = tk._("{count} other sources read the same feed: delete them there").format(count=result["doubles"])
    return ", ".join(filter(None, (done, wait, doubles if result["doubles"] else "")))


def _state(state: str) -> str:
    words = {
        "present": tk._("there"),
        "incomplete": tk._("there with something wrong"),
        "waiting": tk._("awaited"),
        "absent": tk._("missing there"),
        "leaving": tk._("leaving"),
    }
    return str(words[state])
