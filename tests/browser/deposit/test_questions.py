"""A visitor's question by keyboard, the page of who answers, the animator's list."""

from ckan import model

from ckanext.observatory import questions
from tests.browser.deposit.conftest import log_in, look
from tests.browser.deposit.test_prepared import press, territory  # noqa: F401  # fixture


def test_a_question_is_asked_answered_and_listed(town, territory, browsing):
    with browsing() as page:
        page.goto(f"/question/collectivite/{town.name}")
        look(page, "question")
        press(page, "Envoyer", ".s-error-summary")
        look(page, "question-erreurs")
        page.fill("#field-text", "Où sont les délibérations de juin ?")
        press(page, "Envoyer", ".s-notice--success")
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
