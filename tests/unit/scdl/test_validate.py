"""The whole way of a file: examples, detection, the report."""

import json
from pathlib import Path

import pytest

from ckanext.scdl import UnknownSchema, UnreadableFile, UnusableSchema, registry, validate
from ckanext.scdl.detection import detect

VALID = ["deliberations", "subventions", "equipements", "prenoms", "budget", "menus"]


@pytest.mark.parametrize("name", VALID)
def test_an_example_is_valid_and_its_schema_is_found(data, name):
    report = validate(data / f"{name}-chateaudun.csv")
    assert report.valid
    assert report.schema.name.startswith(f"scdl/{name}")
    assert report.warnings[0].code == "guessed-schema"


def test_the_example_with_errors_has_exactly_these(data):
    report = validate(data / "deliberations-chateaudun-erreurs.csv", "scdl/deliberations")
    assert [(each.code, each.row, each.column, each.field) for each in report.errors] == [
        ("type-error", 5, 4, "DELIB_DATE"),
        ("constraint-error", 9, 7, "DELIB_OBJET"),
        ("french-siret-value", 13, 2, "COLL_SIRET"),
        ("sum-columns-value", 18, 13, "VOTE_REEL"),
    ]


def test_the_json_report(data):
    report = validate(data / "deliberations-chateaudun-erreurs.csv", "deliberations@2.1.4").to_dict()
    assert list(report) == ["valid", "schema", "table", "errors", "warnings", "repairs", "questions", "personal_data"]
    assert report["schema"] == {
        "name": "scdl/deliberations",
        "version": "2.1.4",
        "url": "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.4/schema.json",
    }
    assert report["table"] == {
        "format": "csv",
        "encoding": "cp1252",
        "delimiter": ";",
        "sheet": None,
        "header_row": 1,
        "rows": 28,
        "columns": 17,
    }
    assert list(report["errors"][0]) == ["code", "kind", "row", "column", "field", "value", "message"]
    assert json.loads(json.dumps(report)) == report


def test_messages_are_in_plain_french_or_english(data):
    error = validate(data / "deliberations-chateaudun-erreurs.csv").errors[0]
    assert "Écrivez l’année, le mois puis le jour" in error.message()
    assert "Write year, month, then day" in error.message("en")


def test_a_content_is_checked_like_a_file(data):
    assert validate((data / "prenoms-chateaudun.csv").read_bytes(), "prenoms").valid


def test_an_older_version_can_be_asked_for(sheet):
    report = validate(sheet("scdl/subventions").bytes(), "subventions@1.1.0")
    assert report.schema.version == "1.1.0"
    assert not report.valid


def test_a_workbook_is_checked_like_a_csv(sheet):
    report = validate(sheet("scdl/prenoms").put("ANNEE", "24", row=4).xlsx(), "prenoms")
    assert (report.table.format, report.table.sheet) == ("xlsx", "Feuille1")
    assert [(each.code, each.row, each.column) for each in report.errors] == [("type-error", 4, 6)]


def test_a_data_package_is_checked_by_the_part_that_fits():
    station = (
        b"id_pdc_itinerance,etat_pdc,occupation_pdc,horodatage\nFRA28E280880011,en_service,libre,2024-12-31T14:30:00Z\n"
    )
    report = validate(station, "etalab/schema-irve")
    assert report.schema.name == "etalab/schema-irve-dynamique"
    assert report.valid


def test_a_table_is_no_file_for_a_json_schema():
    with pytest.raises(UnreadableFile):
        validate(b"a,b\n1,2\n", "etalab/schema-amenagements-cyclables")


def test_columns_that_look_like_nothing_ask_for_a_schema():
    with pytest.raises(UnknownSchema) as refusal:
        validate(b"nom;age\nx;12\n")
    assert refusal.value.code == "unknown-schema.guess"


@pytest.mark.parametrize("entry", registry.entries(), ids=lambda entry: entry.name)
def test_every_table_schema_is_recognised_by_its_own_columns(entry):
    if entry.kind == "tableschema":
        latest = registry.load(entry.name, entry.latest.version)
        assert detect(latest.field_names) == latest


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(UnreadableFile) as refusal:
        validate(tmp_path / "absent.csv")
    assert refusal.value.code == "file-not-found"


def test_a_header_alone_is_valid_with_a_warning(sheet):
    alone = sheet("scdl/prenoms")
    alone.rows = []
    report = validate(alone.bytes(), "prenoms")
    assert report.valid
    assert [each.code for each in report.warnings] == ["no-row"]


def test_unique_and_primary_key(tmp_path):
    path = tmp_path / "arbres.json"
    fields = [{"name": "id", "type": "string"}, {"name": "serie", "type": "string", "constraints": {"unique": True}}]
    path.write_text(json.dumps({"fields": fields, "primaryKey": "id"}), encoding="utf-8")
    report = validate(b"id,serie\na,1\nb,1\na,2\n,3\n", str(path))
    assert [(each.code, each.row, each.column) for each in report.errors] == [
        ("unique-error", 3, 2),
        ("primary-key", 4, None),
        ("primary-key", 5, None),
    ]


def test_a_check_that_is_not_known_is_a_warning(tmp_path):
    path = tmp_path / "schema.json"
    descriptor = {"fields": [{"name": "a"}], "custom_checks": [{"name": "moon-phase"}, {"name": "siret", "params": {}}]}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    report = validate(b"a\n1\n", str(path))
    assert report.valid
    assert [each.key for each in report.warnings] == ["check-error", "check-error.params"]


def test_a_field_that_frictionless_refuses_is_a_broken_schema(tmp_path):
    path = Path(tmp_path / "schema.json")
    path.write_text('{"fields": [{"name": "a", "type": "couleur"}]}', encoding="utf-8")
    with pytest.raises(UnusableSchema):
        validate(b"a\n1\n", str(path))


def test_the_wrong_schema_is_said_with_the_right_one(data):
    report = validate(data / "prenoms-chateaudun.csv", "scdl/budget")
    assert not report.valid
    assert report.warnings[0].code == "other-schema"
    assert "scdl/prenoms 1.1.6" in report.warnings[0].message()
