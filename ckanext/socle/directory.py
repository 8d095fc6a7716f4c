"""The public bodies of the portal, read in one query however many there are (CKAN's own list costs one for each)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from ckan import model

from ckanext.socle.kept import Kept
from ckanext.socle.paging import last_page

KINDS = ("commune", "epci", "departement", "region", "syndicat", "autre")
PAGE_SIZE = 50
# Of a département, thousands of datasets are put in order to show a few.
_KEPT: Kept[list[str]] = Kept(16)

# A body's kind and figures are organisation fields (jsonb); datasets count when everybody may read them.
# Parents are CKAN's own tree: the member row of a child bears the parent's id in table_id.
# Each step looks up the children of one body: PostgreSQL, which cannot know how few there are, would read them all.
_BENEATH = """
WITH RECURSIVE beneath AS (
    SELECT m.group_id FROM member m
     WHERE m.table_id = :above AND m.table_name = 'group' AND m.state = 'active'
    UNION
    SELECT child.group_id FROM beneath b CROSS JOIN LATERAL (
        SELECT m.group_id FROM member m
         WHERE m.table_id = b.group_id AND m.table_name = 'group' AND m.state = 'active' OFFSET 0
    ) child
)
SELECT group_id FROM beneath
"""
_ROWS = """
WITH body AS (
    SELECT g.id, g.name, g.title,
           CASE WHEN g.extras ->> 'territory_type' = ANY(:kinds)
                THEN g.extras ->> 'territory_type' ELSE 'autre' END AS kind,
           g.extras ->> 'population' AS population
      FROM "group" g
     WHERE g.is_organization AND g.state = 'active' AND g.type = 'organization'
       AND (:anywhere OR g.id = ANY(:places))
       AND (:name = '' OR g.name LIKE :name OR (:postal <> '' AND g.extras ->> 'postal_codes' LIKE :postal))
)
"""
_NEWEST = """
SELECT id FROM package
 WHERE owner_org = ANY(:places) AND state = 'active' AND type = 'dataset' AND private IS NOT TRUE
 ORDER BY metadata_modified DESC LIMIT :size
"""
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


def listing(q: str = "", kind: str = "", page: int = 1, places: Collection[str] | None = None) -> Listing:
    """Read a page of the bodies of the portal, by kind then by name.

    Args:
        q: part of a name, an INSEE code or a postal code; accents and case count for nothing.
        kind: one of `KINDS`, or empty for all.
        page: from 1, of `PAGE_SIZE` bodies; beyond the last it counts as the last.
        places: identifiers of the only bodies wanted (`beneath`); None for any.
    """
    folded = fold(q)
    wanted = kind if kind in KINDS else ""
    values = {
        "anywhere": places is None,
        "places": list(places or ()),
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
        return listing(q, kind, last, places)
    bodies = tuple(
        Body(row["name"], row["title"] or row["name"], row["kind"], number(row["population"]), int(row["datasets"]))
        for row in rows
    )
    kinds = {each: counted[each] for each in KINDS if each in counted}
    return Listing(bodies, kinds.get(wanted, 0) if wanted else sum(kinds.values()), kinds)


def beneath(identifier: str) -> list[str]:
    """Return the identifiers of what lies beneath an organisation (its identifier, not its name), at any depth."""
    return list(model.Session.execute(sa.text(_BENEATH), {"above": identifier}).scalars())


def newest(places: Collection[str], count: int) -> list[str]:
    """Return the ids of the last changed public datasets of some bodies, given by their identifiers."""
    asked, connection = (tuple(places), count), model.Session.connection()
    values = {"places": list(places), "size": count}
    return _KEPT.get(connection, asked, lambda: list(connection.execute(sa.text(_NEWEST), values).scalars()))


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
