"""Which organisation of the portal receives a dataset: by SIREN of its producer, else by its zone, else a fixed one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ckanext.socle.harvesters.datagouv.problems import Problem
from ckanext.socle.harvesters.datagouv.settings import SIREN, ZONE, Settings


@dataclass(frozen=True)
class Body:
    """An organisation of the portal, with the codes that identify it. Empty texts for what it lacks."""

    id: str
    name: str
    title: str
    kind: str = ""
    siren: str = ""
    insee_code: str = ""
    datagouv_id: str = ""

    @property
    def zone(self) -> str:
        """The zone of data.gouv.fr that is its territory, empty if unknown."""
        code = self.siren if self.kind == "epci" else self.insee_code
        return f"fr:{self.kind}:{code}" if code and self.kind in ("commune", "epci", "departement", "region") else ""


@dataclass(frozen=True)
class Directory:
    """The organisations of the portal, and those among them that the source may fill (None for all)."""

    bodies: tuple[Body, ...]
    allowed: frozenset[str] | None = None

    def may(self, body: Body) -> bool:
        """Tell whether the source may put datasets there."""
        return self.allowed is None or body.id in self.allowed

    def named(self, reference: str) -> Body | None:
        """Return the organisation with this name or id."""
        return next((body for body in self.bodies if reference in (body.name, body.id)), None)

    def of_producer(self, identifier: str, siren: str) -> list[Body]:
        """Return the organisations that are a producer of data.gouv.fr, by its identifier there or by SIREN."""
        declared = [body for body in self.bodies if identifier and body.datagouv_id == identifier]
        return declared or [body for body in self._by_siren.get(siren, []) if siren]

    def of_zones(self, zones: Iterable[str]) -> list[Body]:
        """Return the organisations whose territories the zones are."""
        return [body for zone in dict.fromkeys(zones) for body in self._by_zone.get(zone, [])]

    @cached_property
    def _by_siren(self) -> dict[str, list[Body]]:
        return _grouped(self.bodies, lambda body: body.siren)

    @cached_property
    def _by_zone(self) -> dict[str, list[Body]]:
        return _grouped(self.bodies, lambda body: body.zone)


@dataclass(frozen=True)
class Producer:
    """The organisation of data.gouv.fr that publishes a dataset; empty texts for what is unknown."""

    identifier: str = ""
    name: str = ""
    siren: str = ""


def assign(
    settings: Settings, directory: Directory, own: str, producer: Producer, zones: Sequence[str]
) -> Body | Problem:
    """Return who receives a dataset, or why nobody does.

    Args:
        settings: of the source.
        directory: of the portal's organisations.
        own: identifier of the source's own organisation, empty if it has none.
        producer: of the dataset.
        zones: that it covers, by their present identifiers.
    """
    fixed = settings.owner_fallback or (own if not settings.owner else "")
    if settings.owner not in ("", SIREN, ZONE):
        return _allowed(directory, settings.owner)
    if settings.owner != ZONE:
        found = directory.of_producer(producer.identifier, producer.siren)
        if found:
            return _only(directory, found)
    found = directory.of_zones(zones)
    if len(found) == 1 or (found and not fixed):
        return _only(directory, found)
    if fixed:
        return _allowed(directory, fixed)
    return Problem("no-owner", {"producer": producer.name, "siren": producer.siren, "zones": ", ".join(zones)})


def _allowed(directory: Directory, reference: str) -> Body | Problem:
    body = directory.named(reference)
    if body is None:
        return Problem("owner-unknown", {"name": reference})
    return body if directory.may(body) else Problem("owner-not-yours", {"title": body.title, "bodies": [body.id]})


def _only(directory: Directory, found: list[Body]) -> Body | Problem:
    bodies = list({body.id: body for body in found}.values())
    yours = [body for body in bodies if directory.may(body)]
    if not yours:
        return Problem("owner-not-yours", {"title": bodies[0].title, "bodies": [each.id for each in bodies]})
    if len(yours) > 1:
        titles = ", ".join(body.title for body in yours)
        return Problem("owners-several", {"titles": titles, "bodies": [body.id for body in yours]})
    return yours[0]


def _grouped(bodies: Iterable[Body], key: Callable[[Body], str]) -> dict[str, list[Body]]:
    groups: dict[str, list[Body]] = {}
    for body in bodies:
        groups.setdefault(key(body), []).append(body)
    groups.pop("", None)
    return groups
