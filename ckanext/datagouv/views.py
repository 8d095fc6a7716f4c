"""Routes: the feed of each organisation, and the files at their stable addresses."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, abort

from ckanext.datagouv import feeds
from ckanext.datagouv.download import send_file

datagouv = Blueprint("datagouv", __name__)


@datagouv.route("/organization/<name>/catalog.<any(xml, ttl, jsonld):extension>")
def organization_catalog(name: str, extension: str) -> Response:
    """Serve a page (`?page=2`) of an organisation's feed, without any redirect, to GET and HEAD alike."""
    try:
        number = feeds.page_number(tk.request.args.get("page"))
    except ValueError:
        abort(400, tk._("The page must be a whole number, from 1."))
    if not name.isprintable():  # PostgreSQL refuses a null character with an exception of its own
        abort(404, tk._("There is no such organisation here."))
    try:
        organization = tk.get_action("organization_show")(
            {"user": "", "auth_user_obj": None},
            {"id": name, "include_datasets": False, "include_users": False, "include_dataset_count": False},
        )
    except (tk.ObjectNotFound, tk.NotAuthorized):
        abort(404, tk._("There is no such organisation here."))
    body = feeds.organization_feed(organization, number, extension)
    return Response(body, content_type=feeds.KINDS[extension].content_type)


@datagouv.route("/dataset/<package_id>/resource/<resource_id>/fichier")
@datagouv.route("/dataset/<package_id>/resource/<resource_id>/fichier.<extension>")
def file(package_id: str, resource_id: str, extension: str | None = None) -> Response:  # noqa: ARG001 (see download.py)
    """Serve an uploaded file at its stable address."""
    return send_file(package_id, resource_id)
