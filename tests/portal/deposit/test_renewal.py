"""The yearly letter: sent once, its links work once, and only for who may publish."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories, helpers
from flask import g

from ckanext.deposit import renewals
from ckanext.territories import delegations
from tests.portal.deposit.conftest import VALID
from tests.portal.smtp import links, mailbox, text  # noqa: F401  # fixture

LAST_YEAR = str(datetime.now(timezone.utc).year - 1)
SCHEMA = "scdl/deliberations"
OWN = f"""
obligations:
  - {{name: deliberations, schema: {SCHEMA}, level: required, bodies: [commune], period: year, opens: 12, due: 12,
      why: x, references: []}}
"""


@pytest.fixture
def yearly(ckan_config, monkeypatch, tmp_path):
    """A portal that asks for the deliberations of the past year."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN)
    monkeypatch.setitem(ckan_config, "ckanext.observatory.obligations", str(path))
    monkeypatch.setitem(ckan_config, "ckanext.deposit.renewal_days", 366)


@pytest.fixture
def letter(town, act, begin, yearly, mailbox):
    """Last year's table is public; the letter of this year. A portal that others use writes to others too."""
    published = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    old = {"temporal_start": "2019-01-01", "temporal_end": "2019-12-31"}
    helpers.call_action("package_patch", id=published["package_id"], **old)
    renewals.send_due()
    return mailbox.last(model.User.get(town.secretary).email)


def address_of(letter, choice):
    return next(each for each in links(letter) if each.endswith(f"choice={choice}")).removeprefix(
        "http://test.ckan.net"
    )


def ask(app, address, **data):
    g.pop("_login_user", None)
    call = app.post if data else app.get
    return call(address, **({"data": data} if data else {}), follow_redirects=False)


def declared(town):
    return [(each["period"], each["kind"]) for each in helpers.call_action("deposit_nil_list", organization=town.name)]


def test_a_letter_says_what_is_public_and_is_sent_once(town, letter, mailbox):
    assert f"{LAST_YEAR}" in letter["Subject"]
    assert "/versions/" in text(letter)
    before = len(mailbox.messages)
    renewals.send_due()
    assert len(mailbox.messages) == before


@pytest.mark.parametrize("choice", ["same", "nil"])
def test_a_link_asks_again_then_declares_once(town, letter, app, choice):
    address = address_of(letter, choice)
    page = ask(app, address)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert declared(town) == []
    assert ask(app, address, choice=choice).status_code == 200
    assert declared(town) == [(LAST_YEAR, choice)]
    assert ask(app, address).status_code == ask(app, address, choice="nil").status_code == 404


def test_to_change_begins_a_draft_from_what_is_public(town, act, letter, app):
    answer = ask(app, address_of(letter, "change"), choice="change")
    [draft] = act(town.secretary, "deposit_list", organization=town.name)
    assert answer.headers["Location"].endswith(f"/deposer/{draft['id']}")
    assert (draft["state"], draft["file"]["size"]) == ("valid", len(VALID.read_bytes()))


def test_an_answer_that_is_none_uses_nothing_up(town, letter, app):
    address = address_of(letter, "nil")
    assert "s-error-summary" in ask(app, address, choice="other").body
    assert ask(app, address).status_code == 200


def test_who_does_not_publish_any_more_renews_nothing(town, letter, app):
    helpers.call_action(
        "organization_member_delete", {"user": factories.Sysadmin()["name"]}, id=town.id, username=town.secretary
    )
    assert ask(app, address_of(letter, "nil"), choice="nil").status_code == 404
    assert declared(town) == []


def test_an_old_link_is_good_for_nothing(letter, app):
    model.Session.execute(sa.text("UPDATE deposit_renewal SET sent = sent - interval '91 days'"))
    model.Session.commit()
    assert ask(app, address_of(letter, "nil")).status_code == 404


def test_a_mail_server_that_is_away_gets_the_letter_the_next_day(
    town, act, begin, yearly, ckan_config, monkeypatch, mailbox
):
    published = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    old = {"temporal_start": "2019-01-01", "temporal_end": "2019-12-31"}
    helpers.call_action("package_patch", id=published["package_id"], **old)
    with monkeypatch.context() as away:
        away.setitem(ckan_config, "smtp.server", "127.0.0.1:1")
        assert renewals.send_due() == 0
    renewals.send_due()
    assert len(mailbox.to(model.User.get(town.secretary).email)) == 1


def test_a_secret_is_kept_as_its_hash_alone(letter):
    token = address_of(letter, "nil").split("?")[0].rpartition("/")[2]
    kept = model.Session.execute(sa.text("SELECT token_hash FROM deposit_renewal")).scalars().all()
    assert token not in kept
    assert renewals._hash(token) in kept


def test_no_letters_where_the_portal_wants_none(ckan_config, monkeypatch, yearly, town):
    monkeypatch.setitem(ckan_config, "ckanext.deposit.renewal_days", 0)
    assert renewals.send_due() == 0


def test_the_page_without_letter_says_so(town, app):
    assert ask(app, "/renouveler/nothing").status_code == 404


def test_who_acts_for_the_commune_today_gets_a_letter_too(town, letter, mailbox):
    day = delegations.today()
    people = {name: factories.User() for name in ("now", "over", "stopped")}
    ids = {name: model.User.get(each["name"]).id for name, each in people.items()}
    delegations.grant([town.id], ids["now"], "", day, day, "")
    delegations.grant([town.id], ids["over"], "", day - timedelta(9), day - timedelta(1), "")
    [stopped] = delegations.grant([town.id], ids["stopped"], "", day, day, "")
    delegations.revoke(stopped, "", "")
    renewals.send_due()
    assert {name: len(mailbox.to(each["email"])) for name, each in people.items()} == {
        "now": 1,
        "over": 0,
        "stopped": 0,
    }
    assert len(mailbox.to(model.User.get(town.secretary).email)) == 1


@pytest.mark.parametrize(("forbidden", "other"), [("nil", "same"), ("same", "nil")])
def test_a_letter_does_not_offer_what_the_rule_forbids(
    town, act, begin, yearly, mailbox, ckan_config, app, forbidden, other
):
    path = Path(ckan_config["ckanext.observatory.obligations"])
    own = path.with_name("strict.yaml")
    own.write_text(OWN.replace("why: x", f"{forbidden}: false, why: x"))
    ckan_config["ckanext.observatory.obligations"] = str(own)
    published = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    helpers.call_action(
        "package_patch", id=published["package_id"], temporal_start="2019-01-01", temporal_end="2019-12-31"
    )
    renewals.send_due()
    letter = mailbox.last(model.User.get(town.secretary).email)
    assert [each for each in links(letter) if each.endswith(f"choice={forbidden}")] == []
    page = address_of(letter, other)
    assert f'value="{forbidden}"' not in ask(app, page).body
    assert "s-error-summary" in ask(app, page, choice=forbidden).body
    assert declared(town) == []
