"""Build ckanext/scdl/checking/beyond/communes.txt: since when and until when each INSEE code of a commune is one.

    python tools/build_commune_codes.py FOLDER

FOLDER holds versions of the npm package @etalab/decoupage-administratif, each unpacked in a folder of its name:
0.8.0 (with the history of communes up to 1 January 2019), 1.1.1 (COG 2021), 2.3.1, 3.1.1, 4.1.0, 5.3.0 (COG 2025) and
6.0.0 (COG 2026). From 2019 on a commune is said to end, or to begin, on 1 January of the first year whose list says so.
The data are the Code officiel géographique (INSEE), under Licence Ouverte 2.0.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "ckanext" / "scdl" / "checking" / "beyond" / "communes.txt"
YEARS = {"1.1.1": 2021, "2.3.1": 2022, "3.1.1": 2023, "4.1.0": 2024, "5.3.0": 2025, "6.0.0": 2026}
LATEST = "6.0.0"
PRESENT = ("commune-actuelle", "arrondissement-municipal")
HEADER = """\
# INSEE codes of communes and municipal arrondissements (Code officiel géographique, INSEE; Licence Ouverte 2.0).
# Built by tools/build_commune_codes.py; do not edit it. Present codes: a département, then numbers and ranges.
# «- DAY CODE>SUCCESSOR…»: until that day; «+ DAY CODE…»: since that day.
"""
Row = dict[str, Any]


def main(source: Path) -> None:
    """Read the lists, write the file."""
    lists = {version: load(source, version, "communes") for version in ("0.8.0", *YEARS)}
    ended, began = changes(load(source, "0.8.0", "historique-communes"), {v: codes(rows) for v, rows in lists.items()})
    present = codes(lists[LATEST])
    after = successors(lists[LATEST])
    lines = [f"{place} {' '.join(ranges(numbers))}" for place, numbers in by_departement(present)]
    lines += dated("-", {f"{code}>{after.get(code, '')}": day for code, day in ended.items()})
    lines += dated("+", {code: day for code, day in began.items() if code in present})
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def load(source: Path, version: str, name: str) -> list[Row]:
    """Read one table of one version."""
    found: list[Row] = json.loads((source / version / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def codes(rows: Iterable[Row]) -> set[str]:
    """Return the codes that are those of communes."""
    return {row["code"] for row in rows if row["type"] in PRESENT}


def changes(history: list[Row], lists: dict[str, set[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the last end and the last beginning of each code that has one."""
    spans: dict[str, list[tuple[str, str]]] = {}
    for row in history:
        if row["type"] == "COM":
            spans.setdefault(row["code"], []).append((row.get("dateDebut") or "", row.get("dateFin") or "9999"))
    ended = {code: end for code, found in spans.items() if (end := max(each[1] for each in found)) != "9999"}
    began = {code: start for code, found in spans.items() if (start := last_beginning(found))}
    before = lists["0.8.0"]
    for version, year in YEARS.items():
        ended |= dict.fromkeys(before - lists[version], f"{year}-01-01")
        began |= dict.fromkeys(lists[version] - before, f"{year}-01-01")
        before = lists[version]
    return ended, began


def last_beginning(spans: list[tuple[str, str]]) -> str:
    """Return the beginning of the last run of spans that follow one another; a name that changes makes two."""
    ends = {end for _, end in spans}
    return max((start for start, _ in spans if start and start not in ends), default="")


def successors(rows: Iterable[Row]) -> dict[str, str]:
    """Return what took over from codes that are no longer communes'."""
    found: dict[str, str] = {}
    for row in rows:
        if row["type"] not in PRESENT and row.get("chefLieu"):
            found.setdefault(row["code"], row["chefLieu"])
        elif row["type"] == "commune-actuelle":
            found |= dict.fromkeys(row.get("anciensCodes", ()), row["code"])
    return found


def by_departement(present: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Group codes by their first two characters."""
    for place, group in groupby(sorted(present), key=lambda code: code[:2]):
        yield place, [code[2:] for code in group]


def ranges(numbers: list[str]) -> Iterator[str]:
    """Write numbers as ranges: 001 002 003 is 001-003."""
    for _, group in groupby(enumerate(numbers), key=lambda each: int(each[1]) - each[0]):
        run = [number for _, number in group]
        yield run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}"


def dated(sign: str, days: dict[str, str]) -> list[str]:
    """Write codes by day."""
    ordered = sorted(days.items(), key=lambda each: (each[1], each[0]))
    return [
        f"{sign} {day} {' '.join(code for code, _ in group)}" for day, group in groupby(ordered, key=lambda x: x[1])
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
