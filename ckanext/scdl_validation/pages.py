"""What the pages of a published file share: what the visitor may see of it, and the token of forms."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from flask_wtf.csrf import validate_csrf


def found(name: str, resource_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the dataset and its file, as far as the visitor may see them; else 404."""
    try:
        package = act("package_show", id=name)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        tk.abort(404, tk._("This page does not exist, or is not yours."))
    listed = [each for each in package["resources"] if each["id"] == resource_id]
    if not listed:
        tk.abort(404, tk._("This page does not exist, or is not yours."))
    return package, listed[0]


def check_of(resource_id: str) -> dict[str, Any] | None:
    """Return the last check of a file, None when there is none that the visitor may see."""
    try:
        shown: dict[str, Any] = act("resource_validation_show", resource_id=resource_id)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return shown


def check_token() -> None:
    """Check the token of a form: CKAN exempts a view from it, for the life of the process, too easily."""
    if tk.config.get("WTF_CSRF_ENABLED", True):
        try:
            validate_csrf(tk.request.form.get(tk.config["WTF_CSRF_FIELD_NAME"]))
        except ValueError:  # wtforms' error derives from it
            tk.abort(400, tk._("This page was open for too long. Go back, reload it, and try again."))


def act(action: str, **data: object) -> Any:  # noqa: ANN401
    """Run an action as the visitor."""
    return tk.get_action(action)(Context(user=tk.current_user.name), data)
