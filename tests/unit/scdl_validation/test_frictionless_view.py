"""The report as the readers of ckanext-validation expect it."""

from pathlib import Path

from ckanext.scdl import validate
from ckanext.scdl_validation.frictionless_view import SHOWN_ERRORS, with_tasks

FAULTY = Path(__file__).parents[3] / "test-data" / "scdl" / "deliberations-chateaudun-erreurs.csv"


def test_nothing_of_our_report_changes():
    report = validate(FAULTY, "scdl/deliberations").to_dict("fr")
    seen = with_tasks(report)
    assert {key: seen[key] for key in report} == report


def test_the_task_has_each_error_in_its_place():
    report = validate(FAULTY, "scdl/deliberations").to_dict("fr")
    [task] = with_tasks(report)["tasks"]
    assert task["valid"] is False
    assert [(each["rowNumber"], each["fieldNumber"]) for each in task["errors"]] == [
        (each["row"], each["column"]) for each in report["errors"]
    ]
    assert task["stats"]["errors"] == with_tasks(report)["stats"]["errors"] == len(report["errors"])


def test_a_report_without_table_has_a_task_too():
    error = {"code": "failed", "row": None, "column": None, "field": None, "value": None, "message": "Illisible."}
    report = {"valid": False, "schema": None, "table": None, "errors": [error], "warnings": []}
    [task] = with_tasks(report)["tasks"]
    assert (task["labels"], task["stats"]["rows"], task["errors"][0]["message"]) == ([], None, "Illisible.")


def test_as_many_errors_as_frictionless_shows():
    error = {"code": "x", "row": 2, "column": 1, "field": "a", "value": "b", "message": "m"}
    report = {"valid": False, "schema": None, "table": None, "errors": [error] * 2000, "warnings": []}
    seen = with_tasks(report)
    assert (len(seen["tasks"][0]["errors"]), seen["stats"]["errors"]) == (SHOWN_ERRORS, 2000)
