import copy
import json

import pytest
from ckanext.socle.harvesters.datagouv.identifiers import package_id, package_name, resource_id
from ckanext.socle.harvesters.datagouv.mapping import Portal, map_dataset
from ckanext.socle.harvesters.datagouv.vocabularies import FREQUENCIES, FREQUENCY

from ckanext.territories.codes import zone
from tests.unit.harvesters.catalogue import read

SCHEMAS = {("scdl/subventions", "2.1.1"): "https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.1/schema.json"}
PORTAL = Portal(
    zone=lambda text: found.id if (found := zone(text)) else None,
    schema=lambda name, version: SCHEMAS.get((name, version)),
    frequencies=frozenset({FREQUENCY + "ANNUAL"}),
    resource_id=resource_id,
)


def mapped(name="dataset.json", **changes):
    return map_dataset(copy.deepcopy(read(name)) | changes, PORTAL)


def extras(package):
    return {each["key"]: each["value"] for each in package["extras"]}


def test_each_field_of_the_portal_is_filled():
    package = mapped().package
    expected = {
        "id": package_id("66b0000000000000000000a1"),
        "title": "Subventions versées par Dreux",
        "notes": "Conventions de subvention.\n\n* au-dessus de 23 000 €",
        "license_id": "lov2",
        "frequency": FREQUENCY + "ANNUAL",
        "spatial_zone": "fr:commune:28134",
        "temporal_start": "2024-01-01",
        "temporal_end": "2024-12-31",
        "contact_name": "Service des finances",
        "contact_email": "finances@dreux.exemple",
        "url": "https://www.data.gouv.fr/datasets/subventions-versees-par-dreux",
        "tags": [{"name": "associations"}, {"name": "subventions"}],
        "private": False,
        "state": "active",
    }
    assert {key: package[key] for key in expected} == expected


def test_what_has_no_field_is_kept_in_extras():
    found = extras(mapped().package)
    assert found["datagouv_dataset_id"] == "66b0000000000000000000a1"
    assert found["issued"] == "2025-01-15T08:55:00"
    assert found["modified"] == "2025-03-01T11:00:00"
    assert found["datagouv_frequency_date"] == "2026-03-31T00:00:00"
    assert json.loads(found["datagouv_quality"])["score"] == pytest.approx(8 / 9)
    assert json.loads(found["datagouv_organization"])["slug"] == "ville-de-dreux"
    assert json.loads(found["datagouv_zones"]) == ["fr:commune:28134"]
    assert json.loads(found["datagouv_contact_points"])[0]["role"] == "contact"


def test_the_harvest_block_arrives():
    assert json.loads(extras(mapped("dataset_harvested.json").package)["datagouv_harvest"])["backend"] == "DCAT"


def test_a_file_arrives_with_all_that_is_known_of_it():
    file = mapped().package["resources"][0]
    expected = {
        "id": "0c1f8f3a-6d57-4e0e-9a63-5f4b8a1f0d01",
        "name": "subventions-2024.csv",
        "description": "Subventions versées en **2024**",
        "url": "https://static.exemple.fr/dreux/subventions-2024.csv",
        "format": "CSV",
        "mimetype": "text/csv",
        "size": 4310,
        "resource_type": "file",
        "schema": SCHEMAS["scdl/subventions", "2.1.1"],
        "hash": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "hash_algorithm": "sha1",
        "created": "2025-01-15T09:00:00",
        "last_modified": "2025-02-20T14:05:30",
    }
    assert {key: file[key] for key in expected} == expected
    assert json.loads(file["datagouv_schema"]) == {"name": "scdl/subventions", "version": "2.1.1"}
    assert json.loads(file["datagouv_extras"]) == {"check:available": True, "check:status": 200}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("main", "file"), ("documentation", "documentation"), ("api", "api"), ("code", "file"), ("other", "file")],
)
def test_the_type_of_a_resource(kind, expected):
    resource = read("dataset.json")["resources"][0] | {"type": kind}
    file = mapped(resources=[resource]).package["resources"][0]
    assert (file["resource_type"], file["datagouv_type"]) == (expected, kind)


def test_an_unknown_type_of_resource_is_reported():
    resource = read("dataset.json")["resources"][0] | {"type": "hologram"}
    assert mapped(resources=[resource]).audit.unexpected == {"resources.type": 1}


def test_a_recorded_answer_leaves_nothing_unread():
    for name in ("dataset.json", "dataset_harvested.json"):
        assert mapped(name).audit.to_dict() == {}


def test_unknown_fields_are_counted_at_every_depth():
    dataset = read("dataset.json")
    dataset["resources"][0]["couleur"] = "bleu"
    dataset["resources"][1]["couleur"] = "vert"
    dataset["contact_points"][0]["phone"] = "…"
    dataset["spatial"]["altitude"] = 3
    dataset["nouveau"] = True
    audit = map_dataset(dataset, PORTAL).audit
    assert audit.unknown == {"resources.couleur": 2, "contact_points.phone": 1, "spatial.altitude": 1, "nouveau": 1}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"title": 12}, "title"),
        ({"tags": "budget"}, "tags"),
        ({"tags": ["budget", 3]}, "tags"),
        ({"spatial": "ici"}, "spatial"),
        ({"quality": []}, "quality"),
        ({"contact_points": {}}, "contact_points"),
        ({"frequency": "quand il pleut"}, "frequency"),
        ({"resources": ["x"]}, "resources"),
        ({"harvest": "non"}, "harvest"),
    ],
)
def test_a_value_of_another_kind_is_reported_and_costs_nothing_else(changes, path):
    found = mapped(**changes)
    assert path in found.audit.unexpected
    assert found.package["id"] == package_id("66b0000000000000000000a1")


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"license": None}, "license_id", "notspecified"),
        ({"description": ""}, "notes", "Subventions versées par Dreux"),
        ({"title": " "}, "title", "subventions-versees-par-dreux"),
        ({"temporal_coverage": None}, "temporal_start", ""),
        ({"temporal_coverage": {"start": "2024-05-01T00:00:00+00:00", "end": None}}, "temporal_start", "2024-05-01"),
        ({"spatial": None}, "spatial_zone", ""),
        ({"spatial": {"zones": ["fr:canton:1", "fr:epci:200040277"]}}, "spatial_zone", "fr:epci:200040277"),
        ({"spatial": {"zones": [{"id": "fr:commune:28134", "name": "Dreux"}]}}, "spatial_zone", "fr:commune:28134"),
        ({"contact_points": []}, "contact_name", ""),
        ({"contact_points": [{"name": "X", "email": "pas un courriel"}]}, "contact_email", ""),
        ({"page": "javascript:alert(1)"}, "url", ""),
        ({"tags": ["a", "été 2024", "eau/air"]}, "tags", [{"name": "été 2024"}, {"name": "eau air"}]),
    ],
)
def test_values_on_the_edge(changes, field, expected):
    assert mapped(**changes).package[field] == expected


def test_a_frequency_without_choice_on_the_portal_is_kept_beside():
    package = mapped(frequency="triennial").package
    assert "frequency" not in package
    assert extras(package)["datagouv_frequency"] == "triennial"


def test_every_frequency_has_its_european_address():
    assert len(set(FREQUENCIES.values())) == 40


def test_a_high_value_dataset_has_its_category():
    assert mapped("dataset_harvested.json").package["hvd_category"] == "http://data.europa.eu/bna/c_b79e35eb"


def test_an_outline_is_kept():
    outline = {"type": "MultiPolygon", "coordinates": [[[[1, 48], [1.2, 48], [1.2, 48.2], [1, 48]]]]}
    package = mapped(spatial={"geom": outline, "zones": None, "granularity": "other"}).package
    assert json.loads(extras(package)["spatial"]) == outline


@pytest.mark.parametrize(
    ("checksum", "expected"),
    [
        ({"type": "sha256", "value": "AB12"}, ("ab12", "sha256")),
        ({"type": "sha2", "value": "ab"}, ("ab", "sha256")),
        ({"type": "crc", "value": "ab"}, ("ab", "crc")),
        ({"type": "sha1", "value": ""}, (None, None)),
        (None, (None, None)),
    ],
)
def test_checksums(checksum, expected):
    resource = read("dataset.json")["resources"][0] | {"checksum": checksum}
    file = mapped(resources=[resource]).package["resources"][0]
    assert (file.get("hash"), file.get("hash_algorithm")) == expected


def test_a_schema_with_its_own_address():
    schema = {"name": "maison", "version": None, "url": "https://exemple.fr/schema.json"}
    resource = read("dataset.json")["resources"][0] | {"schema": schema}
    assert mapped(resources=[resource]).package["resources"][0]["schema"] == "https://exemple.fr/schema.json"


def test_a_file_without_address_keeps_that_of_the_platform():
    resource = read("dataset.json")["resources"][0] | {"url": ""}
    assert mapped(resources=[resource]).package["resources"][0]["url"].endswith(f"/datasets/r/{resource['id']}")


def test_identifiers_never_change():
    own = "0c1f8f3a-6d57-4e0e-9a63-5f4b8a1f0d01"
    package = package_id("x")
    assert resource_id(own, package) == own
    assert resource_id(own, package, taken=True) == resource_id(own, package, taken=True) != own
    assert resource_id("pas-un-uuid", package) == resource_id("pas-un-uuid", package)


@pytest.mark.parametrize(
    ("slug", "title", "taken", "expected"),
    [
        ("budget-2024", "Budget", False, "budget-2024"),
        ("budget-2024", "Budget", True, "budget-2024-000000a1"),
        ("", "Budget de l’année", False, "budget-de-lannee"),
        ("", "!", False, "datagouv-66b0000000000000000000a1"),
        ("a", "", False, "a-66b0000000000000000000a1"),
        ("x" * 150, "", False, "x" * 100),
        ("x" * 150, "", True, "x" * 91 + "-000000a1"),
    ],
)
def test_names(slug, title, taken, expected):
    assert package_name(slug, title, "66b0000000000000000000a1", taken) == expected
