"""The report of a published file: for readers, and for who published it."""

import io
import json

import openpyxl
import pytest
from flask import g

from tests.portal.scdl_validation.conftest import FAULTY, PERSONAL, SCHEMA, VALID

PERSON = VALID.replace(b"Approbation", "Aide à Mme Jeanne Dupontel, 06 39 98 12 34,".replace(",", " ").encode(), 1)


@pytest.fixture
def visit(town, app):
    """Return a function that asks for a page, as the secretary or as anybody."""

    def visited(address, status=200, editor=False):
        # The request of a test lies in the context of its fixtures, which remembers who was logged in.
        g.pop("_login_user", None)
        answer = app.get(address, headers={"Authorization": town.token} if editor else {}, follow_redirects=False)
        assert answer.status_code == status, answer.body[:2000]
        return answer

    return visited


def report_of(resource, end=""):
    return f"/dataset/{resource['package_id']}/resource/{resource['id']}/rapport{end}"


def test_readers_see_the_faults_of_a_published_file_in_their_rows(publish, visit):
    page = visit(report_of(publish(FAULTY)))
    assert page.body.count("<h1") == 1
    assert "<mark>28</mark>" in page.body
    assert 'id="repairs-title"' not in page.body
    assert 'type="radio"' not in page.body


def test_the_publisher_sees_what_can_be_corrected_too(publish, visit):
    page = visit(report_of(publish(FAULTY)), editor=True)
    assert 'id="repairs-title"' in page.body


def test_the_page_of_a_file_links_to_its_report(publish, visit):
    resource = publish(VALID)
    address = f"/dataset/{resource['package_id']}/resource/{resource['id']}"
    assert f"/resource/{resource['id']}/rapport" in visit(address).body


@pytest.mark.parametrize("end", ["", ".json", ".xlsx"])
def test_a_held_file_has_no_report_for_the_public(publish, visit, end):
    resource = publish(PERSONAL, schema=None)
    assert "Dupont" not in visit(report_of(resource, end), status=404).body


def test_the_publisher_of_a_held_file_sees_why(publish, visit):
    page = visit(report_of(publish(PERSONAL, schema=None)), editor=True)
    assert 'id="personal-title"' in page.body
    assert "Jean Dupont" not in page.body


@pytest.mark.parametrize("end", ["", ".json", ".xlsx"])
def test_what_was_found_of_persons_is_not_told_once_the_file_is_public(publish, visit, policy, end):
    policy(on_personal_data="warn")
    resource = publish(PERSON)
    assert 'id="personal-title"' in visit(report_of(resource), editor=True).body
    answer = visit(report_of(resource, end))
    if end == ".json":
        assert json.loads(answer.data)["personal_data"] == []
    elif end == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        assert [cell.coordinate for row in book["Tableau"] for cell in row if cell.comment] == []
    else:
        assert 'id="personal-title"' not in answer.body


def test_the_faults_of_a_public_file_are_had_in_colour(publish, visit):
    answer = visit(report_of(publish(FAULTY), ".xlsx"))
    assert openpyxl.load_workbook(io.BytesIO(answer.data))["Tableau"]["M18"].comment is not None


def test_a_file_that_is_being_checked_says_so(publish, visit, later):
    page = visit(report_of(publish(VALID)), editor=True)
    assert "s-notice--info" in page.body


def test_an_unreadable_file_says_why(publish, visit):
    page = visit(report_of(publish(b"%PDF-1.7\n", name="vote.csv")), editor=True)
    assert "PDF" in page.body


@pytest.mark.parametrize("end", ["", ".json", ".xlsx"])
@pytest.mark.parametrize("address", ["/dataset/rien/resource/rien/rapport", "/dataset/{0}/resource/rien/rapport"])
def test_what_does_not_exist_is_a_page_404(dataset, visit, address, end):
    visit(address.format(dataset()["id"]) + end, status=404)


def test_a_link_s_report_has_no_workbook(publish, visit, act, town):
    resource = publish(None, url="http://127.0.0.1:9/x.csv", format="CSV", schema=SCHEMA)
    visit(report_of(resource, ".xlsx"), status=404)
    visit(report_of(resource))
