"""The public bodies of the portal, read in one query however many there are (CKAN's own list costs one for each)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from ckan import model

from ckanext.socle.paging import last_page

KINDS = ("commune", "epci", "departement", "region", "syndicat", "autre")
PAGE_SIZE = 50

# A body's kind and figures are organisation fields (jsonb); datasets count when everybody may read them.
# Parents are CKAN's own tree: the member row of a child bears the parent's id in table_id.
_BENEATH = """
WITH RECURSIVE beneath AS (
    SELECT m.group_id FROM member m
     WHERE m.table_id = :above AND m.table_name = 'group' AND m.state = 'active'
    UNION
    SELECT m.group_id FROM member m JOIN beneath b ON m.table_id = b.group_id
     WHERE m.table_name = 'group' AND m.state = 'active'
)
"""
_ROWS = (
    _BENEATH  # noqa: S608
    + """
, body AS (
    SELECT g.id, g.name, g.title,
           CASE WHEN g.extras ->> 'territory_type' = ANY(:kinds)
                THEN g.extras ->> 'territory_type' ELSE 'autre' END AS kind,
           g.extras ->> 'population' AS population
      FROM "group" g LEFT JOIN beneath b ON b.group_id = g.id
     WHERE g.is_organization AND g.state = 'active' AND g.type = 'organization'
       AND (:above = '' OR b.group_id IS NOT NULL)
       AND (:name = '' OR g.name LIKE :name OR (:postal <> '' AND g.extras ->> 'postal_codes' LIKE :postal))
)
"""
)
_NEWEST = (
    _BENEATH  # noqa: S608
    + """
SELECT id FROM package
 WHERE owner_org IN (SELECT group_id FROM beneath) AND state = 'active' AND type = 'dataset' AND private IS NOT TRUE
 ORDER BY metadata_modified DESC LIMIT :size
"""
)
# The page is chosen first, so that the datasets of its bodies alone are counted.
_LISTED = (
    _ROWS  # noqa: S608
    + """
, page AS MATERIALIZED (
    SELECT body.*, array_position(CAST(:kinds AS text[]), body.kind) AS rank
      FROM body WHERE (:kind = '' OR body.kind = :kind)
     ORDER BY rank, body.name LIMIT :size OFFSET :start
), published AS (
    SELECT owner_org, count(*) AS datasets FROM package
     WHERE owner_org IN (SELECT id FROM page) AND state = 'active' AND type = 'dataset' AND private IS NOT TRUE
     GROUP BY owner_org
)
SELECT page.*, coalesce(p.datasets, 0) AS datasets
  FROM page LEFT JOIN published p ON p.owner_org = page.id ORDER BY page.rank, page.name
"""
)
_COUNTED = _ROWS + "SELECT kind, count(*) AS bodies FROM body GROUP BY kind"  # noqa: S608


@dataclass(frozen=True)
class Body:
    """One public body: its name in addresses, its title, its kind, inhabitants (None unknown), public datasets."""

    name: str
    title: str
    kind: str
    population: int | None
    datasets: int


@dataclass(frozen=True)
class Listing:
    """A page of bodies, and how many there are of each kind in the whole list (kinds without any left out)."""

    bodies: tuple[Body, ...]
    total: int
    kinds: Mapping[str, int]

    @property
    def groups(self) -> list[tuple[str, tuple[Body, ...]]]:
        """The bodies of the page under their kinds, in the list's order."""
        return [(kind, tuple(bodies)) for kind, bodies in groupby(self.bodies, key=attrgetter("kind"))]


def listing(q: str = "", kind: str = "", above: str = "", page: int = 1) -> Listing:
    """Read a page of the bodies of the portal, by kind then by name.

    Args:
        q: part of a name, an INSEE code or a postal code; accents and case count for nothing.
        kind: one of `KINDS`, or empty for all.
        above: identifier (not name) of an organisation: only what lies beneath it, at any depth.
        page: from 1, of `PAGE_SIZE` bodies; beyond the last it counts as the last.
    """
    folded = fold(q)
    wanted = kind if kind in KINDS else ""
    values = {
        "above": above,
        "name": f"%{folded or ' '}%" if q.strip() else "",  # no name has a space: signs alone find nothing
        "postal": f"%{folded}%" if re.fullmatch(r"\d{2,5}", folded) else "",
        "kinds": list(KINDS),
        "kind": wanted,
        "size": PAGE_SIZE,
        "start": (page - 1) * PAGE_SIZE,
    }
    rows = model.Session.execute(sa.text(_LISTED), values).mappings().all()
    counted = {row.kind: int(row.bodies) for row in model.Session.execute(sa.text(_COUNTED), values)}
    last = last_page(sum(counted.values()) if not wanted else counted.get(wanted, 0), PAGE_SIZE)
    if page > last:
        return listing(q, kind, above, last)
    bodies = tuple(
        Body(row["name"], row["title"] or row["name"], row["kind"], number(row["population"]), int(row["datasets"]))
        for row in rows
    )
    kinds = {each: counted[each] for each in KINDS if each in counted}
    return Listing(bodies, kinds.get(wanted, 0) if wanted else sum(kinds.values()), kinds)


def newest_beneath(identifier: str, count: int) -> list[str]:
    """Return the ids of the last changed public datasets of the bodies beneath an organisation (its id)."""
    rows = model.Session.execute(sa.text(_NEWEST), {"above": identifier, "size": count})
    return [row.id for row in rows]


def by_code(kind: str, code: str) -> model.Group | None:
    """Return the body of a kind that has an official code: INSEE's, or the SIREN of an EPCI."""
    field = "siren" if kind == "epci" else "insee_code"
    wanted = [model.Group.extras["territory_type"].astext == kind, model.Group.extras[field].astext == code]
    found: model.Group | None = model.Session.query(model.Group).filter_by(state="active").filter(*wanted).first()
    return found


def above(name: str) -> list[model.Group]:
    """Return the organisations above one, the nearest first."""
    group = model.Group.get(name)
    return list(reversed(group.get_parent_group_hierarchy("organization"))) if group else []


def fold(text: str) -> str:
    """Write words as organisation names are written: «Saint-Éloi d’Œuf» gives ``saint-eloi-d-oeuf``."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    letters = "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def number(text: str | None) -> int | None:
    """Read a number of inhabitants; None when there is none."""
    return int(text) if text and text.isdigit() else None
