"""From settings to the questions that the API understands: it takes one value of each filter, and exact zones only."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ckanext.socle.harvesters.datagouv.problems import HarvestingError, Problem
from ckanext.socle.harvesters.datagouv.settings import MOST_QUESTIONS, Settings

from ckanext.territories.cog import COUNTRY, Cog


@dataclass(frozen=True)
class Question:
    """One list request: the filters of the API, each with one value."""

    filters: tuple[tuple[str, str], ...]


def questions(settings: Settings, organizations: Sequence[str] | None, cog: Cog) -> list[Question]:
    """Return the list requests that together answer a selection.

    Args:
        settings: of the source.
        organizations: identifiers of the producers asked for, found by the API; None where the settings name none.
        cog: reference data, for what lies beneath a zone.

    Raises:
        HarvestingError: the lists multiply into more requests than a catalogue should be asked.
    """
    lists = [
        ("organization", organizations),
        ("geozone", zones(settings.zones, cog) if settings.zones_below else settings.zones or None),
        ("schema", settings.schemas or None),
        ("license", settings.licenses or None),
        ("tag", settings.tags or None),
        ("q", [settings.q] if settings.q else None),
    ]
    given = [[(key, value) for value in values] for key, values in lists if values is not None]
    count = 1
    for values in given:
        count *= len(values)
    if count > MOST_QUESTIONS:
        raise HarvestingError(Problem("too-many-questions", {"count": count, "most": MOST_QUESTIONS}))
    return [Question(filters) for filters in itertools.product(*given)]


def zones(asked: Iterable[str], cog: Cog) -> list[str]:
    """Return zones and all that the COG knows beneath them, each once: régions, départements, EPCI, communes."""
    return list(dict.fromkeys(itertools.chain.from_iterable(_beneath(zone, cog) for zone in asked)))


def _beneath(zone: str, cog: Cog) -> Iterator[str]:
    yield zone
    level, _, code = zone.rpartition(":")
    if level == "fr:epci":
        communes = cog.communes_of_epci(code)
    elif level == "fr:departement":
        communes = cog.communes_of_departement(code)
    elif level == "fr:region":
        yield from (f"fr:departement:{row.code}" for row in cog.departements_of_region(code))
        communes = cog.communes_of_region(code)
    elif zone == COUNTRY:
        raise HarvestingError(Problem("country-below"))
    else:
        return
    if level != "fr:epci":
        yield from (f"fr:epci:{siren}" for siren in sorted({row.epci for row in communes if row.epci}))
    yield from (f"fr:commune:{row.code}" for row in communes)
