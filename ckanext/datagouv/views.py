"""Routes: the feeds of the portal and of each organisation, and the files at their stable addresses."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError
from ckanext.dcat.utils import read_catalog_page
from flask import Blueprint, Response, abort, current_app
from flask.typing import ResponseReturnValue
from rdflib.plugin import PluginException
from werkzeug.exceptions import NotFound

from ckanext.datagouv import feeds, views_check
from ckanext.datagouv.download import send_file
from ckanext.datagouv.pieces import KINDS

datagouv = Blueprint("datagouv", __name__)
views_check.register(datagouv)


# Written out, so that they win over ckanext-dcat's `/catalog.<format>`, which keeps its other formats.
@datagouv.route("/catalog.xml", defaults={"extension": "xml"}, endpoint="catalog_xml")
@datagouv.route("/catalog.ttl", defaults={"extension": "ttl"}, endpoint="catalog_ttl")
@datagouv.route("/catalog.jsonld", defaults={"extension": "jsonld"}, endpoint="catalog_jsonld")
def portal_catalog(extension: str) -> Response:
    """Serve a page of the whole portal's feed; ckanext-dcat answers `q`, `fq`, `modified_since`, `profiles`."""
    if set(tk.request.args) - {"page", "after"}:
        try:
            page: Response = read_catalog_page(extension)
        except (SearchError, OverflowError):  # ckanext-dcat lets them through; the second is of a year like 10²⁰
            abort(400, tk._("This search is not one that can be answered."))
        return page
    return _feed_page(feeds.portal_feed(), extension)


@datagouv.route("/organization/<name>/catalog.<any(xml, ttl, jsonld):extension>")
def organization_catalog(name: str, extension: str) -> Response:
    """Serve a page (`?after=…`, `?page=2`) of an organisation's feed, without any redirect, to GET and HEAD alike."""
    organization = _organization(name)
    if not organization:
        abort(404, tk._("There is no such organisation here."))
    return _feed_page(feeds.organization_feed(organization), extension)


@datagouv.route("/dataset/<package_id>/resource/<resource_id>/fichier")
@datagouv.route("/dataset/<package_id>/resource/<resource_id>/fichier.<extension>")
def file(package_id: str, resource_id: str, extension: str | None = None) -> Response:  # noqa: ARG001 (see download.py)
    """Serve an uploaded file at its stable address."""
    return send_file(package_id, resource_id)


@datagouv.app_errorhandler(PluginException)
def unknown_format(_error: PluginException) -> ResponseReturnValue:
    """Answer 404 where ckanext-dcat is asked for a format that RDF has not: `/catalog.pdf`."""
    return current_app.handle_http_exception(NotFound())


def _feed_page(feed: feeds.Feed, extension: str) -> Response:
    try:
        begin = feeds.start(tk.request.args)
    except ValueError:
        abort(400, tk._("The page must be a whole number, from 1."))
    return Response(feeds.write_page(feed, begin, extension), content_type=KINDS[extension].content_type)


def _organization(name: str) -> dict[str, Any] | None:
    wanted = {"id": name, "include_datasets": False, "include_users": False, "include_dataset_count": False}
    try:
        found: dict[str, Any] = tk.get_action("organization_show")({"user": "", "auth_user_obj": None}, wanted)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return found
