"""A draft prepared for a commune: the animator's file, the preview, and the page behind the town hall's link."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from ckan.tests import factories, helpers

from ckanext.deposit import prepared
from ckanext.observatory import drafts
from tests.browser.deposit.conftest import PASSWORD, log_in, look
from tests.portal.deposit.conftest import SCHEMA, VALID, upload

SIRET, OTHER = b"21280088200012", b"99999999900001"


@pytest.fixture
def territory(town):
    """The town beneath an EPCI with its animator."""
    animator = factories.User(password=PASSWORD)["name"]
    above = factories.Organization(territory_type="epci", users=[{"name": animator, "capacity": "admin"}])
    operator = {"user": factories.Sysadmin()["name"]}
    helpers.call_action("organization_patch", operator, id=town.name, parent=above["name"], siren="212800882")
    return SimpleNamespace(name=above["name"], animator=animator)


def test_an_animator_prepares_drafts_by_keyboard(town, territory, browsing):
    content = VALID.read_bytes() + VALID.read_bytes().splitlines()[1].replace(SIRET, OTHER)
    with browsing() as page:
        page.goto(f"/user/login?next=/animer/{territory.name}/brouillons")
        log_in(page, territory.animator)
        page.wait_for_selector("#field-schema")
        look(page, "brouillons")
        press(page, "Voir ce qui irait à qui", ".s-error-summary")
        look(page, "brouillons-erreurs")
        page.select_option("#field-schema", "scdl/deliberations")
        page.set_input_files("#field-upload", {"name": "actes.csv", "mimeType": "text/csv", "buffer": content})
        press(page, "Voir ce qui irait à qui", "#left")
        look(page, "brouillons-apercu")
        press(page, "Préparer les brouillons et écrire", "progress")
        look(page, "brouillons-en-cours")
        drafts.send(page.url.rsplit("/", 1)[1])
        page.reload()
        page.wait_for_selector(".s-notice--success")
        look(page, "brouillons-faits")


def test_a_town_hall_publishes_by_the_link_of_its_letter(town, territory, browsing, monkeypatch):
    links = []
    monkeypatch.setattr(prepared.mail, "send", lambda *_arguments, **values: links.append(values["link"]))
    context = {"user": territory.animator}
    helpers.call_action("deposit_prepare", context, organization=town.name, schema=SCHEMA, upload=upload(VALID))
    address = urlsplit(links[0]).path
    with browsing() as page:
        page.goto(address)
        look(page, "accord-prepare")
        press(page, "Publier", ".s-notice--success")
        look(page, "accord-fait")
        page.goto(address)
        look(page, "accord-ancien")


def test_a_town_hall_sees_what_would_change_in_each_file_that_it_can_replace(town, territory, browsing, monkeypatch):
    links = []
    monkeypatch.setattr(prepared.mail, "send", lambda *_arguments, **values: links.append(values["link"]))
    context = {"user": territory.animator}
    for target in ("", "beside"):
        draft = helpers.call_action("deposit_create", dict(context), organization=town.name, schema=SCHEMA)
        helpers.call_action("deposit_file", dict(context), id=draft["id"], upload=upload(VALID))
        helpers.call_action("deposit_publish", dict(context), id=draft["id"], target=target)
    content = b"".join(VALID.read_bytes().splitlines(keepends=True)[:-1])
    asked = {"organization": town.name, "schema": SCHEMA, "upload": upload(VALID, content)}
    helpers.call_action("deposit_prepare", dict(context), **asked)
    with browsing() as page:
        page.goto(urlsplit(links[0]).path)
        assert page.get_by_text("1 ligne retirée").count() == 2
        look(page, "accord-choix")


def press(page, name, until):
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(until)
