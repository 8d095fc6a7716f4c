"""Settings of this room, read once each (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.territories.roles import Role


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


def oidc_issuer() -> str:
    """Address of the OpenID Connect provider, to the character; empty without one."""
    return str(tk.config["ckanext.territories.oidc.issuer"]).strip()


def oidc_client_id() -> str:
    """Name of this portal at the provider."""
    return str(tk.config["ckanext.territories.oidc.client_id"]).strip()


def oidc_client_secret() -> str:
    """Secret of this portal at the provider."""
    return str(tk.config["ckanext.territories.oidc.client_secret"]).strip()


def oidc_scope() -> str:
    """What is asked of the provider."""
    return str(tk.config["ckanext.territories.oidc.scope"])


def oidc_siret_claim() -> str:
    """Name of the claim that holds the SIRET of the person's body."""
    return str(tk.config["ckanext.territories.oidc.siret_claim"])


def oidc_label() -> str:
    """Name of the provider on the login page."""
    return str(tk.config["ckanext.territories.oidc.label"])


def oidc_role() -> Role:
    """Role of an agent of a commune at the first sign-in: `publisher`, or `contributor` for any other value."""
    return Role.PUBLISHER if tk.config["ckanext.territories.oidc.role"] == Role.PUBLISHER.value else Role.CONTRIBUTOR
