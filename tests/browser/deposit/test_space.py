"""The space of a secretary, by keyboard alone."""

from ckan import model
from ckan.tests import helpers

from tests.browser.deposit.conftest import PASSWORD, look
from tests.browser.deposit.test_publishing import choose, tab_to


def test_a_secretary_declares_and_publishes_from_her_space_by_keyboard(town, browsing, tmp_path):
    with browsing() as page:
        choosers = []
        page.on("filechooser", lambda chooser: choosers.append(chooser))
        page.goto("/mon-espace")
        tab_to(page, "input[name=login]")
        page.keyboard.type(town.secretary)
        tab_to(page, "input[name=password]")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("a[href*=declarer]")
        look(page, "space")
        tab_to(page, "a[aria-label*='Subventions'][href*=declarer]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/declarer**")
        look(page, "space-declare")
        tab_to(page, "button[value=nil]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/mon-espace/{town.name}")
        look(page, "space-declared")
        tab_to(page, "button[aria-label*='Équipements']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/fichier")
        table = tmp_path / "equipements.csv"
        table.write_text("A;B\n1;2\n")
        tab_to(page, "input[type=file]")
        choose(page, choosers, table)
        tab_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/verification")
        page.goto("/mon-espace")
        look(page, "space-draft")
    model.Session.rollback()
    assert [each["kind"] for each in helpers.call_action("deposit_nil_list", organization=town.name)] == ["nil"]
