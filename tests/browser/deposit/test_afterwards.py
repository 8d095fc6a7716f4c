"""What happens to data once they are public: new versions, approval, the letter of the year, taking down."""

import io

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories, helpers
from werkzeug.datastructures import FileStorage

from ckanext.deposit import renewals
from tests.browser.deposit.conftest import PASSWORD, log_in, look
from tests.browser.deposit.test_publishing import VALID, tab_to
from tests.portal.smtp import links, mailbox  # noqa: F401  # fixture

SCHEMA = "scdl/deliberations"
LINES = VALID.read_bytes().splitlines(keepends=True)
# One row changed, one less, one more.
CHANGED = b"".join([LINES[0], LINES[1].replace(b"2025-01-27", b"2025-01-28"), *LINES[2:-1]]) + LINES[-1].replace(
    LINES[-1].split(b",")[2], b"EXEMPLE-2025-999"
)
# Of what stands from one year to the next, so that the portal's own obligations let it hold.
STANDING = "scdl/equipements"
YEARLY = f"""
obligations:
  - {{name: equipements, schema: {STANDING}, level: required, bodies: [commune], period: year, opens: 12, due: 12,
      why: x, references: []}}
"""


@pytest.fixture
def draft(town):
    """Return a function that gives the portal a file, and says what the secretary does with it."""

    def given(content, action="deposit_publish", schema=SCHEMA, **more):
        run = lambda name, **data: tk.get_action(name)({"user": town.secretary}, data)  # noqa: E731
        begun = run("deposit_create", organization=town.name, schema=schema)
        run("deposit_file", id=begun["id"], upload=FileStorage(io.BytesIO(content), filename="table.csv"))
        return run(action, id=begun["id"], **more)

    return given


def path_of(link):
    return "/" + link.split("/", 3)[3]


def test_versions_are_shown_and_data_are_taken_down_by_keyboard(town, browsing, draft):
    first = draft(VALID.read_bytes())
    draft(CHANGED, target=first["resource_id"])
    page_of = f"/dataset/{first['package_id']}"
    with browsing() as page:
        page.goto("/mon-espace")
        log_in(page, town.secretary)
        page.wait_for_selector("h1")
        page.goto(page_of)
        assert page.locator("#versions-title ~ * tbody tr").count() == 2
        look(page, "versions")
        tab_to(page, "a[href*='/retirer/']")
        page.keyboard.press("Enter")
        page.wait_for_selector("#field-reason")
        look(page, "take-down")
        tab_to(page, "#field-reason")
        page.keyboard.type("Le nom d’une habitante est dans le tableau.")
        tab_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_selector("form[action$='/remettre']")
        look(page, "taken-down")
        page.goto(f"/mon-espace/{town.name}")
        look(page, "taken-down-space")
        page.click("#withdrawn-title ~ ul a")
        page.click("form[action$='/remettre'] button")
        page.wait_for_selector("a[href*='/retirer/']")
    model.Session.rollback()
    assert not helpers.call_action("package_show", id=first["package_id"])["private"]


def test_an_animator_approves_from_the_mail(town, browsing, draft, mailbox, ckan_config, monkeypatch):
    animator = factories.User(password=PASSWORD)
    above = factories.Organization(
        territory_type="epci", title="Grand Châteaudun", users=[{"name": animator["name"], "capacity": "admin"}]
    )
    helpers.call_action(
        "organization_patch", {"user": factories.Sysadmin()["name"]}, id=town.name, parent=above["name"]
    )
    first = draft(VALID.read_bytes())
    # Of the portal, which is another process, the rights are the same whatever its policy.
    monkeypatch.setitem(ckan_config, "ckanext.deposit.approval", "animator")
    draft(CHANGED, "deposit_request", target=first["resource_id"])
    [link] = [each for each in links(mailbox.last(model.User.get(animator["name"]).email)) if "/accord" in each]
    with browsing() as page:
        page.goto(path_of(link))
        log_in(page, animator["name"])
        page.wait_for_selector("button[value=publish]")
        look(page, "approval")
        page.click("main details summary")
        look(page, "approval-refuse")
        page.keyboard.press("Home")
        tab_to(page, "button[value=publish]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/publie")
        look(page, "approved")


def test_the_letter_of_the_year_is_answered(town, browsing, draft, mailbox, ckan_config, monkeypatch, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(YEARLY)
    monkeypatch.setitem(ckan_config, "ckanext.observatory.obligations", str(own))
    monkeypatch.setitem(ckan_config, "ckanext.deposit.renewal_days", 366)
    first = draft(VALID.with_name("equipements-chateaudun.csv").read_bytes(), schema=STANDING)
    old = {"temporal_start": "2019-01-01", "temporal_end": "2019-12-31"}
    helpers.call_action("package_patch", id=first["package_id"], **old)
    renewals.send_due()
    letter = mailbox.last(model.User.get(town.secretary).email)
    [link] = [each for each in links(letter) if each.endswith("choice=nil")]
    with browsing() as page:
        page.goto(path_of(link))
        page.wait_for_selector("button[value=nil]")
        look(page, "renewal")
        tab_to(page, "button[value=nil]")
        page.keyboard.press("Enter")
        page.wait_for_selector("main .s-notice--success")
        look(page, "renewal-done")
        page.goto(path_of(link))
        look(page, "renewal-used")
