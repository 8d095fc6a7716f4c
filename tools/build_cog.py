"""Build ckanext/territories/data from the official reference data of French territories.

    python tools/build_cog.py FOLDER

FOLDER is the `data` folder of the npm package @etalab/decoupage-administratif, unpacked:

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xf etalab-decoupage-administratif-6.0.0.tgz

The package gathers the Code officiel géographique (INSEE), the list of EPCI (DGCL), the legal populations (INSEE) and
the postal codes (La Poste). Its data are under Licence Ouverte 2.0, its code under MIT.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PACKAGE = "@etalab/decoupage-administratif"
VERSION = "6.0.0"
YEAR = "2026"
TARGET = Path(__file__).parent.parent / "ckanext" / "territories" / "data"
CURRENT = "commune-actuelle"
FORMER = ("commune-deleguee", "commune-associee")
Row = dict[str, Any]

README = f"""# Reference data of French territories

`cog.zip` is built by `tools/build_cog.py` from the npm package {PACKAGE} {VERSION} ({YEAR}); do not edit it.

| what | source |
|---|---|
| communes, former communes, départements, régions | Code officiel géographique, INSEE |
| EPCI with own taxation and their members, SIREN | DGCL |
| populations | legal (municipal) populations, INSEE |
| postal codes | La Poste |

Licence: the data are under Licence Ouverte 2.0 (Etalab), the package's code under MIT.

Tables (tab-separated, no header): `communes` (INSEE code, name, SIREN, population, postal codes, EPCI),
`former` (INSEE code that is no longer a commune's, code of the commune that took over, name if known),
`epci` (SIREN, kind, name, département), `departements` (code, name, région, kind of article),
`regions` (code, name), `aspirated` (names in H that take no elision, by INSEE's kind of article).
An EPCI that spans several départements is given the one where most of its inhabitants live.
"""


def main(source: Path) -> None:
    """Read the package's tables, write the archive and its README."""
    communes, epci, departements, regions = (
        json.loads((source / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("communes", "epci", "departements", "regions")
    )
    current = {row["code"]: row for row in communes if row["type"] == CURRENT}
    tables = {
        "communes": commune_rows(current.values(), epci),
        "former": former_rows(communes, current),
        "epci": ((row["code"], row["type"], row["nom"], seat(row)) for row in epci),
        "departements": ((r["code"], r["nom"], r["region"], str(r["typeLiaison"])) for r in departements),
        "regions": ((row["code"], row["nom"]) for row in regions),
        "aspirated": ((name,) for name in aspirated(current.values())),
    }
    TARGET.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(TARGET / "cog.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, rows in tables.items():
            # A fixed date: the same source gives the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text(rows), zipfile.ZIP_DEFLATED, 9)
    (TARGET / "README.md").write_text(README, encoding="utf-8")


def text(rows: Iterable[tuple[str, ...]]) -> str:
    """Write rows as tab-separated lines, sorted by their first column."""
    return "\n".join("\t".join(row) for row in sorted(rows))


def commune_rows(current: Iterable[Row], epci: list[Row]) -> Iterator[tuple[str, ...]]:
    """Yield a line for each present commune. The population column is empty where the State gives none."""
    owner = {member["code"]: group["code"] for group in epci for member in group["membres"]}
    for row in current:
        if row["departement"] != departement_of(row["code"]):
            raise ValueError(f"{row['code']} lies in {row['departement']}: its code does not tell")
        postal = ",".join(row.get("codesPostaux", []))
        population = str(row.get("population", ""))
        yield row["code"], row["nom"], row.get("siren", ""), population, postal, owner.get(row["code"], "")


def departement_of(insee: str) -> str:
    """Return the département that an INSEE code begins with: three characters overseas, two elsewhere."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


def former_rows(communes: list[Row], current: dict[str, Row]) -> Iterator[tuple[str, ...]]:
    """Yield the codes that are no longer a commune's: delegated, associated and abolished communes."""
    names = {row["code"]: row["nom"] for row in communes if row["type"] in FORMER}
    successors = {row["code"]: row["chefLieu"] for row in communes if row["type"] in FORMER}
    successors |= {code: row["code"] for row in current.values() for code in row.get("anciensCodes", [])}
    return ((code, now, names.get(code, "")) for code, now in successors.items() if code not in current)


def seat(epci: Row) -> str:
    """Return the département where most of an EPCI's inhabitants live, the nearest that the source has to its seat."""
    inhabitants: Counter[str] = Counter()
    for member in epci["membres"]:
        inhabitants[departement_of(member["code"])] += member["populationTotale"]
    return inhabitants.most_common(1)[0][0]


def aspirated(current: Iterable[Row]) -> Iterator[str]:
    """Yield the names in H before which «de» stays whole, homonyms of which INSEE says both left out."""
    kinds: defaultdict[str, set[int]] = defaultdict(set)
    for row in current:
        if row["nom"].startswith("H") and "typeLiaison" in row:
            kinds[row["nom"]].add(row["typeLiaison"])
    return (name for name, liaisons in kinds.items() if liaisons == {0})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
