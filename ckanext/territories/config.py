"""Settings of this room, read once each (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def entry_open() -> bool:
    """Whether a town hall comes in by a link or a code sent to its official address."""
    return bool(tk.config["ckanext.territories.entry"])


def entry_time() -> int:
    """Seconds for which a link and its code work."""
    return int(tk.config["ckanext.territories.entry_time"])


def entry_window() -> int:
    """Seconds over which demands of links are counted."""
    return int(tk.config["ckanext.territories.entry_window"])


def entry_per_body() -> int:
    """Links that can be asked for one body within the window."""
    return int(tk.config["ckanext.territories.entry_per_body"])


def entry_per_visitor() -> int:
    """Links that can be asked from one network address within the window."""
    return int(tk.config["ckanext.territories.entry_per_visitor"])


def invitation_days() -> int:
    """Days for which the link of an invitation works."""
    return int(tk.config["ckanext.territories.invitation_days"])
