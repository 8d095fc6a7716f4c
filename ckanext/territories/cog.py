"""The official list of French territories: communes, EPCI, départements, régions (Code officiel géographique, INSEE).

The data are packaged (`data/README.md` names their source) and read once, in a few hundredths of a second; a row
becomes an object only when it is asked for. Nothing here knows CKAN.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

LEVELS = ("commune", "epci", "departement", "region")
COUNTRY = "country:fr"


@dataclass(frozen=True, slots=True)
class Commune:
    """A present commune. `siren`, `population` and `epci` are None where the State's lists give none (some islands)."""

    code: str
    name: str
    siren: str | None
    population: int | None
    postal_codes: tuple[str, ...]
    epci: str | None

    @property
    def departement(self) -> str:
        """Code of its département: three characters overseas, two elsewhere."""
        return departement_of(self.code)


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A code that is no longer a commune's. `name` is None for the communes abolished long ago."""

    code: str
    successor: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Epci:
    """A group of communes with its own taxation; its code is its SIREN.

    `kind` is the DGCL's: CC, CA, CU, METRO, MET69. `departement` is the one where most of its inhabitants live.
    """

    code: str
    kind: str
    name: str
    departement: str


@dataclass(frozen=True, slots=True)
class Departement:
    """A département. `liaison` is INSEE's kind of article (TNCC): 0 de, 1 d’, 2 du, 3 de la, 4 des, 5 de l’."""

    code: str
    name: str
    region: str
    liaison: int


@dataclass(frozen=True, slots=True)
class Region:
    """A région, or an overseas collectivity, which data.gouv.fr counts among them."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as data.gouv.fr names it: `id` is `fr:<level>:<code>`, or `country:fr`."""

    id: str
    level: str
    code: str
    label: str


def departement_of(insee: str) -> str:
    """Return the code of the département that an INSEE code of commune begins with."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


class Cog:
    """The tables of one year, with the look-ups that the portal needs. Use `cog()`, which keeps one."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._tables = {name: archive.read(name).decode() for name in archive.namelist()}

    def _rows(self, table: str) -> list[list[str]]:
        return [line.split("\t") for line in self._tables[table].split("\n")]

    @cached_property
    def _communes(self) -> dict[str, str]:
        return {line.split("\t", 1)[0]: line for line in self._tables["communes"].split("\n")}

    @cached_property
    def _former(self) -> dict[str, FormerCommune]:
        return {code: FormerCommune(code, now, name or None) for code, now, name in self._rows("former")}

    @cached_property
    def _merged(self) -> dict[str, list[FormerCommune]]:
        merged: defaultdict[str, list[FormerCommune]] = defaultdict(list)
        for each in self._former.values():
            merged[each.successor].append(each)
        return dict(merged)

    @cached_property
    def _epci(self) -> dict[str, Epci]:
        return {row[0]: Epci(*row) for row in self._rows("epci")}

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        members: defaultdict[str, list[str]] = defaultdict(list)
        for line in self._communes.values():
            members[line.rsplit("\t", 1)[1]].append(line.split("\t", 1)[0])
        return dict(members)

    @cached_property
    def _departements(self) -> dict[str, Departement]:
        rows = self._rows("departements")
        return {code: Departement(code, name, region, int(kind)) for code, name, region, kind in rows}

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {code: Region(code, name) for code, name in self._rows("regions")}

    @cached_property
    def _by_siren(self) -> dict[str, str]:
        return {fields[2]: fields[0] for fields in self._rows("communes") if fields[2]}

    @cached_property
    def aspirated(self) -> frozenset[str]:
        """Names of communes in H before which «de» is not elided (INSEE's kind of article 0)."""
        return frozenset(self._tables["aspirated"].split("\n"))

    def commune(self, code: str) -> Commune | None:
        """Return the present commune with this INSEE code."""
        line = self._communes.get(code)
        if line is None:
            return None
        _, name, siren, population, postal, epci = line.split("\t")
        codes = tuple(postal.split(",")) if postal else ()
        return Commune(code, name, siren or None, int(population) if population else None, codes, epci or None)

    def former(self, code: str) -> FormerCommune | None:
        """Return the former commune with this INSEE code, None for the code of a present commune."""
        return self._former.get(code)

    def merged_into(self, code: str) -> list[FormerCommune]:
        """List the former communes that a present one took over, by INSEE code."""
        return self._merged.get(code, [])

    def present(self, code: str) -> Commune | None:
        """Return the commune with this INSEE code or, if the code is a former one, the commune that took over."""
        former = self.former(code)
        return self.commune(former.successor if former else code)

    def by_siren(self, siren: str) -> Commune | Epci | None:
        """Return the commune or EPCI with this SIREN."""
        code = self._by_siren.get(siren)
        return self.commune(code) if code else self.epci(siren)

    def epci(self, siren: str) -> Epci | None:
        """Return the EPCI with this SIREN."""
        return self._epci.get(siren)

    def departement(self, code: str) -> Departement | None:
        """Return the département with this code (`28`, `2A`, `974`)."""
        return self._departements.get(code)

    def region(self, code: str) -> Region | None:
        """Return the région with this code (`24`)."""
        return self._regions.get(code)

    def communes_of_epci(self, siren: str) -> list[Commune]:
        """List the member communes of an EPCI, by INSEE code."""
        return self._objects(self._members.get(siren, []))

    def communes_of_departement(self, code: str) -> list[Commune]:
        """List the communes of a département, by INSEE code."""
        return self._objects(insee for insee in self._communes if departement_of(insee) == code)

    def communes_of_region(self, code: str) -> list[Commune]:
        """List the communes of a région, by INSEE code."""
        departements = {row.code for row in self.departements_of_region(code)}
        return self._objects(insee for insee in self._communes if departement_of(insee) in departements)

    def departements_of_region(self, code: str) -> list[Departement]:
        """List the départements of a région, by code."""
        return [row for row in self._departements.values() if row.region == code]

    def zone(self, identifier: str) -> Zone | None:
        """Read a zone identifier of data.gouv.fr: `fr:commune:28088`, `fr:epci:…`, `fr:departement:28`, `fr:region:24`.

        A former commune's code gives the present commune's zone, as data.gouv.fr keeps present communes only.
        """
        if identifier == COUNTRY:
            return Zone(COUNTRY, "country", "fr", "France")
        prefix, _, rest = identifier.partition(":")
        level, _, code = rest.partition(":")
        if prefix != "fr" or level not in LEVELS:
            return None
        found = self.present(code) if level == "commune" else self._group(level, code)
        return Zone(f"fr:{level}:{found.code}", level, found.code, found.name) if found else None

    def _group(self, level: str, code: str) -> Epci | Departement | Region | None:
        if level == "epci":
            return self.epci(code)
        return self.departement(code) if level == "departement" else self.region(code)

    def _objects(self, codes: Iterable[str]) -> list[Commune]:
        return [commune for commune in map(self.commune, codes) if commune]


@lru_cache(maxsize=1)
def cog() -> Cog:
    """Return the packaged reference data, read at the first call."""
    with files("ckanext.territories").joinpath("data/cog.zip").open("rb") as stream, zipfile.ZipFile(stream) as archive:
        return Cog(archive)
