"""scdl repair: what it writes, prints and how it ends."""

import json

import pytest
from click.testing import CliRunner

from ckanext.scdl.cli import main

D = "scdl/deliberations"


@pytest.fixture
def run(tmp_path, sheet):
    def command(changes, *args):
        spoiled = sheet(D)
        for field, value in changes.items():
            spoiled.put(field, value)
        source = tmp_path / "source.csv"
        source.write_bytes(spoiled.bytes("cp1252", delimiter=";"))
        before = source.read_bytes()
        result = CliRunner().invoke(
            main, ["repair", str(source), "--schema", D, "-o", str(tmp_path / "out.csv"), *args]
        )
        assert source.read_bytes() == before
        return result

    return command


def test_a_repaired_copy_is_written(run, tmp_path, sheet):
    result = run({"COLL_SIRET": "212 800 882 00012"})
    assert result.exit_code == 0
    assert result.output.startswith("Le fichier réparé est valide")
    assert (tmp_path / "out.csv").read_bytes() == sheet(D).bytes()


def test_a_question_is_printed_and_can_be_answered(run):
    asked = run({"DELIB_DATE": "05/01/2024", "PREF_DATE": ""})
    assert asked.exit_code == 1
    assert "--answer date:4=" in asked.output
    assert run({"DELIB_DATE": "05/01/2024", "PREF_DATE": ""}, "--answer", "date:4=day-first").exit_code == 0


def test_only_one_rule(run, tmp_path):
    assert run({"COLL_SIRET": "212 800 882 00012"}, "--only", "date").exit_code == 1
    assert b"212 800 882 00012" in (tmp_path / "out.csv").read_bytes()


def test_json(run):
    printed = json.loads(run({"DELIB_DATE": "31.12.2024", "PREF_DATE": ""}, "--json").output)
    assert (printed["valid"], printed["errors_before"], printed["errors_after"]) == (True, 1, 0)
    assert [each["rule"] for each in printed["repairs"]] == ["encoding", "delimiter", "date"]


def test_the_siren_of_who_publishes(run):
    assert run({"COLL_SIRET": "212800882"}, "--own-siret", "21280088200012").exit_code == 0


def test_the_file_itself_is_never_the_output(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b"a,b\n1,2\n")
    result = CliRunner().invoke(main, ["repair", str(path), "--schema", D, "-o", str(path)])
    assert result.exit_code == 2
    assert path.read_bytes() == b"a,b\n1,2\n"


def test_what_cannot_be_read(tmp_path):
    path = tmp_path / "vide.csv"
    path.write_bytes(b"")
    result = CliRunner().invoke(main, ["repair", str(path), "--schema", D, "-o", str(tmp_path / "out.csv")])
    assert result.exit_code == 2
    assert not (tmp_path / "out.csv").exists()
