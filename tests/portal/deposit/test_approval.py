"""A publication approved by a second person, where the portal's policy asks for it."""

from types import SimpleNamespace

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories, helpers
from flask import g

from ckanext.deposit import model as deposits
from tests.portal.deposit.conftest import VALID, upload
from tests.portal.deposit.test_living import SHORTER, anonymous, page_of
from tests.portal.deposit.test_pages import visit  # noqa: F401  # fixture
from tests.portal.deposit.test_space import send  # noqa: F401  # fixture
from tests.portal.smtp import mailbox, text  # noqa: F401  # fixture


@pytest.fixture
def animated(town, ckan_config, monkeypatch, mailbox):
    """The town beneath an EPCI whose animator approves what it publishes."""
    monkeypatch.setitem(ckan_config, "ckanext.deposit.approval", "animator")
    animator = factories.User()
    above = factories.Organization(
        territory_type="epci", users=[{"name": animator["name"], "capacity": "admin"}], title="Grand Châteaudun"
    )
    operator = {"user": factories.Sysadmin()["name"]}
    helpers.call_action("organization_patch", operator, id=town.id, parent=above["name"])
    return SimpleNamespace(name=animator["name"], email=model.User.get(animator["name"]).email)


@pytest.fixture
def asked(town, act, begin, animated):
    """A first publication that is asked for."""
    return act(town.secretary, "deposit_request", id=begin(VALID)["id"])


def test_without_the_policy_nobody_asks(town, act, begin):
    draft = begin(VALID)
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_request", id=draft["id"])
    assert act(town.secretary, "deposit_publish", id=draft["id"])["state"] == "published"


def test_what_is_asked_for_is_published_by_the_animator_only(town, act, animated, asked, mailbox):
    assert (asked["state"], asked["can_publish"]) == ("requested", False)
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_publish", id=asked["id"])
    assert f"/deposer/{asked['id']}/accord" in text(mailbox.last(animated.email))
    published = act(animated.name, "deposit_publish", id=asked["id"], turn=asked["turn"])
    assert published["state"] == "published"


def test_an_animator_publishes_without_asking(act, begin, animated):
    assert act(animated.name, "deposit_publish", id=begin(VALID)["id"])["state"] == "published"


def test_the_mail_and_the_page_say_what_changed(town, act, begin, animated, mailbox, app):
    first = act(animated.name, "deposit_publish", id=begin(VALID)["id"])
    draft = begin(content=SHORTER)
    act(town.secretary, "deposit_request", id=draft["id"], target=first["resource_id"])
    changes = act(animated.name, "deposit_changes", id=draft["id"])
    removed = first["report"]["table"]["rows"] - 3
    assert (changes["added"], changes["removed"], changes["changed"], changes["first"]) == (0, removed, 0, False)
    assert str(removed) in text(mailbox.last(animated.email))
    assert anonymous(app, page_of(first)).status_code == 200


def test_a_refusal_makes_it_a_draft_again_and_says_why(town, act, animated, asked, mailbox, visit):
    with pytest.raises(tk.ValidationError):
        act(animated.name, "deposit_refuse", id=asked["id"], reason="")
    refused = act(animated.name, "deposit_refuse", id=asked["id"], reason="Il manque juin")
    assert (refused["state"], refused["review"]["reason"]) == ("valid", "Il manque juin")
    assert "Il manque juin" in text(mailbox.last(model.User.get(town.secretary).email))
    assert "Il manque juin" in visit(f"/deposer/{asked['id']}/verification").body
    with pytest.raises(tk.ValidationError):
        act(animated.name, "deposit_refuse", id=asked["id"], reason="Encore")
    assert act(town.secretary, "deposit_request", id=asked["id"])["review"]["reason"] == ""


def test_who_asks_does_not_answer(town, act, asked):
    with pytest.raises(tk.ObjectNotFound):
        act(town.secretary, "deposit_refuse", id=asked["id"], reason="x")


def test_another_file_takes_the_request_back(town, act, animated, asked):
    changed = act(town.secretary, "deposit_file", id=asked["id"], upload=upload(content=SHORTER))
    assert changed["state"] == "valid"
    again = act(town.secretary, "deposit_request", id=asked["id"])
    with pytest.raises(tk.ValidationError):
        act(animated.name, "deposit_publish", id=asked["id"], turn=asked["turn"])
    assert act(animated.name, "deposit_publish", id=asked["id"], turn=again["turn"])["state"] == "published"


def test_the_mayor_approves_where_the_portal_says_so(town, act, begin, ckan_config, monkeypatch, mailbox):
    monkeypatch.setitem(ckan_config, "ckanext.deposit.approval", "mayor")
    draft = begin(VALID)
    act(town.secretary, "deposit_request", id=draft["id"])
    assert mailbox.to("mairie@chateaudun.example")
    mayor = factories.User()["name"]
    operator = {"user": factories.Sysadmin()["name"]}
    helpers.call_action("organization_member_create", operator, id=town.id, username=mayor, role="admin")
    assert act(mayor, "deposit_publish", id=draft["id"])["state"] == "published"


def test_a_mail_server_that_is_away_stops_no_request(town, act, begin, animated, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "smtp.server", "127.0.0.1:1")
    assert act(town.secretary, "deposit_request", id=begin(VALID)["id"])["state"] == "requested"


def test_pages_ask_and_wait(town, act, begin, animated, visit, send):
    draft = begin(VALID)
    address = f"/deposer/{draft['id']}"
    assert "/publication" in visit(f"{address}/verification").body
    assert "Demander la publication" in visit(f"{address}/publication").body
    assert send(f"{address}/publication").headers["Location"].endswith("/accord")
    page = visit(f"{address}/accord").body
    assert 'name="answer"' not in page
    assert "Voir la demande" in visit(f"/mon-espace/{town.name}").body
    assert deposits.get(draft["id"]).state == "requested"


def test_pages_publish_and_refuse(act, animated, asked, app):
    token = factories.APIToken(user=animated.name)["token"]
    address = f"/deposer/{asked['id']}/accord"

    def ask(method, **data):
        g.pop("_login_user", None)
        call = getattr(app, method)
        return call(address, headers={"Authorization": token}, follow_redirects=False, **data)

    assert 'name="answer"' in ask("get").body
    assert "s-error-summary" in ask("post", data={"answer": "refuse", "reason": " "}).body
    assert "s-error-summary" in ask("post", data={"answer": "publish", "turn": "old"}).body
    assert ask("post", data={"answer": "publish", "turn": asked["turn"]}).headers["Location"].endswith("/publie")
