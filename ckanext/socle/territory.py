"""The territory in figures: counted from what is public as it stands at each visit, never estimated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.socle import indexing
from ckanext.socle.kept import Kept

# The bodies are read once, for the portal's totals (the row without a name) and those of each EPCI.
_FIGURES = """
WITH published AS (
    SELECT owner_org, count(*) AS datasets FROM package
     WHERE state = 'active' AND type = 'dataset' AND private IS NOT TRUE GROUP BY owner_org
), body AS MATERIALIZED (
    SELECT g.id, g.name, g.title, g.extras ->> 'territory_type' AS kind, coalesce(p.datasets, 0) AS datasets
      FROM "group" g
      LEFT JOIN published p ON p.owner_org = g.id
     WHERE g.is_organization AND g.state = 'active'
)
SELECT NULL AS name, NULL AS title, count(*) FILTER (WHERE kind = 'commune') AS communes,
       count(*) FILTER (WHERE kind = 'commune' AND datasets > 0) AS publishing,
       coalesce(sum(datasets), 0) AS datasets FROM body
UNION ALL
SELECT e.name, e.title, count(c.id) AS communes, count(c.id) FILTER (WHERE c.datasets > 0) AS publishing,
       coalesce(sum(c.datasets), 0) + e.datasets AS datasets
  FROM body e
  JOIN member m ON m.table_id = e.id AND m.table_name = 'group' AND m.state = 'active'
  JOIN body c ON c.id = m.group_id AND c.kind = 'commune'
 WHERE e.kind = 'epci' GROUP BY e.id, e.name, e.title, e.datasets
"""
# The text of the fields is looked at before it is read as JSON: most files follow no schema.
_SCHEMAS = """
SELECT CAST(r.extras AS json) ->> 'schema' AS schema, count(*) AS tables
  FROM resource r JOIN package p ON p.id = r.package_id
 WHERE r.state = 'active' AND p.state = 'active' AND p.type = 'dataset' AND p.private IS NOT TRUE
   AND r.extras LIKE '%"schema"%' GROUP BY 1
"""


KEPT: Kept[Sequence[sa.Row[Any]]] = Kept(2)


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


def bodies() -> tuple[Totals, list[Group]]:
    """Count the communes, those that publish, and the datasets: of the portal, and of each EPCI by name."""
    counted = _rows(_FIGURES)
    figures = [(row.name, row.title, (int(row.communes), int(row.publishing), int(row.datasets))) for row in counted]
    [portal] = [Totals(*figure) for name, _, figure in figures if name is None]
    groups = [Group(name, title, *figure) for name, title, figure in figures if name is not None]
    return portal, sorted(groups, key=lambda group: group.name)


def tables_by_schema() -> list[tuple[str, int]]:
    """Count the public tables of each schema, versions together: (catalogue name, tables), the most frequent first."""
    counted: Counter[str] = Counter()
    for row in _rows(_SCHEMAS):
        if not row.schema:
            continue
        counted[indexing.schema_name(row.schema)] += int(row.tables)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _rows(query: str) -> Sequence[sa.Row[Any]]:
    connection = model.Session.connection()
    return KEPT.get(connection, query, lambda: connection.execute(sa.text(query)).all())
