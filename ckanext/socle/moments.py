"""Moments in words, in the portal's own time zone."""

from __future__ import annotations

from datetime import datetime, timezone

from babel.dates import format_datetime
from ckan.lib.helpers import get_display_timezone
from ckan.lib.i18n import get_lang


def moment(text: str, *, zone: bool = True) -> str:
    """Write a time of the portal (ISO 8601, UTC) as «29 novembre 2026, 05:40 (UTC+01:00)»; else the text itself.

    Args:
        text: the time.
        zone: whether to name the time zone, as a paper that is read years later must.
    """
    try:
        read = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return text
    local = read.replace(tzinfo=timezone.utc).astimezone(get_display_timezone())
    return str(format_datetime(local, "d MMMM y, HH:mm (ZZZZ)" if zone else "d MMMM y, HH:mm", locale=get_lang()))
