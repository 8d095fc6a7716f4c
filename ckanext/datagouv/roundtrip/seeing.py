"""What of a body's datasets is on data.gouv.fr: the forecast of its feed, compared with what is seen there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ckanext.datagouv.roundtrip.problems import Problem
from ckanext.datagouv.simulator import DatasetForecast

Dict = dict[str, Any]
# data.gouv.fr harvests at night; one night may fail without anything being wrong.
PATIENCE = timedelta(hours=48)


@dataclass(frozen=True)
class Seen:
    """What a check found of a dataset; see `model.Presence`."""

    state: str
    problems: tuple[Problem, ...] = ()
    there: Dict = field(default_factory=dict)


@dataclass(frozen=True)
class Neighbourhood:
    """What explains that a dataset is not there.

    Attributes:
        account: of the body on data.gouv.fr.
        validation: of its source; empty without a source.
        refusals: of the last harvest, by identifier here.
        harvested: when the last harvest ended; none if there was none.
        now: the present, in UTC.
    """

    account: str
    validation: str
    refusals: Mapping[str, str]
    harvested: datetime | None
    now: datetime


def compare(forecast: DatasetForecast, there: Dict, around: Neighbourhood) -> Seen:
    """Return the state of a dataset that data.gouv.fr has.

    Args:
        forecast: of the dataset, from the feed.
        there: as the API gives it.
        around: see `Neighbourhood`.
    """
    owner = there.get("organization") or {}
    if owner.get("id") != around.account:
        return Seen("absent", (Problem("elsewhere", {"title": str(owner.get("name") or "")}),), there)
    if there.get("archived"):
        return Seen("absent", (Problem("archived", {"date": str(there["archived"])[:10]}),), there)
    problems = [*_late(forecast, there, around), *_files(forecast, there)]
    if forecast.identifier in around.refusals:
        problems.insert(0, Problem("refused-now", {"said": around.refusals[forecast.identifier]}))
    return Seen("incomplete" if problems else "present", tuple(problems), there)


def explain(forecast: DatasetForecast, created: datetime, around: Neighbourhood, *, hidden: bool) -> Seen:
    """Return the state of a dataset that data.gouv.fr does not show, and why.

    Args:
        forecast: of the dataset, from the feed.
        created: when it was first published here.
        around: see `Neighbourhood`.
        hidden: whether it was there once, and was deleted or made private since.
    """
    if hidden:
        return Seen("absent", (Problem("hidden"),))
    if not around.validation:
        return Seen("absent", (Problem("no-source"),))
    if around.validation != "accepted":
        state = "waiting" if around.validation == "pending" else "absent"
        return Seen(state, (Problem(f"source-{around.validation}"),))
    if forecast.identifier in around.refusals:
        return Seen("absent", (Problem("refused-there", {"said": around.refusals[forecast.identifier]}),))
    if not forecast.taken:
        return Seen("absent", (Problem("foreseen"),))
    if around.harvested is None or around.now - created < PATIENCE:
        return Seen("waiting", (Problem("next-harvest"),))
    return Seen("absent", (Problem("unexplained"),))


def _late(forecast: DatasetForecast, there: Dict, around: Neighbourhood) -> list[Problem]:
    ours, theirs = forecast.values["modified"], moment((there.get("harvest") or {}).get("modified_at"))
    # udata keeps whole seconds.
    behind = ours and (theirs is None or theirs + timedelta(seconds=1) < ours)
    return [Problem("late", {"date": str(ours.date())})] if behind and around.now - ours > PATIENCE else []


def _files(forecast: DatasetForecast, there: Dict) -> list[Problem]:
    problems = []
    found = {str(each.get("url")): each for each in there.get("resources") or []}
    for file in forecast.files:
        if file.url not in found:
            problems.append(Problem("file-missing", {"title": file.title}))
        elif (
            file.schema
            and file.schema["name"]
            and (found[file.url].get("schema") or {}).get("name") != file.schema["name"]
        ):
            problems.append(Problem("schema-missing", {"title": file.title, "schema": file.schema["name"]}))
    wanted = {file.url for file in forecast.files}
    gone = [each for url, each in found.items() if url not in wanted]
    return problems + [Problem("file-stays", {"title": str(each.get("title") or each.get("url"))}) for each in gone]


def moment(text: object) -> datetime | None:
    """Read a date of the API, in UTC without saying so; None for none."""
    try:
        return datetime.fromisoformat(str(text).replace("Z", "+00:00")).replace(tzinfo=None)
    except ValueError:
        return None
