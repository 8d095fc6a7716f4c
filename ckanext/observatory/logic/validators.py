"""Field rules of this room (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def observatory_names(value: object) -> list[str]:
    """Accept a list of names, or names parted by commas, as an address has them.

    Raises:
        Invalid: it is something else.
    """
    found = value.replace(",", " ").split() if isinstance(value, str) else value or []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise tk.Invalid(tk._("This is not a list of names."))
    return [str(each) for each in found]
