"""Errors of the query language; the connection turns them into those that CKAN knows."""

from __future__ import annotations


class QueryError(Exception):
    """The query is malformed, or outside of the subset that this back end answers."""
