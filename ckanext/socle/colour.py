"""The accent colour: what may be written in the page's style."""

from __future__ import annotations

import re

DEFAULT_ACCENT = "#0b5d57"

# Hexadecimal, a name, or a colour function of numbers: nothing that could close the style element.
_COLOUR = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})|[a-z]{3,24}|(rgb|hsl|oklch|lab|lch)\([0-9a-z.,%/ +-]{3,60}\)", re.I)


def is_colour(text: str) -> bool:
    """Tell whether a setting can be written as it is in a style sheet (https://www.w3.org/TR/css-color-4/)."""
    return bool(_COLOUR.fullmatch(text))
