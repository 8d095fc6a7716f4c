"""Coming in, saying for whom one acts, and the team of a body, in Chromium."""

from ckan import model
from ckan.tests import factories, helpers
from playwright.sync_api import expect

from ckanext.territories import delegations, joining
from ckanext.territories.roles import Role
from tests.browser.deposit.conftest import log_in, look


def test_a_town_hall_finds_its_way_in_by_keyboard(town, browsing):
    with browsing() as page:
        page.goto("/user/login")
        look(page, "connexion")
        page.get_by_role("link", name="Recevoir un lien").click()
        page.fill("#field-q", "chateaudun")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=chateaudun**")
        look(page, "entrer")
        page.locator(f"input[value='{town.name}']").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url("**/entrer/code/**")
        look(page, "entrer-code")
        page.fill("#field-code", "000 000")
        page.keyboard.press("Enter")
        expect(page.locator(".s-error-summary")).to_be_focused()
        look(page, "entrer-code-faux")
        page.goto("/entrer/lien/ancien")
        look(page, "entrer-lien-ancien")


def test_one_person_changes_for_whom_she_acts(town, browsing):
    other = factories.Organization(title="Marboué", territory_type="commune")
    give(other["id"], town.secretary, "editor")
    with browsing() as page:
        page.goto("/user/login?next=/mon-espace")
        log_in(page, town.secretary)
        page.wait_for_selector(".s-switch")
        page.locator(".s-switch summary").focus()
        page.keyboard.press("Enter")
        page.locator(".s-switch").get_by_role("button", name="Marboué").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('.s-switch strong')?.textContent === 'Marboué'")
        page.goto("/agir-pour")
        look(page, "agir-pour")


def test_the_team_of_a_commune(town, browsing):
    fill(town)
    with browsing() as page:
        page.goto(f"/user/login?next=/equipe/{town.name}")
        log_in(page, town.secretary)
        page.wait_for_selector("#people-title")
        look(page, "equipe")
        page.get_by_role("button", name="Refuser").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".s-notice--success")
        expect(page.locator("#demandes")).to_have_count(0)
        page.goto(f"/rejoindre/{town.name}")
        look(page, "rejoindre")
        page.goto("/rejoindre/invitation/ancienne")
        look(page, "invitation-ancienne")


def give(organization, user, role):
    helpers.call_action("organization_member_create", id=organization, username=user, role=role)


def fill(town):
    """A contributor, a demand, an invitation and a delegation."""
    group = model.Group.get(town.name)
    give(group.id, factories.User(fullname="Zoé Lambert")["name"], "member")
    asks = model.User.get(factories.User(fullname="Marc Petit")["name"])
    joining._write(
        joining.REQUEST, group, asks.email, Role.PUBLISHER, "Je suis le secrétaire du mardi.", user_id=asks.id
    )
    joining._write(joining.INVITATION, group, "julie.roche@exemple.fr", Role.PUBLISHER, "", secret_hash="x")
    day = delegations.today()
    delegations.grant([group.id], asks.id, "", day, day, "Convention avec la communauté de communes")
