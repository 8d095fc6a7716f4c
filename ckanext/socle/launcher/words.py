"""Translation of what the launcher prints: French, unless the terminal's language is another that has a catalogue."""

from __future__ import annotations

import gettext
import os
from importlib.resources import files


def _language() -> str:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if spoken.startswith("en") else "fr"


_catalogue = gettext.translation(
    "ckanext-socle", str(files("ckanext.socle.i18n")), languages=[_language()], fallback=True
)
_ = _catalogue.gettext
