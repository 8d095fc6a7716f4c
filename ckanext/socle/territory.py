"""The territory in figures: counted at each visit from what is public, never stored, never estimated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.socle import indexing

_BODIES = """
WITH published AS (
    SELECT owner_org, count(*) AS datasets FROM package
     WHERE state = 'active' AND type = 'dataset' AND private IS NOT TRUE GROUP BY owner_org
), body AS (
    SELECT g.id, g.name, g.title, g.extras ->> 'territory_type' AS kind, coalesce(p.datasets, 0) AS datasets
      FROM "group" g
      LEFT JOIN published p ON p.owner_org = g.id
     WHERE g.is_organization AND g.state = 'active'
)
"""
_TOTALS = (
    _BODIES
    + """
SELECT count(*) FILTER (WHERE kind = 'commune') AS communes,
       count(*) FILTER (WHERE kind = 'commune' AND datasets > 0) AS publishing,
       coalesce(sum(datasets), 0) AS datasets FROM body
"""
)
_GROUPS = (
    _BODIES
    + """
SELECT e.name, e.title, count(c.id) AS communes, count(c.id) FILTER (WHERE c.datasets > 0) AS publishing,
       coalesce(sum(c.datasets), 0) + e.datasets AS datasets
  FROM body e
  JOIN member m ON m.table_id = e.id AND m.table_name = 'group' AND m.state = 'active'
  JOIN body c ON c.id = m.group_id AND c.kind = 'commune'
 WHERE e.kind = 'epci' GROUP BY e.id, e.name, e.title, e.datasets ORDER BY e.name
"""
)
_SCHEMAS = """
SELECT CAST(r.extras AS jsonb) ->> 'schema' AS schema, count(*) AS tables, count(DISTINCT p.owner_org) AS bodies
  FROM resource r JOIN package p ON p.id = r.package_id
 WHERE r.state = 'active' AND p.state = 'active' AND p.type = 'dataset' AND p.private IS NOT TRUE
   AND CAST(r.extras AS jsonb) ->> 'schema' <> '' GROUP BY 1
"""


@dataclass(frozen=True)
class Totals:
    """Communes of the portal, those with at least one public dataset, public datasets of all bodies."""

    communes: int
    publishing: int
    datasets: int


@dataclass(frozen=True)
class Group:
    """An EPCI with its communes, those that publish, and the datasets of both."""

    name: str
    title: str
    communes: int
    publishing: int
    datasets: int


def totals() -> Totals:
    """Count the communes, those that publish, and the datasets."""
    row = model.Session.execute(sa.text(_TOTALS)).one()
    return Totals(int(row.communes), int(row.publishing), int(row.datasets))


def groups() -> list[Group]:
    """Count the same for each EPCI, by name."""
    rows = model.Session.execute(sa.text(_GROUPS)).all()
    return [Group(row.name, row.title, int(row.communes), int(row.publishing), int(row.datasets)) for row in rows]


def tables_by_schema() -> list[tuple[str, int]]:
    """Count the public tables of each schema, versions together: (catalogue name, tables), the most frequent first."""
    counted: Counter[str] = Counter()
    for row in model.Session.execute(sa.text(_SCHEMAS)):
        counted[indexing.schema_name(row.schema)] += int(row.tables)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))
