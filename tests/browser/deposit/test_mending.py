"""The way of a town hall's own workbook: repaired, a question answered, personal data decided, published."""

import re
from pathlib import Path

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.deposit.conftest import log_in, look
from tests.browser.deposit.test_publishing import published, tab_to
from tests.browser.deposit.workbook import town_hall_workbook

SUBVENTIONS = "scdl/subventions"


@pytest.fixture
def book(tmp_path):
    """Return a function that gives the path of the workbook."""

    def written(wrong=False) -> Path:
        path = tmp_path / "Subventions 2024.xlsx"
        path.write_bytes(town_hall_workbook(wrong))
        return path

    return written


def send(page, town, path, schema=SUBVENTIONS):
    page.goto("/deposer")
    log_in(page, town.secretary)
    page.wait_for_selector("input[name=schema]")
    page.check(f"input[value='{schema}']")
    page.click("main form button[type=submit]")
    page.set_input_files("#field-upload", path)
    page.click("main button[type=submit]")
    page.wait_for_url("**/verification")


def pressed(page, selector, key="Space"):
    tab_to(page, selector)
    page.keyboard.press(key)


def test_a_workbook_with_many_faults_is_published_by_keyboard_alone(town, browsing, book):
    with browsing() as page:
        send(page, town, book())
        expect(page.locator(".d-repairs > li").nth(4)).to_be_visible()
        look(page, "7-reparations")
        pressed(page, "details.d-inside summary", "Enter")
        look(page, "7-reparations-cases")
        pressed(page, "#field-choice")
        assert page.evaluate("document.activeElement.value") == "day-first"
        pressed(page, ".d-question button", "Enter")
        page.wait_for_url("**/verification#questions")
        expect(page.locator(".d-question")).to_have_count(0)
        look(page, "8-repondu")
        for choice in ("drop-row", "drop-column"):
            tab_to(page, "details.d-personal[open] input[type=radio]")
            for _ in range(10):
                if page.evaluate("document.activeElement.value") == choice and page.locator(":focus:checked").count():
                    break
                page.keyboard.press("ArrowDown")
            with page.expect_navigation():
                pressed(page, "details.d-personal[open] button[type=submit]", "Enter")
        page.wait_for_selector("a[href$='/publication']")
        look(page, "9-pret")
        assert published(town) == []
        pressed(page, "a[href$='/publication']", "Enter")
        page.wait_for_url("**/publication")
        pressed(page, "main button[type=submit]", "Enter")
        page.wait_for_url("**/publie")
        look(page, "10-publie")
        address = published(town)[0]["resources"][0]["url"]
        public = requests.get(address, timeout=60).text
        assert ("Dupont" in public, "06 12" in public, "2024-05-06" in public) == (False, False, True)


@pytest.mark.parametrize("script", [False, True])
def test_a_group_is_decided_row_by_row_and_a_repair_refused(town, browsing, book, script):
    with browsing(script=script) as page:
        send(page, town, book(wrong=True))
        look(page, "7-erreurs", axe=script)
        page.uncheck("input[name=apply][value='number:8']")
        page.click(".d-repairs ~ .s-actions button")
        expect(page.locator("input[name=apply][value='number:8']")).not_to_be_checked()
        expect(page.locator(".d-fault-row").nth(3)).to_be_visible()
        page.check("details.d-personal[open] input[value=publish-other]")
        page.click("details.d-personal[open] button[type=submit]")
        look(page, "8-sans-raison", axe=script)
        page.fill("details.d-personal[open] input[name=reason]", "Accord écrit de la personne")
        page.click("details.d-personal[open] button[type=submit]")
        expect(page.locator(".d-personal input[name=reason]").first).to_have_value(re.compile("Accord écrit"))
        page.goto(page.url.split("#")[0].replace("/verification", "/colonnes"))
        look(page, "7-colonnes", axe=script)
        page.goto(page.url.replace("/colonnes", "/verification"))
        with page.expect_download() as sent:
            page.click("a[href$='/telecharger/corrige']")
        assert sent.value.suggested_filename.endswith(".csv")


def test_the_wrong_kind_of_data_is_changed_with_one_button(town, browsing, book):
    with browsing() as page:
        send(page, town, book(), schema="scdl/deliberations")
        look(page, "7-autre-donnee")
        page.click("form[action$='/changer'] button")
        page.wait_for_selector(".d-question")
        expect(page.locator("form[action$='/changer']")).to_have_count(0)
