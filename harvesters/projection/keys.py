"""Whose a row is: codes as the national files write them, and the bodies that they stand for.

Communes are today's (COG): the code of a commune that merged gives the commune that took over, and the arrondissements
of Paris, Lyon and Marseille give their commune.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ckanext.socle.harvesters.projection.definition import PARTED, SIREN

from ckanext.territories import codes
from ckanext.territories.cog import cog

WITHOUT_KEY, UNKNOWN, ELSEWHERE = -1, -2, -3
PARTS = "|"
ARRONDISSEMENTS = {
    **dict.fromkeys((f"751{number:02}" for number in range(1, 21)), "75056"),
    **dict.fromkeys((f"6938{number}" for number in range(1, 10)), "69123"),
    **dict.fromkeys((f"132{number:02}" for number in range(1, 17)), "13055"),
}
# Départements overseas as the ministry of the Interior (letters) and the DGFiP (101…) write them.
OVERSEAS = {
    "ZA": "971", "ZB": "972", "ZC": "973", "ZD": "974", "ZS": "975", "ZM": "976", "ZX": "977", "ZW": "986",
    "ZP": "987", "ZN": "988", "101": "971", "102": "973", "103": "972", "104": "974", "106": "976",
}  # fmt: skip


@dataclass(frozen=True)
class Targets:
    """The bodies that want their rows.

    Attributes:
        communes: INSEE codes, present ones.
        sirens: SIREN to the code of the body's slice: the INSEE code of a commune, the SIREN of an EPCI.
    """

    communes: frozenset[str]
    sirens: Mapping[str, str] = field(default_factory=dict)

    def wanted(self, kind: str) -> frozenset[str]:
        """Return the codes of the slices that a table with this kind of key can fill."""
        return frozenset(self.sirens.values()) if kind == SIREN else self.communes


def commune(text: str) -> str | None:
    """Return the INSEE code of the present commune that a code stands for, None if the COG knows no such code."""
    code = codes.insee_code(text)
    found = cog().present(ARRONDISSEMENTS.get(code, code))
    return found.code if found else None


def parted_commune(departement: str, number: str) -> str | None:
    """Return the present commune of a département and a number within it.

    Args:
        departement: as files write it: 1, 01, 001, 2A, 971, ZA, or 101 (DGFiP's Guadeloupe).
        number: three digits, or the whole INSEE code; overseas, of the three digits the last two count.
    """
    if len(number) == 5:
        return parted_commune(number[:2], number[2:]) if number[:2].upper() in OVERSEAS else commune(number)
    short = departement.upper()
    short = OVERSEAS.get(short) or (short.removeprefix("0") if len(short) == 3 else short).zfill(2)
    digits = number.zfill(3)
    # Collectivities under one letter code (ZX) have their own first digit: 977 01 is ZX 701, 978 01 is ZX 801.
    if short == "977" and digits[0] in "78":
        short = f"97{digits[0]}"
    return commune(short + (digits[1:] if len(short) == 3 else digits))


def resolver(kind: str, targets: Targets, numbers: Mapping[str, int]) -> Callable[[str], int]:
    """Return a function from a key, as a file writes it, to the number of a slice or why there is none.

    Args:
        kind: of the table's key; of `departement+commune`, the two parts come with a bar between them.
        targets: who wants rows.
        numbers: of the slices, by code.
    """

    def by_commune(text: str) -> int:
        found = parted_commune(*_parts(text)) if kind == PARTED else commune(text)
        return UNKNOWN if found is None else numbers.get(found, ELSEWHERE)

    def by_siren(text: str) -> int:
        found = siren(text)
        if found is None:
            return UNKNOWN
        code = targets.sirens.get(found)
        return ELSEWHERE if code is None else numbers[code]

    resolve = by_siren if kind == SIREN else by_commune
    return lambda text: resolve(text) if text.strip(f" \t{PARTS}") else WITHOUT_KEY


def siren(text: str) -> str | None:
    """Return the SIREN that a SIREN or a SIRET begins with, None for something else.

    A SIRET or SIREN that a spreadsheet made a number of has lost its first zeros.
    """
    digits = re.sub(r"[\s.]", "", text)
    if not digits.isdecimal() or not digits.isascii():
        return None
    whole = digits.zfill(14 if len(digits) > 9 else 9)
    return codes.siren(whole[:9]) if len(whole) <= 14 else None


def _parts(text: str) -> tuple[str, str]:
    departement, _, number = text.partition(PARTS)
    return departement.strip(), number.strip()
