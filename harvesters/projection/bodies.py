"""The organisations of the portal that want their part of national tables: communes of today, and EPCI."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import ckan.model as model
import sqlalchemy as sa
from ckanext.socle.harvesters.projection.keys import Targets

from ckanext.territories.cog import cog, departement_of

COMMUNE, EPCI = "commune", "epci"


@dataclass(frozen=True)
class Body:
    """An organisation: its `code` is the INSEE code of a commune, the SIREN of an EPCI."""

    id: str
    name: str
    title: str
    kind: str
    code: str
    siren: str

    @property
    def zone(self) -> str:
        """The identifier of its territory on data.gouv.fr."""
        return f"fr:{self.kind}:{self.code}"

    @property
    def departement(self) -> str:
        """Code of the département where it lies; empty for an EPCI that the COG does not know."""
        if self.kind == COMMUNE:
            return departement_of(self.code)
        found = cog().epci(self.code)
        return found.departement if found else ""


def bodies(departements: Collection[str] = ()) -> list[Body]:
    """List the active organisations that are communes of today or EPCI, by code; those of some départements only."""
    group = model.Group
    active = sa.select(group.id, group.name, group.title, group.extras).where(
        group.is_organization.is_(True), group.state == "active"
    )
    found = (_body(row) for row in model.Session.execute(active).all())
    known = {(body.kind, body.code): body for body in found if body is not None}
    listed = sorted(known.values(), key=lambda body: (body.kind, body.code))
    return [body for body in listed if not departements or body.departement in departements]


def targets(listed: Iterable[Body]) -> Targets:
    """Return whom the rows are for."""
    every = list(listed)
    communes = frozenset(body.code for body in every if body.kind == COMMUNE)
    return Targets(communes, {body.siren: body.code for body in every if body.siren})


def _body(row: sa.Row[tuple[str, str, str, dict[str, str]]]) -> Body | None:
    extras = {key: str(value) for key, value in (row.extras or {}).items() if value}
    kind, siren = extras.get("territory_type", ""), extras.get("siren", "")
    title = row.title or row.name
    if kind == EPCI and siren:
        return Body(row.id, row.name, title, kind, siren, siren)
    commune = cog().commune(extras.get("insee_code", "")) if kind == COMMUNE else None
    if commune is None:
        return None
    return Body(row.id, row.name, title, kind, commune.code, siren or commune.siren or "")
