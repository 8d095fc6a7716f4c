"""Whether a text is a SIREN or a SIRET: python-stdnum's judgement, sooner for numbers written plainly.

python-stdnum costs a twentieth of a second to import and thirty microseconds a number; the keys (Luhn's, ISO/IEC
7812-1, annex B) of digits alone are quickly proven right. What is not may still be (spaces, La Poste's own key): it is
asked.
"""

from __future__ import annotations

DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
SIREN, SIRET = 9, 14
LA_POSTE = "356000000"


def is_siren(text: str) -> bool:
    """Whether a text is a SIREN with a right key; spaces and dots do not count."""
    if _digits(text, SIREN) and _has_key(text):
        return True
    from stdnum.fr import siren

    return bool(siren.is_valid(text))


def is_siret(text: str) -> bool:
    """Whether a text is a SIRET with right keys; spaces and dots do not count."""
    if _digits(text, SIRET) and not text.startswith(LA_POSTE) and _has_key(text) and _has_key(text[:SIREN]):
        return True
    from stdnum.fr import siret

    return bool(siret.is_valid(text))


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _has_key(digits: str) -> bool:
    numbers = list(map(int, reversed(digits)))
    return (sum(numbers[::2]) + sum(DOUBLED[each] for each in numbers[1::2])) % 10 == 0
