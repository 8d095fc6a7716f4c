"""The public bodies that a portal opens for a territory, worked out from the COG: which, named how, beneath which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from ckanext.territories.cog import Cog, Commune, Departement, Epci, Region, cog
from ckanext.territories.french import epci_title, of, of_departement, slug, typographic

Key = tuple[str, str]
T = TypeVar("T", Region, Departement)


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation to be: its kind and code identify it, `parent` is the key of the one above."""

    kind: str
    code: str
    name: str
    title: str
    parent: Key | None
    siren: str | None = None
    insee_code: str | None = None
    population: int | None = None
    postal_codes: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Kind and code: INSEE's, or the SIREN for an EPCI."""
        return self.kind, self.code

    def fields(self) -> dict[str, str]:
        """Return the organisation fields that the COG decides, as CKAN stores them: texts, absent when empty."""
        values = {
            "territory_type": self.kind,
            "siren": self.siren,
            "insee_code": self.insee_code,
            "population": str(self.population) if self.population is not None else None,
            "postal_codes": " ".join(self.postal_codes),
        }
        return {key: value for key, value in values.items() if value}


def label(title: str, kind: str | None) -> str:
    """Return the full French name of a body: «Commune de Châteaudun». Other kinds say what they are in their title."""
    return f"Commune {of(title)}" if kind == "commune" else title


def commune_name(commune: Commune) -> str:
    """Return the address of a commune's organisation, which never changes: `chateaudun-28088`."""
    return f"{slug(commune.name)}-{commune.code.lower()}"


def bodies(communes: Collection[Commune], known: Collection[str] = (), source: Cog | None = None) -> list[Body]:
    """List the bodies to open for some communes, parents first.

    Args:
        communes: those asked for; their EPCI, départements and régions come with them.
        known: codes of the départements that the portal has already.
        source: the reference data, the packaged ones by default.

    Returns:
        Régions, départements, EPCI, then communes. A commune stands beneath its EPCI, an EPCI beneath the département
        where most of its inhabitants live or, if the portal does not have that one, where most of its communes among
        those asked for are.
    """
    data = source or cog()
    departements = {code: row for code in {c.departement for c in communes} if (row := data.departement(code))}
    present = departements.keys() | set(known)
    regions = {row.region: region for row in departements.values() if (region := data.region(row.region))}
    members: dict[str, Counter[str]] = {}
    for commune in communes:
        if commune.epci:
            members.setdefault(commune.epci, Counter())[commune.departement] += 1
    groups = [(epci, counts) for siren, counts in sorted(members.items()) if (epci := data.epci(siren))]
    return [
        *map(_region, _sorted(regions.values())),
        *map(_departement, _sorted(departements.values())),
        *(_epci(epci, epci.departement if epci.departement in present else _most(counts)) for epci, counts in groups),
        *map(_commune, sorted(communes, key=lambda commune: commune.code)),
    ]


def _sorted(rows: Iterable[T]) -> list[T]:
    return sorted(rows, key=lambda row: row.code)


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda code: (-counts[code], code))


def _region(region: Region) -> Body:
    title = f"Région {typographic(region.name)}"
    return Body("region", region.code, f"region-{slug(region.name)}", title, None, insee_code=region.code)


def _departement(row: Departement) -> Body:
    title = f"Département {of_departement(row)}"
    parent = ("region", row.region)
    return Body("departement", row.code, f"departement-{slug(row.name)}", title, parent, insee_code=row.code)


def _epci(epci: Epci, departement: str) -> Body:
    title = epci_title(epci.name)
    name = f"{slug(title)}-{epci.code}"
    return Body("epci", epci.code, name, title, ("departement", departement), siren=epci.code)


def _commune(commune: Commune) -> Body:
    return Body(
        kind="commune",
        code=commune.code,
        name=commune_name(commune),
        title=typographic(commune.name),
        parent=("epci", commune.epci) if commune.epci else ("departement", commune.departement),
        siren=commune.siren,
        insee_code=commune.code,
        population=commune.population,
        postal_codes=commune.postal_codes,
    )
