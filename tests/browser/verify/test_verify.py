"""The public check of a file. Few files are sent: an anonymous visitor may have twenty of them checked."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
import requests
from playwright.sync_api import expect

from tests.browser.deposit.conftest import look
from tests.browser.deposit.test_publishing import choose, tab_to

FILES = Path(__file__).parents[3] / "test-data" / "scdl"
VALID, FAULTY = FILES / "deliberations-chateaudun.csv", FILES / "deliberations-chateaudun-erreurs.csv"
HABITS = FILES / "repair" / "subventions-habits.csv"


def sent(page, path, schema=""):
    """Give a file and wait for the answer."""
    page.goto("/verifier")
    page.set_input_files("#field-upload", path)
    page.select_option("#field-schema", schema)
    page.click("main form button[type=submit]")
    page.wait_for_selector(".v-report, .s-error-summary")


def downloaded(page, value):
    with page.expect_download() as download:
        page.click(f"button[name=do][value={value}]")
    return download.value.path().read_bytes()


def many_rows(path, count=40_000):
    """A table that is too large to stay in a page, even packed."""
    [head, *rows] = csv.reader(VALID.read_text(encoding="utf-8").splitlines())
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for number in range(count):
        row = list(rows[number % len(rows)])
        row[2] = f"2024-{number * 7919 % 1_000_003:07d}"
        row[6] = f"Objet {number * 104_729 % 15_485_863} de la séance {number * 31 % 9973}"
        writer.writerow(row)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_a_file_is_checked_by_keyboard_alone(browsing):
    with browsing() as page:
        choosers = []
        page.on("filechooser", lambda chooser: choosers.append(chooser))
        page.goto("/verifier")
        look(page, "verifier")
        tab_to(page, "#field-upload")
        choose(page, choosers, VALID)
        tab_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_selector(".v-right")
        expect(page.locator("h1")).to_be_focused()
        look(page, "verifier-juste")
        page.go_back()
        page.wait_for_selector("#field-upload")


def test_errors_corrections_and_a_question_are_on_one_page(browsing):
    with browsing() as page:
        sent(page, FAULTY, "scdl/deliberations")
        look(page, "verifier-erreurs")
        page.click(".v-link a")
        expect(page.locator(".v-report")).to_have_count(1)
        page.wait_for_load_state()
        regions = page.locator(".s-table-region")
        assert all(regions.nth(number).get_attribute("tabindex") == "0" for number in range(regions.count()))
        page.check("input[type=radio] >> nth=0")
        page.click(".v-question button")
        page.wait_for_selector(".v-report:not(:has(.v-question))")
        book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "annotated")))
        assert book["Tableau"]["B13"].value == "21280088200012"


@pytest.mark.parametrize("script", [True, False])
def test_the_corrected_file_comes_from_the_page_itself(browsing, script):
    with browsing(script=script) as page:
        sent(page, HABITS, "scdl/subventions")
        if script:
            look(page, "verifier-repare")
        assert downloaded(page, "repaired") == (FILES / "repair" / "subventions-repaired.csv").read_bytes()


def test_what_cannot_be_read_or_recognised_is_said_and_takes_the_focus(browsing, tmp_path):
    unknown, pdf = tmp_path / "mystere.csv", tmp_path / "vote.csv"
    unknown.write_text("a;b\n1;2\n")
    pdf.write_bytes(b"%PDF-1.7\n")
    with browsing() as page:
        sent(page, pdf)
        look(page, "verifier-illisible")
        sent(page, unknown)
        expect(page.locator(".s-error-summary")).to_be_focused()
        look(page, "verifier-inconnu")


def test_a_file_too_large_for_the_page_is_not_chosen_twice_with_script(browsing, tmp_path):
    with browsing() as page:
        page.set_default_timeout(90_000)
        sent(page, many_rows(tmp_path / "grand.csv"), "scdl/deliberations")
        page.wait_for_load_state()
        expect(page.locator("input[name=packed]")).to_have_count(0)
        expect(page.locator("[data-verify-again]")).to_be_hidden()
        assert downloaded(page, "report").startswith(b"{")


def test_a_form_without_its_token_is_refused(portal):
    answer = requests.post(f"{portal}/verifier", files={"schema": (None, "")}, timeout=60)
    assert answer.status_code == 400
