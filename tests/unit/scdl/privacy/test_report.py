"""Personal data in the report and on the screen: masked everywhere, and never a reason to be invalid."""

import json

import pytest
from click.testing import CliRunner

from ckanext.scdl import validate
from ckanext.scdl.cli import main

NIR = "185057800608491"
PHONE = "06 39 98 01 23"


@pytest.fixture
def spoilt(sheet, tmp_path):
    """A file of grants to a person, with a NIR where a number is due and a mobile in a text."""
    path = tmp_path / "subventions.csv"
    table = sheet("scdl/subventions").put("nomBeneficiaire", "M. Paul Fictif").put("rnaBeneficiaire", "")
    path.write_bytes(
        table.put("idBeneficiaire", NIR).put("objet", f"Aide, appeler le {PHONE}").put("montant", PHONE).bytes()
    )
    return path


def test_personal_data_make_no_file_invalid(sheet):
    table = sheet("scdl/subventions").put("objet", f"Aide, appeler le {PHONE}")
    report = validate(table.bytes(), "scdl/subventions")
    assert report.valid
    assert [(each.kind, each.row, each.field) for each in report.personal_data] == [("phone", 2, "objet")]


def test_the_json_has_what_where_why_and_what_to_do(spoilt):
    (found,) = [each for each in validate(spoilt).to_dict()["personal_data"] if each["field"] == "nomBeneficiaire"]
    assert (found["kind"], found["row"], found["column"], found["confidence"]) == ("beneficiary", 2, 5, "high")
    assert found["value"] == "M• P• F•"
    assert "CRPA, art. L. 312-1-2" in found["reason"]
    assert found["actions"][0]["action"] == "aggregate"


@pytest.mark.parametrize("options", [["--json"], [], ["--lang", "en"]])
def test_nothing_personal_is_repeated(spoilt, options):
    printed = CliRunner().invoke(main, ["validate", str(spoilt), "--schema", "scdl/subventions", *options]).output
    assert NIR not in printed
    assert PHONE not in printed
    assert "Fictif" not in printed


def test_errors_stay_errors(spoilt):
    report = json.loads(CliRunner().invoke(main, ["validate", str(spoilt), "--json"]).output)
    assert {each["field"] for each in report["errors"]} == {"montant", "idBeneficiaire"}


def test_the_screen_has_its_part(spoilt):
    printed = CliRunner().invoke(main, ["validate", str(spoilt)]).output
    assert "Données personnelles (4)" in printed
    assert "nomBeneficiaire — Bénéficiaire particulier" in printed
    assert "Que faire\u00a0: Regroupez les lignes" in printed


@pytest.mark.parametrize(
    "name",
    ["deliberations", "subventions", "equipements", "prenoms", "budget", "menus"],
)
def test_valid_files_make_no_noise(data, name):
    assert validate(data / f"{name}-chateaudun.csv").personal_data == ()
