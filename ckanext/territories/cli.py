"""`ckan territories …`: open the organisations of a territory, print their tree, show what the COG says of a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.territories import selection
from ckanext.territories.bodies import bodies
from ckanext.territories.cog import Commune, Departement, Epci, cog
from ckanext.territories.loading import Loader, Outcome, Step

# CKAN would make a top command of each command that it finds here.
__all__ = ["territories"]


@click.group(short_help="Public bodies of the territory.")
def territories() -> None:
    """Open the organisations of a territory and look at them."""


@territories.command()
@click.option("--departement", "departements", multiple=True, help="Code of a département: 28, 2A, 974. Repeatable.")
@click.option("--region", "regions", multiple=True, help="Code of a région: 24, for all its départements. Repeatable.")
@click.option(
    "--only",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV file with a column of INSEE codes: the only communes to open.",
)
@click.option("--beneath", metavar="NAME", help="Organisation of the syndicat that hosts these départements.")
def load(departements: tuple[str, ...], regions: tuple[str, ...], only: Path | None, beneath: str | None) -> None:
    """Create or update the organisations of a territory: région, département, EPCI, communes.

    What the COG says is written (codes, SIREN, population, postal codes, place in the tree); what people wrote (mail,
    web site, presentation, a title of their own) is left alone. A second run changes nothing. Nothing is ever deleted.

    With --beneath, the départements stand beneath the syndicat that hosts the portal, whose animators bring their
    communes on board; they stay there in later runs.
    """
    communes = _asked(departements, regions, only)
    loader = Loader()
    if beneath and not loader.hosts(beneath):
        raise click.ClickException(tk._("No syndicat has the address “{name}”.").format(name=beneath))
    plan = bodies(communes, loader.departements())
    steps = list(_progress(loader.load(plan), len(plan)))
    if beneath:
        steps += list(loader.place(beneath, dict.fromkeys(commune.departement for commune in communes)))
    steps += list(loader.merge())
    _report(steps)


@territories.command()
@click.argument("organisation", required=False)
def tree(organisation: str | None) -> None:
    """Print the tree of organisations, or the part beneath ORGANISATION (its name or id)."""
    try:
        found = tk.get_action("territories_tree")({"ignore_auth": True}, {"id": organisation} if organisation else {})
    except tk.ObjectNotFound as error:
        raise click.ClickException(tk._("No organisation is called {name}.").format(name=organisation)) from error
    for depth, above in enumerate(found["ancestors"]):
        click.echo(_line(above, depth))
    for root in found["organizations"]:
        _echo(root, len(found["ancestors"]))


@territories.command()
@click.argument("code")
def show(code: str) -> None:
    """Print what the COG says of CODE: an INSEE code, a SIREN, or a zone such as fr:departement:28."""
    lines = list(_meanings(code.strip().rpartition(":")[2].upper(), code.rpartition(":")[0].rpartition(":")[2]))
    if not lines:
        raise click.ClickException(tk._("The COG knows no {code}.").format(code=code))
    click.echo("\n".join(lines))


def _meanings(code: str, level: str) -> Iterator[str]:
    """Yield what a code stands for, at one level or at all: 28 is a département and a région."""
    if former := cog().former(code):
        yield tk._("{code} {name} merged into:").format(code=code, name=former.name or "").replace("  ", " ")
    body = cog().present(code) or cog().by_siren(code)
    if isinstance(body, Commune) and level in ("", "commune"):
        yield from _facts(body)
    if isinstance(body, Epci) and level in ("", "epci"):
        yield f"fr:epci:{body.code}  {body.name}"
        yield from _names(cog().communes_of_epci(body.code))
    if level in ("", "departement") and (departement := cog().departement(code)):
        yield f"fr:departement:{code}  {departement.name}"
        yield from _names(cog().communes_of_departement(code))
    if level in ("", "region") and (region := cog().region(code)):
        yield f"fr:region:{code}  {region.name}"
        yield from _names(cog().departements_of_region(code))


def _names(rows: Iterable[Commune | Departement]) -> Iterator[str]:
    return (f"  {row.code}  {row.name}" for row in rows)


def _asked(departements: tuple[str, ...], regions: tuple[str, ...], only: Path | None) -> list[Commune]:
    """Return the communes that the options ask for, and say what is odd in them."""
    wanted = list(departements)
    for code in regions:
        if not (rows := cog().departements_of_region(code)):
            raise click.ClickException(tk._("No région has the code {code}.").format(code=code))
        wanted += [row.code for row in rows]
    if unknown := next((code for code in wanted if cog().departement(code) is None), None):
        raise click.ClickException(tk._("No département has the code {code}.").format(code=unknown))
    if only is not None:
        return _listed(only, set(wanted))
    if not wanted:
        raise click.UsageError(tk._("Say which territory: --departement, --region or --only."))
    return [commune for code in dict.fromkeys(wanted) for commune in cog().communes_of_departement(code)]


def _listed(path: Path, departements: set[str]) -> list[Commune]:
    try:
        found = selection.read_selection(path)
    except selection.SelectionError as error:
        raise click.ClickException(_no_list(error.code).format(file=path.name)) from error
    for remark in found.remarks:
        line = tk._("Line {line}: {sentence}").format(line=remark.line, sentence=_sentence(remark))
        click.echo(line, err=True)
    chosen = [commune for commune in found.communes if not departements or commune.departement in departements]
    if outside := len(found.communes) - len(chosen):
        click.echo(
            tk.ungettext(
                "{n} commune of the list lies elsewhere: left out.",
                "{n} communes of the list lie elsewhere: left out.",
                outside,
            ).format(n=outside),
            err=True,
        )
    if not chosen:
        raise click.ClickException(tk._("No commune to load in {file}.").format(file=path.name))
    return chosen


def _no_list(code: str) -> str:
    if code == selection.NO_COLUMN:
        return str(tk._("{file} has no column of INSEE codes. Name it “code_insee”."))
    return str(tk._("{file} is not a CSV file."))


def _sentence(remark: selection.Remark) -> str:
    sentences = {
        selection.UNKNOWN: tk._("“{value}” is the INSEE code of no commune. Line left out."),
        selection.EMPTY: tk._("no INSEE code. Line left out."),
        selection.REPEATED: tk._("{present} is there already. Line left out."),
        selection.MERGED: tk._("{value} merged into {present}, which is loaded."),
    }
    present = f"{remark.present.code} {remark.present.name}" if remark.present else ""
    return str(sentences[remark.code].format(value=remark.value, present=present))


def _count(outcome: Outcome, n: int) -> str:
    phrases = {
        "created": tk.ungettext("{n} created", "{n} created", n),
        "updated": tk.ungettext("{n} updated", "{n} updated", n),
        "merged": tk.ungettext("{n} merged commune placed", "{n} merged communes placed", n),
        "unchanged": tk.ungettext("{n} unchanged", "{n} unchanged", n),
        "deleted": tk.ungettext("{n} deleted by hand, left so", "{n} deleted by hand, left so", n),
        "refused": tk.ungettext("{n} refused", "{n} refused", n),
    }
    return str(phrases[outcome].format(n=n))


def _progress(steps: Iterator[Step], length: int) -> Iterator[Step]:
    with click.progressbar(steps, length=length, label=tk._("Organisations")) as bar:
        yield from bar


def _report(steps: list[Step]) -> None:
    counts = Counter(step.outcome for step in steps)
    click.echo(", ".join(_count(outcome, n) for outcome, n in counts.items()))
    if counts.keys() <= {"unchanged", "deleted"}:
        click.echo(tk._("Nothing to change."))
    refused = [step for step in steps if step.outcome == "refused"]
    for step in refused:
        click.echo(f"{step.name}: {step.detail}", err=True)
    if refused:
        raise SystemExit(1)


def _facts(commune: Commune) -> Iterator[str]:
    departement, epci = cog().departement(commune.departement), cog().epci(commune.epci or "")
    yield f"{commune.code}  {commune.name}"
    yield f"  SIREN {commune.siren or '-'}"
    yield "  " + tk._("population") + f" {commune.population if commune.population is not None else '-'}"
    yield "  " + tk._("postal codes") + f" {' '.join(commune.postal_codes) or '-'}"
    yield f"  EPCI {epci.code} {epci.name}" if epci else "  EPCI -"
    yield f"  {departement.code} {departement.name}" if departement else ""


def _echo(node: dict[str, Any], depth: int) -> None:
    click.echo(_line(node, depth))
    for child in node["children"]:
        _echo(child, depth + 1)


def _line(node: dict[str, Any], depth: int) -> str:
    return f"{'  ' * depth}{node['title']}  ({node['name']})"
