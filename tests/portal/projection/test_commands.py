"""What the operator types, and what the clock does."""

import pytest
import yaml
from ckan import model
from ckan.cli.cli import ckan
from ckanext.socle.harvesters.projection import jobs, loading

from tests.unit.projection.test_shipped import TABLES, packed


@pytest.fixture
def own_tables(portal, server, tmp_path, ckan_config):
    """Two tables of the operator's: one that is well, one whose address is gone."""
    folder = tmp_path / "definitions"
    folder.mkdir()
    ckan_config["ckanext.projection.definitions"] = str(folder)
    server.files["/comptes.csv"] = packed(TABLES["comptes"])
    for name, path in (("comptes", "/comptes.csv"), ("bpe", "/gone.parquet")):
        data = yaml.safe_load((loading.shipped() / f"{name}.yaml").read_text(encoding="utf-8"))
        data["source"]["addresses"] = [server.url + path]
        data["expected"] = {"lines": 1, "unusable": 1}
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return folder


def test_a_table_is_run_by_hand(own_tables, cli):
    done = cli.invoke(ckan, ["projection", "run", "--table", "comptes"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert model.Package.get("comptes-chateaudun-28088").title == "Comptes de Châteaudun"


def test_a_failure_is_said_and_is_the_result(own_tables, cli):
    done = cli.invoke(ckan, ["projection", "run", "--table", "bpe"])
    assert done.exit_code == 1
    assert "127.0.0.1" in done.output


def test_the_list_says_which_are_taken(own_tables, cli, ckan_config):
    ckan_config["ckanext.projection.tables"] = ["comptes"]
    done = cli.invoke(ckan, ["projection", "list"], catch_exceptions=False)
    assert len([line for line in done.output.splitlines() if line[:1].strip()]) == len(TABLES)


def test_the_check_reads_the_columns_of_the_address(own_tables, cli):
    done = cli.invoke(ckan, ["projection", "check", "--table", "comptes"], catch_exceptions=False)
    assert (done.exit_code, "28 " in done.output) == (0, True), done.output


def test_the_check_names_an_address_that_is_gone(own_tables, cli):
    done = cli.invoke(ckan, ["projection", "check", "--table", "bpe"])
    assert (done.exit_code, "/gone.parquet" in done.output) == (1, True), done.output


def test_an_unknown_table_is_refused_with_those_that_are_known(portal, cli):
    done = cli.invoke(ckan, ["projection", "run", "--table", "absente"])
    assert done.exit_code == 1
    assert "absente" in done.output
    assert "elections" in done.output


def test_an_unknown_departement_is_refused(portal, cli):
    assert cli.invoke(ckan, ["projection", "run", "--departement", "00"]).exit_code == 1


def test_each_table_that_is_taken_has_its_nightly_job(portal, ckan_config):
    names = {job.arguments.get("name") for job in jobs.scheduled_jobs()}
    assert names == {name for name, known in TABLES.items() if known.default} | {None}
    ckan_config["ckanext.projection.tables"] = ["dvf"]
    assert [job.arguments.get("name") for job in jobs.scheduled_jobs()] == ["dvf", None]


def test_an_option_that_names_no_table_stops_no_other_job(portal, ckan_config):
    ckan_config["ckanext.projection.tables"] = ["absente"]
    assert jobs.scheduled_jobs() == []


def test_what_was_cut_short_is_taken_up(own_tables, ckan_config):
    ckan_config["ckanext.projection.tables"] = ["comptes"]
    assert jobs.take_up() == 0
    folder = jobs.config.folder("comptes")
    folder.mkdir(parents=True)
    (folder / jobs.UNDER_WAY).touch()
    assert jobs.take_up() == 1
    assert model.Package.get("comptes-chartres-28085").state == "active"
    assert jobs.take_up() == 0
