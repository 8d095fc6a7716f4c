"""A file of levels changes what is an error, a warning, or not said; by default nothing changes."""

import json

import pytest
from click.testing import CliRunner

from ckanext.scdl import Guesses, messages, validate
from ckanext.scdl.cli import main
from ckanext.scdl.exceptions import UnusablePolicy
from ckanext.scdl.policy import LEVELS, default, load
from ckanext.scdl.repairing.repairer import repair
from ckanext.scdl.report import Finding
from ckanext.scdl.validation import check_file, checked

D, S = "scdl/deliberations", "scdl/subventions"
SPOILED = [
    (D, {"DELIB_DATE": "31/12/2024", "DELIB_OBJET": "NULL", "VOTE_CONTRE": "99"}),
    (S, {"nature": "Aide En Numéraire", "montant": "NaN", "dateConvention": "2042-01-01"}),
]


@pytest.fixture
def policy(tmp_path):
    """Write a policy and load it."""

    def write(text):
        path = tmp_path / "niveaux.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return write


def spoiled(sheet, schema, cells):
    found = sheet(schema)
    for field, value in cells.items():
        found.put(field, value, row=3)
    found.rows.append(list(found.rows[-1]))
    return found.bytes()


@pytest.mark.parametrize(("schema", "cells"), SPOILED)
def test_by_default_nothing_changes(sheet, schema, cells):
    content = spoiled(sheet, schema, cells)
    assert check_file(content, schema, Guesses()) == checked(content, schema, Guesses())


def test_the_default_names_every_finding_of_the_catalogue():
    assert set(default().levels) <= set(messages.catalogue())
    assert set(default().levels.values()) <= set(LEVELS)


def test_a_warning_becomes_an_error(sheet, policy):
    content = spoiled(sheet, D, {"DELIB_OBJET": "NULL"})
    report = validate(content, D, policy=policy("levels: {empty-word: error}"))
    assert not report.valid
    assert [each.code for each in report.errors] == ["empty-word"]


def test_an_error_becomes_a_warning_or_nothing(sheet, policy):
    content = spoiled(sheet, D, {"VOTE_CONTRE": "99"})
    for level, said in (("warning", True), ("off", False)):
        report = validate(
            content, D, policy=policy(f"levels: {{sum-columns-value: {level}, compare-columns-value: off}}")
        )
        assert report.valid
        assert ("sum-columns-value" in {each.code for each in report.warnings}) is said


def test_a_schema_has_its_own_levels(sheet, policy):
    levels = policy("levels: {duplicate-row: off}\nschemas: {scdl/deliberations: {duplicate-row: error}}")
    assert [each.code for each in validate(spoiled(sheet, D, {}), D, policy=levels).errors] == ["duplicate-row"]
    assert validate(spoiled(sheet, S, {}), S, policy=levels).warnings == ()


def test_the_kind_comes_before_the_code(sheet, policy):
    content = spoiled(sheet, D, {"DELIB_DATE": "hier", "VOTE_EFFECTIF": "x"})
    report = validate(content, D, policy=policy("levels: {type-error.date: off}"))
    assert [each.kind for each in report.errors if each.code == "type-error"] == ["integer"]


def test_a_repair_knows_the_levels(sheet, policy):
    done = repair(spoiled(sheet, D, {"VOTE_CONTRE": "99"}), D, policy=policy("levels: {sum-columns-value: warning}"))
    assert {each.code for each in (*done.before.errors, *done.after.errors)} <= {"compare-columns-value"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("levels: {duplicate-row: fatal}", "broken-policy.level"),
        ("levels: {duplicate-rows: error}", "broken-policy.code"),
        ("schemas: {scdl/délibération: {duplicate-row: error}}", "broken-policy.schema"),
        ("schemas: {scdl/subventions: {no-such: error}}", "broken-policy.code"),
        ("niveaux: {}", "broken-policy"),
        ("levels: [1]", "broken-policy"),
        ("schemas: [1]", "broken-policy"),
        ("levels: {", "broken-policy"),
        ("- levels", "broken-policy"),
    ],
)
def test_a_broken_file_is_told(policy, text, code):
    with pytest.raises(UnusablePolicy) as caught:
        policy(text)
    assert caught.value.code == code
    assert "niveaux.yaml" in caught.value.message("fr")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UnusablePolicy, match="introuvable"):
        load(tmp_path / "absent.yaml")


def test_a_blank_file_changes_nothing(policy):
    assert policy("") == default()


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("levels: {duplicate-row: error}", "warning"),
        ("levels: {constraint-error: error}", "error"),
        ("levels: {constraint-error.enum: off}", "off"),
        ("schemas: {etalab/schema-bal: {type-error.date: warning}}", "warning"),
        ("schemas: {etalab/schema-bal: {constraint-error: error}}", "error"),
    ],
)
def test_a_schema_keeps_its_shipped_levels_unless_the_file_says_otherwise(policy, text, level):
    assert policy(text).level(Finding("constraint-error", kind="enum"), "etalab/schema-bal") == level


def test_the_command_takes_a_policy(sheet, tmp_path):
    file, levels = tmp_path / "a.csv", tmp_path / "niveaux.yaml"
    file.write_bytes(spoiled(sheet, D, {"DELIB_OBJET": "NULL"}))
    levels.write_text("levels: {empty-word: error}", encoding="utf-8")
    done = CliRunner().invoke(main, ["validate", str(file), "--schema", D, "--policy", str(levels), "--json"])
    assert done.exit_code == 1
    assert [each["code"] for each in json.loads(done.stdout)["errors"]] == ["empty-word"]


def test_the_command_refuses_a_broken_policy(sheet, tmp_path):
    file, levels = tmp_path / "a.csv", tmp_path / "niveaux.yaml"
    file.write_bytes(sheet(D).bytes())
    levels.write_text("levels: {empty-word: grave}", encoding="utf-8")
    done = CliRunner().invoke(main, ["validate", str(file), "--policy", str(levels)])
    assert done.exit_code == 2
    assert "grave" in done.output
