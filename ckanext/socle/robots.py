"""Tell people from robots on a form that anybody may send, without a riddle: a field that nobody sees, the time taken.

Neither stops a person: who filled the hidden field (a browser did it for them) or was very quick sends again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone

import ckan.plugins.toolkit as tk
from itsdangerous import BadSignature, TimestampSigner

# The field that nobody sees, and the one that says when the form was opened.
TRAP, OPENED = "complement", "opened"
# Seconds; nobody reads the form and writes a sentence faster.
LEAST = 3


def opened(form: Mapping[str, str]) -> str:
    """Return when a form was opened, as it carries that: signed, so that nobody makes it up.

    One that comes back with errors was opened before; what is not ours is now.
    """
    given = form.get(OPENED, "")
    return given if _signer().validate(given) else _signer().sign(TRAP).decode()


def is_robot(form: Mapping[str, str]) -> bool:
    """Whether a form was filled where nobody sees a field, sent at once, or never opened."""
    if form.get(TRAP):
        return True
    try:
        _value, moment = _signer().unsign(form.get(OPENED, ""), return_timestamp=True)
    except BadSignature:
        return True
    return (datetime.now(timezone.utc) - moment).total_seconds() < LEAST


def _signer() -> TimestampSigner:
    return TimestampSigner(tk.config["SECRET_KEY"], salt="socle-robots")
