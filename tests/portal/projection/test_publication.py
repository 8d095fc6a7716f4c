"""From the national file to the datasets of communes."""

import io

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests.helpers import call_action
from ckanext.socle.harvesters.projection import describing, jobs, publishing
from ckanext.socle.harvesters.projection.definition import Column, Key
from werkzeug.datastructures import FileStorage

from ckanext.scdl.context import Bounds
from ckanext.territories import publisher
from tests.portal.projection.conftest import CHARTRES, CONTENT, GRAND_CHATEAUDUN, extras, state
from tests.unit.projection.tables import table

WITHOUT_CHATEAUDUN = "commune;nom;valeur\n28085;c;3\n"


def test_each_commune_gets_its_rows_as_a_dataset(publish, dataset, app):
    report = publish()
    package = dataset()
    assert (report.done, dict(report.datasets), report.refused) == ("cut", {"created": 2}, {})
    assert (package["name"], package["title"], package["license_id"]) == (
        "essai-chateaudun-28088",
        "Essai de Châteaudun",
        "lov2",
    )
    assert package["spatial_zone"] == "fr:commune:28088"
    assert package["organization"]["name"] == "chateaudun-28088"
    [resource] = package["resources"]
    assert app.get(f"/dataset/{package['id']}/resource/{resource['id']}/fichier.csv").body == "nom,valeur\na,1\nb,2\n"


def test_a_derived_dataset_says_what_it_was_made_from(publish, dataset):
    publish()
    known = extras(dataset())
    assert known["derived_from"] == "https://exemple.fr"
    assert known["derived_source_date"] == "2026-11-02"
    assert "commune" in known["derived_transformation"]
    assert known["projection_table"] == "essai"


def test_it_stays_out_of_the_feeds(publish, app):
    publish()
    feed = app.get("/organization/chateaudun-28088/catalog.xml").body
    assert "essai-chateaudun" not in feed


def test_a_second_run_changes_nothing(publish, dataset):
    publish()
    before = dataset()["metadata_modified"]
    report = publish()
    assert (report.done, dict(report.datasets)) == ("unchanged", {"unchanged": 2})
    assert dataset()["metadata_modified"] == before


def test_only_the_slice_that_changed_is_published_again(publish, dataset, server, app):
    publish()
    before, other = dataset(), dataset(CHARTRES)
    report = publish(server, CONTENT.replace("a;1", "a;9"))
    after = dataset()
    assert dict(report.datasets) == {"updated": 1, "unchanged": 1}
    assert [each["id"] for each in after["resources"]] == [each["id"] for each in before["resources"]]
    address = f"/dataset/{after['id']}/resource/{after['resources'][0]['id']}/fichier.csv"
    assert app.get(address).body == "nom,valeur\na,9\nb,2\n"
    assert dataset(CHARTRES)["metadata_modified"] == other["metadata_modified"]


def test_what_people_wrote_is_left_alone(publish, dataset, server):
    publish()
    call_action("package_patch", id=dataset()["id"], title="Un titre à nous")
    publish(server, CONTENT.replace("a;1", "a;9"))
    assert dataset()["title"] == "Un titre à nous"


def test_rows_that_vanish_take_the_dataset_away_and_bring_it_back(publish, dataset, server):
    publish()
    identifier = dataset()["id"]
    assert publish(server, WITHOUT_CHATEAUDUN).datasets["retired"] == 1
    assert state(identifier) == "deleted"
    assert publish(server, CONTENT).datasets["created"] == 1
    assert state(identifier) == "active"
    assert "projection_retired" not in extras(dataset())


def test_a_commune_without_rows_has_no_dataset(publish, server):
    report = publish(server, WITHOUT_CHATEAUDUN)
    assert dict(report.states) == {"empty": 1, "rows": 1}
    assert model.Package.get("essai-chateaudun-28088") is None


def test_a_dataset_deleted_by_hand_stays_so(publish, dataset, server):
    publish()
    identifier = dataset()["id"]
    call_action("package_delete", id=identifier)
    assert publish(server, CONTENT.replace("a;1", "a;9")).datasets["deleted"] == 1
    assert state(identifier) == "deleted"


def test_a_failure_leaves_the_datasets(publish, dataset, server):
    publish()
    report = publish(server, "<!DOCTYPE html>")
    assert (report.done, report.failure["code"], dict(report.states)) == ("failed", "source-html", {"failed": 2})
    assert dict(report.datasets) == {"unchanged": 2}
    assert dataset()["state"] == "active"


def test_a_dry_run_publishes_nothing(publish):
    assert dict(publish(dry=True).datasets) == {"created": 2}
    assert model.Package.get("essai-chateaudun-28088") is None


def test_one_departement_only(publish):
    assert dict(publish(departements=["75"]).datasets) == {}
    assert dict(publish(departements=["28"]).datasets) == {"created": 2}


def test_an_epci_gets_the_rows_of_its_siren(portal, server, publish):
    server.files["/s.csv"] = f"siret;nom;valeur\n{GRAND_CHATEAUDUN}00019;a;1\n21280088200016;b;2\n".encode()
    by_siren = table(name="marches", source={"addresses": (f"{server.url}/s.csv",)}, key=Key("siren", ("siret",)))
    assert publish(known=by_siren).datasets["created"] == 2
    package = model.Package.get("marches-grand-chateaudun")
    assert package.title == "Essai de la Communauté de communes du Grand Châteaudun"


@pytest.mark.parametrize("place", ["resource_create", "package_patch"])
def test_a_publication_that_was_cut_short_is_finished_by_the_next_run(publish, dataset, monkeypatch, place):
    act = publishing._act

    def cut_short(action, data):
        if action == place:
            raise KeyboardInterrupt
        act(action, data)

    monkeypatch.setattr(publishing, "_act", cut_short)
    with pytest.raises(KeyboardInterrupt):
        publish()
    assert (jobs.config.folder("essai") / jobs.UNDER_WAY).exists()
    monkeypatch.setattr(publishing, "_act", act)
    publish()
    assert [each["format"] for each in dataset()["resources"]] == ["CSV"]
    assert len(extras(dataset())[describing.SHA256]) == 64
    assert not (jobs.config.folder("essai") / jobs.UNDER_WAY).exists()


def test_the_rows_are_loaded_in_the_datastore_up_to_a_size(publish, dataset, ckan_config, server):
    ckan_config["ckanext.projection.datastore_rows"] = 2
    publish()
    resource = dataset()["resources"][0]["id"]
    found = call_action("datastore_search", resource_id=resource, sort="_id")
    assert [row["nom"] for row in found["records"]] == ["a", "b"]
    assert found["fields"][2]["info"]["label"] == "Valeur"
    publish(server, CONTENT + "28088;d;4\n")
    with pytest.raises(tk.ObjectNotFound):
        call_action("datastore_search", resource_id=resource)


def held(resource_id):
    states = pytest.importorskip("ckanext.scdl_validation.states")
    return bool(states.held([resource_id]))


def test_what_the_state_publishes_is_not_held_back_as_a_communes_own_file(publish, dataset, server):
    names = "commune;nom;valeur\n" + "".join(f"28088;Camille Exemple{n};06 12 34 56 {n:02}\n" for n in range(20))
    publish(server, names)
    package = dataset()
    call_action("package_patch", id=package["id"], title="Un autre titre")
    assert not held(package["resources"][0]["id"])


def test_a_file_put_in_the_place_of_a_slice_is_looked_at(publish, dataset):
    publish()
    resource = dataset()["resources"][0]
    own = FileStorage(io.BytesIO(b"nom,telephone\nCamille Exemple,0612345678\n"), filename="autre.csv")
    call_action("resource_patch", id=resource["id"], upload=own)
    again = dataset()["resources"][0]
    assert publishing.may_be_checked({**again, "package_id": dataset()["id"]})


def test_the_addresses_of_a_commune_tell_where_it_lies(portal, server, publish):
    lines = [f"28088;{48 + index / 100:.2f};{1.3 + index / 100:.2f}" for index in range(12)]
    server.files["/a.csv"] = "\n".join(["code_insee;lat;lon", *lines, ""]).encode()
    known = table(
        name="adresses",
        source={"addresses": (f"{server.url}/a.csv",)},
        key=Key("insee", ("code_insee",)),
        order=("lat",),
        columns=(Column("lat", "Latitude"), Column("lon", "Longitude")),
    )
    assert publisher.context("chateaudun-28088", "scdl/equipements").bounds is None
    publish(known=known)
    found = publisher.context("chateaudun-28088", "scdl/equipements").bounds
    assert found == Bounds(west=1.3, south=48.0, east=1.41, north=48.11)
    assert publisher.context("chartres-28085", "scdl/equipements").bounds is None
