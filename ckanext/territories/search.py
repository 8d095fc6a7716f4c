"""Finding an organisation by what people type: a name without its accents, a postal code, an INSEE code, a SIREN."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import ckan.model as model
from sqlalchemy import RowMapping, text

from ckanext.socle.kept import Kept
from ckanext.territories.bodies import label
from ckanext.territories.cog import cog
from ckanext.territories.french import fold

CODE = re.compile(r"\d{2,5}|\d[AB]\d{0,3}", re.IGNORECASE)
SIREN = re.compile(r"\d{9}")
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints"}
# Words that people put around a name and that its title may lack.
NOISE = frozenset(("mairie", "commune", "ville", "de", "du", "des", "d", "l", "la", "le", "les"))

# `french.fold` for PostgreSQL, by table, as its normalize() and regexp_replace() are too slow for each key pressed:
# accented letters lose their accent, what stands between words becomes a space.
ACCENTED = "".join(chr(point) for point in range(0xC0, 0x180) if len(fold(chr(point))) == 1)
BETWEEN = "-–—'’‘\"«»()[]/.,;:&+\u00a0\u202f"
LETTERS = ACCENTED + BETWEEN
PLAIN = "".join(map(fold, ACCENTED)) + " " * len(BETWEEN)
ASCII_BETWEEN = "".join(filter(str.isascii, BETWEEN))
# translate() goes through its whole list for each letter of each title: titles without accents get the short one.
FOLDED = """
    CASE WHEN octet_length(g.title) = char_length(g.title) THEN translate(lower(g.title), :between, :spaces)
         ELSE replace(replace(translate(lower(replace(g.title, 'Œ', 'œ')), :letters, :plain), 'œ', 'oe'), 'æ', 'ae')
    END"""
FOLDING = {"letters": LETTERS, "plain": PLAIN, "between": ASCII_BETWEEN, "spaces": " " * len(ASCII_BETWEEN)}
QUERY = """
    WITH found AS MATERIALIZED (
        SELECT g.id, g.name, g.title, g.extras->>'territory_type' AS type, g.extras->>'insee_code' AS insee_code,
               g.extras->>'siren' AS siren, g.extras->>'postal_codes' AS postal_codes,
               CAST(substring(g.extras->>'population' FROM '^[0-9]{{1,9}}$') AS integer) AS population,
               {folded} AS folded
        FROM "group" g
        WHERE g.is_organization AND g.state = 'active'
          AND (:any_type OR g.extras->>'territory_type' = ANY(:types))
          AND (:any_place OR g.id = ANY(:places))
    ), page AS (
        SELECT *, row_number() OVER (
            ORDER BY CASE WHEN :q IN (folded, lower(insee_code)) THEN 0 WHEN folded LIKE :q || '%' THEN 1 ELSE 2 END,
                     {order} folded, name
        ) AS rank
        FROM found WHERE {where}
        ORDER BY rank LIMIT :limit
    )
    SELECT page.*, p.name AS parent_name, p.title AS parent_title
    FROM page
    LEFT JOIN member m ON m.group_id = page.id AND m.table_name = 'group' AND m.state = 'active'
    LEFT JOIN "group" p ON p.id = m.table_id AND p.state = 'active'
    ORDER BY page.rank
"""
# The names of all bodies are read for each text; the search page asks with the words of whoever comes.
KEPT: Kept[Sequence[RowMapping]] = Kept(32)


def search(q: str, types: list[str], limit: int, places: list[str] | None = None) -> list[dict[str, Any]]:
    """Return the active organisations that answer a text, the best first.

    Args:
        q: a name or its beginning (accents, case, hyphens and «mairie de» do not count), a postal code or its
            beginning, an INSEE code, a SIREN. Empty: all, by name.
        types: kinds of body wanted; empty for any.
        limit: how many at most.
        places: ids of the only organisations wanted; None for any.

    Returns:
        `id, name, title, label, type, insee_code, siren, postal_codes, population, parent` for each. A merged commune
        gives way to the one that took over, where the portal has it.
    """
    where, bound = _condition(q)
    common = {"any_type": not types, "types": types, "any_place": places is None, "places": places or []}
    # Twice as many as asked for: merged communes may give way to others that are found already.
    rows = _run(where, {**bound, **common, "q": fold(q), "limit": 2 * limit}, by_size=bool(q.strip()))
    return _present(rows, common)[:limit]


def _condition(q: str) -> tuple[str, dict[str, Any]]:
    """Return the SQL condition for a text and its parameters."""
    compact = re.sub(r"\s", "", q).upper()
    if SIREN.fullmatch(compact):
        return "siren = :siren", {"siren": compact}
    if CODE.fullmatch(compact):
        former = cog().former(compact)
        codes = [compact, former.successor] if former else [compact]
        where = "insee_code = ANY(:codes) OR insee_code LIKE :start OR ' ' || postal_codes LIKE :postal"
        return where, {"codes": codes, "start": f"{compact}%", "postal": f"% {compact}%"}
    words = [ABBREVIATIONS.get(word, word) for word in fold(q).split()]
    words = [word for word in words if word not in NOISE] or words
    conditions = " AND ".join(f"' ' || folded LIKE :word{number}" for number in range(len(words)))
    return conditions or "true", {f"word{number}": f"% {word}%" for number, word in enumerate(words)}


def _run(where: str, bound: dict[str, Any], *, by_size: bool) -> list[dict[str, Any]]:
    order = "population DESC NULLS LAST," if by_size else ""
    # The conditions are this module's own text: what the user typed is bound.
    query, connection = QUERY.format(folded=FOLDED, where=where, order=order), model.Session.connection()
    asked = (query, repr(sorted(bound.items())))
    rows = KEPT.get(connection, asked, lambda: connection.execute(text(query), {**bound, **FOLDING}).mappings().all())
    return [_entry(dict(row)) for row in rows]


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    parent = {"name": row["parent_name"], "title": row["parent_title"]} if row["parent_name"] else None
    kept = ("id", "name", "title", "type", "insee_code", "siren", "population")
    return {
        **{key: row[key] for key in kept},
        "label": label(row["title"], row["type"]),
        "postal_codes": (row["postal_codes"] or "").split(),
        "parent": parent,
    }


def _present(rows: list[dict[str, Any]], common: dict[str, Any]) -> list[dict[str, Any]]:
    """Put the commune that took over in the place of each merged one, once."""
    former = {row["id"]: now for row in rows if (now := cog().former(row["insee_code"] or ""))}
    if not former:
        return rows
    wanted = [now.successor for now in former.values()]
    bound = {**common, "codes": wanted, "q": "", "limit": len(wanted)}
    heirs = {row["insee_code"]: row for row in _run("insee_code = ANY(:codes)", bound, by_size=False)}
    resolved = (heirs.get(former[row["id"]].successor, row) if row["id"] in former else row for row in rows)
    return list({row["id"]: row for row in resolved}.values())
