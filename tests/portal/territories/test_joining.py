from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories

from ckanext.territories import delegations, roles
from tests.portal.smtp import html, links, mailbox, text  # noqa: F401  # fixture
from tests.portal.territories.browser import PASSWORD, Browser
from tests.portal.territories.test_roles import act, grant, land  # noqa: F401  # fixture

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")


@pytest.fixture
def publisher(land, member):
    return member(land.brou, "editor")


@pytest.fixture
def browser(app):
    return lambda user=None: Browser(app).log_in(user) if user else Browser(app)


@pytest.fixture
def guest():
    return f"invitee-{uuid4().hex[:8]}@brou.example"


def role(user, body):
    found = roles.held(user, body)
    return found.role.value if found else None


def by_email(address):
    return model.Session.query(model.User).filter_by(email=address, state="active").one()


@pytest.mark.parametrize("given", ["publisher", "contributor"])
def test_an_invitation_makes_an_account_and_gives_its_role_once(land, publisher, browser, mailbox, guest, given):
    page = browser(publisher).post(f"/equipe/{land.brou}/inviter", email=guest, role=given, sentence="Bienvenue")
    assert page.status_code == 302
    message = mailbox.last(guest)
    assert ("Bienvenue" in text(message), "Bienvenue" in html(message)) == (True, True)
    [link, *_others] = links(message)
    visitor = browser()
    assert visitor.get(link).status_code == visitor.get(link).status_code == 200
    assert visitor.post(link).headers["Location"].endswith("/mon-espace")
    assert role(by_email(guest).name, land.brou) == given
    assert browser().get(link).status_code == 410


def test_who_has_an_account_accepts_with_it(land, publisher, browser, mailbox, guest):
    user = factories.User(email=guest, password=PASSWORD)["name"]
    act(publisher, "territories_invite", organization=land.brou, email=guest)
    link = links(mailbox.last(guest))[0]
    stranger = browser()
    stranger.post(link)
    assert (stranger.who(), role(user, land.brou)) == (None, None)
    browser(user).post(link)
    assert role(user, land.brou) == "publisher"


def test_an_invitation_is_taken_back_or_replaced(land, publisher, browser, mailbox, guest):
    first = act(publisher, "territories_invite", organization=land.brou, email=guest)
    second = act(publisher, "territories_invite", organization=land.brou, email=guest)
    old, new = (links(message)[0] for message in mailbox.to(guest))
    assert (browser().get(old).status_code, browser().get(new).status_code) == (410, 200)
    browser(publisher).post(f"/equipe/{land.brou}/reprendre/{second['id']}")
    assert browser().get(new).status_code == 410
    states = {
        each["id"]: each["state"] for each in act(publisher, "territories_team", organization=land.brou)["accesses"]
    }
    assert states == {first["id"]: "withdrawn", second["id"]: "withdrawn"}


def test_a_person_asks_and_the_town_hall_or_the_animator_decides(land, publisher, member, browser, mailbox):
    animator = member(land.epci, "admin")
    person = factories.User(password=PASSWORD)
    answer = browser(person["name"]).post(f"/rejoindre/{land.brou}", sentence="Je suis le secrétaire du mardi.")
    assert answer.status_code == 200
    for each in (publisher, animator):
        message = mailbox.last(model.User.get(each).email)
        assert "secrétaire du mardi" in text(message)
        assert f"/equipe/{land.brou}#demandes" in text(message)
    [demand] = act(publisher, "territories_team", organization=land.brou)["accesses"]
    browser(animator).post(f"/equipe/{land.brou}/decider/{demand['id']}", accept="true")
    assert role(person["name"], land.brou) == "publisher"
    assert len(mailbox.to(person["email"])) == 1
    assert browser(publisher).post(f"/equipe/{land.brou}/decider/{demand['id']}", accept="false").status_code == 200
    assert role(person["name"], land.brou) == "publisher"


def test_a_refused_person_is_told_and_gains_nothing(land, publisher, mailbox):
    person = factories.User()
    demand = act(person["name"], "territories_join", organization=land.brou, sentence="Moi.")
    act(publisher, "territories_access_decide", id=demand["id"], accept=False)
    assert role(person["name"], land.brou) is None
    assert len(mailbox.to(person["email"])) == 1


def test_a_delegation_is_given_and_ended_on_the_page_and_both_sides_read_it(land, publisher, browser):
    delegate = factories.User(password=PASSWORD)["name"]
    team, own = f"/equipe/{land.brou}", browser(publisher)
    refused = own.post(f"{team}/deleguer", user="personne@exemple.example", ends="hier")
    assert (refused.status_code, "s-error-summary" in refused.body) == (200, True)
    day = delegations.today().isoformat()
    own.post(f"{team}/deleguer", user=delegate, ends=day, reason="Congé d’Anne")
    assert role(delegate, land.brou) == "delegate"
    other = browser(delegate)
    assert "Congé d’Anne" in own.get(team).body
    assert "Congé d’Anne" in other.get("/agir-pour").body
    assert other.post(f"{team}/deleguer", user=publisher, ends=day).status_code == 403
    [given] = act(publisher, "territories_delegation_list", organization=land.brou)
    own.post(f"{team}/delegation/{given['id']}/finir", reason="Anne est revenue")
    assert role(delegate, land.brou) is None
    assert "Anne est revenue" in own.get(team).body
    assert "Anne est revenue" in other.get("/agir-pour").body


def test_an_access_is_withdrawn_and_the_person_told(land, publisher, member, browser, mailbox):
    colleague = member(land.brou, "member")
    identifier, email = model.User.get(colleague).id, model.User.get(colleague).email
    browser(publisher).post(f"/equipe/{land.brou}/retirer", user=identifier)
    assert role(colleague, land.brou) is None
    assert len(mailbox.to(email)) == 1


def test_a_publisher_does_not_withdraw_an_administrator(land, publisher, member):
    with pytest.raises(tk.NotAuthorized):
        act(publisher, "territories_person_withdraw", organization=land.brou, user=member(land.brou, "admin"))


def test_the_page_shows_the_team_to_those_who_decide_alone(land, publisher, member, browser):
    grant(factories.User(fullname="Ada Déléguée")["name"], land.brou)
    shown = browser(publisher).get(f"/equipe/{land.brou}")
    assert (shown.status_code, "Ada Déléguée" in shown.text) == (200, True)
    for other in (member(land.anet, "admin"), member(land.brou, "member")):
        assert browser(other).get(f"/equipe/{land.brou}").status_code == 404
    assert browser().get(f"/equipe/{land.brou}").status_code == 302


@pytest.mark.parametrize("action", ["territories_invite", "territories_team"])
def test_nobody_else_decides_on_the_people_of_a_commune(land, member, action):
    for other in (member(land.anet, "admin"), member(land.brou, "member"), factories.User()["name"]):
        with pytest.raises(tk.NotAuthorized):
            act(other, action, organization=land.brou, email="a@b.example")


def test_a_mail_that_does_not_leave_is_said_and_nothing_is_kept(land, publisher, browser, guest):
    page = browser(publisher).post(f"/equipe/{land.brou}/inviter", email=guest, role="publisher")
    assert (page.status_code, guest in page.text) == (200, True)
    assert act(publisher, "territories_team", organization=land.brou)["accesses"] == []


@pytest.mark.parametrize(("email", "given"), [("pas une adresse", "publisher"), ("a@b.example", "operator")])
def test_a_wrong_invitation_is_refused_in_words(land, publisher, browser, email, given):
    page = browser(publisher).post(f"/equipe/{land.brou}/inviter", email=email, role=given)
    assert (page.status_code, "s-error-summary" in page.text) == (200, True)
