"""Moments in words, in the portal's own time zone, which they name: a certificate is read years later."""

from __future__ import annotations

from datetime import datetime, timezone

from babel.dates import format_datetime
from ckan.lib.helpers import get_display_timezone
from ckan.lib.i18n import get_lang


def moment(text: str) -> str:
    """Write a time of the portal (ISO 8601, UTC) as «29 novembre 2026, 05:40 (UTC+01:00)»; else the text itself."""
    try:
        read = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return text
    local = read.replace(tzinfo=timezone.utc).astimezone(get_display_timezone())
    return str(format_datetime(local, "d MMMM y, HH:mm (ZZZZ)", locale=get_lang()))
