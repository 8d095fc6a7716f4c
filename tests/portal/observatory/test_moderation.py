"""What waits for somebody: what visitors ask, files that do not go out, demands to join, in one list."""

from types import SimpleNamespace
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories, helpers
from flask import g

from ckanext.observatory import questions
from ckanext.socle import robots
from ckanext.territories import entry, joining
from ckanext.territories.roles import Role
from tests.portal.deposit.conftest import FAULTY, upload
from tests.portal.smtp import links, mailbox, text  # noqa: F401  # fixture


@pytest.fixture
def land(non_clean_db, migrate_db_for, with_plugins, with_request_context, monkeypatch):
    """A town with its secretary and a public dataset, beneath an EPCI with its animator; a town elsewhere."""
    monkeypatch.setattr(robots, "LEAST", 0)
    for name in ("deposit", "territories", "observatory"):
        migrate_db_for(name)
    for key in connect_to_redis().keys(entry._key("count", "question*")):
        connect_to_redis().delete(key)
    mark = uuid4().hex[:8]
    animator, secretary, stranger = (factories.UserWithToken() for _ in range(3))
    epci = factories.Organization(territory_type="epci", users=[{"name": animator["name"], "capacity": "admin"}])
    address = f"mairie-{mark}@chateaudun.example"
    town = factories.Organization(
        title="Châteaudun",
        territory_type="commune",
        parent=epci["name"],
        official_email=address,
        users=[{"name": secretary["name"], "capacity": "editor"}],
    )
    factories.Organization(territory_type="commune", users=[{"name": stranger["name"], "capacity": "editor"}])
    dataset = factories.Dataset(owner_org=town["id"], title="Délibérations", license_id="lov2")
    return SimpleNamespace(
        epci=epci,
        town=town,
        dataset=dataset,
        address=address,
        animator=animator,
        secretary=secretary,
        stranger=stranger,
    )


@pytest.fixture
def call(app):
    """Return a function that opens or posts a page, as somebody or nobody."""

    def called(address, token="", **data):
        g.pop("_login_user", None)
        method = app.post if data else app.get
        headers = {"Authorization": token} if token else {}
        address = address.removeprefix("http://test.ckan.net")
        return method(address, headers=headers, follow_redirects=False, **({"data": data} if data else {}))

    return called


def act(user, action, **data):
    return helpers.call_action(action, {"user": user["name"], "ignore_auth": False}, **data)


def ask(land, call, **more):
    said = {
        robots.OPENED: robots.opened({}),
        "kind": "problem",
        "text": "Un nom apparaît ligne 3.",
        "email": "lecteur@exemple.example",
        **more,
    }
    return call(f"/question/donnees/{land.dataset['name']}", **said)


def test_a_visitor_reports_a_problem_and_the_town_hall_answers_by_mail(land, call, mailbox):
    assert f"/question/donnees/{land.dataset['name']}" in call(f"/dataset/{land.dataset['name']}").body
    assert "s-notice--success" in ask(land, call).body
    letter = mailbox.last(land.address)
    assert "Un nom apparaît ligne 3." in text(letter)
    page = next(link for link in links(letter) if "/question/reponse/" in link)
    assert call(page).status_code == 302
    assert call(page, land.stranger["token"]).status_code == 404
    assert "s-error-summary" in call(page, land.secretary["token"], what="answer", word=" ").body
    call(page, land.secretary["token"], what="answer", word="C’est corrigé.")
    assert "C’est corrigé." in text(mailbox.last("lecteur@exemple.example"))
    [kept] = act(land.secretary, "observatory_question_list", organization=land.town["id"])
    assert (kept["state"], kept["word"]) == ("answered", "C’est corrigé.")
    with pytest.raises(tk.ValidationError):
        act(
            land.animator,
            "observatory_question_answer",
            organization=land.town["id"],
            question=kept["id"],
            word="Encore",
        )


@pytest.mark.parametrize(
    ("more", "field"),
    [({"text": " "}, "text"), ({"text": "x" * 4001}, "text"), ({"email": "faux"}, "email"), ({"kind": "x"}, "kind")],
)
def test_what_cannot_be_sent_is_said_under_its_field(land, call, more, field):
    page = BeautifulSoup(ask(land, call, **more).body, "html.parser")
    assert [each["href"] for each in page.select(".s-error-summary a")] == [f"#field-{field}"]


def test_a_visitor_writes_a_few_times_an_hour(land, call, mailbox):
    for _ in range(questions.PER_VISITOR):
        assert "s-notice--success" in ask(land, call).body
    assert "s-error-summary" in ask(land, call).body
    assert len(mailbox.to(land.address)) == questions.PER_VISITOR


def test_nobody_asks_about_what_is_not_public(land, call):
    hidden = factories.Dataset(owner_org=land.town["id"], private=True, license_id="lov2")
    assert call(f"/question/donnees/{hidden['name']}").status_code == 404
    assert call("/question/collectivite/nulle-part").status_code == 404
    assert call(f"/question/collectivite/{land.town['name']}").status_code == 200


def test_a_mail_server_that_is_away_loses_no_question(land, call, mailbox, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "smtp.server", "127.0.0.1:1")
    assert "s-notice--success" in ask(land, call).body
    assert len(act(land.secretary, "observatory_question_list", organization=land.town["id"])) == 1


@pytest.fixture
def waiting(land, call, mailbox):
    """One of each: a question, a file with errors, a demand to join."""
    ask(land, call)
    draft = act(land.secretary, "deposit_create", organization=land.town["id"], schema="scdl/deliberations")
    act(land.secretary, "deposit_file", id=draft["id"], upload=upload(FAULTY))
    group, asks = model.Group.get(land.town["id"]), model.User.get(land.stranger["name"])
    joining._write(joining.REQUEST, group, asks.email, Role.PUBLISHER, "Je remplace Anne.", user_id=asks.id)
    model.Session.commit()
    return land


def test_the_animator_has_it_all_in_one_list(waiting):
    found = act(waiting.animator, "observatory_moderation_list", organization=waiting.epci["name"])
    assert {each["kind"]: each["organization"] for each in found} == dict.fromkeys(
        ("problem", "file", "demand"), waiting.town["id"]
    )
    assert all(each["link"].startswith("/") and each["text"] for each in found)


def test_the_page_filters_and_exports(waiting, call):
    address, token = f"/animer/{waiting.epci['name']}/moderation", waiting.animator["token"]
    rows = lambda query: len(BeautifulSoup(call(f"{address}{query}", token).body, "html.parser").select("tbody tr"))  # noqa: E731
    assert (rows(""), rows("?what=demand"), rows("?state=answered"), rows("?state=all")) == (3, 1, 0, 3)
    assert len(call(f"{address}.csv?what=file", token).body.strip().splitlines()) == 2
    assert call(f"{address}/nombre", token).json == {"count": 3, "words": "Ce qui attend (3)"}
    assert call(f"{address}.xlsx", token).data.startswith(b"PK")
    assert call(address, waiting.secretary["token"]).status_code == 403
    with pytest.raises(tk.NotAuthorized):
        act(waiting.secretary, "deposit_blocked_list", organization=waiting.epci["name"])


def test_who_asked_is_forgotten_a_year_after_the_answer(land, call):
    ask(land, call, name="Camille", email="camille@exemple.fr")
    [kept] = questions.of_bodies([land.town["id"]], 10)
    questions.close(kept, "Merci", "", answer=False)
    assert questions.forget_visitors() == 0
    model.Session.query(questions.Question).filter_by(id=kept.id).update({"closed": "2020-01-01"})
    model.Session.commit()
    assert questions.forget_visitors() == 1
    forgotten = questions.required(kept.id)
    assert (forgotten.name, forgotten.email, forgotten.word) == ("", "", "Merci")


@pytest.mark.parametrize(
    "robot", [{robots.TRAP: "https://exemple.example"}, {robots.OPENED: ""}, {robots.OPENED: "x.y.z"}]
)
def test_what_a_robot_sends_is_not_kept_and_a_person_sends_it_again(land, call, mailbox, robot):
    page = BeautifulSoup(ask(land, call, **robot).body, "html.parser")
    assert page.select_one("#field-text").text == "Un nom apparaît ligne 3."
    assert page.select_one("[name=complement]")["tabindex"] == "-1"
    assert page.select_one("[name=complement]").find_parent(attrs={"aria-hidden": "true"})
    assert act(land.secretary, "observatory_question_list", organization=land.town["id"]) == []
    again = {each["name"]: each.get("value", "") for each in page.select("form[method=post] input[type=hidden]")}
    assert "s-notice--success" in ask(land, call, **{**again, robots.TRAP: ""}).body


def test_nobody_reads_and_writes_within_a_second(land, call, mailbox, monkeypatch):
    monkeypatch.setattr(robots, "LEAST", 3600)
    assert "s-error-summary" in ask(land, call).body


def test_the_secretary_has_the_questions_of_her_communes_and_answers_there(land, call, mailbox):
    ask(land, call, text="Où est l’annexe ?")
    other = factories.Organization(
        title="Cloyes", territory_type="commune", users=[{"name": land.secretary["name"], "capacity": "editor"}]
    )
    call(f"/question/collectivite/{other['name']}", **{robots.OPENED: robots.opened({}), "text": "Quand ?"})
    space = BeautifulSoup(call("/mon-espace", land.secretary["token"]).body, "html.parser")
    assert "/question/recues" in [link["href"] for link in space.select(".s-notice a")]
    page = call("/question/recues", land.secretary["token"])
    assert "Où est l’annexe" in page.body and "Quand" in page.body and "Cloyes" in page.body
    alone = f"/question/recues?organization={land.town['name']}"
    shown = BeautifulSoup(call(alone, land.secretary["token"]).body, "html.parser")
    assert "Quand" not in shown.text
    form = shown.select_one("form[action^='/question/reponse/']")
    sent = call(form["action"], land.secretary["token"], what="answer", word="Page 3.", list="body")
    assert sent.headers["location"].endswith(alone)
    after = BeautifulSoup(call(alone, land.secretary["token"]).body, "html.parser")
    assert "Page 3." in after.select_one("[aria-labelledby=settled-title]").text


def test_the_questions_are_for_those_who_publish(land, call, mailbox):
    ask(land, call)
    assert call(f"/question/recues?organization={land.town['name']}", land.stranger["token"]).status_code == 404
    assert "Un nom apparaît" not in call("/question/recues", land.stranger["token"]).body
    assert call("/question/recues").status_code == 302
    assert act(land.stranger, "observatory_question_list") == []
    assert [each["about"] for each in act(land.secretary, "observatory_question_list", state="open")] == [
        "Délibérations"
    ]
