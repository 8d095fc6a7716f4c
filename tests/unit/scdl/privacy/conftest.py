"""Tables of one row, and what is found in them."""

import pytest

from ckanext.scdl import registry
from ckanext.scdl.privacy import inspect
from ckanext.scdl.privacy.inspection import NO_SCHEMA
from ckanext.scdl.reading import Table


@pytest.fixture
def find():
    """Look at a row given as a mapping; give the findings."""

    def found(row, schema=None):
        table = Table(tuple(row), [list(row.values())], format="csv")
        return inspect(table, registry.find(schema) if schema else NO_SCHEMA)

    return found


@pytest.fixture
def kinds(find):
    """Give the kinds found in one cell, what its column's name says aside."""

    def found(column, cell, schema=None, **beside):
        kinds = {each.kind for each in find({column: cell, **beside}, schema) if each.column == 1}
        return kinds - {"person-column"}

    return found
