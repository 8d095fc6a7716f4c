"""What a person decides of a file, by the actions that the pages call."""

import json

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib import jobs
from ckan.tests import factories, helpers

from ckanext.deposit import checking, files, scheduled
from ckanext.deposit import model as deposits
from tests.browser.deposit.workbook import town_hall_workbook
from tests.portal.deposit.conftest import FAULTY, VALID, package, rows, upload
from tests.portal.deposit.test_deposits import everyone
from tests.portal.deposit.test_publication import silence
from tests.unit.deposit.test_mending import NAMES, row, table

SUBVENTIONS = "scdl/subventions"
PERSON = table(row(who="M. Jean Dupont", siret="") + ";06 12 34 56 78", row() + ";", names=NAMES + ";Portable")
ASKING = table(row(date="05/06/2024"), row(date="07/03/2024"), names=NAMES.replace("Date convention", "dateConvention"))


@pytest.fixture
def subsidies(begin):
    """Return a function that deposits a table of subsidies."""
    return lambda content: begin(content=content, name="subventions.csv", schema=SUBVENTIONS)


@pytest.fixture
def stored():
    """Return a function that gives a deposit as the database has it."""
    return deposits.existing


def content_of(deposit, which="mended_key"):
    return files.load(getattr(deposits.existing(deposit["id"]), which)).decode()


def named_in(deposit):
    """The file's column for each expected one that is recognised."""
    return {name: label for label, name in deposit["report"]["named"].items()}


def decide(act, town, deposit, choice, **more):
    decisions = [{"finding": key, "choice": choice, **more} for key in deposit["undecided"]]
    return act(town.secretary, "deposit_personal_data", id=deposit["id"], decisions=decisions)


ON_A_DEPOSIT = {
    "deposit_answer": {"key": "date:3", "choice": "day-first"},
    "deposit_repair": {"refuse": ["number:8"]},
    "deposit_columns": {"columns": {"montant": "montant"}},
    "deposit_change_schema": {"schema": SUBVENTIONS},
    "deposit_personal_data": {"decisions": [{"finding": "phone:15::", "choice": "empty-cell"}]},
    "deposit_cancel": {},
    "deposit_load": {},
}


@pytest.mark.parametrize("action", ON_A_DEPOSIT)
def test_only_who_acts_for_the_body_decides(town, subsidies, act, action):
    deposit = subsidies(ASKING)
    for role, (user, allowed) in everyone(town).items():
        try:
            act(user, action, id=deposit["id"], **ON_A_DEPOSIT[action])
            found = True
        except tk.ObjectNotFound:
            found = False
        except tk.ValidationError:  # what is decided does not hold for this file, but who may decide is told
            found = True
        assert found is allowed, role


def test_the_repaired_file_is_published_and_the_one_sent_is_kept(town, subsidies, act):
    sent = table(row(date="31/12/2024", amount="1 500,50"))
    deposit = subsidies(sent)
    assert (deposit["state"], deposit["report"]["repair_count"]) == ("valid", 3)
    done = act(town.secretary, "deposit_publish", id=deposit["id"])
    [resource] = package(done["package_id"])["resources"]
    assert (resource["format"], resource["hash"]) == ("CSV", deposit["repaired_file"]["hash"])
    [record], _types = rows(done["resource_id"])
    assert (record["montant"], record["dateConvention"][:10]) == (1500.5, "2024-12-31")
    assert content_of(deposit, "file_key").encode() == sent


def test_a_file_sent_is_forgotten_a_month_after_its_repaired_form_is_public(town, subsidies, act, ckan_config):
    deposit = act(town.secretary, "deposit_publish", id=subsidies(table(row(date="31/12/2024")))["id"])
    assert scheduled.forget_files() == 0
    key = deposits.existing(deposit["id"]).file_key
    deposits.write(deposit["id"], published=deposits.now() - deposits.timedelta(days=31))
    assert scheduled.forget_files() == 1
    with pytest.raises(tk.ObjectNotFound):
        files.load(key)


def test_refused_repairs_stay_refused_and_can_be_accepted_again(town, subsidies, act):
    deposit = subsidies(table(row(date="31/12/2024")))
    refused = act(town.secretary, "deposit_repair", id=deposit["id"], refuse=["date:3"])
    assert (refused["state"], refused["report"]["left_count"]) == ("invalid", 1)
    again = act(town.secretary, "deposit_check", id=deposit["id"])
    assert again["state"] == "invalid"
    accepted = act(town.secretary, "deposit_repair", id=deposit["id"], accept="date:3")
    assert accepted["state"] == "valid"


def test_a_question_is_answered_and_asked_again(town, subsidies, act):
    deposit = subsidies(ASKING)
    [question] = deposit["report"]["questions"]
    assert (deposit["state"], deposit["report"]["left_count"]) == ("invalid", 0)
    answered = act(town.secretary, "deposit_answer", id=deposit["id"], key=question["key"], choice="day-first")
    assert (answered["state"], answered["report"]["questions"]) == ("valid", [])
    [said] = answered["choices"]["answers"]
    assert (said["question"], said["choice"]) == (question["question"], "day-first")
    assert "2024-06-05" in content_of(deposit)
    again = act(town.secretary, "deposit_answer", id=deposit["id"], key=question["key"], choice="")
    assert [each["key"] for each in again["report"]["questions"]] == [question["key"]]


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("deposit_answer", {"key": "date:3", "choice": "sideways"}),
        ("deposit_answer", {"key": "date:99", "choice": "day-first"}),
        ("deposit_columns", {"columns": {"montant": "une autre"}}),
        ("deposit_columns", {"columns": {"inconnue": "montant"}}),
        ("deposit_columns", {"columns": {"montant": "objet", "objet": "objet"}}),
        ("deposit_columns", {"columns": ["montant"]}),
        ("deposit_columns", {"columns": {"montant": "montant"}, "header_row": "deux"}),
        ("deposit_repair", {"refuse": [{"rule": "date"}]}),
        ("deposit_change_schema", {"schema": "scdl/inconnu"}),
        ("deposit_personal_data", {"decisions": [{"finding": "phone:99::", "choice": "empty-cell"}]}),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_changes_nothing(town, subsidies, act, stored, action, data):
    deposit = subsidies(ASKING)
    before = (stored(deposit["id"]).answers, stored(deposit["id"]).turn)
    with pytest.raises(tk.ValidationError):
        act(town.secretary, action, id=deposit["id"], **data)
    assert (stored(deposit["id"]).answers, stored(deposit["id"]).turn) == before


@pytest.mark.parametrize("action", [each for each in ON_A_DEPOSIT if each not in {"deposit_cancel", "deposit_load"}])
def test_nothing_is_decided_of_what_is_published(town, begin, act, action):
    deposit = begin(VALID)
    act(town.secretary, "deposit_publish", id=deposit["id"])
    with pytest.raises(tk.ValidationError):
        act(town.secretary, action, id=deposit["id"], **ON_A_DEPOSIT[action])


def test_odd_columns_are_chosen_then_remembered_for_the_next_file(town, subsidies, act):
    odd = NAMES.replace("montant", "Sous versés").replace("Date convention", "Jour du vote")
    first = subsidies(table(row(), names=odd))
    assert set(first["report"]["missing"]) == {"montant", "dateConvention"}
    columns = {"montant": "Sous versés", "dateConvention": "Jour du vote"}
    named = act(town.secretary, "deposit_columns", id=first["id"], columns={**named_in(first), **columns})
    assert named["state"] == "valid"
    act(town.secretary, "deposit_publish", id=first["id"])
    second = subsidies(table(row(), row(), names=odd))
    assert (second["state"], second["report"]["missing"]) == ("valid", [])


def test_what_one_body_calls_its_columns_is_not_told_to_another(town, subsidies, act):
    odd = NAMES.replace("montant", "Sous versés")
    deposits.remember(factories.Organization()["id"], SUBVENTIONS, {"sous verses": "montant"})
    assert subsidies(table(row(), names=odd))["report"]["missing"] == ["montant"]


def test_the_columns_are_kept_when_a_corrected_file_is_sent(town, subsidies, act):
    odd = NAMES.replace("montant", "Sous versés")
    deposit = subsidies(table(row(), names=odd))
    named = {**named_in(deposit), "montant": "Sous versés"}
    act(town.secretary, "deposit_columns", id=deposit["id"], columns=named)
    again = act(town.secretary, "deposit_file", id=deposit["id"], upload=upload(content=table(row(), names=odd)))
    assert again["state"] == "valid"


def test_another_row_of_names_is_read(town, subsidies, act):
    odd = ";".join(f"colonne {number}" for number in range(14))
    deposit = subsidies(table(row(), above=["Titre;" * 14], names=odd))
    assert deposit["report"]["header_row"] == 1
    moved = act(town.secretary, "deposit_columns", id=deposit["id"], header_row=2)
    assert (moved["report"]["header_row"], moved["report"]["columns"][0]) == (2, "colonne 0")


def test_the_wrong_data_is_changed_with_its_file_kept(town, begin, act):
    right = NAMES.replace("Date convention", "dateConvention")
    deposit = begin(content=table(row(), names=right))
    assert deposit["report"]["other_schema"] == SUBVENTIONS
    changed = act(town.secretary, "deposit_change_schema", id=deposit["id"], schema=SUBVENTIONS)
    assert (changed["state"], changed["schema"]["name"]) == (
        "valid",
        SUBVENTIONS,
    )


def test_personal_data_is_not_published_before_a_person_decides(town, subsidies, act):
    deposit = subsidies(PERSON)
    assert (deposit["state"], deposit["can_publish"], len(deposit["undecided"])) == ("invalid", False, 2)
    decided = decide(act, town, deposit, "empty-cell")
    assert decided["undecided"] == []


def test_publishing_is_refused_with_the_names_of_what_is_undecided(town, subsidies, act):
    sent = table(row() + ";06 12 34 56 78", row() + ";", names=NAMES + ";Portable")
    deposit = subsidies(sent)
    assert (deposit["state"], deposit["can_publish"]) == ("valid", False)
    with pytest.raises(tk.ValidationError) as raised:
        act(town.secretary, "deposit_publish", id=deposit["id"])
    assert "Portable" in raised.value.error_dict["personal_data"][0]
    assert model.Session.query(model.Package).filter_by(owner_org=town.id).count() == 0


@pytest.mark.parametrize(("choice", "public"), [("drop-column", False), ("empty-cell", False), ("publish", True)])
def test_what_was_decided_is_what_is_public(town, subsidies, act, app, choice, public):
    deposit = subsidies(table(row() + ";06 12 34 56 78", row() + ";", names=NAMES + ";Portable"))
    decide(act, town, deposit, choice, reason="Numéro du standard")
    done = act(town.secretary, "deposit_publish", id=deposit["id"])
    [resource] = package(done["package_id"])["resources"]
    answer = app.get(resource["url"], status=200)
    assert ("06 12 34 56 78" in answer.body) is public
    assert ("06 12 34 56 78" in json.dumps(rows(done["resource_id"])[0])) is public


def test_a_decision_is_logged_with_its_author_and_its_reason(town, subsidies, act):
    deposit = subsidies(PERSON)
    decide(act, town, deposit, "publish", reason="Élu dans son mandat")
    logged = act(town.secretary, "personal_data_decision_list", file_hash=deposit["file"]["hash"])
    assert {each["finding"] for each in logged} == set(deposit["undecided"])
    assert {(each["user"]["name"], each["reason"]) for each in logged} == {(town.secretary, "Élu dans son mandat")}


@pytest.mark.parametrize(
    ("choice", "more"), [("publish", {}), ("replace", {}), ("round-coordinates", {}), ("anything", {})]
)
def test_a_decision_without_what_it_needs_is_refused(town, subsidies, act, choice, more):
    deposit = subsidies(PERSON)
    with pytest.raises(tk.ValidationError):
        decide(act, town, deposit, choice, **more)
    assert len(act(town.secretary, "deposit_show", id=deposit["id"])["undecided"]) == 2


def test_a_decision_is_taken_back(town, subsidies, act):
    deposit = subsidies(PERSON)
    decide(act, town, deposit, "empty-cell")
    again = decide(act, town, deposit, "")
    assert again["undecided"] == deposit["undecided"]


def test_rows_are_decided_one_by_one(town, subsidies, act):
    two = table(*(row(who=name, siret="") for name in ("M. Jean Dupont", "Mme Anne Martin")), row())
    deposit = subsidies(two)
    [group] = deposit["report"]["personal"]
    first, second = (each["key"] for each in group["shown"])
    choose = [{"finding": first, "choice": "initials"}]
    assert act(town.secretary, "deposit_personal_data", id=deposit["id"], decisions=choose)["undecided"]
    choose = [{"finding": second, "choice": "drop-row"}]
    decided = act(town.secretary, "deposit_personal_data", id=deposit["id"], decisions=choose)
    assert decided["undecided"] == []
    assert ("M. X." in content_of(deposit), "Martin" in content_of(deposit)) == (True, False)


def test_another_file_is_decided_on_anew(town, subsidies, act):
    deposit = subsidies(PERSON)
    decide(act, town, deposit, "empty-cell")
    again = act(town.secretary, "deposit_file", id=deposit["id"], upload=upload(content=PERSON + b"\n"))
    assert len(again["undecided"]) == 2


def test_a_cancelled_check_keeps_the_file_and_writes_nothing(town, begin, act, clean_queues, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.deposit.check_at_once_size", 10)
    deposit = begin(VALID)
    turn = deposits.existing(deposit["id"]).turn
    cancelled = act(town.secretary, "deposit_cancel", id=deposit["id"])
    assert (cancelled["state"], cancelled["file"]["name"]) == ("draft", VALID.name)
    jobs.Worker().work(burst=True)
    checking.run(deposit["id"], turn)
    assert act(town.secretary, "deposit_show", id=deposit["id"])["state"] == "draft"
    assert [each["id"] for each in act(town.secretary, "deposit_list")] == [deposit["id"]]
    act(town.secretary, "deposit_check", id=deposit["id"])
    jobs.Worker().work(burst=True)
    assert act(town.secretary, "deposit_show", id=deposit["id"])["state"] == "valid"


def test_a_check_at_work_stops_at_its_next_step_once_cancelled(town, begin, act, monkeypatch):
    steps = []
    say = checking.Pulse.say

    def cancelling(self, step, count=0):
        steps.append(step)
        if step == "repairing":
            act(town.secretary, "deposit_cancel", id=deposits.listed(None, published=False, limit=1, offset=0)[0].id)
        say(self, step, count)

    monkeypatch.setattr(checking.Pulse, "say", cancelling)
    assert begin(VALID)["state"] == "draft"
    assert steps == ["reading", "repairing"]


def test_a_cancelled_draft_without_an_answer_is_not_mixed_with_a_new_one(town, begin, act):
    deposit = begin(VALID)
    deposits.write(deposit["id"], state="checking")
    act(town.secretary, "deposit_cancel", id=deposit["id"])
    assert begin()["id"] != deposit["id"]


def test_a_check_whose_worker_was_killed_begins_again_once(town, begin, act, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr("ckanext.deposit.checking.start", lambda _deposit: None)
        deposit = begin(VALID)
        silence(deposit["id"])
        assert scheduled.take_up_checks() == 1
        silence(deposit["id"])
        assert scheduled.take_up_checks() == 0
        assert act(town.secretary, "deposit_show", id=deposit["id"])["stale"]
    assert act(town.secretary, "deposit_check", id=deposit["id"])["state"] == "valid"


def test_a_check_that_was_taken_up_ends_with_its_verdict(town, begin, act, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr("ckanext.deposit.checking.start", lambda _deposit: None)
        deposit = begin(VALID)
    silence(deposit["id"])
    assert scheduled.take_up_checks() == 1
    assert act(town.secretary, "deposit_show", id=deposit["id"])["state"] == "valid"


def test_a_check_at_work_is_left_alone(town, begin, monkeypatch):
    monkeypatch.setattr("ckanext.deposit.checking.start", lambda _deposit: None)
    begin(VALID)
    assert scheduled.take_up_checks() == 0


def test_rows_that_were_not_loaded_are_loaded_by_the_clock_and_by_hand(town, begin, act, monkeypatch):
    def refused(*_args, **_kwargs):
        raise tk.ValidationError({"fields": ["refused"]})

    with monkeypatch.context() as broken:
        broken.setattr("ckanext.deposit.table.load", refused)
        first = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
        second = act(town.secretary, "deposit_publish", id=begin(VALID)["id"], target="beside")
        assert act(town.secretary, "deposit_load", id=first["id"])["table_state"] == "failed"
    assert scheduled.load_again() == 0
    silence(second["id"])
    assert scheduled.load_again() == 1
    assert rows(second["resource_id"])[0]
    assert act(town.secretary, "deposit_load", id=first["id"])["table_state"] == "loaded"
    assert len(rows(first["resource_id"])[0]) == len(rows(second["resource_id"])[0])


def test_a_table_that_never_loads_is_not_tried_for_ever(town, begin, act, monkeypatch):
    def refused(*_args, **_kwargs):
        raise tk.ValidationError({"fields": ["refused"]})

    monkeypatch.setattr("ckanext.deposit.table.load", refused)
    done = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    for _ in range(scheduled.LOADS):
        silence(done["id"])
        assert scheduled.load_again() == 1
    silence(done["id"])
    assert scheduled.load_again() == 0


def test_the_published_file_is_not_checked_again(town, subsidies, act, monkeypatch):
    deposit = subsidies(table(row(date="31/12/2024")))
    monkeypatch.setattr("ckanext.scdl.validation.check_file", None)
    monkeypatch.setattr("ckanext.scdl.validation.validate", None)
    done = act(town.secretary, "deposit_publish", id=deposit["id"])
    shown = helpers.call_action("resource_validation_show", resource_id=done["resource_id"])
    assert shown["status"] == "success"


def test_the_errors_of_a_repaired_file_are_downloaded_with_the_rows_of_the_file_sent(town, subsidies, act):
    deposit = subsidies(table(row(date="hier"), above=["Titre;" * 14]))
    [line] = act(town.secretary, "deposit_errors", id=deposit["id"])["csv"].splitlines()[1:]
    assert line.startswith("3;")


def test_a_deposit_of_before_repairs_still_shows(town, begin, act):
    deposit = begin(FAULTY)
    old = {"valid": False, "errors": [], "warnings": [], "error_count": 3, "recognised": [], "table": {"rows": 1}}
    deposits.write(deposit["id"], report=old, answers={}, mended_key="", mended_hash="")
    assert act(town.secretary, "deposit_show", id=deposit["id"])["undecided"] == []


def test_a_town_hall_s_workbook_is_published_once_everything_is_decided(town, begin, act):
    deposit = begin(content=town_hall_workbook(), name="Subventions 2024.xlsx", schema=SUBVENTIONS)
    [question] = deposit["report"]["questions"]
    deposit = act(town.secretary, "deposit_answer", id=deposit["id"], key=question["key"], choice="day-first")
    for key, choice in zip(list(deposit["undecided"]), ("drop-row", "drop-column"), strict=True):
        decision = [{"finding": key, "choice": choice}]
        deposit = act(town.secretary, "deposit_personal_data", id=deposit["id"], decisions=decision)
    assert (deposit["state"], deposit["undecided"], deposit["can_publish"]) == ("valid", [], True)
    done = act(town.secretary, "deposit_publish", id=deposit["id"], **deposit["fields"])
    assert len(rows(done["resource_id"])[0]) == 4
