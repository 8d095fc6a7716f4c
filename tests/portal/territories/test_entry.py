import re
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories, helpers

from ckanext.territories import entry, roles
from ckanext.territories import mailbox as accounts
from tests.portal.smtp import html, links, mailbox, text  # noqa: F401  # fixture
from tests.portal.territories.browser import Browser

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")

OFFICIAL = f"mairie-{uuid4().hex[:8]}@brou.example"


@pytest.fixture
def at_once(monkeypatch):
    """Jobs run within the call."""
    monkeypatch.setattr(tk, "enqueue_job", lambda function, arguments, **_options: function(*arguments))


@pytest.fixture
def post(mailbox, at_once):
    for key in connect_to_redis().scan_iter("ckanext.territories:*"):
        connect_to_redis().delete(key)
    return mailbox


@pytest.fixture
def brou():
    taken = model.Session.query(model.User).filter_by(email=OFFICIAL)
    taken.update({"email": None})
    return factories.Organization(title="Brou", territory_type="commune", official_email=OFFICIAL)


@pytest.fixture
def silent():
    """A commune whose address the portal does not know."""
    return factories.Organization(title="Anet", territory_type="commune")


@pytest.fixture
def browser(app):
    return Browser(app)


def code_of(message):
    return re.search(r"\b(\d{3} \d{3})\b", text(message))[1]


def asked(browser, body):
    """Where the form leads after a demand."""
    answer = browser.post("/entrer", organization=body["name"])
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_the_code_opens_the_portal_as_publisher_of_the_commune(browser, post, brou):
    page = asked(browser, brou)
    message = post.last(OFFICIAL)
    assert code_of(message) in html(message)
    answer = browser.post(page, code=code_of(message))
    assert answer.headers["Location"].endswith("/mon-espace")
    assert browser.who() == "Mairie de Brou"
    account = accounts.find(brou["id"])
    assert (account.email, roles.held(account.name, brou["id"]).role) == (OFFICIAL, roles.Role.PUBLISHER)
    assert "<strong>Brou</strong>" in browser.get("/").text


def test_the_link_waits_for_a_click_and_works_once(app, browser, post, brou):
    asked(browser, brou)
    [link, *_others] = links(post.last(OFFICIAL))
    for _scanner in range(3):
        assert browser.get(link).status_code == 200
    assert browser.who() is None
    assert Browser(app).post(link).headers["Location"].endswith("/mon-espace")
    again = browser.post(link)
    assert (again.status_code, browser.who()) == (410, None)


def test_the_code_is_spent_once_the_link_was_used(app, browser, post, brou):
    page = asked(browser, brou)
    message = post.last(OFFICIAL)
    Browser(app).post(links(message)[0])
    assert browser.post(page, code=code_of(message)).status_code == 200
    assert browser.who() is None


def test_a_second_entry_finds_the_same_account(app, post, brou):
    for _turn in range(2):
        browser = Browser(app)
        browser.post(asked(browser, brou), code=code_of(post.last(OFFICIAL)))
        assert browser.who() == "Mairie de Brou"
    bound = model.User.plugin_extras["territories"]["mailbox_of"].astext == brou["id"]
    assert model.Session.query(model.User).filter(bound).count() == 1


def test_a_commune_without_an_address_gets_the_same_answer_and_no_way_in(browser, post, silent, brou):
    with_address, without = asked(browser, brou), asked(browser, silent)
    seen = [browser.get(page).text.partition("<main")[2].partition("</main>")[0] for page in (with_address, without)]
    assert re.sub(r"code/[\w-]+", "", seen[0]) == re.sub(r"code/[\w-]+", "", seen[1])
    assert len(post.messages) == 1
    assert browser.post(without, code="").status_code == 200
    assert (browser.who(), accounts.find(silent["id"])) == (None, None)


def test_five_wrong_codes_end_the_demand(browser, post, brou):
    page = asked(browser, brou)
    right = code_of(post.last(OFFICIAL))
    wrong = "000 000" if right != "000 000" else "111 111"
    for _try in range(entry.WRONG_CODES):
        browser.post(page, code=wrong)
    browser.post(page, code=right)
    assert browser.who() is None


def test_a_code_without_its_page_opens_nothing(app, browser, post, brou, silent):
    asked(browser, brou)
    other = asked(browser, silent)
    browser.post(other, code=code_of(post.last(OFFICIAL)))
    assert browser.who() is None


def test_time_closes_the_door(browser, post, brou):
    page = asked(browser, brou)
    redis = connect_to_redis()
    assert all(0 < redis.ttl(key) <= 900 for key in redis.scan_iter("ckanext.territories:*:entry:[dl]*"))
    message = post.last(OFFICIAL)
    for key in redis.scan_iter("ckanext.territories:*:entry:demand:*"):
        redis.delete(key)
    assert browser.post(page, code=code_of(message)).status_code == 200
    assert browser.get(links(message)[0]).status_code == 410


def test_nothing_that_opens_is_kept_in_clear(browser, post, brou):
    asked(browser, brou)
    message = post.last(OFFICIAL)
    redis = connect_to_redis()
    kept = " ".join(f"{key} {redis.get(key)}" for key in redis.scan_iter("ckanext.territories:*:entry:[dl]*"))
    secret = links(message)[0].rpartition("/")[2]
    assert kept.count("link:") == 1
    assert not any(each in kept for each in (code_of(message).replace(" ", ""), secret))


def test_demands_are_counted_by_body_and_by_visitor(browser, post, brou, silent, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.territories.entry_per_body", 2)
    monkeypatch.setitem(ckan_config, "ckanext.territories.entry_per_visitor", 3)
    for body in (brou, brou):
        asked(browser, body)
    assert browser.post("/entrer", organization=brou["name"]).status_code == 200
    asked(browser, silent)
    assert browser.post("/entrer", organization=silent["name"]).status_code == 200
    assert len(post.messages) == 2


def test_a_stranger_who_took_the_name_or_the_address_first_gains_nothing(browser, post, brou):
    squatter = factories.User(name=f"mairie-{brou['name']}"[:90], email=OFFICIAL)
    browser.post(asked(browser, brou), code=code_of(post.last(OFFICIAL)))
    assert browser.who() == "Mairie de Brou"
    assert accounts.find(brou["id"]).id != squatter["id"]
    assert roles.held(squatter["name"], brou["id"]) is None


def test_a_new_official_address_takes_the_account_along(browser, post, brou):
    browser.post(asked(browser, brou), code=code_of(post.last(OFFICIAL)))
    helpers.call_action("organization_patch", id=brou["id"], official_email="accueil@brou.example")
    assert accounts.find(brou["id"]).email == "accueil@brou.example"


def test_a_closed_account_stays_closed(browser, post, brou):
    accounts.account(model.Group.get(brou["id"])).state = "deleted"
    model.Session.commit()
    assert browser.post(asked(browser, brou), code=code_of(post.last(OFFICIAL))).status_code == 403


def test_the_page_finds_the_commune_and_refuses_what_is_none(browser, post, brou):
    helpers.call_action("organization_patch", id=brou["id"], title="Ymeray-sur-Brou")
    assert brou["name"] in browser.get("/entrer?q=ymeray").text
    assert browser.get("/entrer?q=zzzz").status_code == 200
    assert browser.post("/entrer", organization="nulle-part").status_code == 200
    assert post.messages == []


def test_a_portal_can_keep_this_door_shut(browser, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.territories.entry", False)
    assert browser.get("/entrer").status_code == 404
    assert "/entrer" not in browser.get("/user/login").text
