"""Errors of the query language; the connection turns them into those that CKAN knows."""

from __future__ import annotations


class QueryError(Exception):
    """The query is malformed, or outside of the subset that this back end answers."""


class MalformedError(QueryError):
    """The query breaks the grammar."""


class DoubledSignError(MalformedError):
    """Two signs in a row in what was typed (`--word`), where Solr's dismax fails and CKAN's page says so."""
