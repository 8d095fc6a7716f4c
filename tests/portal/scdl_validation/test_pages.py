import io
import json
import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import ckan.plugins.toolkit as tk
import openpyxl
import pytest

from ckanext.scdl_validation import verifier, verifier_form
from tests.portal.shared import app, loaded, with_plugins  # noqa: F401  # fixtures

FILES = Path(__file__).parents[3] / "test-data" / "scdl"
VALID, FAULTY = FILES / "deliberations-chateaudun.csv", FILES / "deliberations-chateaudun-erreurs.csv"
HABITS = FILES / "repair" / "subventions-habits.csv"


@pytest.fixture
def calls(with_plugins, monkeypatch):
    """Return a function that sets how many files a visitor may have checked; many, at first."""

    def allow(number):
        monkeypatch.setitem(tk.config, "ckanext.scdl_validation.anonymous_calls", number)

    allow(1_000_000)
    return allow


@pytest.fixture
def post(app, calls):
    """Return a function that sends a file to a page, as a browser without script does."""

    def posted(path=None, address="/verifier", status=200, content=None, file_name="table.csv", **fields):
        data = dict(fields)
        if path is not None or content is not None:
            sent = path.read_bytes() if content is None else content
            data["upload"] = (io.BytesIO(sent), path.name if path else file_name)
        answer = app.post(address, data=data, content_type="multipart/form-data", follow_redirects=False)
        assert answer.status_code == status, answer.body[:3000]
        return answer

    return posted


def packed(page):
    return re.search(r'name="packed" value="([^"]*)"', page.body)[1]


def test_the_page_asks_for_a_file(app):
    page = app.get("/verifier")
    assert 'name="upload"' in page.body
    assert page.body.count("<h1") == 1


def test_a_valid_file_is_said_to_be_right(post):
    page = post(VALID)
    assert 'id="right-title"' in page.body
    assert 'id="errors-title"' not in page.body
    assert "no-store" in page.headers["Cache-Control"]


def test_errors_are_shown_in_their_rows_with_what_the_column_holds(post):
    page = post(FAULTY, schema="scdl/deliberations")
    assert page.body.count("<mark>") == 2
    assert "<mark>28</mark>" in page.body
    assert 'id="column-13"' in page.body
    assert "27/01/2025" in page.body
    assert 'type="radio"' in page.body


@pytest.mark.parametrize("address", ["/verifier", "/verifier/telecharger"])
def test_who_sends_too_many_files_is_asked_to_wait(post, calls, address):
    calls(0)
    answer = post(VALID, address=address, status=429)
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(("wanted", "start"), [("repaired", b"COLL_NOM,"), ("annotated", b"PK"), ("report", b"{")])
def test_results_are_downloaded_from_the_page_alone(post, wanted, start):
    page = post(FAULTY, schema="scdl/deliberations")
    answer = post(
        address="/verifier/telecharger", packed=packed(page), name=FAULTY.name, schema="scdl/deliberations", do=wanted
    )
    assert answer.data.startswith(start)
    assert "deliberations-chateaudun-erreurs-" in answer.headers["Content-Disposition"]


def test_the_corrected_file_is_valid_where_the_given_one_is_not(post):
    page = post(HABITS, schema="scdl/subventions")
    answer = post(
        address="/verifier/telecharger", packed=packed(page), name="x.csv", schema="scdl/subventions", do="repaired"
    )
    assert answer.data == (FILES / "repair" / "subventions-repaired.csv").read_bytes()


def test_a_workbook_comes_back_as_a_workbook_too(post):
    path = FILES / "deliberations-chateaudun.xls"
    page = post(path)
    answer = post(address="/verifier/telecharger", packed=packed(page), name=path.name, do="repaired-xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("21280088200012", "s")


def test_a_question_is_answered_from_the_page(post):
    asked = post(content=b"DELIB_DATE\n05/06/2024\n06/05/2024\n", schema="scdl/deliberations")
    name = re.search(r'type="radio"[^>]* name="(answer:[^"]*)" value="([^"]*)"', asked.body)
    answered = post(packed=packed(asked), schema="scdl/deliberations", **{name[1]: name[2]})
    assert 'type="radio"' not in answered.body
    assert "2024-06-05" in answered.body


def test_columns_that_tell_nothing_are_asked_about_and_the_file_stays(post):
    page = post(content=b"a;b\n1;2\n", file_name="mystere.csv")
    assert "mystere.csv" in page.body
    assert verifier.unpack(packed(page), 100) == b"a;b\n1;2\n"
    again = post(packed=packed(page), name="mystere.csv", schema="scdl/deliberations")
    assert 'id="errors-title"' in again.body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"<html>",
        b"PK\x03\x04 and nothing else",
        b"\x00" * 1000,
        b"a,\x00b\n",
        b"a," * 5000 + b"\n1\n",
    ],
)
@pytest.mark.parametrize("schema", ["", "scdl/deliberations"])
def test_what_cannot_be_read_is_one_sentence(post, content, schema):
    page = post(content=content, schema=schema)
    assert "s-notice--error" in page.body
    assert 'id="right-title"' not in page.body


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"packed": "not base64"},
        {"packed": "eJxz"},
        {"schema": "scdl/inconnu", "content": b"a\n1\n"},
        {"header_row": "douze", "content": b"a\n1\n"},
        {"header_row": "9" * 30, "content": b"a\n1\n"},
    ],
)
def test_what_is_wrong_with_the_form_is_said(post, fields):
    status = 400 if "packed" in fields else 200
    assert "s-error-summary" in post(status=status, **fields).body


@pytest.mark.parametrize(
    "fields",
    [
        {"encoding": "utf-16", "delimiter": "|", "header_row": "3", "sheet": "Feuille"},
        {"encoding": "rot13", "delimiter": "\n"},
        {"answer:date:4": "day-first", "answer:": "x", "answer:nothing": "y"},
        {"name": "../../etc/passwd"},
    ],
)
def test_no_way_of_reading_breaks_the_page(post, fields):
    assert "<h1" in post(VALID, **fields).body


def test_what_a_cell_holds_is_text_on_the_page(post):
    script = "<script>alert(1)</script>"
    page = post(content=f"DELIB_DATE,{script}\n{script},{script}\n".encode(), schema="scdl/deliberations")
    assert script not in page.body
    assert "&lt;script&gt;" in page.body


@pytest.fixture
def elsewhere(monkeypatch):
    """A server of this machine, whose address the portal may ask; the address of a file there."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(FILES))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setitem(tk.config, "ckanext.socle.http.allowed_networks", ["127.0.0.0/8"])
        yield f"http://127.0.0.1:{server.server_port}/{VALID.name}"
        server.shutdown()


def test_a_file_is_fetched_from_its_address(post, elsewhere):
    page = post(url=elsewhere)
    assert 'id="right-title"' in page.body
    assert VALID.name in page.body


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x.csv", "file:///etc/passwd", "http://169.254.169.254/", "rien"])
def test_an_address_that_may_not_be_asked_is_refused_in_a_sentence(post, url):
    page = post(url=url)
    assert 'id="field-url-error"' in page.body


def test_nothing_to_download_is_said(post):
    assert "s-error-summary" in post(VALID, address="/verifier/telecharger", status=400, do="autre").body
    assert (
        "s-error-summary"
        in post(content=b"%PDF-1.7\n", address="/verifier/telecharger", status=400, do="annotated").body
    )


def test_a_file_over_the_limit_is_refused_in_a_sentence(post, monkeypatch):
    monkeypatch.setattr(verifier_form, "largest_file", lambda: 10)
    assert "s-error-summary" in post(content=b"a" * 11, status=413).body


def test_the_report_for_programs_is_the_library_s(post):
    answer = post(VALID, address="/verifier/telecharger", do="report")
    assert json.loads(answer.data)["valid"] is True
    assert "extract" not in json.loads(answer.data)
