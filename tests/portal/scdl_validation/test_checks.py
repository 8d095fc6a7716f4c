"""Files are checked when they are saved: at once or in a job, once for the same bytes."""

import ckan.plugins.toolkit as tk
import pytest

from ckanext.scdl_validation import checking, results
from tests.portal.scdl_validation.conftest import FAULTY, PERSONAL, SCHEMA, VALID, shown, state_of, upload


def test_a_valid_file_is_said_valid_at_once(publish, status):
    resource = publish()
    assert (resource["validation_status"], status(resource)["status"]) == ("success", "success")
    assert resource["validation_timestamp"]


def test_a_faulty_file_is_published_with_its_report(publish, status):
    resource = publish(FAULTY)
    found = status(resource)
    assert (resource["validation_status"], found["status"], found["report"]["valid"]) == ("failure", "failure", False)
    assert found["report"]["counts"]["errors"] == len(found["report"]["errors"]) > 0


def test_a_portal_can_send_a_faulty_file_back(publish, policy):
    policy(on_invalid="refuse")
    with pytest.raises(tk.ValidationError) as refused:
        publish(FAULTY)
    sentences = refused.value.error_dict["upload"]
    assert len(sentences) > 1
    assert any("4" in each or "Ligne" in each or "Row" in each for each in sentences)


def test_a_file_that_cannot_be_read_has_no_verdict(publish, status):
    found = status(publish(b"%PDF-1.7 not a table"))
    assert found["status"] == "error"
    assert found["error"]["message"][0]


def test_an_unknown_schema_has_no_verdict(publish, status):
    schema = "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.4/schema.json"
    resource = publish(schema=schema)
    assert status(resource)["status"] in {"success", "error"}


def test_a_large_file_is_checked_in_a_job(publish, later, work, status):
    resource = publish()
    assert (resource["validation_status"], status(resource)["status"]) == ("created", "created")
    work()
    assert (shown(resource)["validation_status"], status(resource)["status"]) == ("success", "success")
    assert state_of(resource).step == ""


def test_the_same_bytes_are_not_checked_twice(publish, monkeypatch):
    publish(VALID + b"\n")
    monkeypatch.setattr(results, "_report", lambda *_: pytest.fail("checked again"))
    assert publish(VALID + b"\n")["validation_status"] == "success"


def test_a_report_made_elsewhere_is_believed(publish, later, town, monkeypatch):
    from hashlib import sha256

    from ckanext.scdl import validate

    content = VALID + b"\n\n"
    report = validate(content, SCHEMA).to_dict("fr")
    record = {"organization": town.id, "file_hash": sha256(content).hexdigest(), "schema": SCHEMA, "report": report}
    tk.get_action("resource_validation_record")({"ignore_auth": True}, record)
    monkeypatch.setattr(results, "_report", lambda *_: pytest.fail("checked again"))
    resource = publish(content)
    assert (resource["validation_status"], state_of(resource).step) == ("success", "")


def test_a_replacement_is_checked(publish, act, town):
    resource = publish()
    new = act(town.secretary, "resource_patch", id=resource["id"], upload=upload(FAULTY))
    assert new["validation_status"] == "failure"


def test_another_schema_means_another_check(publish, act, town):
    resource = publish()
    changed = act(
        town.secretary,
        "resource_patch",
        id=resource["id"],
        schema=SCHEMA.replace("deliberations/2.1.5", "subventions/2.1.1"),
    )
    assert changed["validation_status"] != "success"


def test_a_description_is_changed_without_a_check(publish, act, town, monkeypatch):
    resource = publish()
    monkeypatch.setattr(checking, "save", lambda *_: pytest.fail("checked again"))
    new = act(town.secretary, "resource_patch", id=resource["id"], name="Nos délibérations")
    assert new["validation_timestamp"] == resource["validation_timestamp"]


@pytest.mark.parametrize("action", ["resource_patch", "package_patch"])
def test_nobody_can_claim_a_verdict(publish, act, town, action):
    resource = publish(FAULTY)
    claimed = {**resource, "validation_status": "success"}
    if action == "resource_patch":
        act(town.secretary, action, id=resource["id"], validation_status="success")
    else:
        act(town.secretary, action, id=resource["package_id"], resources=[claimed])
    assert shown(resource)["validation_status"] == "failure"


def test_a_file_without_schema_is_only_searched(publish, act, town):
    resource = publish(PERSONAL, schema=None)
    assert "validation_status" not in resource or not resource["validation_status"]
    found = act(town.secretary, "resource_validation_show", resource_id=resource["id"])
    assert found["report"]["valid"] is None
    assert found["report"]["personal_data"]


@pytest.mark.parametrize("fields", [{"name": "plan.pdf"}, {"name": "table.csv", "resource_type": "documentation"}])
def test_what_is_no_data_is_not_checked(publish, fields):
    resource = publish(b"%PDF-1.7", schema=None, **fields)
    assert state_of(resource) is None


def test_files_saved_with_their_dataset_are_checked_in_a_job(dataset, act, town, work):
    package = dataset()
    files = [{"name": "table", "url": "table.csv", "upload": upload(VALID), "schema": SCHEMA}]
    act(town.secretary, "package_patch", id=package["id"], resources=files)
    [resource] = act(town.secretary, "package_show", id=package["id"])["resources"]
    assert resource["validation_status"] == "created"
    work()
    assert shown(resource)["validation_status"] == "success"


def test_a_save_that_fails_leaves_no_check(publish, dataset, later, town, act):
    package = dataset()
    with pytest.raises(tk.ValidationError):
        publish(package=package["id"], schema="not an address")
    assert act(town.secretary, "package_show", id=package["id"])["resources"] == []
