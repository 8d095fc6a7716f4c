"""A column costs what its distinct values cost: a large file is not judged cell by cell."""

import datetime

from ckanext.scdl import registry
from ckanext.scdl.reading import Table
from ckanext.scdl.repairing import cells
from ckanext.scdl.repairing.judge import Judge


def test_a_value_is_judged_once_however_often_it_comes(sheet, monkeypatch):
    judged = []
    judge = Judge._judge
    monkeypatch.setattr(Judge, "_judge", lambda self, name, value: judged.append(value) or judge(self, name, value))
    found = sheet("scdl/subventions").put("dateConvention", "31/12/2024")
    schema = registry.find(found.schema)
    counts = []
    for times in (1, 200):
        table = Table(tuple(found.header), found.rows * times, "csv")
        known = cells.Known({}, None, datetime.date(2026, 11, 22))
        proposals = list(cells.propose(table, schema.fields, schema, known))
        counts.append((len(judged), len(proposals) // times))
        judged.clear()
    assert counts[0] == counts[1]
