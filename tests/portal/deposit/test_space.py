"""The space of who publishes, page by page."""

import re
from datetime import datetime, timezone

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories, helpers
from flask import g

from ckanext.observatory import periods, rules
from tests.portal.deposit.conftest import FAULTY, VALID
from tests.portal.deposit.test_pages import visit  # noqa: F401  # fixture

YEAR = str(datetime.now(timezone.utc).year)
NIL = {"schema": "scdl/subventions", "period": YEAR}


@pytest.fixture
def send(town, app):
    """Return a function that sends a form as the secretary."""
    token = factories.APIToken(user=town.secretary)["token"]

    def sent(address, **data):
        g.pop("_login_user", None)
        return app.post(address, headers={"Authorization": token}, data=data, follow_redirects=False)

    return sent


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_the_space_says_what_is_due_and_leads_to_the_file(town, visit, send):
    page = visit("/mon-espace").body
    assert "Châteaudun" in page
    assert page.count("<h1") == 1
    assert f'action="/deposer/pour/{town.name}"' in page
    answer = send(f"/deposer/pour/{town.name}", schema="scdl/subventions")
    assert answer.headers["Location"].endswith("/fichier")


def test_a_draft_is_taken_up_where_it_is(town, begin, visit):
    draft = begin(FAULTY)
    assert f'href="/deposer/{draft["id"]}" aria-label="Corriger' in visit(f"/mon-espace/{town.name}").body


def test_nothing_to_declare_takes_two_clicks_and_shows_on_the_commune_s_page(town, visit, send, app):
    space = visit(f"/mon-espace/{town.name}").body
    first = f"/mon-espace/{town.name}/declarer?schema=scdl/subventions&amp;period={YEAR}"
    assert first.replace("/subventions", "%2Fsubventions") in space.replace("scdl/sub", "scdl%2Fsub")
    page = visit(first.replace("&amp;", "&")).body
    assert 'name="kind" value="nil"' in page
    assert 'value="same"' not in page
    assert send(f"/mon-espace/{town.name}/declarer", kind="nil", **NIL).status_code == 302
    assert f"année {YEAR} : rien à déclarer" in text_of(app.get(f"/organization/{town.name}").body)
    [said] = helpers.call_action("deposit_nil_list", organization=town.id)
    assert send(f"/mon-espace/{town.name}/retirer/{said['id']}").status_code == 302
    assert "rien à déclarer" not in app.get(f"/organization/{town.name}").body


@pytest.mark.parametrize("asked", ["", "?schema=scdl/budget&period=1789", "?schema=nothing&period=2025"])
def test_what_is_not_asked_is_not_declared(town, visit, asked):
    visit(f"/mon-espace/{town.name}/declarer{asked}", status=404)


def test_a_wrong_declaration_is_refused_in_a_sentence(town, send):
    answer = send(f"/mon-espace/{town.name}/declarer", kind="never", **NIL)
    assert answer.status_code == 200
    assert "s-error-summary" in answer.body


def test_a_commune_that_is_not_hers_is_not_found(visit):
    foreign = factories.Organization()
    for page in ("", "/declarer"):
        visit(f"/mon-espace/{foreign['name']}{page}", status=404)


def test_who_is_not_logged_in_is_sent_to_log_in(town, app):
    assert "/user/login" in app.get("/mon-espace", follow_redirects=False).headers["Location"]


def test_many_communes_are_a_list_to_choose_from(town, visit, app):
    for number in range(6):
        user = {"name": town.secretary, "capacity": "editor"}
        factories.Organization(title=f"Ville-{number}", territory_type="commune", users=[user])
    page = visit("/mon-espace").body
    assert page.count("s-card__link") == 7
    assert visit("/mon-espace?q=ville-3").body.count("s-card__link") == 1


def test_the_door_shows_to_who_may_publish(town, visit, app):
    assert 'href="/mon-espace"' in visit("/dataset/").body
    g.pop("_login_user", None)
    assert 'href="/mon-espace"' not in app.get("/dataset/").body


def test_what_is_published_leads_to_its_page(town, act, begin, visit):
    published = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    days = {"temporal_start": f"{int(YEAR) - 1}-01-01", "temporal_end": f"{YEAR}-12-31"}
    helpers.call_action("package_patch", id=published["package_id"], **days)
    assert f"/dataset/{published['package_id']}" in visit("/mon-espace").body


def test_nothing_to_declare_is_not_offered_of_a_budget(town, act, visit, send):
    page = visit(f"/mon-espace/{town.name}").body
    assert "declarer?schema=scdl/subventions" in page
    assert "declarer?schema=scdl/budget" not in page
    [asked] = [each for each in rules.load() if each.schema == "scdl/budget"]
    period = periods.current(asked, datetime.now(timezone.utc).date()).key  # in January, of the year before
    budget = {"schema": "scdl/budget", "period": period, "kind": "nil"}
    assert "existe toujours" in text_of(send(f"/mon-espace/{town.name}/declarer", **budget).body)
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_nil_create", organization=town.name, **budget)
