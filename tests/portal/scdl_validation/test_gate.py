"""No door gives a file in which personal data may be, before somebody decided."""

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories

from ckanext.scdl_validation import gate
from ckanext.scdl_validation.model import Held
from tests.portal.scdl_validation.conftest import FAULTY, PERSONAL, VALID, state_of, upload


@pytest.fixture
def held(publish):
    resource = publish(PERSONAL, schema=None)
    assert state_of(resource).held == "undecided"
    return resource


def doors(resource):
    path = f"/dataset/{resource['package_id']}/resource/{resource['id']}"
    return [
        f"{path}/download/table.csv",
        f"{path}/download",
        f"{path}/fichier.csv",
        f"{path}/fichier",
        path,
        f"/datastore/dump/{resource['id']}",
        f"/api/3/action/resource_show?id={resource['id']}",
        f"/api/3/action/resource_validation_show?resource_id={resource['id']}",
        f"/api/3/action/datastore_search?resource_id={resource['id']}",
        f"/api/3/action/datastore_info?id={resource['id']}",
        f"/api/3/action/resource_view_list?id={resource['id']}",
    ]


def loaded_table(resource):
    context = {"ignore_auth": True, "user": factories.Sysadmin()["name"]}
    fields = {"fields": [{"id": "nom"}], "records": [{"nom": "Jean Dupont"}], "force": True}
    tk.get_action("datastore_create")(context, {"resource_id": resource["id"], **fields})


@pytest.mark.parametrize("number", range(11))
def test_a_held_file_is_behind_no_door(held, app, number):
    loaded_table(held)
    answer = app.get(doors(held)[number])
    assert answer.status_code in {403, 404}
    assert "Dupont" not in answer.get_data(as_text=True)


def test_sql_does_not_reach_a_held_table(held, app):
    loaded_table(held)
    answer = app.get("/api/3/action/datastore_search_sql", query_string={"sql": f'SELECT * FROM "{held["id"]}"'})
    assert "Dupont" not in answer.get_data(as_text=True)
    assert answer.status_code != 200


@pytest.mark.parametrize(
    "path",
    [
        "/api/3/action/package_show?id={package_id}",
        "/api/3/action/package_search?fq=id:{package_id}",
        "/api/3/action/resource_search?query=name:table",
        "/api/3/action/current_package_list_with_resources",
        "/organization/{town}/catalog.xml",
        "/organization/{town}/catalog.jsonld",
        "/dataset/{package_id}.xml",
        "/feeds/organization/{town}.atom",
        "/dataset/{package_id}",
    ],
)
def test_a_held_file_is_in_no_list(publish, held, app, town, path):
    public = publish(VALID, package=held["package_id"], name="public.csv")
    text = app.get(path.format(town=town.name, **held)).get_data(as_text=True)
    assert held["id"] not in text
    assert public["id"] in text or "atom" in path or "resource_search" in path


def test_a_neighbour_does_not_get_it(held, visit, neighbour):
    assert visit(doors(held)[0], neighbour).status_code in {403, 404}


@pytest.mark.parametrize("number", [0, 2])
def test_who_may_edit_gets_it(held, visit, town, number):
    answer = visit(doors(held)[number], town)
    assert (answer.status_code, answer.get_data()) == (200, PERSONAL)


def test_who_may_edit_sees_it_in_lists(held, visit, town):
    shown = visit(f"/api/3/action/package_show?id={held['package_id']}", town).json["result"]
    found = visit(f"/api/3/action/package_search?fq=id:{held['package_id']}", town).json["result"]
    assert [each["id"] for each in (*shown["resources"], *found["results"][0]["resources"])] == [held["id"]] * 2


def findings(act, town, resource):
    found = act(town.secretary, "resource_validation_show", resource_id=resource["id"])
    return found["file_hash"], sorted(
        {f"{each['key'].rsplit(':', 2)[0]}::" for each in found["report"]["personal_data"]}
    )


def decide(act, town, resource, choice="public-by-law"):
    file_hash, groups = findings(act, town, resource)
    decisions = [{"finding": each, "choice": choice, "reason": "Annuaire des élus"} for each in groups]
    return act(town.secretary, "personal_data_decide", organization=town.id, file_hash=file_hash, decisions=decisions)


def test_a_decision_lets_it_out(held, app, act, town):
    decide(act, town, held)
    assert app.get(doors(held)[0]).status_code == 200
    assert app.get(f"/api/3/action/package_show?id={held['package_id']}").json["result"]["resources"]


def test_other_rooms_hear_that_it_goes_out(held, act, town):
    from ckanext.scdl_validation import signals

    heard = []
    with signals.released.connected_to(heard.append):
        decide(act, town, held)
    assert heard == [held["id"]]


def test_a_decision_to_mask_does_not_let_it_out(held, app, act, town):
    decide(act, town, held, "drop-column")
    assert app.get(doors(held)[0]).status_code in {403, 404}


def test_a_decision_can_be_taken_back(held, app, act, town):
    decide(act, town, held)
    decide(act, town, held, "drop-column")
    assert app.get(doors(held)[0]).status_code in {403, 404}


def test_the_same_file_of_another_body_waits_for_its_own_decision(held, act, town, neighbour, publish):
    decide(act, town, held)
    assert state_of(publish(PERSONAL, schema=None, owner=neighbour)).held == "undecided"


def test_what_was_decided_before_is_not_asked_again(held, act, town, publish):
    decide(act, town, held)
    assert state_of(publish(PERSONAL, schema=None)).held == ""


def test_a_portal_can_only_warn(publish, policy, app):
    policy(on_personal_data="warn")
    resource = publish(PERSONAL, schema=None)
    assert app.get(doors(resource)[0]).status_code == 200


def test_a_file_that_waits_for_its_check_is_not_public(publish, later, app, work):
    resource = publish(VALID)
    assert app.get(doors(resource)[0]).status_code == 403
    work()
    assert app.get(doors(resource)[0]).status_code == 200


def test_a_replacement_is_held_although_the_first_was_public(publish, act, town, app):
    resource = publish(VALID)
    act(town.secretary, "resource_patch", id=resource["id"], upload=upload(PERSONAL))
    assert app.get(doors(resource)[0]).status_code == 403


def test_a_replacement_is_closed_before_it_is_committed(publish, act, town, app, monkeypatch):
    from ckan.lib import uploader

    resource = publish(VALID)
    seen = []
    kind = type(uploader.get_resource_uploader({}))
    real = kind.upload

    def slow(self, *args, **options):
        real(self, *args, **options)
        from ckan import model

        with model.meta.engine.connect() as other:
            seen.append(
                other.exec_driver_sql("SELECT held FROM file_state WHERE resource_id = %s", (resource["id"],)).scalar()
            )

    monkeypatch.setattr(kind, "upload", slow)
    act(town.secretary, "resource_patch", id=resource["id"], upload=upload(PERSONAL))
    assert seen == ["waiting"]


def test_a_public_report_does_not_say_what_was_found(publish, act, town, app):
    resource = publish(PERSONAL + b"\n", schema=None)
    decide(act, town, resource)
    answer = app.get(f"/api/3/action/resource_validation_show?resource_id={resource['id']}")
    assert answer.status_code == 404


def test_under_a_strict_policy_a_large_faulty_file_stays_closed(publish, later, policy, work, app):
    from tests.portal.scdl_validation.conftest import FAULTY

    policy(on_invalid="refuse")
    resource = publish(FAULTY)
    work()
    assert state_of(resource).held == "invalid"
    assert app.get(doors(resource)[0]).status_code == 403


def test_a_decision_does_not_let_out_a_file_whose_errors_are_refused(publish, later, work, policy):
    policy(on_invalid="refuse")
    resource = publish(FAULTY)
    work()
    state = state_of(resource)
    state.held, state.personal = Held.UNDECIDED.value, {}
    model.Session.commit()
    assert gate.refresh(state.owner_org, state.file_hash) == []
    assert state_of(resource).held == Held.INVALID.value
