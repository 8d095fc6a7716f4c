"""The scdl command: what it prints and how it ends."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ckanext.scdl.cli import main


def run(*args):
    return CliRunner().invoke(main, [str(each) for each in args])


def test_schemas_lists_all_with_our_titles():
    result = run("schemas")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == 14
    assert "Prénoms des nouveau-nés" in result.output


def test_schemas_as_json_has_the_addresses():
    listed = {each["name"]: each for each in json.loads(run("schemas", "--json").output)}
    assert listed["scdl/prenoms"]["url"].endswith("/scdl/prenoms/1.1.6/schema.json")
    assert [each["version"] for each in listed["scdl/prenoms"]["versions"]] == ["1.1.5", "1.1.6"]


def test_a_valid_file_ends_with_0(data):
    result = run("validate", data / "deliberations-chateaudun.csv")
    assert result.exit_code == 0
    assert result.output.startswith("Le fichier est valide")


def test_an_invalid_file_ends_with_1_and_says_where(data):
    result = run("validate", data / "deliberations-chateaudun-erreurs.csv", "--schema", "scdl/deliberations")
    assert result.exit_code == 1
    assert "Date de la délibération — Date illisible\n    Ligne 5\u00a0: «\u00a027/01/2025\u00a0»" in result.output


def test_english_on_request(data):
    result = run("validate", data / "deliberations-chateaudun-erreurs.csv", "--lang", "en")
    assert "The file has errors" in result.output


def test_many_rows_of_one_cause_are_cut(sheet, tmp_path):
    many = sheet("scdl/prenoms")
    many.rows = [[*many.rows[0][:-1], "an"] for _ in range(30)]
    path = tmp_path / "prenoms.csv"
    path.write_bytes(many.bytes())
    assert "… et 20 autres lignes" in run("validate", path).output


def test_json_is_the_report(data):
    result = run("validate", data / "deliberations-chateaudun-erreurs.csv", "--json")
    assert result.exit_code == 1
    assert [each["row"] for each in json.loads(result.output)["errors"]] == [5, 9, 13, 18]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["absent.csv"], "file-not-found"),
        (["README.md", "--schema", "scdl/inconnu"], "unknown-schema"),
    ],
)
def test_what_cannot_be_checked_ends_with_2(args, code):
    result = run("validate", *args, "--json")
    assert result.exit_code == 2
    report = json.loads(result.output)
    assert (report["valid"], report["schema"], report["errors"][0]["code"]) == (False, None, code)


def test_a_refusal_is_one_sentence(tmp_path):
    path = tmp_path / "vide.csv"
    path.write_bytes(b"")
    result = run("validate", path)
    assert result.exit_code == 2
    assert result.output.strip().endswith("déposez-le à nouveau.")


def test_a_guess_can_be_overridden(data):
    wrong = run("validate", data / "deliberations-chateaudun.csv", "--delimiter", ";", "--schema", "deliberations")
    assert wrong.exit_code == 1


def test_a_csv_is_checked_without_loading_what_it_does_not_need(data):
    code = (
        "import sys; from ckanext.scdl import validate; from pathlib import Path;"
        f"validate(Path({str(data / 'prenoms-chateaudun.csv')!r}));"
        "print([name for name in ('ckan', 'polars', 'openpyxl', 'pandas', 'phonenumbers') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
