"""Codes as people type them, written as the State does. Functions return None for what is not such a code."""

from __future__ import annotations

import re

from stdnum.exceptions import ValidationError
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

from ckanext.territories.cog import Zone, cog

SEPARATORS = re.compile(r"[\s,;]+")
POSTAL_CODE = re.compile(r"\d{5}")


def insee_code(text: str) -> str:
    """Write an INSEE code of commune: five characters, capital A or B, with the first zero that spreadsheets drop."""
    code = re.sub(r"\s", "", text).upper()
    return code.zfill(5) if code.isdigit() and len(code) == 4 else code


def siren(text: str) -> str | None:
    """Return a SIREN as nine digits, None if its length or its key (Luhn) is wrong."""
    try:
        return str(stdnum_siren.validate(text))
    except ValidationError:
        return None


def siret(text: str) -> str | None:
    """Return a SIRET as fourteen digits, None if its length or its key (Luhn, La Poste's own) is wrong."""
    try:
        return str(stdnum_siret.validate(text))
    except ValidationError:
        return None


def postal_codes(text: str) -> tuple[list[str], list[str]]:
    """Read postal codes parted by spaces, commas or semicolons.

    Returns:
        The codes, each once and in the order given, and the words that are not five digits.
    """
    words = list(dict.fromkeys(word for word in SEPARATORS.split(text) if word))
    wrong = [word for word in words if not POSTAL_CODE.fullmatch(word)]
    return [word for word in words if word not in wrong], wrong


def territory_code(text: str, kind: str | None) -> str | None:
    """Return the COG code of a body, None if the COG does not know it.

    Args:
        text: as typed.
        kind: `commune`, `departement`, `region`; for any other, a code of one of these three is taken, in this order.
            A former commune's code is a code: the organisation that has it is older than the merger.
    """
    short = re.sub(r"\s", "", text).upper()
    commune = insee_code(text)
    known = {
        "commune": commune if cog().present(commune) else None,
        "departement": short if cog().departement(short) else None,
        "region": short if cog().region(short) else None,
    }
    return known[kind] if kind is not None and kind in known else next(filter(None, known.values()), None)


def zone(text: str) -> Zone | None:
    """Return the zone of data.gouv.fr that an identifier, or a commune's INSEE code alone, stands for."""
    value = re.sub(r"\s", "", text)
    return cog().zone(value if ":" in value else f"fr:commune:{insee_code(value)}")
