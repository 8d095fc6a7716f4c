"""ckanext-validation's contract: actions, rights, options, interface, commands."""

import csv
import json

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
import pytest
from ckan.cli.cli import ckan
from ckan.tests import factories
from click.testing import CliRunner

from ckanext.scdl_validation import results
from tests.portal.scdl_validation.conftest import FAULTY, PERSONAL, SCHEMA, VALID, shown, state_of

EDITORS = ("resource_validation_run", "resource_validation_cancel", "resource_validation_delete")


@pytest.mark.parametrize("action", EDITORS)
@pytest.mark.parametrize("who", ["neighbour", "anonymous"])
def test_only_editors_run_cancel_and_delete(publish, act, neighbour, action, who):
    resource = publish()
    with pytest.raises(tk.NotAuthorized):
        act(neighbour.secretary if who == "neighbour" else "", action, resource_id=resource["id"])


@pytest.mark.parametrize("action", ["resource_validation_run_batch", "resource_validation_record"])
def test_only_operators_run_batches_and_record(town, act, action):
    report = {"valid": True, "schema": None, "table": None}
    lists = {name: [] for name in results.LISTS}
    with pytest.raises(tk.NotAuthorized):
        act(town.secretary, action, organization=town.id, file_hash="0" * 64, schema=SCHEMA, report=report | lists)


def test_everybody_sees_the_report_of_a_public_file(publish, act):
    resource = publish(FAULTY)
    found = act("", "resource_validation_show", resource_id=resource["id"])
    assert (found["status"], found["resource_id"]) == ("failure", resource["id"])
    assert found["report"]["tasks"][0]["errors"]
    assert found["report"]["repairs"] == found["report"]["personal_data"] == []


def test_a_private_dataset_keeps_its_reports(publish, act, town):
    resource = publish()
    act(town.secretary, "package_patch", id=resource["package_id"], private=True)
    with pytest.raises(tk.NotAuthorized):
        act("", "resource_validation_show", resource_id=resource["id"])


def test_a_check_is_made_again_when_asked(publish, act, town, monkeypatch):
    resource = publish()
    made = []
    real = results._report
    monkeypatch.setattr(results, "_report", lambda *given: made.append(1) or real(*given))
    act(town.secretary, "resource_validation_run", resource_id=resource["id"], **{"async": False})
    assert (made, shown(resource)["validation_status"]) == ([1], "success")


def test_a_check_asked_for_waits_in_the_queue(publish, act, town, later, work, status):
    resource = publish()
    work()
    act(town.secretary, "resource_validation_run", resource_id=resource["id"])
    assert status(resource)["status"] == "created"
    work()
    assert status(resource)["status"] == "success"


def test_a_check_is_deleted(publish, act, town):
    resource = publish()
    act(town.secretary, "resource_validation_delete", resource_id=resource["id"])
    assert not shown(resource).get("validation_status")
    with pytest.raises(tk.ObjectNotFound):
        act("", "resource_validation_show", resource_id=resource["id"])


@pytest.mark.parametrize("action", [*EDITORS, "resource_validation_show"])
def test_a_resource_that_does_not_exist_is_not_found(town, act, action):
    with pytest.raises(tk.ObjectNotFound):
        act(town.secretary, action, resource_id="no-such-resource")


@pytest.mark.parametrize("action", [*EDITORS, "resource_validation_show"])
def test_a_resource_must_be_named(town, act, action):
    with pytest.raises(tk.ValidationError):
        act(town.secretary, action)


def test_what_is_not_checked_says_so(publish, act, town):
    resource = publish(b"%PDF-1.7", schema=None, name="plan.pdf")
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "resource_validation_run", resource_id=resource["id"])


@pytest.mark.parametrize("written", [list, json.dumps])
def test_an_operator_checks_a_dataset_again(publish, act, work, status, written):
    resource = publish()
    operator = factories.Sysadmin()["name"]
    done = act(operator, "resource_validation_run_batch", dataset_ids=written([resource["package_id"]]))
    assert "1" in done["output"]
    assert status(resource)["status"] == "created"
    work()


def test_an_operator_checks_what_a_search_finds(publish, act, status):
    resource = publish()
    operator = factories.Sysadmin()["name"]
    act(operator, "resource_validation_run_batch", query=json.dumps({"fq": f"id:{resource['package_id']}"}))
    assert status(resource)["status"] == "created"


def test_a_search_that_is_none_is_refused(town, act):
    with pytest.raises(tk.ValidationError):
        act(factories.Sysadmin()["name"], "resource_validation_run_batch", query="[1]")


def test_a_plugin_can_leave_a_resource_unchecked(publish, monkeypatch):
    from ckanext.scdl_validation import interfaces

    class Keeper(plugins.SingletonPlugin):
        plugins.implements(interfaces.IDataValidation)

        def can_validate(self, context, data_dict):
            return data_dict.get("description") != "brut"

    keeper = Keeper()
    real = plugins.PluginImplementations
    monkeypatch.setattr(
        interfaces.plugins,
        "PluginImplementations",
        lambda kind: [keeper] if kind is interfaces.IDataValidation else real(kind),
    )
    assert state_of(publish(description="brut")) is None
    assert state_of(publish(description="net")) is not None


def test_the_formats_of_ckanext_validation_are_honoured(publish, monkeypatch):
    monkeypatch.setitem(tk.config, "ckanext.validation.formats", ["xlsx"])
    assert state_of(publish()) is None


def test_the_options_of_a_resource_are_honoured(publish):
    content = b"Titre\n\n" + VALID
    right = publish(content, validation_options=json.dumps({"header_row": 3}))
    wrong = publish(content, validation_options=json.dumps({"header_row": 1}))
    assert (right["validation_status"], wrong["validation_status"]) == ("success", "failure")


@pytest.fixture
def command(town):
    """Return a function that runs a command of the room."""

    def run(*arguments):
        done = CliRunner().invoke(ckan, ["validation", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return run


def test_a_command_checks_a_dataset(command, publish, status):
    resource = publish()
    assert "1 files checked" in command("run", "-d", resource["package_id"], "--now")
    assert status(resource)["status"] == "success"


def test_a_command_checks_a_resource_in_a_job(command, publish, status):
    resource = publish()
    assert "1 files sent" in command("run", "-r", resource["id"])
    assert status(resource)["status"] == "created"


@pytest.mark.parametrize(("name", "columns"), [("report", 5), ("report-full", 6)])
def test_a_command_lists_what_is_wrong(command, publish, tmp_path, name, columns):
    good, bad = publish(), publish(FAULTY)
    output = tmp_path / "report.csv"
    assert "failure: " in command(name, "-o", str(output))
    rows = list(csv.reader(output.read_text(encoding="utf-8").splitlines()))
    listed = [row[1] for row in rows]
    assert bad["id"] in listed
    assert good["id"] not in listed
    assert {len(row) for row in rows} == {columns}


def test_a_command_lists_files_of_older_schemas(command, publish):
    resource = publish(schema=SCHEMA.replace("2.1.5", "2.1.3"))
    assert any(resource["id"] in line and "2.1.5" in line for line in command("outdated").splitlines())


def test_a_decision_is_found_by_the_hash_that_the_report_gives(publish, status):
    from hashlib import sha256

    assert status(publish(PERSONAL, schema=None))["file_hash"] == sha256(PERSONAL).hexdigest()
