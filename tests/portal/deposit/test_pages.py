import re

import pytest
from ckan import model
from ckan.tests import factories
from flask import g

from ckanext.deposit import model as deposits
from tests.portal.deposit.conftest import FAULTY, VALID
from tests.portal.deposit.test_deposits import everyone
from tests.portal.deposit.test_publication import silence
from tests.unit.deposit.test_mending import NAMES, row, table


@pytest.fixture
def visit(town, app):
    """Return a function that asks for a page as the secretary."""
    token = factories.APIToken(user=town.secretary)["token"]

    def visited(address, status=200, **options):
        # The request of a test lies in the context of its fixtures, which remembers that nobody is logged in.
        g.pop("_login_user", None)
        headers = {"Authorization": token}
        answer = app.get(address, headers=headers, follow_redirects=False, **options)
        assert answer.status_code == status, answer.data[:2000]
        return answer

    return visited


@pytest.mark.parametrize("path", [VALID, FAULTY])
def test_a_verdict_says_what_is_right_and_what_is_not(begin, visit, path):
    deposit = begin(path)
    page = visit(f"/deposer/{deposit['id']}/verification").body
    assert page.count('class="d-cause"') == len(deposit["report"]["errors"] + deposit["report"]["warnings"])
    assert str(deposit["report"]["table"]["rows"]) in page


@pytest.mark.parametrize("step", ["waiting", "reading", "checking"])
def test_a_check_shows_where_it_is(begin, visit, step):
    deposit = begin(VALID)
    deposits.write(deposit["id"], state="checking", progress={"step": step, "rows": 120_000})
    assert "data-deposit-watch" in visit(f"/deposer/{deposit['id']}/verification").body
    silence(deposit["id"])
    assert "/verifier" in visit(f"/deposer/{deposit['id']}/verification").body


@pytest.mark.parametrize("state", ["draft", "checking", "valid", "invalid", "unreadable", "publishing"])
@pytest.mark.parametrize("page", ["", "/fichier", "/verification", "/publication", "/publie", "/supprimer"])
def test_every_page_answers_in_every_state(begin, visit, state, page):
    deposit = begin(FAULTY)
    deposits.write(deposit["id"], state=state)
    address = f"/deposer/{deposit['id']}{page}"
    for _ in range(3):
        answer = visit_any(visit, address)
        if answer.status_code == 200:
            return
        address = answer.headers["Location"]
    raise AssertionError(address)


def visit_any(visit, address):
    try:
        return visit(address)
    except AssertionError:
        return visit(address, status=302)


def test_who_is_not_logged_in_comes_back_after_the_login(town, app):
    answer = app.get("/deposer", follow_redirects=False)
    assert (answer.status_code, "login" in answer.headers["Location"]) == (302, True)
    assert "deposer" in answer.headers["Location"]


@pytest.mark.parametrize("address", ["/deposer/rien", "/deposer/rien/fichier", "/deposer/pour/nulle-part"])
def test_what_does_not_exist_is_a_page_404(visit, address):
    visit(address, status=404)


PERSON = table(row(who="M. Jean Dupont", siret="", amount="beaucoup"), row(date="31/12/2024"), row())


@pytest.fixture
def person(begin):
    """A deposit with a repair, an error and a person."""
    return begin(content=PERSON, name="subventions 2024.csv", schema="scdl/subventions")


def test_the_page_of_a_person_quotes_no_one(person, visit):
    body = visit(f"/deposer/{person['id']}/verification").body
    assert "Dupont" not in body
    assert "M• J• D•" in body


def test_the_two_files_are_given_to_the_editors_of_the_body_alone(person, visit, town, app):
    people = everyone(town)
    for which, kept in (("envoye", PERSON), ("corrige", None), ("annote", None)):
        address = f"/deposer/{person['id']}/telecharger/{which}"
        answer = visit(address)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "private" in answer.headers["Cache-Control"]
        assert kept is None or answer.data == kept
        for role in ("stranger",):
            g.pop("_login_user", None)
            token = factories.APIToken(user=people[role][0])["token"]
            refused = app.get(address, headers={"Authorization": token}, follow_redirects=False)
            assert (refused.status_code, b"Dupont" in refused.data) == (404, False), role
        g.pop("_login_user", None)
        assert app.get(address, follow_redirects=False).status_code == 302


@pytest.mark.parametrize("state", ["draft", "checking", "valid", "invalid", "unreadable"])
def test_what_is_not_published_is_at_no_public_address(person, town, app, state):
    deposits.write(person["id"], state=state)
    key = deposits.get(person["id"]).file_key
    g.pop("_login_user", None)
    assert model.Session.query(model.Package).filter_by(owner_org=town.id).count() == 0
    assert model.Session.query(model.File).count() == 0
    for address in (
        f"/{key}",
        f"/deposits/{key}",
        f"/uploads/{key}",
        f"/uploads/deposits/{key}",
        f"/file/download/{key}",
    ):
        assert app.get(address, follow_redirects=False).status_code in {302, 403, 404}, address


FORMS = {
    "reponse": {"key": "date:3", "choice": "nowhere"},
    "corrections": {"shown": "date:3"},
    "personnes": {"finding": "beneficiary:5::", "choice": "publish-other"},
    "colonnes": {"column-montant": "pas une colonne"},
    "changer": {"schema": "scdl/subventions"},
    "annuler": {},
    "charger": {},
    "verifier": {},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("state", ["draft", "checking", "invalid", "publishing", "published"])
def test_every_form_answers_in_every_state(person, visit_form, state, form):
    deposits.write(person["id"], state=state, published=deposits.now() if state == "published" else None)
    assert visit_form(f"/deposer/{person['id']}/{form}", FORMS[form]).status_code in {200, 302}


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_for_another_body(person, visit_form, town, form):
    stranger = everyone(town)["stranger"][0]
    before = deposits.get(person["id"]).turn
    assert visit_form(f"/deposer/{person['id']}/{form}", FORMS[form], user=stranger).status_code == 404
    assert deposits.get(person["id"]).turn == before


@pytest.fixture
def visit_form(town, app):
    """Return a function that sends a form as somebody, the secretary by default."""

    def sent(address, form, user=None):
        g.pop("_login_user", None)
        token = factories.APIToken(user=user or town.secretary)["token"]
        return app.post(address, data=form, headers={"Authorization": token}, follow_redirects=False)

    return sent


def test_a_decision_without_a_reason_says_so_beside_what_was_typed(person, visit_form):
    page = visit_form(f"/deposer/{person['id']}/personnes", FORMS["personnes"])
    assert page.status_code == 200
    assert "s-error-summary" in page.body


def test_all_the_cells_of_a_repair_have_their_pages(begin, visit, visit_form):
    many = table(*(row(amount=f"{number} 500,50") for number in range(1, 151)))
    deposit = begin(content=many, schema="scdl/subventions")
    first = visit(f"/deposer/{deposit['id']}/corrections/number:8").body
    second = visit(f"/deposer/{deposit['id']}/corrections/number:8?page=2").body
    assert (first.count('name="apply"'), second.count('name="apply"')) == (100, 50)
    visit_form(f"/deposer/{deposit['id']}/corrections", {"shown": "number:8:151"})
    assert deposits.get(deposit["id"]).report["error_count"] == 1
    visit(f"/deposer/{deposit['id']}/corrections/inconnue:1", status=302)


def test_the_columns_are_asked_with_what_is_known_of_them(begin, visit, visit_form):
    odd = NAMES.replace("montant", "Sous versés").replace("Date convention", "Jour du vote")
    deposit = begin(content=table(row(), names=odd), schema="scdl/subventions")
    address = f"/deposer/{deposit['id']}/colonnes"
    page = visit(address).body
    assert "Sous versés" in page
    chosen = dict(re.findall(r'name="(column-\w+)".*?<option value="([^"]*)" selected', page, re.S))
    assert (chosen["column-objet"], chosen["column-montant"]) == ("objet", "-")
    named = chosen | {"column-montant": "Sous versés", "column-dateConvention": "Jour du vote", "header_row": "1"}
    assert visit_form(address, named).headers["Location"].endswith("/verification")
    assert deposits.get(deposit["id"]).state == "valid"


def test_the_form_of_publication_publishes(begin, visit_form):
    deposit = begin(VALID)
    answer = visit_form(f"/deposer/{deposit['id']}/publication", deposit["fields"])
    assert answer.headers["Location"].endswith("/publie")
