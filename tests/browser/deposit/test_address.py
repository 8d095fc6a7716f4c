"""The address of a file that the portal fetches: given by keyboard, followed, mended, stopped, removed."""

import pytest
from ckan import model

from ckanext.deposit import addresses, fetching
from tests.browser.deposit.conftest import log_in, look
from tests.browser.deposit.test_publishing import FAULTY, VALID, published, tab_to
from tests.unit.scdl.web.conftest import http, serve  # noqa: F401  # fixture


@pytest.fixture
def work(ckan_config, monkeypatch):
    """Return a function that does what the job worker would, from this machine's own addresses."""
    monkeypatch.setitem(ckan_config, "ckanext.socle.http.allowed_networks", ["127.0.0.0/8"])
    monkeypatch.setitem(ckan_config, "ckanext.socle.http.retries", 0)

    def done():
        model.Session.rollback()
        [address] = [each for each in addresses.listed(None) if each.begun]
        fetching.run(address.id, address.begun.isoformat())

    return done


def test_an_address_is_given_by_keyboard_and_followed(town, browsing, serve, work):
    server = serve(http(b"<html>non", status="404 Not Found"), http(VALID.read_bytes()), http(FAULTY.read_bytes()))
    with browsing() as page:
        page.goto(f"/mon-espace/{town.name}/adresses/donner?schema=scdl/deliberations")
        log_in(page, town.secretary)
        page.wait_for_selector("#field-url")
        look(page, "address-give")
        tab_to(page, "#field-url")
        page.keyboard.type(f"{server.url}deliberations.csv")
        tab_to(page, "input[name=every]")
        page.keyboard.press("ArrowUp")
        tab_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-deposit-watch]")
        look(page, "address-fetching")
        work()
        page.wait_for_selector(".s-notice--error")
        look(page, "address-fault")
        for shown, name in (("success", "published"), ("warning", "draft")):
            tab_to(page, "form[action$='/chercher'] button")
            page.keyboard.press("Enter")
            page.wait_for_selector("[data-deposit-watch]")
            work()
            page.wait_for_selector(f"main .s-notice--{shown}")
            look(page, f"address-{name}")
        assert len(published(town)) == 1
        page.goto(f"/mon-espace/{town.name}")
        look(page, "address-space")
        page.click("#addresses-title ~ ul a")
        tab_to(page, "form[action$='/suspendre'] button")
        page.keyboard.press("Enter")
        page.wait_for_selector("form[action$='/suspendre'] button:not(.s-button--quiet)")
        page.click("main details summary")
        look(page, "address-stopped")
        page.fill("#field-url", "https://127.0.0.1:25/a.csv")
        page.click("main details button[type=submit]")
        page.wait_for_selector(".s-error-summary")
        look(page, "address-refused")
        page.goto(page.url)
        tab_to(page, "a[href$='/supprimer']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/supprimer")
        look(page, "address-delete")
        tab_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/mon-espace/{town.name}")
    model.Session.rollback()
    assert addresses.listed(None) == []
