"""`scdl_validate` and `scdl_repair`: for everybody, bounded, and nothing kept."""

import base64
import io
import json
import tempfile
from pathlib import Path

import ckan.plugins.toolkit as tk
import openpyxl
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories

from tests.portal.scdl_validation.conftest import FAULTY, VALID, upload


@pytest.fixture
def call(non_clean_db, with_request_context, visit):
    """Return a function that calls an action over HTTP, with a file."""

    def called(action, content=VALID, user=None, **fields):
        data = {**fields, **({"upload": (upload(content).stream, "table.csv")} if content is not None else {})}
        return visit(f"/api/3/action/{action}", user, "post", data=data)

    return called


@pytest.mark.parametrize(("content", "valid"), [(VALID, True), (FAULTY, False)])
def test_a_file_is_checked_for_anybody(call, content, valid):
    answer = call("scdl_validate", content)
    assert answer.status_code == 200
    assert (answer.json["result"]["valid"], answer.json["result"]["schema"]["name"]) == (valid, "scdl/deliberations")


def test_a_file_that_cannot_be_read_has_a_report_too(call):
    report = call("scdl_validate", b"%PDF-1.7").json["result"]
    assert (report["valid"], report["table"], len(report["errors"])) == (False, None, 1)


def test_a_file_is_repaired_for_anybody(call):
    messy = VALID.decode().replace("2025-01-27", "27/01/2025").replace(",", ";").encode("cp1252")
    done = call("scdl_repair", messy).json["result"]
    assert done["errors_before"] > done["errors_after"]
    assert "2025-01-27" in done["content"]
    assert done["repairs"]


def test_only_some_rules_are_used(call):
    messy = VALID.replace(b"2025-01-27", b"27/01/2025")
    done = call("scdl_repair", messy, only=json.dumps(["encoding"])).json["result"]
    assert "27/01/2025" in done["content"]


@pytest.mark.parametrize(
    ("action", "fields", "field"),
    [
        ("scdl_validate", {"content": None}, "upload"),
        ("scdl_validate", {"content": b""}, "upload"),
        ("scdl_validate", {"schema": "scdl/deliberation"}, "schema"),
        ("scdl_validate", {"schema": "scdl/deliberations@0.0.1"}, "schema"),
        ("scdl_validate", {"schema": "/etc/passwd"}, "schema"),
        ("scdl_validate", {"schema": "setup.py"}, "schema"),
        ("scdl_validate", {"content": None, "url": "http://127.0.0.1:1/x.csv"}, "url"),
        ("scdl_validate", {"content": None, "url": "file:///etc/passwd"}, "url"),
        ("scdl_validate", {"content": None, "url": "http://169.254.169.254/latest"}, "url"),
        ("scdl_repair", {"only": "no-such-rule"}, "only"),
        ("scdl_repair", {"answers": "yes"}, "answers"),
        ("scdl_repair", {"answers": '{"date:4": 1}'}, "answers"),
    ],
)
def test_what_cannot_be_done_is_refused_by_its_field(call, action, fields, field):
    answer = call(action, **fields)
    assert answer.status_code == 409
    assert answer.json["error"][field][0]


def test_a_file_over_the_limit_is_refused(call, policy):
    policy(call_max_size=0)
    assert "upload" in call("scdl_validate").json["error"]


def test_a_file_that_takes_too_long_is_given_up(call, policy):
    policy(call_time=0.01)
    assert "upload" in call("scdl_validate").json["error"]


def test_nothing_is_kept(call, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    tables = ("checked_file", "file_state", "validation", "resource")
    before = [model.Session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar() for table in tables]
    call("scdl_validate")
    call("scdl_repair")
    model.Session.commit()
    assert [model.Session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar() for table in tables] == before
    assert list(Path(tmp_path).iterdir()) == []


def test_too_many_calls_are_told_when_to_come_back(call, policy):
    policy(anonymous_calls=1, anonymous_window=300)
    assert call("scdl_validate", b"a,b\n1,2\n").status_code == 200
    answer = call("scdl_repair", b"a,b\n1,2\n")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    assert answer.json["error"]["calls"][0]


def test_who_has_an_account_is_not_counted(call, policy):
    policy(anonymous_calls=0)
    from types import SimpleNamespace

    user = SimpleNamespace(token=factories.UserWithToken()["token"])
    assert call("scdl_validate", b"a,b\n1,2\n", user=user).status_code == 200
    assert call("scdl_validate", b"a,b\n1,2\n").status_code == 429


def test_another_visitor_has_a_count_of_its_own(non_clean_db, with_request_context, policy):
    from ckanext.scdl_validation import limits

    policy(anonymous_calls=1)
    first, second = limits._visitor("192.0.2.1"), limits._visitor("192.0.2.2")
    assert [limits.seconds_to_wait(each) > 0 for each in (first, first, second)] == [False, True, False]


def test_a_network_of_ipv6_is_one_visitor():
    from ckanext.scdl_validation import limits

    assert limits._visitor("2001:db8::1") == limits._visitor("2001:db8::2") != limits._visitor("2001:db8:1::1")


def test_programs_of_the_portal_are_not_counted(non_clean_db, with_request_context, policy):
    policy(anonymous_calls=0)
    found = tk.get_action("scdl_validate")({"user": factories.User()["name"]}, {"upload": upload(VALID)})
    assert found["valid"]


def test_the_public_page_counts_as_well(non_clean_db, with_request_context, app, policy):
    policy(anonymous_calls=0)
    answer = app.post("/verifier", data={"upload": (upload(VALID).stream, "table.csv")})
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)


def test_a_file_comes_back_with_its_faults_in_colour(act, town):
    made = act(town.secretary, "scdl_annotate", upload=upload(FAULTY, "conseil.csv"), schema="scdl/deliberations")
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(made["content"])))
    assert (made["name"], book.sheetnames) == ("conseil-annote.xlsx", ["À lire", "Tableau"])
    assert act(town.secretary, "scdl_annotate", upload=upload(b"%PDF-1.7 x"))["content"] is None
