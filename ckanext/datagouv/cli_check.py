"""`ckan datagouv check`: what data.gouv.fr will make of the feeds, in the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.datagouv.roundtrip.running import publishing
from ckanext.socle.language import in_portal_language

# What a script may act on.
ALL_TAKEN, SOMETHING_LOST = 0, 1


class Unknown(click.ClickException):
    """There is no such organisation."""

    exit_code = 2


@click.command()
@click.option("--organization", "names", multiple=True, help="Name or id of an organisation. Repeatable; all without.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each organisation.")
def check(names: tuple[str, ...], as_json: bool) -> None:
    """Say what data.gouv.fr will keep, drop, double or archive, without asking it.

    Ends with 1 when a dataset would not be taken, with 2 when an organisation is unknown.
    Example: ckan datagouv check --organization chateaudun-28088
    """
    lost = 0
    with in_portal_language():
        for name in names or publishing():
            found = _check(name)
            lost += found["counts"]["lost"]
            click.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(_lines(found)))
    sys.exit(SOMETHING_LOST if lost else ALL_TAKEN)


def _check(name: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = tk.get_action("datagouv_check")({"ignore_auth": True, "user": ""}, {"id": name})
    except tk.ObjectNotFound as error:
        raise Unknown(tk._("No organisation is called {name}.").format(name=name)) from error
    return found


def _lines(found: dict[str, Any]) -> Iterator[str]:
    counts = found["counts"]
    yield tk._("{title}: {whole} taken whole, {partly} with reservations, {lost} refused").format(
        title=found["organization"]["title"], **counts
    )
    for dataset in found["datasets"]:
        yield f"  {_state(dataset['state'])} – {dataset['title']} ({dataset['score']}/9)"
        for finding in (*dataset["findings"], *_said(dataset["left_out"])):
            yield f"      {finding['what']} {finding['todo']}".rstrip()
        for criterion in dataset["criteria"]:
            if not criterion["done"]:
                yield f"      {criterion['label']}: {criterion['todo']}"
    for dataset in found["leaving"]:
        yield f"  {dataset['title']} – {dataset['what']}"


def _said(left_out: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"what": f"{each['file'] or each['field']}: {each['value']}", "todo": each["message"]} for each in left_out]


def _state(state: str) -> str:
    words = {"whole": tk._("Taken whole"), "partly": tk._("With reservations"), "lost": tk._("Refused")}
    return str(words[state])
