"""Puts the PostgreSQL search where CKAN looks for Solr.

CKAN reaches Solr through two functions (its `is_available` calls one of them), which other modules import by name. They
are replaced in every module that holds them; modules imported later find the replacements. That lasts as long as the
process: only tests unload plugins, and those of CKAN and its extensions expect a search all the while.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import ckan.lib.search as core
from ckan.common import config
from ckan.lib.search import common

from ckanext.pg_search.connection import Connection
from ckanext.pg_search.database import engine

ORIGINALS: dict[str, Callable[..., Any]] = {
    "make_connection": common.make_connection,
    "check_solr_schema_version": core.check_solr_schema_version,
}


def make_connection(decode_dates: bool = True) -> Connection:
    """Return a connection to the search, as CKAN's function of this name does for Solr.

    Args:
        decode_dates: give dates as `datetime` instead of text.
    """
    timeout = int(config.get("ckanext.pg_search.timeout", 20))
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


def install() -> None:
    """Answer CKAN's searches from now on; repeating it changes nothing."""
    for module in [module for name, module in list(sys.modules.items()) if name != __name__]:
        held = getattr(module, "__dict__", {})
        for name, original in ORIGINALS.items():
            if held.get(name) is original:
                setattr(module, name, REPLACEMENTS[name])
