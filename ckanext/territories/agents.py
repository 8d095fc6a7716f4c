"""The accounts of agents who sign in by OpenID Connect, and the body that their SIRET names."""

from __future__ import annotations

import secrets
from typing import cast

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.territories import config, joining, people, roles
from ckanext.territories.french import slug
from ckanext.territories.oidc import Identity, OidcError
from ckanext.territories.roles import Role

# In `plugin_extras`, which only operators and code write.
EXTRAS, SUBJECT = "territories", "oidc"
SIREN = 9


def sign_in(identity: Identity) -> tuple[model.User, model.Group | None]:
    """Return the account of an agent, made at need, with a role in the body of their SIRET.

    Raises:
        OidcError: the account is closed; or no body of the portal has this SIRET, and the agent acts for no other.
    """
    user, group = find(identity.subject), of_siret(identity.siret)
    if user is not None and user.state != people.ACTIVE:
        raise OidcError(tk._("Your account is closed. Ask the operator of the portal."))
    if group is None and (user is None or (not roles.bodies(user.name) and not user.sysadmin)):
        sentence = tk._(
            "No public body of this portal has the SIRET {siret}. Ask the operator of the portal to add it."
        )
        raise OidcError(sentence.format(siret=identity.siret or "–"))
    user = user or _create(identity)
    if group is not None and roles.held(user.name, group.id) is None:
        is_commune = (group.extras or {}).get("territory_type") == roles.COMMUNE
        # A role to publish goes down the tree: for a body above others, somebody gives it by hand.
        joining.give(group, user, config.oidc_role() if is_commune else Role.CONTRIBUTOR)
    return user, group


def find(subject: str) -> model.User | None:
    """Return the account of a person of the provider, whatever its state."""
    bound = model.User.plugin_extras[EXTRAS][SUBJECT].astext == subject
    return cast("model.User | None", model.Session.query(model.User).filter(bound).first())


def of_siret(siret: str) -> model.Group | None:
    """Return the body with this SIRET or, as a head office moves, with its SIREN."""
    if len(siret) <= SIREN:
        return None
    group = model.Group
    found = (
        model.Session.query(group)
        .filter(group.is_organization.is_(True), group.state == "active")
        .filter(sa.or_(group.extras["siret"].astext == siret, group.extras["siren"].astext == siret[:SIREN]))
    )
    exact = group.extras["siret"].astext == siret
    return cast("model.Group | None", found.order_by(sa.desc(sa.func.coalesce(exact, sa.false())), group.name).first())


def _create(identity: Identity) -> model.User:
    free = bool(identity.email) and people.by_email(identity.email) is None
    user = model.User(
        name=f"{slug(identity.name, 60) or 'agent'}-{secrets.token_hex(3)}",
        fullname=identity.name or identity.email,
        email=identity.email if free else None,
        password=secrets.token_urlsafe(32),
        plugin_extras={EXTRAS: {SUBJECT: identity.subject}},
    )
    model.Session.add(user)
    model.Session.commit()
    return user
