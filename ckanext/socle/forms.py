"""Forms of our pages: their token, and where a person goes afterwards."""

from __future__ import annotations

from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from flask_wtf.csrf import validate_csrf


def check_token() -> None:
    """Refuse (400) a form without the token of its page.

    CKAN exempts a view from the token, for the life of the process, as soon as an anonymous visitor asked for it: so
    blueprints call this before each request.
    """
    if tk.request.method != "POST" or not tk.config.get("WTF_CSRF_ENABLED", True):
        return
    try:
        validate_csrf(tk.request.form.get(tk.config["WTF_CSRF_FIELD_NAME"]))
    except ValueError:  # wtforms' error derives from it
        tk.abort(400, tk._("This page was open for too long. Go back, reload it, and try again."))


def inner_path(address: str | None) -> str:
    """Return an address if it leads into this portal by a path alone, else nothing."""
    given = (address or "").strip()
    parts = urlsplit(given)
    inner = given.startswith("/") and not given.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return given if inner and "\\" not in given else ""
