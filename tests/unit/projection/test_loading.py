"""The files of the tables: those shipped are right, and a wrong one says what is wrong and where."""

import pytest
import yaml
from ckanext.socle.harvesters.projection import loading
from ckanext.socle.harvesters.projection.problems import DefinitionError

SHIPPED = loading.load_all()
NAMES = {"adresses", "bpe", "comptes", "decp", "dvf", "elections", "irve", "populations", "rna"}
RIGHT = yaml.safe_load((loading.shipped() / "adresses.yaml").read_text(encoding="utf-8"))


def test_the_tables_are_there():
    assert set(SHIPPED) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_shipped_table_says_everything(name):
    table = SHIPPED[name]
    words = table.words
    assert all((words.description, words.personal_data, words.reference, words.keywords, table.order, table.digest))
    assert all(address.startswith("https://") for address in table.source.addresses)
    assert set(table.key.columns) <= set(table.kept)
    assert table.expected.lines >= 30_000


def changed(place, value):
    data = yaml.safe_load(yaml.safe_dump(RIGHT))
    inner = data
    *path, last = place.split(".")
    for step in path:
        inner = inner[step]
    inner[last] = value
    return data


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        ("title", "", "definition-not-text"),
        ("title", "Adresses", "definition-title"),
        ("title", None, "definition-missing"),
        ("licence", 2, "definition-not-text"),
        ("surprise", 1, "definition-unknown"),
        ("source.surprise", 1, "definition-unknown"),
        ("source", [], "definition-not-mapping"),
        ("source.addresses", "https://x", "definition-not-list"),
        ("source.addresses", ["ftp://x/y"], "definition-address"),
        ("source.addresses", ["https://x/{year}.csv"], "definition-dated"),
        ("source.dated", {"unit": "year", "back": 1, "take": "all"}, "definition-dated"),
        ("source.format", "xlsx", "definition-not-choice"),
        ("source.encoding", "utf-16", "definition-not-choice"),
        ("source.separator", ";;", "definition-separator"),
        ("key.kind", "departement+commune", "definition-parted"),
        ("key.columns", [], "definition-not-list"),
        ("columns.numero", {"label": "N", "kind": "text"}, "definition-unknown"),
        ("columns.numero", {"label": "N", "type": "float"}, "definition-not-choice"),
        ("columns.numero", {"label": "N", "optional": "yes"}, "definition-not-flag"),
        ("order", ["absente"], "definition-order"),
        ("ignored", ["num*"], "definition-both"),
        ("expected.lines", -1, "definition-not-number"),
        ("expected.unusable", 2, "definition-not-number"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, place, value, code):
    path = tmp_path / "essai.yaml"
    path.write_text(yaml.safe_dump(changed(place, value)), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        loading.load(path)
    assert caught.value.code == code
    assert caught.value.params["file"] == "essai.yaml"
    assert caught.value.params["setting"].split(".")[0] == place.split(".")[0]


def test_a_file_that_is_no_yaml_is_named(tmp_path):
    path = tmp_path / "essai.yaml"
    path.write_text("title: [", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        loading.load(path)
    assert (caught.value.code, caught.value.params["file"]) == ("definition-unreadable", "essai.yaml")


def test_a_table_of_the_operator_takes_the_place_of_the_one_shipped(tmp_path):
    (tmp_path / "adresses.yaml").write_text(yaml.safe_dump(changed("source.separator", ",")), encoding="utf-8")
    assert loading.load_all(tmp_path)["adresses"].source.separator == ","
    assert set(loading.load_all(tmp_path)) == NAMES


def test_the_licences_and_themes_are_the_portals():
    dataset = yaml.safe_load((loading.shipped().parents[2] / "schemas" / "dataset.yaml").read_text(encoding="utf-8"))
    fields = {each["field_name"]: each for each in dataset["dataset_fields"]}
    for name in ("theme", "frequency"):
        known = {choice["value"].rpartition("/")[2] for choice in fields[name]["choices"]}
        assert {getattr(table, name) for table in SHIPPED.values()} <= known
    assert {table.licence for table in SHIPPED.values()} <= {"lov2", "odc-odbl"}
