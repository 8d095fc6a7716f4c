"""What a commune is asked for, from what the portal holds of it."""

from contextlib import contextmanager
from datetime import datetime, timezone

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories, helpers
from flask import g

from ckanext.observatory.logic import action
from tests.portal.deposit.conftest import FAULTY, VALID

THIS_YEAR = str(datetime.now(timezone.utc).year)
SUBSIDIES = {"schema": "scdl/subventions", "period": THIS_YEAR}


@contextmanager
def counted():
    """The statements that PostgreSQL is asked meanwhile."""
    asked = []

    def listen(*arguments):
        asked.append(arguments[2])

    sa.event.listen(model.meta.engine, "before_cursor_execute", listen)
    yield asked
    sa.event.remove(model.meta.engine, "before_cursor_execute", listen)


def due(act, user, town, name):
    found = act(user, "observatory_dues", organization=town.name)
    return next(each for each in found if each["rule"] == name)


def test_a_small_commune_is_advised_and_a_large_one_bound(town, act):
    assert due(act, "", town, "budget")["level"] == "recommended"
    helpers.call_action("organization_patch", id=town.id, population="13000")
    found = due(act, "", town, "budget")
    assert (found["level"], found["action"], found["obligation"]["references"][0]["text"][:4]) == (
        "required",
        "publish",
        "Code",
    )


def test_the_page_of_a_commune_says_what_is_due_and_what_is_published(town, act, begin, app):
    begin(FAULTY)
    page = app.get(f"/organization/{town.name}").body
    assert ('id="dues"' in page, "À corriger" in page or "To correct" in page) == (True, False)
    act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    g.pop("_login_user", None)
    rows = BeautifulSoup(app.get(f"/organization/{town.name}").body, "html.parser").select(
        "[aria-labelledby=dues] tbody tr"
    )
    published = [row.get_text() for row in rows if str(datetime.now(timezone.utc).year) in row.get_text()]
    assert any("valid" in row for row in published)


@pytest.mark.parametrize("many", [1, 20])
def test_a_draft_shows_to_those_of_the_commune_only(town, act, begin, many, monkeypatch):
    monkeypatch.setattr(action, "_MANY", many)
    due(act, town.secretary, town, "deliberations")
    draft = begin(FAULTY)
    own, foreign = (due(act, user, town, "deliberations") for user in (town.secretary, factories.User()["name"]))
    assert (own["state"], own["action"], own["deposit_id"]) == ("to-correct", "correct", draft["id"])
    assert (foreign["state"], foreign["deposit_id"]) == ("to-publish", None)


def test_a_publication_counts_for_its_period(town, act, begin):
    published = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    found = due(act, "", town, "deliberations")
    assert (found["resource_id"], found["valid"], found["action"]) == (published["resource_id"], True, "update")
    days = {"temporal_start": f"{int(THIS_YEAR) - 1}-01-01", "temporal_end": f"{THIS_YEAR}-12-31"}
    helpers.call_action("package_patch", id=published["package_id"], **days)
    assert due(act, "", town, "deliberations")["state"] == "published"


@pytest.mark.parametrize("many", [1, 20])
def test_what_is_hidden_or_shown_again_counts_at_once_though_grids_are_kept(town, act, begin, many, monkeypatch):
    monkeypatch.setattr(action, "_MANY", many)
    package = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])["package_id"]
    for private in (True, False):
        helpers.call_action("package_patch", id=package, private=private)
        # What the first one keeps, the second is given.
        found = [due(act, "", town, "deliberations")["package_id"] for _ in range(2)]
        assert found == [None if private else package] * 2


def test_nothing_to_declare_is_public_and_can_be_withdrawn(town, act):
    said = act(town.secretary, "deposit_nil_create", organization=town.name, **SUBSIDIES)
    assert act(town.secretary, "deposit_nil_create", organization=town.name, **SUBSIDIES) == said
    found = due(act, "", town, "subventions")
    assert (found["state"], found["action"], found["declaration"]["id"]) == ("nil", "nothing", said["id"])
    assert act("", "deposit_nil_list", organization=town.name) == [said]
    assert "user_id" not in said
    act(town.secretary, "deposit_nil_withdraw", id=said["id"])
    assert due(act, "", town, "subventions")["state"] == "to-publish"
    assert act("", "deposit_nil_list", organization=town.name) == []
    kept = model.Session.execute(
        sa.text("SELECT withdrawn, withdrawn_by FROM deposit_declaration WHERE id = :id"), {"id": said["id"]}
    ).one()
    assert all(kept)


def test_nobody_declares_for_another_commune(town, act):
    stranger = factories.User()["name"]
    with pytest.raises(tk.NotAuthorized):
        act(stranger, "deposit_nil_create", organization=town.name, **SUBSIDIES)
    said = act(town.secretary, "deposit_nil_create", organization=town.name, **SUBSIDIES)
    with pytest.raises(tk.ObjectNotFound):
        act(stranger, "deposit_nil_withdraw", id=said["id"])


@pytest.mark.parametrize("wrong", [{"period": "last year"}, {"period": ""}, {"schema": "nothing"}, {"kind": "other"}])
def test_a_declaration_that_means_nothing_is_refused(town, act, wrong):
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_nil_create", **{"organization": town.name, **SUBSIDIES, **wrong})


def test_the_other_kind_is_declared_after_the_first_is_withdrawn(town, act):
    act(town.secretary, "deposit_nil_create", organization=town.name, **SUBSIDIES)
    with pytest.raises(tk.ValidationError, match="period"):
        act(town.secretary, "deposit_nil_create", organization=town.name, kind="same", **SUBSIDIES)


def test_many_bodies_at_once_take_a_few_queries(town, act):
    parent = factories.Organization(territory_type="epci")
    towns = [factories.Organization(territory_type="commune", parent=parent["name"]) for _ in range(3)]
    with counted() as asked:
        found = act("", "observatory_states", parent=parent["name"])
    assert {each["organization"]["name"] for each in found} == {each["name"] for each in towns}
    assert len(asked) <= 12
    named = act("", "observatory_states", organizations=f"{towns[0]['name']},{town.id}")
    assert sorted(each["organization"]["id"] for each in named) == sorted([towns[0]["id"], town.id])
    assert sum(named[0]["counts"].values()) == len(named[0]["states"])
