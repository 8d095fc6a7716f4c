"""One column to repair, and whole files."""

import datetime

import pytest

from ckanext.scdl.reading import Table
from ckanext.scdl.repairing import SAFE, Proposal, Question, cells
from ckanext.scdl.schema import from_descriptor

TODAY = datetime.date(2026, 11, 22)


class Column:
    """What the rules make of the values of one column."""

    def __init__(self, values, field, checks=(), answers=None, own_siret=None):
        descriptor = {"fields": [{"name": "colonne", **field}]}
        descriptor["custom_checks"] = [{"name": each, "params": {"column": "colonne"}} for each in checks]
        if "name" in field:
            for check in descriptor["custom_checks"]:
                check["params"]["column"] = field["name"]
        schema = from_descriptor(descriptor, name="essai")
        table = Table((schema.fields[0].name,), [[value] for value in values], "csv")
        known = cells.Known(answers or {}, own_siret, TODAY)
        found = list(cells.propose(table, schema.fields, schema, known))
        self.proposals = [each for each in found if isinstance(each, Proposal)]
        self.questions = [each for each in found if isinstance(each, Question)]
        safe = {each.row - 2: each.after for each in self.proposals if each.confidence == SAFE}
        self.values = [safe.get(index, value) for index, value in enumerate(values)]
        self.rules = {each.rule for each in self.proposals}

    @property
    def choices(self):
        """The choices of the only question, without the one that changes nothing."""
        (question,) = self.questions
        return dict(question.choices[:-1])


@pytest.fixture
def column():
    """Build a column from its values and its field's descriptor."""
    return Column


@pytest.fixture
def one(column):
    """Repair one value alone; the value itself when it stays."""
    return lambda value, field, **known: column([value], field, **known).values[0]
