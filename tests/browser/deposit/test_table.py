"""The online table in Chromium: typed by keyboard alone, kept, checked as one types, published."""

from pathlib import Path

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from playwright.sync_api import expect

from ckanext.deposit import online
from ckanext.scdl import registry
from tests.browser.deposit.conftest import log_in, look
from tests.browser.deposit.test_publishing import published, tab_to

SCHEMA = "scdl/subventions"
COLUMNS = list(registry.find(SCHEMA).field_names)
VALUES = Path(__file__).parents[3] / "ckanext/deposit/assets/js/table/values.js"
GRANT = {
    "nomAttribuant": "Commune de Châteaudun",
    "idAttribuant": "212 800 882 00012",
    "dateConvention": "28/3/2024",
    "nomBeneficiaire": "Comité des fêtes",
    "rnaBeneficiaire": "W281000123",
    "objet": "Fête du village",
    "montant": "1 500,50 €",
    "nature": "aide en numéraire",
    "conditionsVersement": "unique",
    "datesPeriodeVersement": "2024-06-30",
    "notificationUE": "NON",
    "pourcentageSubvention": "1",
}
KEPT = GRANT | {
    "idAttribuant": "21280088200012",
    "dateConvention": "2024-03-28",
    "montant": "1500.50",
    "notificationUE": "non",
}


def row(values, **others):
    return [(values | others).get(name, "") for name in COLUMNS]


def act(town, action, **data):
    model.Session.rollback()
    return tk.get_action(action)({"user": town.secretary}, data)


def draft(town, typed):
    """A draft in which something was typed; its address."""
    deposit = act(town, "deposit_create", organization=town.name, schema=SCHEMA)
    act(town, "deposit_rows_save", id=deposit["id"], columns=COLUMNS, rows=typed)
    return f"/deposer/{deposit['id']}/tableau"


def rows(page):
    model.Session.rollback()
    return online.get(page.url.split("/deposer/")[1].split("/")[0]).rows


def state(page, name):
    page.wait_for_selector(f"[data-table-state][data-state={name}]")


def put(page, name, text):
    """Type in the active cell, which is that of a column, and go to the next."""
    assert page.evaluate("document.activeElement.dataset.column") == str(COLUMNS.index(name))
    if name in {"nature", "notificationUE"}:
        page.keyboard.press("Enter")
        page.wait_for_selector("#table-list:not([hidden]) [role=option]")
        look(page, f"tableau-liste-{name}")
        page.keyboard.type(text[:3])
    elif text:
        page.keyboard.type(text)
    page.keyboard.press("Tab")


def paste(page, text):
    """Paste as from a spreadsheet: a machine without a desktop has no clipboard to fill."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const told = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        text,
    )


def test_a_secretary_types_a_table_and_publishes_it_by_keyboard_alone(town, browsing):
    with browsing() as page:
        page.goto(f"/deposer/pour/{town.name}")
        log_in(page, town.secretary)
        page.wait_for_selector("input[name=schema]")
        tab_to(page, "input[name=schema]")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.value") == SCHEMA
        tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/fichier")
        look(page, "2-fichier-ou-tableau")
        tab_to(page, "a[href$='/tableau']")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=gridcell]")
        look(page, "tableau-vide")
        tab_to(page, "[role=gridcell]")
        for name in COLUMNS:
            put(page, name, GRANT.get(name, ""))
        state(page, "saved")
        assert rows(page) == [row(KEPT)]
        look(page, "tableau-saisi")

        # The next row: a mistake is said at once, and mended; the rest is pasted.
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Control+ArrowRight")
        page.keyboard.press("Home")
        paste(page, "\t".join(row(KEPT, montant="beaucoup", objet='"Une ""fête""\tici"')[:9]))
        for _ in range(COLUMNS.index("montant")):
            page.keyboard.press("ArrowRight")
        page.wait_for_selector("[role=gridcell][aria-invalid=true][tabindex='0']")
        expect(page.locator("#table-fault")).to_contain_text("beaucoup")
        look(page, "tableau-erreur")
        page.keyboard.press("F2")
        page.keyboard.type("250")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "gridcell"
        page.keyboard.press("Control+z")
        page.wait_for_selector("[role=gridcell][aria-invalid=true]")
        page.keyboard.press("Control+y")

        # Tomorrow it is there.
        state(page, "saved")
        page.reload()
        page.wait_for_selector("[role=gridcell] >> text=Comité des fêtes >> nth=1")
        tab_to(page, "[role=gridcell]")
        page.keyboard.press("ArrowDown")
        paste(page, "\n".join("\t".join(row(KEPT, referenceDecision=f"D{number}")) for number in (2, 3)) + "\n")
        state(page, "saved")
        assert [each[COLUMNS.index("referenceDecision")] for each in rows(page)] == ["", "D2", "D3"]

        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('#table-form button[type=submit]')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/verification")
        look(page, "tableau-verifie")
        expect(page.locator("main a[href$='/tableau']").first).to_be_visible()
        tab_to(page, "a[href$='/publication']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/publication")
        tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/publie")
    assert len(published(town)) == 1


def test_of_five_hundred_rows_those_in_sight_are_drawn(town, browsing):
    typed = [row(KEPT, referenceDecision=f"D{number}") for number in range(500)]
    with browsing() as page:
        page.goto(draft(town, typed))
        log_in(page, town.secretary)
        page.wait_for_selector("[role=gridcell]")
        expect(page.locator("[role=grid]")).to_have_attribute("aria-rowcount", "511")
        assert page.locator("[role=grid] [role=row]").count() < 60
        tab_to(page, "[role=gridcell]")
        page.keyboard.press("Control+End")
        page.wait_for_selector("[role=row][aria-rowindex='501'] [role=gridcell]:focus")
        assert page.locator("[role=grid] [role=row]").count() < 60
        page.keyboard.press("Home")
        page.keyboard.press("PageUp")
        page.keyboard.press("Control+Home")
        page.wait_for_selector("[role=row][aria-rowindex='2'] [role=gridcell]:focus")


def test_what_the_check_of_the_portal_finds_shows_in_its_cell_and_its_report_leads_there(town, browsing):
    typed = [row(KEPT), row(KEPT, idAttribuant="21280088200013"), row(KEPT, rnaBeneficiaire="", montant="")]
    with browsing() as page:
        page.goto(draft(town, typed))
        log_in(page, town.secretary)
        page.wait_for_selector("[role=row][aria-rowindex='4'] [role=rowheader].d-grid__wrong")  # either SIRET or RNA
        page.click("[data-table-next]")
        expect(page.locator("#table-fault")).to_contain_text("21280088200013")
        page.click("#table-form button[type=submit]")
        page.wait_for_url("**/verification")
        look(page, "tableau-a-corriger")
        page.click("a[href*='#ligne-4-montant']")
        page.wait_for_selector("[role=row][aria-rowindex='4'] [role=gridcell]:focus")
        assert page.evaluate("document.activeElement.dataset.column") == str(COLUMNS.index("montant"))


def test_two_people_who_type_lose_nothing(town, browsing):
    with browsing() as page:
        page.goto(draft(town, [row(KEPT)]))
        log_in(page, town.secretary)
        page.wait_for_selector("[role=gridcell]")
        other = page.context.new_page()
        other.goto(page.url)
        for window, text in ((other, "Sortie"), (page, "Repas")):
            window.click("[role=row][aria-rowindex='3'] [role=gridcell] >> nth=0")
            window.keyboard.type(text)
            window.keyboard.press("Enter")
            state(window, "saved" if window is other else "conflict")
        assert rows(page)[1][0] == "Sortie"
        look(page, "tableau-conflit")
        page.click("[data-table-mine]")
        state(page, "saved")
        assert rows(page)[1][0] == "Repas"


def test_without_network_the_rows_wait_in_the_page(town, browsing):
    with browsing() as page:
        page.goto(draft(town, [row(KEPT)]))
        log_in(page, town.secretary)
        page.wait_for_selector("[role=gridcell]")
        page.context.set_offline(True)
        page.click("[role=row][aria-rowindex='3'] [role=gridcell] >> nth=0")
        page.keyboard.type("Sortie")
        page.keyboard.press("Enter")
        state(page, "offline")
        page.context.set_offline(False)
        state(page, "saved")
        assert rows(page)[1][0] == "Sortie"


def test_without_script_the_workbook_is_proposed(town, browsing):
    with browsing(script=False) as page:
        page.goto(draft(town, [row(KEPT)]))
        log_in(page, town.secretary)
        page.wait_for_selector("main a[href$='/modele.xlsx']")
        expect(page.locator("[data-table]")).to_be_hidden()


@pytest.fixture(scope="module")
def values(chromium):
    """Return a function that runs a function of the table's script."""
    page = chromium.new_page()
    page.add_script_tag(path=VALUES)
    yield lambda name, *given: page.evaluate("([name, given]) => window.socleTable[name](...given)", [name, given])
    page.close()


LIST = {"kind": "choice", "choices": ["oui", "non"], "accepted": ["oui", "non"]}
TRUTH = {"kind": "choice", "choices": ["true", "false"], "accepted": ["true", "1", "false", "0"]}


@pytest.mark.parametrize(
    ("column", "text", "kept"),
    [
        ({"kind": "date"}, "31/12/2024", "2024-12-31"),
        ({"kind": "date"}, "1.2.2024", "2024-02-01"),
        ({"kind": "date"}, "1er août 2024", "2024-08-01"),
        ({"kind": "date"}, "31/02/2024", "31/02/2024"),
        ({"kind": "date"}, "01/02/24", "01/02/24"),
        ({"kind": "number"}, "1\u202f500,50 €", "1500.50"),
        ({"kind": "number"}, "1.500,50", "1.500,50"),
        ({"kind": "integer"}, "1 200", "1200"),
        (LIST, "OUI", "oui"),
        (LIST, "peut-être", "peut-être"),
        (TRUTH, "Vrai", "true"),
        (TRUTH, "0", "0"),
        ({"kind": "text", "digits": 14}, "212 800 882 00012", "21280088200012"),
        ({"kind": "text"}, " une\nligne ", "une ligne"),
    ],
)
def test_what_is_typed_the_french_way_is_kept_as_the_schema_wants_it(values, column, text, kept):
    assert values("convert", column, text) == kept


WORDS = dict.fromkeys(("required", "wrong", "unlisted", "unlike", "example"), "faux")


@pytest.mark.parametrize(
    ("column", "text", "wrong"),
    [
        ({"kind": "text", "required": True}, "", True),
        ({"kind": "text"}, "", False),
        ({"kind": "date"}, "2024-02-30", True),
        ({"kind": "date"}, "2024-02-29", False),
        ({"kind": "integer", "minimum": 0}, "-1", True),
        ({"kind": "integer"}, "1.5", True),
        ({"kind": "number", "maximum": 1}, "1", False),
        ({"kind": "year"}, "24", True),
        (LIST, "Oui", True),
        ({"kind": "text", "siret": True, "digits": 14}, "21280088200013", True),
        ({"kind": "text", "siret": True, "digits": 14}, "21280088200012", False),
        ({"kind": "text", "pattern": r"^\d\.\d$", "name": "p"}, "1.23", True),
        ({"kind": "text", "pattern": r"(?P<name>x)", "name": "q"}, "y", False),
        ({"kind": "text", "max_length": 2}, "é😀", False),
        ({"kind": "text", "format": "email"}, "mairie@", True),
    ],
)
def test_what_is_wrong_is_told_at_once(values, column, text, wrong):
    assert bool(values("fault", column, text, WORDS)) is wrong


def test_the_clipboard_of_a_spreadsheet_is_read(values):
    assert values("cells", 'a\t"b ""c""\n d"\r\n\t5" de haut\r\n') == [["a", 'b "c"\n d'], ["", '5" de haut']]
    assert values("cells", '"Le Clos" rue\t"A"\n"sans fin\n\n') == [['"Le Clos" rue', "A"], ['"sans fin'], [""]]
    assert values("cells", "") == [[""]]
