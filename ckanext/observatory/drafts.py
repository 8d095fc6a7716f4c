"""Drafts prepared for others: one file for a whole territory, a draft and a letter for each body in it."""

from __future__ import annotations

import io
import logging
from pathlib import PurePath
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from werkzeug.datastructures import FileStorage

from ckanext.observatory import batches, contacts, splitting, territory
from ckanext.observatory.batches import Batch
from ckanext.scdl import ScdlError, registry
from ckanext.scdl.reading import Table, read
from ckanext.socle.language import in_portal_language
from ckanext.territories import tree

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
# A year of the deliberations of 400 communes is far under both.
LARGEST, MOST_ROWS = 20 * MEGABYTE, 200_000
NONE, UNKNOWN, ELSEWHERE = "none", "unknown", "elsewhere"
_NAME_LENGTH = 120


def preview(owner_org: str, user_id: str, schema: str, upload: FileStorage, column: str, *, replace: bool) -> Batch:
    """Cut a file by body and keep it, with what goes to whom and what is left out.

    Args:
        owner_org: id of the body above.
        user_id: the animator's.
        schema: name of the data in the catalogue.
        upload: the file.
        column: label of the column that says whose each row is; empty to find it.
        replace: each part takes the place of what its body has published.

    Raises:
        ValidationError: the file is too large, cannot be read, or no row of it is a body's of the territory.
    """
    content = upload.stream.read(LARGEST + 1)
    table, below = _table(content, schema), _below(owner_org)
    found = _cut(table, schema, below, column)
    return batches.add(
        Batch(
            owner_org=owner_org,
            user_id=user_id,
            schema_name=schema,
            file_name=PurePath((upload.filename or "").replace("\\", "/")).name[-_NAME_LENGTH:],
            content=content,
            column_name=found.column,
            replace=replace,
            parts=_parts(found, below),
            left_out=_left(found),
        )
    )


def send(batch_id: str) -> None:
    """Make the drafts of a file that was confirmed and write to each town hall (a job); goes on where it was cut."""
    batch = batches.whole(batch_id)
    user = model.User.get(batch.user_id) if batch is not None else None
    if batch is None or user is None or batch.state != batches.SENDING:
        return
    name, schema, done = user.name, batch.schema_name, dict(batch.done)
    asked = {"schema": schema, "replace": batch.replace}
    table, below = _table(batch.content, schema), _below(batch.owner_org)
    rows = _cut(table, schema, below, batch.column_name).parts
    files = {
        key: (f"{PurePath(batch.file_name).stem}-{_code(below[key])}.csv", splitting.as_csv(table, own))
        for key, own in rows.items()
    }
    with in_portal_language():
        for body in [part["id"] for part in batch.parts if part["id"] not in done and part["id"] in files]:
            file_name, part = files[body]
            upload = FileStorage(io.BytesIO(part), filename=file_name)
            done[body] = _prepare(name, {**asked, "organization": body, "upload": upload})
            _keep(body, schema, user.id, done[body])
            batches.note(batch_id, done)
    batches.close(batch_id)


def _prepare(user: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Make the draft of one body; one that is refused stops no other."""
    try:
        found: dict[str, Any] = tk.get_action("deposit_prepare")({"user": user}, asked)
    except tk.ValidationError as err:
        model.Session.rollback()
        sentence = " ".join(str(each) for several in err.error_dict.values() for each in several)
        return {"outcome": "error", "error": sentence, "told": []}
    except (tk.NotAuthorized, tk.ObjectNotFound) as err:
        model.Session.rollback()
        return {"outcome": "error", "error": str(err), "told": []}
    return found


def _keep(body: str, schema: str, user_id: str, done: dict[str, Any]) -> None:
    """Write in the history who was told."""
    for each in done["told"]:
        contacts.add(
            contacts.Contact(
                owner_org=body,
                kind=contacts.DRAFT,
                address=each["address"],
                content=registry.words(schema).plain_name,
                delivered=each["delivered"],
                user_id=user_id,
            )
        )


def _table(content: bytes, schema: str) -> Table:
    if len(content) > LARGEST:
        sentence = tk._("The file is over {limit} MB. Cut it into several files, for instance one a year.")
        raise tk.ValidationError({"upload": [sentence.format(limit=LARGEST // MEGABYTE)]})
    try:
        table = read(content, known=registry.find(registry.entry(schema).latest.url).field_names)
    except ScdlError as err:
        lang = "en" if str(tk.h.lang() or "fr").startswith("en") else "fr"
        raise tk.ValidationError({"upload": [err.message(lang)]}) from err
    if len(table.rows) > MOST_ROWS:
        sentence = tk._("The file has over {limit} rows. Cut it into several files, for instance one a year.")
        raise tk.ValidationError({"upload": [sentence.format(limit=tk.h.localised_number(MOST_ROWS))]})
    return table


def _below(owner_org: str) -> dict[str, Any]:
    return {row["id"]: row for row in tree.rows_below([owner_org])}


def _code(body: Any) -> str:  # noqa: ANN401
    return str(body["insee_code"] or body["siren"] or body["name"])


def _cut(table: Table, schema: str, below: dict[str, Any], column: str) -> splitting.Split:
    """Cut a table among bodies.

    Raises:
        ValidationError: no row is one of theirs.
    """
    known = {code: key for key, row in below.items() for code in (row["insee_code"], row["siren"]) if code}
    place = splitting.column_of(table, schema, known, column)
    if place is None:
        raise tk.ValidationError({"column": [_no_column(table)]})
    found = splitting.split(table, place, known)
    if not found.parts:
        sentence = tk._("No row of the column “{column}” names a body of your territory.")
        raise tk.ValidationError({"column": [sentence.format(column=found.column)]})
    return found


def _no_column(table: Table) -> str:
    labels = ", ".join(f"“{label}”" for label in table.labels[:12] if label.strip())
    sentence = tk._(
        "No column says which body each row belongs to (SIRET, SIREN or INSEE code). The file has: {labels}."
    )
    return str(sentence).format(labels=labels)


def _parts(found: splitting.Split, below: dict[str, Any]) -> list[dict[str, Any]]:
    emails = territory.addresses(found.parts)
    parts = [
        {
            "id": key,
            "title": below[key]["title"] or below[key]["name"],
            "address": emails.get(key, ""),
            "rows": len(rows),
        }
        for key, rows in found.parts.items()
    ]
    return sorted(parts, key=lambda each: str(each["title"]))


def _left(found: splitting.Split) -> list[dict[str, Any]]:
    """What is left out, with why: nothing says whose it is, no such body in the portal, a body of elsewhere."""
    elsewhere = _elsewhere([code for each in found.left for code in splitting.codes(each.identifier)])
    return [{**vars(each), **_reason(each.identifier, elsewhere)} for each in found.left]


def _reason(identifier: str, elsewhere: dict[str, str]) -> dict[str, str]:
    title = next((elsewhere[code] for code in splitting.codes(identifier) if code in elsewhere), "")
    return {"reason": ELSEWHERE if title else UNKNOWN if identifier else NONE, "title": title}


def _elsewhere(codes: list[str]) -> dict[str, str]:
    group = model.Group
    siren, insee = group.extras["siren"].astext, group.extras["insee_code"].astext
    wanted = sa.select(group.title, siren, insee).where(group.is_organization, group.state == "active")
    rows = model.Session.execute(wanted.where(siren.in_(codes) | insee.in_(codes))) if codes else ()
    return {code: title for title, *known in rows for code in known if code}
