import json

import pytest
from ckan import model
from ckan.tests import factories, helpers
from ckanext.socle.harvesters.datagouv import waiting
from ckanext.socle.harvesters.datagouv.identifiers import package_id

from tests.portal.harvesters.conftest import errors, extras, listed, taken

ZERO = {"added": 0, "updated": 0, "not modified": 0, "errored": 0, "deleted": 0}


def test_a_dataset_arrives_with_all_its_fields(catalogue, new_source, run, town):
    dataset = catalogue.add()
    job = run(new_source(organizations=["212801344"]))
    assert errors(job) == []
    assert job["stats"] == ZERO | {"added": 1}
    package = taken(dataset)
    expected = {
        "owner_org": town["id"],
        "name": "subventions-versees-par-dreux",
        "license_id": "lov2",
        "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        "spatial_zone": "fr:commune:28134",
        "temporal_start": "2024-01-01",
        "temporal_end": "2024-12-31",
        "contact_email": "finances@dreux.exemple",
    }
    assert {key: package[key] for key in expected} == expected
    assert extras(package)["datagouv_dataset_id"] == dataset["id"]
    file, notice = package["resources"]
    assert file["id"] == dataset["resources"][0]["id"]
    assert file["schema"] == "https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.1/schema.json"
    assert (file["hash_algorithm"], file["size"], file["format"]) == ("sha1", 4310, "CSV")
    assert notice["resource_type"] == "documentation"
    assert listed("subventions") == {"Subventions versées par Dreux"}


def test_a_second_run_costs_one_request(catalogue, new_source, run):
    for number in range(5):
        catalogue.add(number)
    source = new_source()
    run(source)
    catalogue.requests.clear()
    modified = {each.id: each.metadata_modified for each in model.Session.query(model.Package)}
    job = run(source)
    assert job["stats"] == ZERO
    assert len(catalogue.requests) == 1
    assert {each.id: each.metadata_modified for each in model.Session.query(model.Package)} == modified


def test_a_changed_dataset_keeps_its_ids_and_addresses(catalogue, new_source, run):
    dataset = catalogue.add()
    other = catalogue.add(1)
    source = new_source()
    run(source)
    before, still = taken(dataset), taken(other)
    dataset |= {"title": "Subventions 2025", "slug": "subventions-2025", "last_modified": "2026-06-01T00:00:00+00:00"}
    dataset["resources"][0]["url"] = "https://static.exemple.fr/dreux/nouveau.csv"
    assert run(source)["stats"] == ZERO | {"updated": 1}
    after = taken(dataset)
    assert after["title"] == "Subventions 2025"
    assert after["name"] == before["name"]
    assert [each["id"] for each in after["resources"]] == [each["id"] for each in before["resources"]]
    assert after["resources"][0]["url"] == "https://static.exemple.fr/dreux/nouveau.csv"
    assert taken(other) == still


def test_a_date_that_moves_alone_changes_nothing(catalogue, new_source, run):
    dataset = catalogue.add()
    source = new_source()
    run(source)
    before = taken(dataset)
    dataset["internal"] = {"last_modified_internal": "2026-06-01T00:00:00+00:00"}
    assert run(source)["stats"] == ZERO | {"not modified": 1}
    assert taken(dataset) == before
    catalogue.requests.clear()
    run(source)
    assert len(catalogue.requests) == 1


@pytest.mark.parametrize(
    ("leave", "why"),
    [
        (lambda c, d: c.remove(d["id"], 410), "supprimé"),
        (lambda c, d: c.remove(d["id"], 404), "public"),
        (lambda _, d: d.update(private=True), "public"),
        (lambda _, d: d.update(archived="2026-05-01T00:00:00+00:00"), "archivé"),
        (lambda _, d: d.update(tags=["autre"]), "réglages"),
    ],
    ids=["deleted", "unknown", "private", "archived", "left"],
)
def test_what_leaves_is_withdrawn_and_what_comes_back_returns(catalogue, new_source, run, leave, why):
    dataset = catalogue.add()
    source = new_source(tags=["subventions"])
    run(source)
    before, original = taken(dataset), json.loads(json.dumps(dataset))
    leave(catalogue, dataset)
    assert run(source)["stats"] == ZERO | {"deleted": 1}
    assert taken(dataset) is None
    assert listed() == set()
    stored = model.Package.get(before["id"])
    assert stored.extras["datagouv_retired_why"]
    assert stored.name == before["name"]
    assert run(source)["stats"] == ZERO
    catalogue.datasets = []
    catalogue.restore(original)
    assert errors(run(source)) == []
    after = taken(dataset)
    assert (after["id"], after["name"], after["owner_org"]) == (before["id"], before["name"], before["owner_org"])
    assert [each["id"] for each in after["resources"]] == [each["id"] for each in before["resources"]]
    assert "datagouv_retired_why" not in extras(after)
    assert listed() == {before["title"]}


def test_what_this_portal_gave_is_not_taken_back(catalogue, new_source, run):
    harvest = {"domain": "test.ckan.net", "remote_id": "x", "source_url": "http://test.ckan.net/catalog.xml"}
    ours = catalogue.add_harvested(harvest=harvest)
    local = factories.Dataset(owner_org=helpers.call_action("organization_list")[0], notes="x", license_id="lov2")
    also = catalogue.add(1, harvest={"domain": "ailleurs.exemple", "remote_id": local["id"]})
    other = catalogue.add(2)
    job = run(new_source(owner="dreux"))
    assert [taken(each) is None for each in (ours, also, other)] == [True, True, False]
    assert job["stats"] == ZERO | {"added": 1, "not modified": 2}
    catalogue.requests.clear()


def test_what_came_from_data_gouv_fr_is_not_offered_to_it(catalogue, new_source, run, app):
    catalogue.add()
    run(new_source())
    feed = app.get("/organization/dreux/catalog.xml").get_data(as_text=True)
    assert "Subventions versées par Dreux" not in feed


def test_a_dataset_that_nobody_receives_waits_for_its_organisation(catalogue, new_source, run, sysadmin):
    dataset = catalogue.add_harvested()
    source = new_source(owner="siren")
    run(source)
    assert taken(dataset) is None
    catalogue.requests.clear()
    run(source)
    assert len(catalogue.requests) == 1
    syndicat = factories.Organization(
        user={"name": sysadmin}, title="SDE 28", siren="252800016", territory_type="syndicat"
    )
    run(source)
    assert taken(dataset)["owner_org"] == syndicat["id"]


def test_two_sources_do_not_fight_for_a_dataset(catalogue, new_source, run):
    dataset = catalogue.add()
    first, second = new_source(), new_source(q="subventions")
    run(first)
    modified = taken(dataset)
    assert run(second)["stats"] == ZERO | {"not modified": 1}
    assert taken(dataset) == modified
    assert extras(modified)["harvest_source_id"] == first["id"]


def test_a_resource_id_of_another_dataset_is_not_stolen(catalogue, new_source, run):
    first = catalogue.add(1)
    second = catalogue.add(2, resources=[dict(first["resources"][0])])
    source = new_source()
    run(source)
    assert taken(first)["resources"][0]["id"] == first["resources"][0]["id"]
    own = taken(second)["resources"][0]["id"]
    assert own != first["resources"][0]["id"]
    second["last_modified"] = "2026-07-01T00:00:00+00:00"
    second["title"] = "Autre titre"
    run(source)
    assert taken(second)["resources"][0]["id"] == own


def test_addresses_never_collide(catalogue, new_source, run, town):
    factories.Dataset(name="jeu-1", owner_org=town["id"], notes="x", license_id="lov2")
    dataset = catalogue.add(1)
    run(new_source())
    assert taken(dataset)["name"] == "jeu-1-00000001"


def test_what_is_left_out_is_not_taken_and_leaves(catalogue, new_source, run):
    one, two, three = catalogue.add(1), catalogue.add(2), catalogue.add(3, tags=["voirie"])
    source = new_source(exclude={"datasets": ["jeu-1"], "tags": ["voirie"]})
    run(source)
    assert [taken(each) is None for each in (one, two, three)] == [True, False, True]
    settings = json.dumps({"exclude": {"organizations": ["212801344"]}})
    helpers.call_action(
        "harvest_source_update", {"user": factories.Sysadmin()["name"]}, **source | {"config": settings}
    )
    job = run(source)
    assert job["stats"]["deleted"] == 1
    assert taken(two) is None


def test_faults_are_told_and_mended_at_the_next_run(catalogue, new_source, run):
    good, bad = catalogue.add(1), catalogue.add(2)
    catalogue.faults[f"/api/1/datasets/{bad['id']}"] = [503] * 5
    source = new_source()
    job = run(source)
    assert job["stats"] == ZERO | {"added": 1, "errored": 1}
    assert len(errors(job)) == 1
    assert taken(good)
    catalogue.faults.clear()
    assert run(source)["stats"] == ZERO | {"added": 1}
    assert taken(bad)


@pytest.mark.parametrize("fault", [503, "html", 404, 400])
def test_a_catalogue_that_cannot_be_had_withdraws_nothing(catalogue, new_source, run, fault):
    dataset = catalogue.add()
    source = new_source()
    run(source)
    catalogue.faults["/api/1/datasets/"] = [fault] * 10
    job = run(source)
    assert len(errors(job)) == 1
    assert job["status"] == "Finished"
    assert taken(dataset)


def test_a_selection_that_shrinks_at_once_is_doubted_first(catalogue, new_source, run):
    datasets = [catalogue.add(number) for number in range(15)]
    source = new_source(tags=["subventions"])
    run(source)
    for dataset in datasets[:14]:
        dataset["tags"] = ["autre"]
    job = run(source)
    assert (job["stats"]["deleted"], len(errors(job))) == (0, 1)
    assert all(map(taken, datasets))
    assert run(source)["stats"]["deleted"] == 14


def test_an_unknown_field_is_counted(catalogue, new_source, run):
    dataset = catalogue.add(nouveau="champ")
    assert errors(run(new_source())) == []
    assert taken(dataset)


def test_a_field_that_the_portal_refuses_is_named(catalogue, new_source, run):
    dataset = catalogue.add()
    dataset["resources"][0]["schema"] = {"name": "x", "url": "ftp://exemple.fr/schema"}
    job = run(new_source())
    assert job["stats"]["errored"] == 1
    assert "schema" in errors(job)[0]


def test_many_resources(catalogue, new_source, run):
    first = json.loads(json.dumps(catalogue.add()["resources"][0]))
    catalogue.datasets[0]["resources"] = [first | {"id": f"{n:08x}-0000-4000-8000-000000000000"} for n in range(300)]
    run(new_source())
    package = helpers.call_action("package_show", id=package_id("66b0000000000000000000a1"))
    assert len(package["resources"]) == 300


def test_what_is_not_taken_and_can_be_mended_waits_in_the_list_of_its_body(catalogue, new_source, run, town, sysadmin):
    twin = factories.Organization(user={"name": sysadmin}, title="Dreux bis", siren=town["siren"])
    above = factories.Organization(user={"name": sysadmin}, title="Département")
    for number in range(3):
        catalogue.add(number)
    source = new_source(owner_org=above["id"], owner="siren")
    job = run(source)
    found = {each.organization: each for each in waiting.of_bodies(sysadmin, {town["id"], twin["id"], above["id"]})}
    assert found.keys() == {town["id"], twin["id"]}
    assert found[town["id"]].about.startswith("3 ")
    assert "data.gouv.fr pour Dreux" in found[town["id"]].about
    assert found[town["id"]].link.endswith(f"/harvest/{source['name']}/job/{job['id']}")
    stranger = factories.User()["name"]
    [seen] = waiting.of_bodies(stranger, {town["id"]})
    assert seen.link.startswith("https://www.data.gouv.fr/")


def test_a_refused_field_waits_for_the_body_until_it_is_mended(catalogue, new_source, run, town, sysadmin):
    dataset = catalogue.add()
    good, bad = dataset["resources"][0]["schema"], {"name": "x", "url": "ftp://exemple.fr/schema"}
    dataset["resources"][0]["schema"] = bad
    source = new_source()
    run(source)
    [waits] = waiting.of_bodies(sysadmin, {town["id"]})
    assert "schema" in waits.text
    dataset["resources"][0]["schema"] = good
    run(source)
    assert waiting.of_bodies(sysadmin, {town["id"]}) == []


def test_what_fails_before_its_body_is_asked_for_waits_where_the_dataset_is(catalogue, new_source, run, town, sysadmin):
    above = factories.Organization(user={"name": sysadmin}, title="Département")
    known, source = catalogue.add(1), new_source(owner_org=above["id"], owner="siren")
    run(source)
    known["last_modified"] = "2026-02-01T00:00:00"
    for dataset in (known, catalogue.add(2)):
        catalogue.faults[f"/api/1/datasets/{dataset['id']}"] = [500] * 9
    run(source)
    found = waiting.of_bodies(sysadmin, {town["id"], above["id"]})
    assert sorted(each.organization for each in found) == sorted([town["id"], above["id"]])


def test_what_is_this_portals_own_waits_for_nobody(catalogue, new_source, run, town, sysadmin, ckan_config):
    ckan_config["ckan.site_url"] = "https://data.exemple.fr"
    catalogue.add(harvest={"domain": "data.exemple.fr", "remote_url": "https://data.exemple.fr/dataset/x"})
    run(new_source())
    assert waiting.of_bodies(sysadmin, {town["id"]}) == []
