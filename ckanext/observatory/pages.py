"""What the pages of the desk share."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Response, abort
from flask.typing import ResponseReturnValue

from ckanext.territories import tree


def body_of(organization: str) -> dict[str, Any]:
    """Return the body above, as lists show it, if the visitor animates its territory."""
    group = tree.find(organization)
    if group is None:
        abort(404, tk._("There is no such organisation here."))
    tk.check_access("observatory_desk", {"user": tk.current_user.name}, {"organization": group.id})
    return tree.summary(group)


def redirect(endpoint: str, **values: str) -> ResponseReturnValue:
    """Send to a page."""
    answer: Response = tk.redirect_to(endpoint, **values)
    return answer
