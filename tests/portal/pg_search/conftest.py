import pytest
from ckan.lib.search import make_connection

SITE = "test.ckan.net"


@pytest.fixture
def connection():
    """The connection that CKAN uses, on an empty index; CKAN's own tables are left as they are."""
    made = make_connection(decode_dates=False)
    made.delete(q="*:*")
    return made


@pytest.fixture
def portal(with_plugins, clean_db, connection):
    """A portal without a dataset."""


@pytest.fixture
def indexed(connection):
    """Return a function that indexes documents, given the fields that matter to a test."""

    def indexed(*documents):
        base = {"site_id": SITE, "entity_type": "package", "state": "active", "permission_labels": ["public"]}
        made = [
            {"index_id": str(number), "id": str(number), "name": f"d{number}", **base, **document}
            for number, document in enumerate(documents)
        ]
        connection.add(made, commit=True)
        return connection

    return indexed


@pytest.fixture
def found(connection):
    """Return a function that searches and gives the names found."""

    def found(q, **parameters):
        given = {"q.op": "AND", "rows": 100, "sort": "name asc", "fl": "name", **parameters}
        return [document["name"] for document in connection.search(q=q, **given).docs]

    return found


@pytest.fixture
def typed(found):
    """Return a function that searches as the search box does."""

    def typed(q, **parameters):
        given = {"defType": "dismax", "mm": "2<-1 5<80%", "qf": "name^4 title^4 tags^2 groups^2 text", "tie": "0.1"}
        return found(q, **given | parameters)

    return typed
