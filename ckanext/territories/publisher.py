"""What a check of a file may know of the body that publishes it."""

from __future__ import annotations

from ckan import model

from ckanext.scdl.context import Context


def context(organisation: str) -> Context:
    """Return what is known of a body, given by name or identifier; nothing when it is not in the portal."""
    group = model.Group.get(organisation) if organisation else None
    if group is None:
        return Context()
    known = {key: str(value) for key, value in group.extras.items() if value}
    return Context(
        sirets=(known["siret"],) if "siret" in known else (),
        siren=known.get("siren"),
        name=group.title or None,
        insee_code=known.get("insee_code"),
    )
