"""The BAL, whose schema has no machine-readable form: ours is written from its documentation."""

import pytest

from ckanext.scdl import registry, validate
from ckanext.scdl.detection import detect

NAME = "etalab/schema-bal"
VERSIONS = [each.version for each in registry.entry(NAME).versions]


def cell(field, value, version="1.4.0"):
    """The codes found in one cell of an address that is right otherwise."""
    right = {
        "cle_interop": "28088_0245_00012", "commune_insee": "28088", "voie_nom": "Rue du Pot", "toponyme": "Rue du Pot",
        "numero": "12", "source": "Commune", "date_der_maj": "2024-12-31", "position": "entrée",
        "id_ban_commune": "5f2c7f0a-9d0b-4c2e-8a51-6f3f0c1d2e3a",
        "id_ban_toponyme": "0b8d1e2f-3a4b-4c5d-8e6f-7a8b9c0d1e2f",
    }  # fmt: skip
    names = registry.load(NAME, version).field_names
    cells = {name: right.get(name, "") for name in names} | {field: value}
    report = validate(";".join(names).encode() + b"\n" + ";".join(cells.values()).encode(), f"{NAME}@{version}")
    return [each.key for each in report.errors], [each.key for each in report.warnings if each.row]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_address_is_right_in_every_version(version):
    assert cell("suffixe", "bis", version) == ([], [])


@pytest.mark.parametrize("version", ["1.3.0", "1.4.0", "1.5.0"])
def test_a_version_in_use_is_recognised_by_its_columns(version):
    schema = registry.load(NAME, version)
    assert detect(schema.field_names).version == version


@pytest.mark.parametrize(
    "key",
    ["28088_0245_00012", "28088_0245_00012_bis", "2a004_0245_00012_bis_a", "97411_b021_99999", "28088_xxxx_00001"],
)
def test_a_key_is_right(key):
    assert cell("cle_interop", key) == ([], [])


@pytest.mark.parametrize(
    "key",
    [
        "28088",
        "28088_0245_12",
        "28088_0245_00012_",
        "28088_0245_00012_BIS",
        "28088__00012",
        "2A004_0245_00012",
        "x_y_00001",
    ],
)
def test_a_key_is_wrong(key):
    assert cell("cle_interop", key)[0] == ["constraint-error.pattern"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("voie_nom", "", "constraint-error.required"),
        ("voie_nom", "A", "constraint-error.minLength"),
        ("numero", "", "constraint-error.required"),
        ("numero", "12 bis", "type-error.integer"),
        ("numero", "123456", "constraint-error.maximum"),
        ("numero", "-1", "constraint-error.minimum"),
        ("suffixe", "-a", "constraint-error.pattern"),
        ("commune_insee", "2808", "constraint-error.pattern"),
        ("date_der_maj", "31/12/2024", "type-error.date"),
        ("id_ban_adresse", "12", "type-error.string-uuid"),
        ("id_ban_toponyme", "", "cohesive-columns-value"),
        ("long", "1.33", "cohesive-columns-value"),
    ],
)
def test_what_the_national_validator_refuses_is_an_error(field, value, code):
    assert code in cell(field, value)[0]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("position", "portail", "constraint-error.enum"),
        ("position", "Entrée", "enum-spelling"),
        ("certification_commune", "oui", "type-error.boolean"),
    ],
)
def test_what_the_national_validator_warns_of_is_a_warning(field, value, code):
    assert cell(field, value) == ([], [code])


def test_a_place_without_numbers_needs_no_position(data):
    report = validate(data / "bal-chateaudun.csv")
    assert (report.schema.name, report.schema.version, report.valid) == (NAME, "1.4.0", True)


def test_an_old_file_is_checked_by_its_own_version(data):
    report = validate(data / "bal-chateaudun-erreurs.csv")
    assert report.schema.version == "1.3.0"
    assert sorted({each.row for each in report.errors}) == [3, 4, 5]
    assert "swapped-coordinates" in {each.code for each in report.warnings}
