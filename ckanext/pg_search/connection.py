"""The object that CKAN takes for a pysolr connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any, TypeVar

import pysolr
import sqlalchemy as sa
from ckan.lib.search.common import SearchQueryError, solr_datetime_decoder
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ckanext.pg_search import indexing, table
from ckanext.pg_search.conditions import Compiler
from ckanext.pg_search.errors import DoubledSignError, QueryError
from ckanext.pg_search.parameters import read
from ckanext.pg_search.query import lucene
from ckanext.pg_search.searching import answer

Result = TypeVar("Result")
UNDEFINED_TABLE = "42P01"
QUERY_CANCELED = "57014"


class Connection:
    """Searches and maintains the index, with pysolr's methods, arguments and errors."""

    def __init__(self, engine: sa.Engine, *, decode_dates: bool = True) -> None:
        self.engine = engine
        self.decode_dates = decode_dates
        self.url = engine.url.render_as_string(hide_password=True)

    def search(self, q: str | None = None, search_handler: str | None = None, **parameters: Any) -> pysolr.Results:  # noqa: ANN401
        """Answer a search, with the parameters that CKAN gives to Solr.

        Raises:
            SearchQueryError: the query is malformed or outside of the subset.
            pysolr.SolrError: the database does not answer.
        """
        del search_handler
        try:
            request = read(q, parameters)
            found = self._run(lambda connection: answer(connection, request))
        except DoubledSignError as e:
            raise pysolr.SolrError(f"SyntaxError: {e}") from e
        except QueryError as e:
            raise SearchQueryError(str(e)) from e
        documents = found.documents
        if self.decode_dates:
            documents = [solr_datetime_decoder(document) for document in documents]
        counts = {name: [part for pair in pairs for part in pair] for name, pairs in found.facets.items()}
        return pysolr.Results(
            {
                "response": {"docs": documents, "numFound": found.total, "start": request.start},
                "facet_counts": {"facet_fields": counts},
            }
        )

    def add(self, docs: Iterable[Mapping[str, Any]], commit: bool = False, **_options: Any) -> str:  # noqa: ANN401
        """Index documents, in the place of those of the same `index_id`.

        They are visible at once. Without `commit` they are not waited for on the disk: a crash of the server
        may lose the last ones, until `commit`.

        Raises:
            pysolr.SolrError: the database refuses them or does not answer.
        """
        documents = list(docs)
        now = datetime.now(timezone.utc)
        self._run(lambda connection: indexing.add(connection, documents, now, durable=commit))
        return ""

    def delete(self, id: Any = None, q: str | None = None, commit: bool = False, **_options: Any) -> str:  # noqa: A002, ANN401
        """Remove documents, by identifier (`index_id`) or by query.

        Raises:
            ValueError: neither, or both, as pysolr does.
            SearchQueryError: the query cannot be read.
            pysolr.SolrError: the database does not answer.
        """
        del commit
        if (id is None) == (q is None):
            raise ValueError('You must specify "id" or "q", and not both.')
        try:
            if q is not None:
                condition = Compiler().condition(lucene.parse(q, operator="OR"))
            else:
                condition = table.DOCUMENT.c.index_id.in_(id if isinstance(id, (list, tuple, set)) else [id])
        except QueryError as e:
            raise SearchQueryError(str(e)) from e
        self._run(lambda connection: connection.execute(sa.delete(table.DOCUMENT).where(condition)))
        return ""

    def commit(self, **_options: Any) -> str:  # noqa: ANN401
        """Wait until what was indexed is on the disk.

        Raises:
            pysolr.SolrError: the database does not answer.
        """
        self._run(indexing.flush)
        return ""

    def ping(self, **_options: Any) -> str:  # noqa: ANN401
        """Answer if the index can be searched.

        Raises:
            pysolr.SolrError: the database does not answer.
        """
        self._run(lambda connection: connection.execute(sa.select(table.DOCUMENT.c.index_id).limit(1)))
        return '{"status": "OK"}'

    def _run(self, work: Callable[[sa.Connection], Result]) -> Result:
        with _solr_errors():
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except ProgrammingError as e:
                if getattr(e.orig, "pgcode", "") != UNDEFINED_TABLE:
                    raise
            # The index is derived data: where nobody migrated yet, or tests dropped every table, it is made again.
            with self.engine.begin() as connection:
                table.create(connection)
            with self.engine.begin() as connection:
                return work(connection)


@contextmanager
def _solr_errors() -> Iterator[None]:
    """Turn the database's errors into those that CKAN expects of Solr."""
    try:
        yield
    except PoolTimeoutError as e:
        raise pysolr.SolrError(f"Failed to connect to server: {e}") from e
    except DBAPIError as e:
        if getattr(e.orig, "pgcode", "") == QUERY_CANCELED:
            raise pysolr.SolrError("The search took too long") from e
        if isinstance(e, OperationalError):
            raise pysolr.SolrError(f"Failed to connect to server: {e.orig}") from e
        raise pysolr.SolrError(f"The search failed: {e.orig}") from e
