"""A file that starts with its data."""

import pytest

from ckanext.scdl.repairing.repairer import repair

D, S, E, M = (f"scdl/{name}" for name in ("deliberations", "subventions", "equipements", "menus-collectifs"))


def headless(sheet, schema):
    found = sheet(schema)
    return found.bytes().partition(b"\n")[2], found


@pytest.mark.parametrize("schema", [D, S, E, M])
def test_the_names_are_asked_for(sheet, schema):
    content, found = headless(sheet, schema)
    asked = repair(content, schema)
    assert "header-row" in {each.key for each in asked.plan.questions}
    done = repair(content, schema, answers={"header-row": "insert"})
    assert done.after.valid
    assert done.after.table.labels == tuple(found.header)
    assert len(done.after.table.rows) == len(found.rows)


def test_the_rows_keep_their_numbers(sheet):
    found = sheet(D).put("DELIB_DATE", "31/01/2025", row=4)
    content = found.bytes().partition(b"\n")[2]
    done = repair(content, D, answers={"header-row": "insert"})
    assert [each.row for each in done.plan.safe if each.rule == "date"] == [3]


def test_keeping_the_file_as_it_is_changes_nothing(sheet):
    content, _ = headless(sheet, D)
    assert repair(content, D, answers={"header-row": "keep"}).plan.questions == ()


def test_another_file_is_not_asked_about(sheet):
    assert repair(sheet(S).bytes(), D).plan.questions == ()
