"""The online table: kept as it is typed, never over somebody else's rows, checked and published as any file."""

import csv
import io
import json
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories
from flask import g

from ckanext.deposit import grid, model, online
from ckanext.scdl import registry
from tests.portal.deposit.conftest import SCHEMA, VALID, package, rows

COLUMNS = list(registry.find(SCHEMA).field_names)
DATE = COLUMNS.index("DELIB_DATE")


@pytest.fixture(scope="module")
def example():
    with VALID.open(encoding="utf-8-sig", newline="") as file:
        return [[row[name] for name in COLUMNS] for row in csv.DictReader(file)][:3]


@pytest.fixture
def typed(town, act, begin, example):
    """Return a function that keeps rows in a new draft."""

    def kept(typed_rows=None, **said):
        deposit = begin()
        given = {"columns": COLUMNS, "rows": example if typed_rows is None else typed_rows, **said}
        act(town.secretary, "deposit_rows_save", id=deposit["id"], **given)
        return deposit["id"]

    return kept


@pytest.fixture
def browse(app, town):
    """Return a function that asks a page as the secretary."""
    token = factories.APIToken(user=town.secretary)["token"]

    def asked(method, path, **kwargs):
        g.pop("_login_user", None)
        return getattr(app, method)(path, headers={"Authorization": token}, **kwargs)

    return asked


def part(columns, typed_rows, **form):
    content = json.dumps({"columns": columns, "rows": typed_rows}).encode()
    return {"rows": (io.BytesIO(content), "rows.json"), **form}


def test_what_is_typed_is_there_tomorrow_and_among_the_drafts(town, act, begin, typed, example):
    deposit_id = typed()
    shown = act(town.secretary, "deposit_rows_show", id=deposit_id)
    assert (shown["version"], shown["columns"], shown["rows"]) == (1, COLUMNS, example)
    [listed] = act(town.secretary, "deposit_list", organization=town.name)
    assert (listed["id"], listed["online"]) == (deposit_id, {"rows": 3, "is_file": False})
    [drafted] = act(town.secretary, "deposit_outline", organizations=[town.id])["drafts"]
    assert drafted["id"] == deposit_id
    assert begin()["id"] != deposit_id  # a new publication does not begin with somebody's rows


def test_nothing_typed_is_version_zero_with_what_the_portal_knows(town, act, begin):
    shown = act(town.secretary, "deposit_rows_show", id=begin()["id"])
    assert (shown["version"], shown["rows"]) == (0, [])
    assert shown["own"]["COLL_NOM"] == "Châteaudun"


def test_nobody_overwrites_what_somebody_else_saved(town, act, typed, example):
    deposit_id = typed()
    act(town.secretary, "deposit_rows_save", id=deposit_id, columns=COLUMNS, rows=example[:2], version=1)
    with pytest.raises(tk.ValidationError) as refused:
        act(town.secretary, "deposit_rows_save", id=deposit_id, columns=COLUMNS, rows=example[:1], version=1)
    assert list(refused.value.error_dict) == ["version"]
    assert act(town.secretary, "deposit_rows_show", id=deposit_id)["rows"] == example[:2]


def test_an_answer_lost_on_the_way_is_no_conflict(town, act, typed, example):
    deposit_id, page = typed(), uuid4().hex
    for version, kept in ((1, example[:2]), (1, example[:1])):
        saved = act(
            town.secretary, "deposit_rows_save", id=deposit_id, columns=COLUMNS, rows=kept, version=version, writer=page
        )
    assert saved["version"] == 3
    again = act(town.secretary, "deposit_rows_save", id=deposit_id, columns=COLUMNS, rows=example[:1], version=1)
    assert again["version"] == 3  # the same rows


def test_another_town_neither_sees_nor_changes_the_rows(act, typed):
    deposit_id, stranger = typed(), factories.User()["name"]
    for action, data in (
        ("deposit_rows_show", {}),
        ("deposit_rows_check", {}),
        ("deposit_rows_send", {}),
        ("deposit_rows_save", {"columns": ["a"], "rows": []}),
    ):
        with pytest.raises(tk.ObjectNotFound):
            act(stranger, action, id=deposit_id, **data)


def test_faults_are_placed_in_the_table_with_its_empty_rows(town, act, typed, example):
    wrong = [*example[1]]
    wrong[DATE] = "31/31/2024"
    french = [*example[2]]
    french[DATE] = "30/09/2024"
    deposit_id = typed([example[0], [], wrong, french])
    found = act(town.secretary, "deposit_rows_check", id=deposit_id)
    errors = [each for each in found["faults"] if each["level"] == "error"]
    assert [(each["row"], each["column"]) for each in errors] == [(2, "DELIB_DATE")]
    assert "31/31/2024" in errors[0]["message"]


def test_a_table_in_which_nothing_is_written_is_neither_wrong_nor_sent(town, act, begin, typed):
    own = act(town.secretary, "deposit_rows_show", id=begin()["id"])["own"]
    deposit_id = typed([[own.get(name, "") for name in COLUMNS], []])
    assert act(town.secretary, "deposit_rows_check", id=deposit_id)["faults"] == []
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_rows_send", id=deposit_id)
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_rows_send", id=begin()["id"])


def test_what_is_typed_is_published_as_a_file_and_then_forgotten(town, act, typed, example):
    french = [*example[1]]
    french[DATE] = "31/12/2024"
    deposit_id = typed([example[0], [], french])
    sent = act(town.secretary, "deposit_rows_send", id=deposit_id)
    assert (sent["state"], sent["online"]) == ("valid", {"rows": 2, "is_file": True})
    assert act(town.secretary, "deposit_rows_show", id=deposit_id)["rows"] == [example[0], french]
    published = act(town.secretary, "deposit_publish", id=deposit_id)
    [resource] = package(published["package_id"])["resources"]
    assert resource["format"] == "CSV"
    records, _ = rows(resource["id"])
    assert [str(each["DELIB_DATE"])[:10] for each in records] == [example[0][DATE], "2024-12-31"]
    assert online.get(deposit_id) is None
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_rows_save", id=deposit_id, columns=COLUMNS, rows=example)


def test_a_correction_after_the_check_is_checked_anew(town, act, typed, example):
    wrong = [*example[0]]
    wrong[DATE] = ""
    deposit_id = typed([wrong])
    assert act(town.secretary, "deposit_rows_send", id=deposit_id)["state"] == "invalid"
    version = act(town.secretary, "deposit_rows_show", id=deposit_id)["version"]
    act(town.secretary, "deposit_rows_save", id=deposit_id, columns=COLUMNS, rows=example[:1], version=version)
    assert act(town.secretary, "deposit_rows_send", id=deposit_id)["state"] == "valid"


def test_a_deleted_draft_leaves_no_rows(town, act, typed):
    deposit_id = typed()
    act(town.secretary, "deposit_delete", id=deposit_id)
    assert (model.get(deposit_id), online.get(deposit_id)) == (None, None)


def test_the_page_holds_the_columns_and_what_was_typed(browse, typed, example):
    deposit_id = typed()
    answer = browse("get", f"/deposer/{deposit_id}", follow_redirects=True)
    assert answer.request.path == f"/deposer/{deposit_id}/tableau"
    assert "no-store" in answer.headers["Cache-Control"]
    data = json.loads(BeautifulSoup(answer.body, "html.parser").find(id="table-data").string)
    assert ([each["name"] for each in data["columns"]], data["rows"]) == (COLUMNS, example)
    assert all(each["allowed"] for each in data["columns"])


def test_an_update_begins_with_the_published_rows_and_the_body_s_own_columns(town, act, begin, browse, example):
    table = grid.Grid((*COLUMNS, "Service"), tuple((*row, "État civil") for row in example))
    sent = begin(content=table.as_csv())
    act(town.secretary, "deposit_publish", id=sent["id"])
    page = browse("get", f"/deposer/{begin()['id']}/tableau?lignes=1")
    data = json.loads(BeautifulSoup(page.body, "html.parser").find(id="table-data").string)
    assert (data["version"], data["columns"][-1]) == (0, {"name": "Service", "label": "Service", "kind": "text"})
    assert data["rows"] == [list(row) for row in table.rows]


def test_the_script_s_requests_get_answers_in_words(browse, begin, example):
    path = f"/deposer/{begin()['id']}/tableau"
    saved = browse("post", f"{path}/lignes", data=part(COLUMNS, example, version="0", writer=""))
    assert saved.json["version"] == 1
    conflict = browse("post", f"{path}/lignes", data=part(COLUMNS, example[:1], version="0", writer=""), status=409)
    assert conflict.json["version"] == 1
    assert conflict.json["message"]
    for wrong in ({"rows": (io.BytesIO(b"\xff"), "rows.json")}, {}, part(COLUMNS, [[1]], version="1")):
        assert browse("post", f"{path}/lignes", data=wrong, status=422).json["message"]
    assert browse("get", f"{path}/controle").json["faults"] == []
    assert browse("post", path, follow_redirects=True).request.path.endswith("/verification")


def test_the_step_of_the_file_offers_the_table_and_takes_it_up_again(browse, begin, typed):
    fresh = begin()["id"]
    assert f"/deposer/{fresh}/tableau" in browse("get", f"/deposer/{fresh}/fichier").body
    begun = typed()
    assert f"/deposer/{begun}/tableau" in browse("get", f"/deposer/{begun}/fichier").body
    assert browse("get", f"/deposer/{begun}/supprimer").status_code == 200
