from pathlib import Path

import pytest
from ckan import model
from ckan.tests import factories, helpers
from playwright.sync_api import expect

from ckanext.deposit import model as deposits
from tests.browser.deposit.conftest import PASSWORD, log_in, look

FILES = Path(__file__).parents[3] / "test-data" / "scdl"
VALID, FAULTY = FILES / "deliberations-chateaudun.csv", FILES / "deliberations-chateaudun-erreurs.csv"


def published(town):
    model.Session.rollback()
    found = helpers.call_action("package_search", fq=f"organization:{town.name}")
    return found["results"]


def tab_to(page, selector):
    """Reach an element with the Tab key, as who has no mouse does."""
    page.wait_for_load_state()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def choose(page, choosers, path):
    """Open the dialog of the field in focus with the keyboard, and choose a file."""
    for _ in range(3):
        page.keyboard.press("Space")
        for _ in range(100):
            if choosers:
                return choosers[0].set_files(path)
            page.wait_for_timeout(50)
    raise AssertionError("the dialog does not open by keyboard")


def test_a_secretary_publishes_by_keyboard_alone(town, browsing):
    with browsing() as page:
        choosers = []
        # From the start: Chromium must know that its dialog is watched. Playwright takes no built-in function.
        page.on("filechooser", lambda chooser: choosers.append(chooser))
        page.goto("/deposer")
        assert "/login" in page.url
        tab_to(page, "input[name=login]")
        page.keyboard.type(town.secretary)
        tab_to(page, "input[name=password]")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("input[name=schema]")
        look(page, "1-donnees")
        tab_to(page, "input[name=schema]")
        page.keyboard.press("Space")
        assert page.evaluate("document.activeElement.value") == "scdl/deliberations"
        tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/fichier")
        look(page, "2-fichier")
        tab_to(page, "#field-upload")
        choose(page, choosers, VALID)
        tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/verification")
        look(page, "3-correct")
        assert published(town) == []
        tab_to(page, "a[href$='/publication']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/publication")
        look(page, "4-publication")
        tab_to(page, "main details summary")
        page.keyboard.press("Enter")
        look(page, "4-publication-modifier")
        tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/publie")
        look(page, "5-publie")
    [dataset] = published(town)
    assert (dataset["title"], len(dataset["resources"])) == ("Délibérations de Châteaudun", 1)


def test_a_file_with_errors_is_corrected_and_published(town, browsing):
    with browsing() as page:
        send(page, town, FAULTY)
        page.wait_for_selector(".d-cause .d-wrong")
        expect(page.locator(".d-cause")).to_have_count(2)  # the third is repaired
        assert page.locator(".d-fault-row").first.inner_text()
        look(page, "3-erreurs")
        with page.expect_download() as download:
            page.click("a[href$='/erreurs']")
        assert download.value.path().read_bytes().startswith("\ufeff".encode())
        assert page.locator("a[href$='/publication']").count() == 0
        page.goto("/deposer")
        look(page, "1-brouillons")
        page.click("#drafts-title ~ ul .s-button--secondary")
        page.click("main a[href$='/fichier']")
        look(page, "2-fichier-deja-envoye")
        page.set_input_files("#field-upload", VALID)
        page.click("main button[type=submit]")
        page.click("a[href$='/publication']")
        page.click("main button[type=submit]")
        page.wait_for_url("**/publie")
    assert len(published(town)) == 1


def test_without_script_a_file_is_published_and_replaced(town, browsing):
    with browsing(script=False) as page:
        for turn in range(2):
            send(page, town, VALID, log=turn == 0)
            page.click("a[href$='/publication']")
            page.click("main button[type=submit]")
            page.wait_for_url("**/publie")
    [dataset] = published(town)
    assert len(dataset["resources"]) == 1


def test_a_replacement_is_asked_about(town, browsing):
    with browsing() as page:
        for turn in range(2):
            send(page, town, VALID, log=turn == 0)
            page.click("a[href$='/publication']")
            if turn == 0:
                page.click("main button[type=submit]")
                page.wait_for_url("**/publie")
        look(page, "4-remplacer")
        page.check("input[value=beside]")
        page.click("main button[type=submit]")
        page.wait_for_url("**/publie")
        page.goto("/deposer")
        look(page, "1-publie")
    assert len(published(town)[0]["resources"]) == 2


def test_what_is_wrong_with_a_form_is_said_and_takes_the_focus(town, browsing):
    with browsing() as page:
        page.goto("/deposer")
        log_in(page, town.secretary)
        page.wait_for_selector("input[name=schema]")
        page.evaluate("document.querySelectorAll('[required]').forEach(e => e.required = false)")
        page.click("main form button[type=submit]")
        page.wait_for_selector(".s-error-summary:focus")
        look(page, "1-erreur")
        page.check("input[value='scdl/deliberations']")
        page.click("main form button[type=submit]")
        page.wait_for_url("**/fichier")
        page.evaluate("document.querySelectorAll('[required]').forEach(e => e.required = false)")
        page.click("main button[type=submit]")
        page.wait_for_selector(".s-error-summary:focus")
        look(page, "2-erreur")
        page.set_input_files(
            "#field-upload", files=[{"name": "vote.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}]
        )
        page.click("main button[type=submit]")
        page.wait_for_url("**/verification")
        look(page, "3-illisible")


def test_a_check_is_followed_and_started_again_after_an_interruption(town, browsing):
    with browsing() as page:
        send(page, town, VALID)
        identifier = page.url.split("/")[-2]
        state(identifier, state="checking", progress={"step": "checking", "rows": 120_000}, modified=deposits.now())
        page.reload()
        look(page, "3-en-cours")
        state(identifier, modified=deposits.now() - deposits.timedelta(minutes=10))
        page.wait_for_selector("form[action$='/verifier']")
        look(page, "3-interrompu")
        page.click("form[action$='/verifier'] button")
        page.wait_for_selector("a[href$='/publication']")
        page.goto(f"/deposer/{identifier}/supprimer")
        look(page, "6-supprimer")
        page.click("main form button")
        page.wait_for_selector("input[name=schema]")
        expect(page.locator("#drafts-title")).to_have_count(0)


def test_an_animator_finds_a_town_hall(town, browsing):
    animator = factories.User(password=PASSWORD)
    for title in ("Bonneval", "Brou", "Cloyes-les-Trois-Rivières", "Le Gault-Saint-Denis", "Illiers-Combray"):
        factories.Organization(
            title=title, postal_codes="28800", users=[{"name": animator["name"], "capacity": "editor"}]
        )
    with browsing() as page:
        page.goto("/deposer")
        log_in(page, animator["name"])
        page.wait_for_selector("#field-q")
        look(page, "0-collectivites")
        page.fill("#field-q", "gault")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=gault")
        page.click(".s-card__link")
        expect(page.locator("input[name=schema]").nth(5)).to_be_attached()
        look(page, "0-choisie")


@pytest.mark.parametrize("address", ["/deposer/inconnu/fichier", "/deposer/pour/nulle-part", "/deposer/inconnu"])
def test_a_wrong_address_gives_a_page(town, browsing, address):
    with browsing() as page:
        page.goto("/deposer")
        log_in(page, town.secretary)
        page.wait_for_selector("input[name=schema]")
        answer = page.goto(address)
        assert answer.status == 404


def test_a_form_without_its_token_does_nothing(town, browsing):
    with browsing() as page:
        page.goto("/deposer")
        log_in(page, town.secretary)
        page.wait_for_selector("input[name=schema]")
        page.evaluate("document.querySelector('main input[type=hidden]').remove()")
        page.check("input[value='scdl/deliberations']")
        with page.expect_navigation() as navigation:
            page.click("main form button[type=submit]")
        assert navigation.value.status == 400


def send(page, town, path, log=True):
    page.goto("/deposer")
    if log:
        log_in(page, town.secretary)
        page.wait_for_selector("input[name=schema]")
    page.check("input[value='scdl/deliberations']")
    page.click("main form button[type=submit]")
    page.set_input_files("#field-upload", path)
    page.click("main button[type=submit]")
    page.wait_for_url("**/verification")


def state(identifier, **values):
    model.Session.query(deposits.Deposit).filter_by(id=identifier).update(values)
    model.Session.commit()
