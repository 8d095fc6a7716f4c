"""One row judged by one French check."""

import pytest
from frictionless import Schema
from frictionless.table import Row
from frictionless.table.row import create_cell_handlers

from ckanext.scdl.checking.french import CHECKS
from ckanext.scdl.checking.french.plugged import Plugged


@pytest.fixture
def judge():
    """Give the kinds of the faults that a check finds in a row: ``[None]`` for its main sentence."""

    def faults(check, params, types=None, **cells):
        fields = [{"name": name, "type": (types or {}).get(name, "string")} for name in cells]
        handlers = create_cell_handlers(Schema.from_descriptor({"fields": fields}).fields)
        row = Row(list(cells.values()), handlers=handlers, row_number=2)
        return [error.kind for error in Plugged(french=CHECKS[check].from_params(params)).validate_row(row)]

    return faults
