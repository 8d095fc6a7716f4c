import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories, helpers

from ckanext.territories import roles
from tests.portal.territories.browser import PASSWORD, Browser
from tests.portal.territories.test_roles import land  # noqa: F401  # fixture

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")


@pytest.fixture
def browser(app):
    """Return a function that opens somebody's browser, logged in."""
    return lambda user: Browser(app).log_in(user)


def switch(browser, body, **more):
    return browser.post("/agir-pour", organization=body, **more)


@pytest.fixture
def secretary(land, member):
    """One person, two communes: publisher of Brou, contributor of the foreign one."""
    user = member(land.brou, "editor")
    helpers.call_action("organization_member_create", id=land.foreign, username=user, role="member")
    return user


def test_one_person_acts_for_several_bodies_without_logging_in_again(land, secretary, browser):
    client = browser(secretary)
    page = client.get("/").text
    assert all(f'value="{body}"' in page for body in (land.brou, land.foreign))
    assert switch(client, land.foreign, next="/dataset/").headers["Location"].endswith("/dataset/")
    assert f"/deposer/pour/{land.foreign}" in client.get("/deposer").text
    switch(client, land.brou)
    assert f"/deposer/pour/{land.brou}" in client.get("/deposer").text


def test_every_page_says_for_whom_one_acts(land, member, browser):
    client = browser(member(land.brou, "editor"))
    for address in ("/", "/dataset/", "/deposer", f"/organization/{land.anet}"):
        page = client.get(address)
        assert (page.status_code, "s-switch" in page.text, "<strong>Brou</strong>" in page.text) == (200, True, True), (
            address
        )


def test_who_opens_the_page_of_a_body_acts_for_it(land, secretary, browser):
    client = browser(secretary)
    assert "<strong>Brou</strong>" in client.get(f"/deposer/pour/{land.brou}").text


def test_nobody_acts_for_a_body_without_a_role(land, secretary, browser):
    client = browser(secretary)
    assert switch(client, land.anet).status_code == 404
    assert client.get(f"/deposer/pour/{land.anet}").status_code == 404
    assert switch(client, land.brou, next="https://ailleurs.example/").headers["Location"].endswith("/mon-espace")


def test_a_right_that_ended_is_not_acted_on(land, secretary, browser):
    client = browser(secretary)
    switch(client, land.foreign)
    operator = {"user": factories.Sysadmin()["name"]}
    helpers.call_action("organization_member_delete", operator, id=land.foreign, username=secretary)
    assert "<strong>Brou</strong>" in client.get("/").text


def test_an_animator_looks_for_a_body_among_many(land, member, browser, monkeypatch):
    monkeypatch.setattr("ckanext.territories.acting.LISTED", 1)
    client = browser(member(land.epci, "admin"))
    assert "/agir-pour" in client.get("/").text
    page = client.get("/agir-pour?q=anet&page=7").text
    assert (land.anet in page, land.brou in page) == (True, False)


def test_a_visitor_is_asked_to_log_in_and_a_stranger_told_what_to_do(app, browser):
    assert "/user/login" in Browser(app).get("/agir-pour").headers["Location"]
    assert "s-empty" in browser(factories.User(password=PASSWORD)["name"]).get("/agir-pour").text


def test_roles_have_words():
    assert all(tk.h.territories_role(role.value) != role.value for role in roles.Role)
