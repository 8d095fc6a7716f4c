"""The SIRETs that a SIREN may have."""

from __future__ import annotations

from collections.abc import Iterator


def first_sirets(siren: str, count: int) -> Iterator[str]:
    """Yield the first SIRETs of a SIREN: establishments are numbered from 1, the last digit is a Luhn key (INSEE)."""
    for number in range(1, count + 1):
        digits = f"{siren}{number:04d}"
        doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
        total = sum(value - 9 if value > 9 else value for value in doubled)
        yield f"{digits}{-total % 10}"
