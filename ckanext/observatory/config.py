"""Settings of this room, read once each (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def obligations() -> str:
    """Path of the portal's own file of obligations, empty without one."""
    return str(tk.config["ckanext.observatory.obligations"] or "")
