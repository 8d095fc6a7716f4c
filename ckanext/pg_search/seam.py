"""Puts the PostgreSQL search where CKAN looks for Solr.

CKAN reaches Solr through three functions, which other modules import by name. They are replaced in every module that
holds them; modules that import them later find the replacements.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

import ckan.lib.search as core
from ckan.common import config
from ckan.lib.search import common

from ckanext.pg_search.connection import Connection
from ckanext.pg_search.database import engine

log = logging.getLogger(__name__)

ORIGINALS: dict[str, Callable[..., Any]] = {
    "make_connection": common.make_connection,
    "check_solr_schema_version": core.check_solr_schema_version,
}
_lock = threading.Lock()
_holders: set[str] = set()


def make_connection(decode_dates: bool = True) -> Connection:  # noqa: FBT001, FBT002 - CKAN's signature
    """Return a connection to the search, as CKAN's function of this name does for Solr.

    Args:
        decode_dates: give dates as `datetime` instead of text.
    """
    timeout = int(config.get("ckanext.pg_search.timeout") or 20)
    return Connection(engine(str(config["sqlalchemy.url"]), timeout), decode_dates=decode_dates)


def check_solr_schema_version(schema_file: str | None = None) -> bool:
    """Tell whether the search can answer, as CKAN asks at its start.

    Args:
        schema_file: a Solr schema to check, left to CKAN's own function.
    """
    if schema_file:
        return bool(ORIGINALS["check_solr_schema_version"](schema_file))
    return True


REPLACEMENTS: dict[str, Callable[..., Any]] = {
    "make_connection": make_connection,
    "check_solr_schema_version": check_solr_schema_version,
}


def install(holder: str) -> None:
    """Answer CKAN's searches from now on.

    Args:
        holder: who wants it so; repeating it changes nothing.
    """
    with _lock:
        _holders.add(holder)
        _replace(ORIGINALS, REPLACEMENTS)


def uninstall(holder: str) -> None:
    """Give the searches back to Solr, once no other holder wants them here."""
    with _lock:
        _holders.discard(holder)
        if not _holders:
            _replace(REPLACEMENTS, ORIGINALS)


def _replace(old: dict[str, Callable[..., Any]], new: dict[str, Callable[..., Any]]) -> None:
    for module in list(sys.modules.values()):
        if module is sys.modules[__name__]:
            continue
        held = getattr(module, "__dict__", {})
        for name, function in old.items():
            if held.get(name) is function:
                setattr(module, name, new[name])
