"""The workbooks to fill: one for anybody at a public address, one made for a draft's town hall."""

from __future__ import annotations

from functools import lru_cache

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, make_response

from ckanext.deposit import earlier, metadata, publishing
from ckanext.deposit.pages import act, found_only
from ckanext.scdl import ScdlError, filling, registry
from ckanext.territories import publisher

DAY = 86_400
# A workbook is half a second of work; there are twenty schemas of tables.
KEPT = 32
templates = Blueprint("templates", __name__, url_prefix="/modeles")


@templates.get("/<path:schema>.xlsx")
def template(schema: str) -> str | Response:
    """Give the workbook to fill of a schema, to anybody."""
    try:
        found = registry.find(schema, files_too=False)
        content = _empty(found.url or "")
    except ScdlError:
        return tk.abort(404, tk._("There is no workbook to fill of this name."))
    answer = _workbook(content, metadata.short_name(found.name))
    answer.cache_control.public, answer.cache_control.max_age = True, DAY
    answer.add_etag()
    return answer.make_conditional(tk.request)


@lru_cache(maxsize=KEPT)
def _empty(url: str) -> bytes:
    return filling.template(registry.find(url))


def register(deposit: Blueprint) -> None:
    """Add the workbook of a draft to the pages of the deposits."""
    deposit.add_url_rule("/<id>/modele.xlsx", "template", of_draft)


@found_only
def of_draft(id: str) -> str | Response:  # noqa: A002
    """Give the workbook to fill of a draft: its town hall's SIRET and name, and its published rows if asked for."""
    shown = act("deposit_show", id=id)
    owner, schema = shown["organization"]["id"], registry.find(shown["schema"]["url"])
    before = earlier.latest(owner, schema.url or "") if tk.request.args.get("lignes") else None
    content = filling.template(schema, publisher.context(owner), before.rows if before else ())
    return _workbook(content, f"{metadata.short_name(schema.name)}-{shown['organization']['name']}")


def _workbook(content: bytes, name: str) -> Response:
    answer = make_response(content, 200, {"Content-Type": publishing.MIMETYPES["xlsx"]})
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.xlsx")
    return answer
