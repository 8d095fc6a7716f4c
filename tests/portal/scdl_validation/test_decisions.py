"""Decisions on personal data: who makes them, who sees them, what they leave undecided."""

from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories

PHONE, OTHER_PHONE, COLUMN = "phone:4:17:", "phone:4:18:", "phone:4::"


@pytest.fixture
def file_hash():
    return uuid4().hex * 2


@pytest.fixture
def decide(town, act, file_hash):
    def decided(finding=PHONE, choice="public-by-law", reason="Annuaire des élus", user=None):
        decisions = [{"finding": finding, "choice": choice, "reason": reason}]
        return act(
            user or town.secretary,
            "personal_data_decide",
            organization=town.name,
            file_hash=file_hash,
            decisions=decisions,
        )

    return decided


@pytest.fixture
def undecided(town, act, file_hash):
    def found(*findings, user=None):
        return act(user or town.secretary, "personal_data_undecided", file_hash=file_hash, findings=list(findings))

    return found


def test_a_decision_says_who_when_why_and_where(decide, town):
    [made] = decide()
    assert (made["user"]["name"], made["reason"], made["choice"]) == (
        town.secretary,
        "Annuaire des élus",
        "public-by-law",
    )
    assert made["place"] == {"column": 4, "row": 17, "sheet": None}
    assert made["created"]


def test_what_is_decided_is_no_longer_to_decide(decide, undecided):
    decide(PHONE, "mask", "")
    assert undecided(PHONE, {"key": OTHER_PHONE, "kind": "phone"}) == [{"key": OTHER_PHONE, "kind": "phone"}]


def test_a_decision_on_a_column_stands_for_its_cells(decide, undecided):
    decide(COLUMN)
    assert undecided(PHONE, OTHER_PHONE, "phone:5:2:") == ["phone:5:2:"]


def test_the_log_keeps_every_decision(decide, town, act, file_hash):
    decide(choice="mask")
    decide(choice="publish", reason="Accord écrit")
    log = act(town.secretary, "personal_data_decision_list", file_hash=file_hash)
    assert [each["choice"] for each in log] == ["publish", "mask"]


def test_a_commune_neither_decides_for_nor_sees_another(decide, undecided, neighbour, act, town, file_hash):
    decide()
    with pytest.raises(tk.NotAuthorized):
        decide(user=neighbour.secretary)
    with pytest.raises(tk.NotAuthorized):
        act(neighbour.secretary, "personal_data_decision_list", organization=town.name)
    assert act(neighbour.secretary, "personal_data_decision_list", file_hash=file_hash) == []
    assert undecided(PHONE, user=neighbour.secretary) == [PHONE]


@pytest.mark.parametrize("capacity", ["member", None])
def test_who_may_not_publish_may_not_decide(decide, town, act, capacity):
    user = factories.User()["name"]
    if capacity:
        tk.get_action("organization_member_create")(
            {"ignore_auth": True, "user": factories.Sysadmin()["name"]},
            {"id": town.id, "username": user, "role": capacity},
        )
    with pytest.raises(tk.NotAuthorized):
        decide(user=user)


@pytest.mark.parametrize("action", ["personal_data_decide", "personal_data_decision_list", "personal_data_undecided"])
def test_an_anonymous_visitor_gets_nothing(town, act, file_hash, action):
    decisions = [{"finding": PHONE, "choice": "publish", "reason": "x"}]
    with pytest.raises(tk.NotAuthorized):
        act("", action, organization=town.name, file_hash=file_hash, decisions=decisions)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"finding": "phone"}, "decisions"),
        ({"finding": "shoe-size:1:2:"}, "decisions"),
        ({"choice": "perhaps"}, "decisions"),
        ({"choice": "publish", "reason": " "}, "decisions"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(decide, wrong, field):
    with pytest.raises(tk.ValidationError) as refused:
        decide(**wrong)
    assert field in refused.value.error_dict


def test_findings_without_a_key_are_refused(undecided):
    with pytest.raises(tk.ValidationError):
        undecided({"kind": "phone"})
