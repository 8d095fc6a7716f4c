"""The animator's desk with the 363 communes of a département: axe, a phone, by keyboard."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import broken_rules
from tests.browser.face.conftest import ACCOUNT
from tests.browser.face.test_face import TOO_WIDE, press_until

DESK = "/animer/departement-eure-et-loir"
PAGES = {
    "desk": DESK,
    "desk-late": f"{DESK}?state=late&sort=late",
    "reminders": f"{DESK}/relances",
    "choose": "/animer",
    "onboarding": f"{DESK}/accueillir",
}


@pytest.fixture
def animator(tab):
    """Return a function that opens a page of the desk, logged in."""

    def opened(address, width=1280):
        page = tab(width)
        page.goto(f"/user/login?came_from={address}")
        page.fill("#field-login", ACCOUNT[0])
        page.fill("#field-password", ACCOUNT[1])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(address)
        return page

    return opened


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name, width, animator):
    page = animator(PAGES[name], width)
    if folder := os.environ.get("SOCLE_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png")
    assert broken_rules(page) == []
    assert page.evaluate(TOO_WIDE) <= 0


def test_the_button_says_how_much_waits(animator):
    page = animator(DESK)
    found = {"count": 12, "words": "Ce qui attend (12)"}
    page.route("**/moderation/nombre", lambda route: route.fulfill(json=found))
    page.reload()
    page.get_by_role("link", name=found["words"]).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/moderation")


def test_a_commune_is_found_in_the_grid_by_keyboard_alone(animator):
    page = animator(DESK)
    press_until(page, "field-q")
    page.keyboard.type("chateaudun")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=chateaudun**")
    expect(page.locator(".o-grid tbody th a")).to_have_text(["Châteaudun"])
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('.o-grid tbody a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/organization/chateaudun-28088")


def test_communes_are_ticked_by_keyboard_alone(animator):
    page = animator(f"{DESK}/accueillir")
    press_until(page, "field-filter")
    page.keyboard.type("chateaud 28088")
    page.wait_for_function("document.querySelectorAll('[data-commune]:not([hidden])').length < 10")
    shown = page.locator("[data-commune]:not([hidden])").count()
    page.get_by_role("button", name="Cocher tout ce qui est montré", exact=True).focus()
    page.keyboard.press("Enter")
    assert shown
    expect(page.locator("input[name=commune]:checked")).to_have_count(shown)
    page.get_by_role("button", name="Voir ce qui serait fait").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#plan")
    assert broken_rules(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_header_holds_on_one_line_and_narrower_on_two(animator, language):
    page = animator(f"{language}{DESK}")
    name, doors, account = (page.locator(f".s-header__{part}") for part in ("name", "nav", "account"))
    middle = lambda part: part.bounding_box()["y"] + part.bounding_box()["height"] / 2  # noqa: E731
    assert max(map(middle, (name, doors, account))) - min(map(middle, (name, doors, account))) < 2
    page.set_viewport_size({"width": 1024, "height": 700})
    assert abs(middle(name) - middle(account)) < 2
    assert doors.bounding_box()["y"] >= account.bounding_box()["y"] + account.bounding_box()["height"]
    assert doors.bounding_box()["height"] < 60
