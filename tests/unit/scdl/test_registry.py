"""The registry finds a schema by every name people use, without network."""

import json
from pathlib import Path

import pytest

from ckanext.scdl import UnknownSchema, UnusableSchema, registry

LATEST = "https://schema.data.gouv.fr/schemas/scdl/deliberations/latest/schema.json"
VERSION = "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.4/schema.json"
PACKAGE = "https://schema.data.gouv.fr/schemas/etalab/schema-irve/2.3.0/datapackage.json"
TABLES = [entry.name for entry in registry.entries() if entry.kind == "tableschema"]


def test_every_schema_of_the_label_is_there():
    assert len(registry.entries()) == 14
    assert [len(entry.versions) for entry in registry.entries()] == [4, 1, 4, 4, 4, 3, 2, 3, 4, 6, 8, 11, 6, 11]


@pytest.mark.parametrize(
    ("reference", "name", "version"),
    [
        ("scdl/deliberations", "scdl/deliberations", "2.1.5"),
        ("deliberations", "scdl/deliberations", "2.1.5"),
        ("deliberations@2.0.0", "scdl/deliberations", "2.0.0"),
        ("deliberations@latest", "scdl/deliberations", "2.1.5"),
        ("scdl/subventions@1.1.0", "scdl/subventions", "1.1.0"),
        ("atlasante/schema-dae", "atlasante/schema-dae", "1.0.7"),
        ("schema-dae", "atlasante/schema-dae", "1.0.7"),
        ("dae", "atlasante/schema-dae", "1.0.7"),
        (LATEST, "scdl/deliberations", "2.1.5"),
        (VERSION, "scdl/deliberations", "2.1.4"),
        ("etalab/schema-irve", "etalab/schema-irve", "2.3.1"),
        ("etalab/schema-irve#irve-dynamique", "etalab/schema-irve-dynamique", "2.3.1"),
        ("irve@2.2.0#irve-statique", "etalab/schema-irve-statique", "2.2.0"),
        (PACKAGE + "#irve-statique", "etalab/schema-irve-statique", "2.3.0"),
    ],
)
def test_a_schema_is_found_by(reference, name, version):
    schema = registry.find(reference)
    assert (schema.name, schema.version) == (name, version)


def test_the_address_is_the_catalogues():
    assert registry.find("deliberations@2.1.4").url == VERSION
    assert registry.entry("deliberations").url == LATEST


def test_an_unknown_name_suggests_near_ones():
    with pytest.raises(UnknownSchema) as refusal:
        registry.find("scdl/deliberation")
    assert refusal.value.suggestions[0] == "scdl/deliberations"
    assert "scdl/deliberations" in refusal.value.message("fr")


def test_a_name_like_no_other_sends_to_the_list():
    with pytest.raises(UnknownSchema) as refusal:
        registry.find("https://exemple.fr/")
    assert refusal.value.suggestions == ()
    assert "scdl schemas" in refusal.value.message("fr")


@pytest.mark.parametrize(
    ("reference", "suggestions"),
    [
        ("irve#statique", ("etalab/schema-irve#irve-statique", "etalab/schema-irve#irve-dynamique")),
        ("scdl/budget#x", ()),
    ],
)
def test_an_unknown_table_of_a_package_lists_the_known_ones(reference, suggestions):
    with pytest.raises(UnknownSchema) as refusal:
        registry.find(reference)
    assert refusal.value.suggestions == suggestions


def test_an_unknown_version_lists_the_known_ones():
    with pytest.raises(UnknownSchema) as refusal:
        registry.find("scdl/prenoms@9.9")
    assert refusal.value.suggestions == ("scdl/prenoms@1.1.6", "scdl/prenoms@1.1.5")


def test_a_table_schema_is_read_from_a_path(tmp_path):
    path = tmp_path / "arbres.json"
    path.write_text(json.dumps({"fields": [{"name": "essence", "type": "string"}]}), encoding="utf-8")
    schema = registry.find(str(path))
    assert (schema.name, schema.version, schema.field_names) == ("arbres.json", None, ("essence",))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"fields": 1}', '{"fields": [{}]}', '{"fields": ["a"]}', "é"])
def test_a_path_without_a_table_schema_is_refused(tmp_path, text):
    path = tmp_path / "schema.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(UnusableSchema):
        registry.find(str(path))


def test_a_missing_path_is_said_missing(tmp_path):
    with pytest.raises(UnknownSchema) as refusal:
        registry.find(str(tmp_path / "absent.json"))
    assert refusal.value.code == "unknown-schema.path"


@pytest.mark.parametrize("entry", registry.entries(), ids=lambda entry: entry.name)
def test_every_version_loads_and_every_field_has_words(entry):
    words = registry.words(entry.name)
    for version in entry.versions:
        schema = registry.load(entry.name, version.version)
        assert schema.url == version.url
        assert set(schema.field_names) <= set(words.fields)
    assert words.plain_name
    assert "{de}" in words.dataset_title
    assert words.theme.isupper()
    assert words.frequency.isupper()


@pytest.mark.parametrize("name", TABLES)
def test_labels_are_short_and_help_is_a_sentence(name):
    for words in registry.words(name).fields.values():
        assert len(words.label) <= 40
        assert words.help.endswith(".")
        assert len(words.help) <= 160


def test_no_sentence_of_the_official_authors_is_shipped():
    for path in (Path(__file__).parents[3] / "schemas" / "scdl").rglob("*.json"):
        assert '"description"' not in path.read_text(encoding="utf-8"), path
