"""What the portal knows of many bodies at once: one query for them, one for their files, one action for the rest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.plugins import plugin_loaded
from ckan.types import Context

from ckanext.observatory.rules import Body
from ckanext.observatory.states import Declaration, Draft, Facts, Published
from ckanext.socle.indexing import schema_name

# The text of the fields is looked at before it is read as JSON: most files follow no schema.
_FILES = sa.text(
    """
    SELECT p.owner_org AS body, p.id AS package, r.id AS resource, CAST(r.extras AS jsonb) ->> 'schema' AS schema,
           CAST(r.extras AS jsonb) ->> 'validation_status' AS status,
           coalesce(r.last_modified, r.created, p.metadata_modified) AS day,
           p.extras ->> 'temporal_start' AS first, p.extras ->> 'temporal_end' AS last
      FROM package p JOIN resource r ON r.package_id = p.id
     WHERE p.owner_org = ANY(:bodies) AND p.state = 'active' AND p.type = 'dataset' AND p.private IS NOT TRUE
       AND r.state = 'active' AND r.extras LIKE '%"schema"%' AND CAST(r.extras AS jsonb) ->> 'schema' <> ''
    """
)
_VERDICTS = {"success": True, "failure": False}


def bodies(ids: Collection[str]) -> list[tuple[Body, dict[str, Any]]]:
    """Return active organisations by title: as the law sees them, and as a list shows them."""
    group = model.Group
    wanted = sa.select(group.id, group.name, group.title, group.extras)
    rows = model.Session.execute(wanted.where(group.id.in_(ids), group.is_organization, group.state == "active")).all()
    return [_body(row) for row in sorted(rows, key=lambda row: (row.title or row.name, row.name))]


def of(context: Context, ids: Collection[str]) -> dict[str, Facts]:
    """Return what some bodies published, have in draft (if the visitor may see it) and declared."""
    published: dict[str, list[Published]] = {}
    for row in model.Session.execute(_FILES, {"bodies": list(ids)}):
        published.setdefault(row.body, []).append(_file(row))
    outline = _outline(context, ids)
    drafts: dict[str, list[Draft]] = {}
    for each in outline["drafts"]:
        draft = Draft(each["id"], each["schema"], each["state"], each["error_count"])
        drafts.setdefault(each["organization"], []).append(draft)
    declarations: dict[str, list[Declaration]] = {}
    for each in outline["declarations"]:
        day = date.fromisoformat(each["created"][:10])
        said = Declaration(each["id"], each["schema"]["name"], each["period"], each["kind"], day)
        declarations.setdefault(each["organization"], []).append(said)
    return {
        each: Facts(published.get(each, ()), drafts.get(each, ()), declarations.get(each, ()))
        for each in {*published, *drafts, *declarations}
    }


def _outline(context: Context, ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    if not plugin_loaded("deposit"):
        return {"drafts": [], "declarations": []}
    visitor: Context = {"user": context.get("user", "")}
    found: dict[str, list[dict[str, Any]]] = tk.get_action("deposit_outline")(visitor, {"organizations": list(ids)})
    return found


def _body(row: sa.Row[Any]) -> tuple[Body, dict[str, Any]]:
    known = row.extras or {}
    body = Body(row.id, known.get("territory_type") or "", _number(known, "population"), _number(known, "staff"))
    codes = {key: known.get(key) or "" for key in ("insee_code", "siren")}
    return body, {"id": row.id, "name": row.name, "title": row.title or row.name, "type": body.kind, **codes}


def _number(known: dict[str, Any], key: str) -> int | None:
    text = str(known.get(key) or "")
    return int(text) if text.isascii() and text.isdigit() else None


def _file(row: sa.Row[Any]) -> Published:
    first, last = _day(row.first), _day(row.last)
    covered = (first, last) if first and last else None
    verdict = _VERDICTS.get(row.status or "")
    return Published(schema_name(row.schema), row.package, row.resource, row.day.date(), covered, verdict)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
