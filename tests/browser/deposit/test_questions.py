"""A visitor's question by keyboard, the page of who answers, the animator's list."""

from ckan import model
from playwright.sync_api import expect

from ckanext.observatory import questions
from tests.browser.deposit.conftest import log_in, look
from tests.browser.deposit.test_prepared import press, territory  # noqa: F401  # fixture


def test_a_question_is_asked_answered_and_listed(town, territory, browsing):
    with browsing() as page:
        page.goto(f"/question/collectivite/{town.name}")
        look(page, "question")
        press(page, "Envoyer", ".s-error-summary")
        look(page, "question-erreurs")
        assert page.locator(".s-trap").bounding_box()["width"] <= 1
        page.fill("#field-text", "Où sont les délibérations de juin ?")
        # Who is as quick as a robot sends again; nobody is shut out.
        while not page.locator(".s-notice--success").count():
            press(page, "Envoyer", ".s-notice--success, .s-error-summary")
        look(page, "question-envoyee")
    [asked] = questions.of_bodies([model.Group.get(town.name).id], 9)
    with browsing() as page:
        page.goto(f"/user/login?next=/animer/{territory.name}/moderation")
        log_in(page, territory.animator)
        page.wait_for_selector("#waits")
        look(page, "moderation")
        page.goto(f"/question/reponse/{asked.id}")
        look(page, "reponse")
        page.fill("#field-word", "Elles arrivent lundi.")
        press(page, "Répondre", ".s-notice--success, .s-flash, [role=status]")
        look(page, "reponse-donnee")
        page.goto(f"/animer/{territory.name}/moderation")
        page.wait_for_selector(".s-empty")
        look(page, "moderation-vide")


def test_the_secretary_answers_by_keyboard_alone(town, browsing):
    group = model.Group.get(town.name)
    questions.ask(
        questions.About(group), "198.51.100.7", kind="question", text="Quand ouvre la mairie ?", name="", email=""
    )
    with browsing() as page:
        page.goto("/user/login?next=/mon-espace")
        log_in(page, town.secretary)
        page.wait_for_selector(".s-notice--info")
        look(page, "espace-question")
        page.get_by_role("link", name="Lire et répondre").press("Enter")
        page.wait_for_selector("#open-title")
        look(page, "questions-recues")
        page.locator("main summary").first.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("Du mardi au samedi.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("#settled-title")
        expect(page.get_by_text("Du mardi au samedi.")).to_be_visible()
        look(page, "questions-reglees")
