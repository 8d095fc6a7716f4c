"""Pages of the territories plugin: for now, the way from a merged commune's page to the present one's."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.territories import mergers, tree

territories = Blueprint("territories", __name__)

# Pages only: data.gouv.fr fails on a feed that redirects, and the datasets keep their addresses.
MOVED_PAGES = ("organization.read", "organization.about")


@territories.before_app_request
def _follow_merger() -> Response | None:
    """Answer 301 on the page of a merged commune."""
    endpoint = tk.request.endpoint
    if endpoint not in MOVED_PAGES:
        return None
    group = tree.find((tk.request.view_args or {}).get("id", ""))
    heir = mergers.successor(group) if group is not None else None
    return redirect(tk.url_for(endpoint, id=heir.name), code=301) if heir is not None else None
