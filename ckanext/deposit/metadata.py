"""What a publication says of itself, filled in from what is known: the schema's words, the body, the table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.deposit.periods import FREQUENCIES, Coverage
from ckanext.scdl.schema import Words
from ckanext.territories import french

THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
# «La Licence Ouverte est la règle»: code des relations entre le public et l’administration, art. D323-2-1.
LICENCE = "lov2"
# Fields that a person may change before publishing; the others follow from the commune and the file.
EDITABLE = (
    "title",
    "notes",
    "theme",
    "frequency",
    "license_id",
    "temporal_start",
    "temporal_end",
    "contact_name",
    "contact_email",
    "tag_string",
)
_PERIOD = ("temporal_start", "temporal_end")
NAME_LENGTH = 100
TAG_LENGTH = 100


@dataclass(frozen=True)
class Body:
    """The organisation that publishes.

    Attributes:
        name: its address in CKAN («chateaudun-28088»).
        kind: ``territory_type`` of the organisation form.
    """

    name: str
    title: str
    kind: str = ""
    insee_code: str = ""
    siren: str = ""
    official_email: str = ""


def fill(words: Words, body: Body, covered: Coverage | None) -> dict[str, str]:
    """Return the dataset fields of a publication, by the names of ``schemas/dataset.yaml``."""
    return {
        "title": words.dataset_title.replace("{de}", french.of(body.title)),
        "notes": words.description,
        "theme": THEMES + words.theme,
        "frequency": FREQUENCIES + words.frequency,
        "license_id": LICENCE,
        "spatial_zone": zone(body),
        "temporal_start": covered.start.isoformat() if covered else "",
        "temporal_end": covered.end.isoformat() if covered else "",
        "contact_name": body.title,
        "contact_email": body.official_email,
        "tag_string": ", ".join(keywords(words, body)),
    }


def merge(filled: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, str]:
    """Return the filled fields with those that a person changed; fields that are not editable keep their value."""
    return {**filled, **{key: changed[key].strip() for key in EDITABLE if key in changed}}


def renew(filled: Mapping[str, str], current: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a dataset that is published again: as they are now, but for the period of the new file."""
    kept = {key: value for key, value in current.items() if key in EDITABLE and value}
    return {**filled, **kept, **{key: filled[key] for key in _PERIOD if filled[key]}}


def widen(fields: Mapping[str, str], current: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with a period that also covers the dataset's other files."""
    starts = [value for value in (fields["temporal_start"], current.get("temporal_start", "")) if value]
    ends = [value for value in (fields["temporal_end"], current.get("temporal_end", "")) if value]
    return {**fields, "temporal_start": min(starts, default=""), "temporal_end": max(ends, default="")}


def resource_title(plain_name: str, start: str, end: str) -> str:
    """Return the name of a file by the years of its period: «Délibérations 2024», «Délibérations 2023–2024»."""
    years = [day[:4] for day in (start, end) if day]
    return " ".join([plain_name, "–".join(dict.fromkeys(years))]).strip()


def zone(body: Body) -> str:
    """Return data.gouv.fr's identifier of the body's territory, empty when it has none (syndicats).

    Source: zones of https://www.data.gouv.fr/api/1/spatial/zones/, built on the COG of INSEE.
    """
    code = body.siren if body.kind == "epci" else body.insee_code
    return f"fr:{body.kind}:{code}" if code and body.kind in {"commune", "epci", "departement", "region"} else ""


def keywords(words: Words, body: Body) -> list[str]:
    """Return the keywords of the schema and the body's name, in the characters that CKAN's tags accept."""
    tags = (re.sub(r"[^\w .-]+", " ", word).strip()[:TAG_LENGTH] for word in (*words.keywords, body.title))
    return list(dict.fromkeys(tag for tag in tags if len(tag) > 1))


def short_name(schema_name: str) -> str:
    """Return «deliberations» for «scdl/deliberations», «dae» for «atlasante/schema-dae»."""
    return schema_name.rpartition("/")[2].removeprefix("schema-")


def dataset_name(schema_name: str, body: Body, taken: frozenset[str] = frozenset()) -> str:
    """Return the address of a new dataset, followed by a number when another dataset has it."""
    base = f"{short_name(schema_name)}-{body.name}"[: NAME_LENGTH - 3]
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in candidates if name not in taken)


def file_name(name: str, extension: str, number: int) -> str:
    """Return the public name of a file: the dataset's, never what the town hall called it on its disk."""
    return f"{name}{'' if number < 2 else f'-{number}'}.{extension}"
