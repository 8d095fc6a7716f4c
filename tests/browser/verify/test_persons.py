"""A secretary decides, in the browser, on the personal data of a file that is published already."""

import io

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories
from playwright.sync_api import expect
from werkzeug.datastructures import FileStorage

from tests.browser.deposit.conftest import log_in, look

PERSONAL = b"nom,telephone_portable\nM. Jean Dupont,06 12 34 56 78\nMme Anne Durand,06 98 76 54 32\n"


@pytest.fixture
def report(town):
    """The address of the report on a file that is held."""
    package = factories.Dataset(owner_org=town.name, notes="Un annuaire", license_id="lov2")
    fields = {"package_id": package["id"], "url": "annuaire.csv", "name": "Annuaire", "format": "CSV"}
    upload = FileStorage(io.BytesIO(PERSONAL), filename="annuaire.csv")
    resource = tk.get_action("resource_create")(
        {"user": town.secretary, "ignore_auth": True}, fields | {"upload": upload}
    )
    return f"/dataset/{package['name']}/resource/{resource['id']}/rapport"


def test_each_group_is_decided_and_the_file_goes_out(browsing, town, report):
    with browsing() as page:
        page.goto("/user/login")
        with page.expect_navigation():
            log_in(page, town.secretary)
        page.goto(report)
        page.click("a[href$='/personnes']")
        page.wait_for_selector("form input[name=finding]", state="attached")
        look(page, "persons")
        assert "06 12 34 56 78" not in page.content()
        page.check("#choice-1-2")
        page.locator("main form").first.locator("button").click()
        page.wait_for_selector(".s-error-summary")
        look(page, "persons-error")
        while page.locator("#reason-1").count():
            waiting = page.locator("main section", has=page.locator(".s-badge--warning")).first
            if not waiting.count():
                break
            waiting.locator("input[value=publish]").check()
            waiting.locator("textarea").fill("Annuaire des élus, public par la loi")
            with page.expect_navigation():
                waiting.locator("button").click()
        assert page.url.endswith("/rapport")
        expect(page.locator("a[href$='/personnes']")).to_have_count(1)
