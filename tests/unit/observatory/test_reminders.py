"""Who is reminded of what: not of what lies before them as a draft, and not twice in 25 days."""

from datetime import date

import pytest

from ckanext.observatory import desk, reminders
from ckanext.scdl import registry

DAY = date(2026, 11, 29)
LATELY, BEFORE = "2026-11-20", "2026-10-01"
BUDGET, PURCHASES = "scdl/budget", "scdl/subventions"
NAME = registry.words(BUDGET).plain_name


def cell(schema, state="late", late=True):
    return {"schema": schema, "state": state, "late": late, "due": "2026-06-30", "period": "2026", "published": None}


def reminded(asked="", drafts=(), **states):
    """What a commune is reminded of: its cells are the budget, and the subsidies when they are given."""
    cells = {schema: cell(schema, state) for schema, state in states.items()}
    row = desk.Row(
        "1", "x", "X", "28088", "", "", "m@x.example", cells, contact=LATELY, asked=asked, drafts=dict(drafts)
    )
    return [each["schema"] for found in reminders.due([row], DAY) for each in found.late]


@pytest.mark.parametrize(("asked", "found"), [("", [BUDGET]), (BEFORE, [BUDGET]), (LATELY, [])])
def test_who_was_asked_lately_is_left_alone(asked, found):
    assert reminded(asked, **{BUDGET: "late"}) == found


def test_a_draft_that_waits_is_not_reminded_of_and_the_rest_is():
    states = {BUDGET: "awaiting", PURCHASES: "late"}
    assert reminded(drafts={NAME: LATELY}, **states) == [PURCHASES]
    assert reminded(drafts={NAME: LATELY}, **{BUDGET: "to-correct"}) == []


@pytest.mark.parametrize("state", ["late", "draft"])
def test_a_draft_that_was_refused_or_deleted_silences_nothing(state):
    assert reminded(drafts={NAME: LATELY}, **{BUDGET: state}) == [BUDGET]


def test_a_draft_whose_letter_is_old_silences_nothing():
    assert reminded(drafts={NAME: BEFORE}, **{BUDGET: "awaiting"}) == [BUDGET]
