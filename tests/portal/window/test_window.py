"""Feeds, block and certificates, as the server gives them."""

import hashlib
import io
import json
from xml.etree import ElementTree as ET

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories, helpers
from werkzeug.datastructures import FileStorage

from ckanext.window.model import Certificate, read_number
from tests.portal.window.conftest import TABLE

TOWN = "/organization/chateaudun-28088"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize(("kind", "title"), [("atom", f"{ATOM}entry/{ATOM}title"), ("rss", "channel/item/title")])
def test_a_body_has_its_feeds_of_what_is_public(kind, title, get):
    answer = get(f"{TOWN}/publications.{kind}")
    root = ET.fromstring(answer.body)
    assert [each.text for each in root.findall(title)] == ["Délibérations de l’année", "Menus"]
    assert answer.headers["Content-Type"].startswith(f"application/{kind}+xml")


def test_the_page_of_the_body_names_its_feeds_and_its_block(page):
    document = page(TOWN)
    types = [each["type"] for each in document.select("link[rel=alternate][type]")]
    assert {"application/atom+xml", "application/rss+xml"} <= set(types)
    assert document.select(f"a[href$='{TOWN}/integrer']")
    assert not document.select("a[href$=attestation]")


@pytest.mark.parametrize("end", ["bloc", "bloc.json", "publications.atom"])
def test_a_stranger_gets_no_cookie(end, portal):
    answer = portal.app.flask_app.test_client(use_cookies=False).get(f"{TOWN}/{end}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_the_block_runs_no_script_and_may_stand_anywhere(get, page):
    answer = get(f"{TOWN}/bloc")
    assert "<script" not in answer.body
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    titles = [link.get_text() for link in page(f"{TOWN}/bloc").select("li a")]
    assert titles == ["Délibérations de l’année", "Menus"]


@pytest.mark.parametrize("address", ["/", TOWN, "/attestation"])
def test_no_other_page_may_stand_inside_another_site(address, get):
    assert get(address).headers["Content-Security-Policy"] == "frame-ancestors 'self'"


def test_the_block_of_a_body_without_publication_says_so(page):
    assert "Nothing is published here yet." in page("/organization/abondant-28001/bloc").get_text()


def test_the_script_gets_its_words_from_any_site(get):
    answer = get(f"{TOWN}/bloc.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert [each["title"] for each in json.loads(answer.body)["items"]] == ["Délibérations de l’année", "Menus"]


@pytest.mark.parametrize("end", ["bloc", "bloc.json", "integrer", "publications.atom", "attestation"])
def test_an_unknown_body_is_not_found(end, get):
    get(f"/organization/nowhere/{end}", status=404)


def test_the_lines_to_copy_hold_the_addresses(page):
    document = page(f"{TOWN}/integrer")
    frame, script = (document.select_one(f"#{name}-lines").get_text() for name in ("frame", "script"))
    assert f"{TOWN}/bloc" in frame
    assert "/window/bloc.js" in script


def test_a_certificate_lists_what_is_public_with_digest_and_validity(certificate):
    titles = [each["title"] for each in certificate["content"]["publications"]]
    assert titles == ["Délibérations de l’année", "Menus"]
    digests = [file["sha256"] for each in certificate["content"]["publications"] for file in each["files"]]
    assert digests == [hashlib.sha256(TABLE).hexdigest(), ""]
    assert certificate["authentic"] is True
    assert certificate["changes"] == []


def test_only_who_publishes_for_the_body_has_a_certificate_written(portal, get, page):
    assert "/user/login" in get(f"{TOWN}/attestation", status=302, follow_redirects=False).headers["Location"]
    get(f"{TOWN}/attestation", status=403, user=factories.UserWithToken()["token"])
    assert "2 publications" in page(f"{TOWN}/attestation", user=portal.token).get_text()


def test_the_secretary_has_one_written_and_everybody_checks_it(portal, page):
    answer = portal.app.post(
        f"/en{TOWN}/attestation", headers={"Authorization": portal.token}, follow_redirects=False, status=302
    )
    address = answer.headers["Location"].partition("/en")[2]
    document = page(address)
    assert "Authentic" in document.select_one(".s-notice__title").get_text()
    assert hashlib.sha256(TABLE).hexdigest() in document.get_text()
    number = address.rpartition("/")[2]
    assert number in page(f"{TOWN}/attestation", user=portal.token).select_one("table").get_text()


def test_a_certificate_of_nothing_is_refused(portal, page):
    with portal.app.flask_app.test_request_context(), pytest.raises(tk.ValidationError) as refused:
        helpers.call_action("publication_certificate_create", organization="abondant-28001")
    assert list(refused.value.error_dict) == ["organization"]


def test_a_number_is_read_however_it_is_copied(certificate, get):
    number = certificate["number"]
    typed = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_number(typed) == number
    answer = get("/attestation", query_string={"numero": typed}, status=302, follow_redirects=False)
    assert answer.headers["Location"].endswith(f"/attestation/{number}")


@pytest.mark.parametrize("address", ["/attestation/2026-0000-0000", "/attestation/nothing.pdf"])
def test_an_unknown_number_gets_a_sentence(address, page):
    assert "No certificate has this number" in page(address, status=404).get_text()


def test_a_replaced_file_is_said(portal, certificate, page):
    with portal.app.flask_app.test_request_context():
        upload = FileStorage(io.BytesIO(TABLE + b"2026-002,9\n"), filename="deliberations.csv")
        helpers.call_action("resource_patch", id=portal.file["id"], upload=upload)
    since = page(f"/attestation/{certificate['number']}").select_one("[aria-labelledby=since]").get_text()
    assert "Replaced" in since


def test_a_row_altered_in_the_database_is_no_longer_authentic(portal, certificate, page):
    with portal.app.flask_app.test_request_context():
        row = model.Session.get(Certificate, certificate["number"])
        row.content = {**row.content, "issued": "2020-01-01T00:00:00Z"}
        model.Session.commit()
    assert "Not authentic" in page(f"/attestation/{certificate['number']}").get_text()


def test_the_file_of_the_content_has_the_digest(certificate, get):
    answer = get(f"/attestation/{certificate['number']}.json")
    assert hashlib.sha256(answer.data).hexdigest() == certificate["digest"]


def test_the_pdf_names_its_language_and_carries_the_content(certificate, portal):
    answer = portal.app.get(f"/attestation/{certificate['number']}.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert b"/Lang (fr)" in answer.data
    assert b"attestation.json" in answer.data
