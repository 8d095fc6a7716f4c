"""Hide a personal value, keeping just enough for its owner's secretary to know it again beside its row."""

from __future__ import annotations

import re
from collections.abc import Callable

HIDDEN = "•"


def mask(kind: str, text: str) -> str:
    """Return ``text`` hidden in the way of its kind; digits and letters are never left whole."""
    return MASKS.get(kind, initials)(text)


def initials(text: str) -> str:
    """«M. Jean Dupont» gives «M• J• D•»."""
    return re.sub(r"([^\W\d_])[^\W\d_]*\.?|\d+", lambda each: (each[1] or "") + HIDDEN, text)


def _all(text: str) -> str:
    return re.sub(r"[^\W_]", HIDDEN, text)


def _ends(text: str) -> str:
    """Keep two characters at each end: a phone and an IBAN are known again by them, and not dialled or debited."""
    compact = re.sub(r"[^\w+]", "", text)
    return compact[:2] + HIDDEN * max(len(compact) - 4, 1) + compact[-2:] if len(compact) > 5 else _all(text)


def _email(text: str) -> str:
    local, _, domain = text.partition("@")
    return f"{local[:1]}{HIDDEN * 3}@{domain}"


def _number(text: str) -> str:
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals[:1]}{HIDDEN * 3}" if decimals else _all(text)


MASKS: dict[str, Callable[[str], str]] = {
    "nir": _all,
    "birth-date": _all,
    "phone": _ends,
    "iban": _ends,
    "email": _email,
    "coordinates": _number,
    "small-count": str,
}
