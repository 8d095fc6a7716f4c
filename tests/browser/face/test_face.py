"""The reader's pages in a browser: axe, widths, weight, keyboard, without script, on paper."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import broken_rules
from tests.browser.face.conftest import ACCOUNT

PAGES = {
    "home": "/",
    "search": "/dataset/",
    "search-commune": "/dataset/?q=chateaudun",
    "search-empty": "/dataset/?q=zzzz&res_format=ODS",
    "dataset": "/dataset/exemple-deliberations-chateaudun",
    "dataset-link": "/dataset/exemple-menus-dreux",
    "commune": "/organization/chateaudun-28088",
    "commune-empty": "/organization/abondant-28001",
    "departement": "/organization/departement-eure-et-loir",
    "bodies": "/organization/",
    "territory": "/territoire",
    "reuse": "/reutiliser",
    "accessibility": "/accessibilite",
    "legal": "/mentions-legales",
    "about": "/about",
    "login": "/user/login",
    "reset": "/user/reset",
    "not-found": "/nulle-part",
}
SCRIPT_LIMIT = 150_000  # bytes, not compressed
WEIGHT = """() => performance.getEntriesByType('resource')
    .filter(entry => entry.initiatorType === 'script').reduce((sum, entry) => sum + entry.decodedBodySize, 0)"""
TOO_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"
FOCUSED = "() => (document.activeElement.innerText || document.activeElement.id || '').replace(/\\s+/g, ' ').trim()"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name, width, tab):
    page = tab(width)
    page.goto(PAGES[name])
    if folder := os.environ.get("SOCLE_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    assert broken_rules(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_the_screen_nor_heavy(name, tab):
    page = tab()
    page.goto(PAGES[name])
    assert page.evaluate(WEIGHT) < SCRIPT_LIMIT
    for width in (320, 640, 1920):  # 640: a screen of 1,280 with a zoom of 200 %
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(TOO_WIDE) <= 0, width


def press_until(page, text, key="Tab", most=80):
    """Press a key until what has the focus says `text`."""
    page.wait_for_load_state()
    for _ in range(most):
        page.keyboard.press(key)
        if text in page.evaluate(FOCUSED):
            return
    pytest.fail(f"«{text}» is not reached by keyboard")


def test_from_home_to_a_download_by_keyboard_alone(tab):
    page = tab()
    page.goto("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("28200")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=28200**")
    press_until(page, "Commune de Châteaudun")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organization/chateaudun-28088")
    press_until(page, "Download Délibérations")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")


def test_login_and_the_account_menu_by_keyboard_alone(tab):
    page = tab()
    page.goto("/en/user/login")
    press_until(page, "field-login")
    page.keyboard.type(ACCOUNT[0])
    page.keyboard.press("Tab")
    page.keyboard.type(ACCOUNT[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/dashboard/**")
    page.goto("/en/")
    press_until(page, "Claire Durand")
    page.keyboard.press("Enter")
    expect(page.locator("details.s-menu[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("details.s-menu[open]")).to_have_count(0)
    assert "Claire Durand" in page.evaluate(FOCUSED)


def test_filters_are_folded_on_a_phone_and_open_by_keyboard(tab):
    page = tab(390)
    page.goto("/en/dataset/")
    facet = page.get_by_role("link", name="Economy and finance")
    assert not facet.is_visible()
    press_until(page, "Filter")
    page.keyboard.press("Enter")
    expect(facet).to_be_visible()


def test_filters_are_open_where_there_is_room(tab):
    page = tab(1280)
    page.goto("/en/dataset/")
    page.get_by_role("link", name="Economy and finance").click()
    page.wait_for_url("**theme=**")
    expect(page.locator("#count")).to_have_text("2 datasets")


@pytest.mark.parametrize("width", [1280, 390])
def test_search_and_filters_work_without_script(width, tab):
    page = tab(width, java_script_enabled=False)
    page.goto("/en/")
    page.get_by_label("Look for a commune").fill("subventions")
    page.get_by_role("button", name="Search").click()
    page.locator(".s-filters summary").click()
    page.get_by_role("link", name="Licence Ouverte").click()
    expect(page.get_by_role("heading", name="Subventions versées par Châteaudun")).to_be_visible()


def test_paper_keeps_the_content_only(tab):
    page = tab()
    page.goto(PAGES["dataset"])
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator("#table table").is_visible()
    assert not page.locator(".s-header nav").is_visible()
    assert not page.locator(".s-footer").is_visible()


def test_the_errors_of_a_login_are_said(tab):
    page = tab()
    page.goto("/en/user/login")
    page.fill("#field-login", "personne")
    page.fill("#field-password", "faux")
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("status")).to_contain_text("Login failed")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_data_gouv_fr_makes_of_a_commune_s_data(width, tab):
    page = tab(width)
    page.goto("/user/login")
    page.fill("#field-login", ACCOUNT[0])
    page.fill("#field-password", ACCOUNT[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/dashboard/**")
    page.goto("/organization/chateaudun-28088")
    page.click("a[href$='/data-gouv-fr']")
    if folder := os.environ.get("SOCLE_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"data-gouv-fr-{width}.png", full_page=True)
    assert broken_rules(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(TOO_WIDE) <= 0
