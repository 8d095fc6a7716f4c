import pytest
from ckan.tests import factories
from flask import g

from ckanext.deposit import model as deposits
from tests.portal.deposit.conftest import FAULTY, VALID
from tests.portal.deposit.test_publication import silence


@pytest.fixture
def visit(town, app):
    """Return a function that asks for a page as the secretary."""
    token = factories.APIToken(user=town.secretary)["token"]

    def visited(address, status=200, **options):
        # The request of a test lies in the context of its fixtures, which remembers that nobody is logged in.
        g.pop("_login_user", None)
        headers = {"Authorization": token}
        answer = app.get(address, headers=headers, follow_redirects=False, **options)
        assert answer.status_code == status, answer.body[:2000]
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
