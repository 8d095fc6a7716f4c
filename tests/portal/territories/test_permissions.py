"""Every action of CKAN and of the bundle, for every role, in one's own commune, beside it, above it and elsewhere."""

from pathlib import Path

import ckan.authz as authz
import ckan.logic as logic
import ckan.plugins.toolkit as tk
import pytest
import yaml
from ckan.tests import helpers

from tests.portal.territories.matrix import PLACES, ROLES, Territory

DECISIONS = yaml.safe_load((Path(__file__).parent / "permissions.yaml").read_text(encoding="utf-8"))
NOT_ASKED = "not asked"

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


def of(own, animator=True, everywhere=()):
    """A right: these roles in their own commune, the animator beneath the body above, others everywhere."""
    found = {(role, "own") for role in own} | {(role, place) for role in ("operator", *everywhere) for place in PLACES}
    return frozenset(found | {("animator", place) for place in ("own", "sibling", "parent") if animator})


ACCOUNTS = tuple(role for role in ROLES if role != "anonymous")
RIGHTS = {
    "everyone": of((), everywhere=ROLES),
    "account": of((), everywhere=ACCOUNTS),
    "colleagues": of(("contributor", "publisher", "delegate")),
    "prepare": of(("contributor", "publisher", "delegate")),
    "read as CKAN has it": of(("contributor", "publisher")),
    "publish": of(("publisher", "delegate")),
    "people": of(("publisher",)),
    "administer": of(()),
    "operator": of((), animator=False),
    "whoever may publish somewhere": of((), everywhere=("publisher", "animator")),
}
TABLE = [
    (action, group["subject"], group["right"])
    for group in DECISIONS
    for action in group["actions"].split()
    if group["right"] != NOT_ASKED
]


@pytest.fixture(scope="module")
def territory(loaded, reset_db, reset_index):
    reset_db()
    reset_index()
    with loaded.flask_app.test_request_context():
        yield Territory()


def test_every_action_has_a_decision():
    logic.get_action("status_show")
    known = set(logic._actions) | set(authz.auth_functions_list())
    decided = {action for group in DECISIONS for action in group["actions"].split()}
    assert (sorted(known - decided), sorted(decided - known)) == ([], [])


def test_what_is_not_asked_about_has_its_reason():
    assert all(group.get("why") for group in DECISIONS if group["right"] == NOT_ASKED)


@pytest.mark.parametrize("right", RIGHTS)
def test_each_role_may_do_what_was_decided_and_nothing_else(territory, right):
    wrong = {}
    for action, subject, decided in TABLE:
        if decided != right:
            continue
        found = territory.allowed(action, subject)
        if found != RIGHTS[right]:
            wrong[f"{action} ({subject})"] = {
                "too much": sorted(found - RIGHTS[right]),
                "too little": sorted(RIGHTS[right] - found),
            }
    assert wrong == {}


def test_a_commune_sees_nothing_of_another_ones_people(territory):
    publisher = territory.people["publisher"]
    for place in ("sibling", "parent", "foreign"):
        other = territory.subjects[place]["user"]["id"]
        shown = helpers.call_action(
            "organization_show", {"user": publisher, "ignore_auth": False}, id=territory.ids[place]
        )
        assert other not in str(shown)
        for action, data in (
            ("organization_show", {"include_users": True}),
            ("member_list", {"object_type": "user"}),
            ("member_list", {}),
        ):
            with pytest.raises(tk.NotAuthorized):
                tk.get_action(action)({"user": publisher, "ignore_auth": False}, {"id": territory.ids[place], **data})


def test_a_commune_finds_no_draft_of_another_one(territory):
    found = tk.get_action("package_search")(
        {"user": territory.people["publisher"], "ignore_auth": False},
        {"include_private": True, "include_drafts": True, "rows": 1000},
    )
    assert {each["owner_org"] for each in found["results"]} <= {territory.ids["own"]}
