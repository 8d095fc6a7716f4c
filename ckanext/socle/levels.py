"""The portal's own levels: which findings are errors, which warnings, which are not said (docs/developer/policy.md)."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import ckan.plugins.toolkit as tk
from ckan.exceptions import CkanConfigurationException

from ckanext.scdl.exceptions import UnusablePolicy
from ckanext.scdl.policy import Policy, default, load

OPTION = "ckanext.socle.levels_file"


def file() -> Path | None:
    """Return the file of the portal's levels, None when those that are shipped stand."""
    path = str(tk.config[OPTION] or "")
    return Path(path) if path else None


def policy() -> Policy:
    """Return the levels of the portal; the file is read again when it changes.

    Raises:
        UnusablePolicy: the file is gone or was broken since the portal started.
    """
    path = file()
    return default() if path is None else _read(path, _written(path))


def digest() -> str:
    """Return what tells reports of other levels apart; empty for those that are shipped."""
    return "" if file() is None else hashlib.sha256(repr(policy()).encode()).hexdigest()[:16]


def check() -> None:
    """Refuse to start with a file that cannot be used.

    Raises:
        CkanConfigurationException: with the sentence that says why.
    """
    try:
        policy()
    except UnusablePolicy as err:
        raise CkanConfigurationException(f"{OPTION}: {err.message('en')}") from err


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=4)
def _read(path: Path, written: int) -> Policy:  # noqa: ARG001  # a file written anew is read anew
    return load(path)
