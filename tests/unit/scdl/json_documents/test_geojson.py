"""GeoJSON files against the schemas of the catalogue that are JSON Schemas."""

import json
import time
from copy import deepcopy

import pytest

from ckanext.scdl import UnknownSchema, UnreadableFile, UnusableSchema, messages, registry
from ckanext.scdl.json_documents import concerns, validate

NAME = "etalab/schema-amenagements-cyclables"
RIGHT = {
    "type": "Feature",
    "properties": {
        "id_local": "28088AC001", "code_com_d": "28088", "ame_d": "AUCUN", "code_com_g": "28088", "ame_g": "VOIE VERTE",
    },
    "geometry": {"type": "Point", "coordinates": [1.33, 48.07]},
}  # fmt: skip


def layer(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def feature(geometry=None, **properties):
    changed = deepcopy(RIGHT)
    changed["properties"].update(properties)
    if geometry is not None:
        changed["geometry"] = geometry
    return changed


def keys(report):
    return [each.key for each in report.errors], [each.key for each in report.warnings]


RECENT = [each.version for each in registry.entry(NAME).versions if each.version >= "0.3"]


@pytest.mark.parametrize("version", RECENT)
def test_a_layer_is_right_in_every_recent_version(version, data):
    assert validate(data / "amenagements-cyclables-chateaudun.geojson", f"{NAME}@{version}").valid


def test_the_schema_is_found_by_the_properties(data):
    path = data / "amenagements-cyclables-chateaudun.geojson"
    report = validate(path)
    assert concerns(path, None)
    assert (report.schema.name, report.valid) == (NAME, True)
    assert keys(report)[1] == ["guessed-schema"]


def test_a_report_has_the_shape_of_a_tables(data):
    report = validate(data / "amenagements-cyclables-chateaudun-erreurs.geojson", NAME).to_dict()
    assert report["table"]["rows"] == 4
    assert {each["row"] for each in report["errors"]} == {1, 2, 4}
    assert {each["column"] for each in report["errors"]} == {None}
    assert {"ame_d", "ame_g", "nom_loc", "geometry.coordinates"} <= {each["field"] for each in report["errors"]}


@pytest.mark.parametrize(
    ("properties", "key"),
    [
        ({"ame_d": "piste"}, "constraint-error.enum"),
        ({"code_com_d": "2808"}, "constraint-error.pattern"),
        ({"id_local": 12}, "json-type.string"),
        ({"largeur_d": "3,0"}, "json-type.number"),
        ({"trafic_vit": 30.5}, "json-type.integer"),
        ({"lumiere": "oui"}, "json-type.boolean"),
        ({"nom_loc": "V1"}, "json-type.array"),
        ({"date_maj": "14/03/2025"}, "type-error.date"),
    ],
)
def test_a_property_is_judged(properties, key):
    report = validate(layer(feature(), feature(**properties)), NAME)
    assert [(each.key, each.row, each.field) for each in report.errors] == [(key, 2, next(iter(properties)))]


def test_a_missing_property_is_named():
    wrong = feature()
    del wrong["properties"]["ame_g"]
    errors = validate(layer(wrong), NAME).errors
    assert [(each.key, each.field) for each in errors] == [("json-missing", "ame_g")]
    assert "Aménagement, côté gauche" in errors[0].message()


LINE = [[1.33, 48.07], [1.34, 48.08], [1.35, 48.07], [1.33, 48.07]]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": LINE[:2]},
        {"type": "Polygon", "coordinates": [LINE]},
        {"type": "MultiPolygon", "coordinates": [[LINE], [LINE]]},
        {"type": "MultiPoint", "coordinates": []},
        {"type": "Point", "coordinates": [1.33, 48.07, 120]},
        {"type": "Point", "coordinates": [55.45, -20.88]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1.33, 48.07]}]},
    ],
)
def test_a_geometry_is_right(geometry):
    assert keys(validate(layer(feature(geometry)), NAME)) == ([], [])


@pytest.mark.parametrize(
    ("geometry", "key"),
    [
        ([], "geojson-geometry"),
        ("POINT (1 2)", "geojson-geometry"),
        ({}, "geojson-geometry"),
        ({"type": ["Point"]}, "geojson-geometry"),
        ({"type": "Circle", "coordinates": [1, 2]}, "geojson-geometry"),
        ({"type": "GeometryCollection", "geometries": [{}]}, "geojson-geometry"),
        ({"type": "Point"}, "geojson-coordinates"),
        ({"type": "Point", "coordinates": [1.33]}, "geojson-coordinates"),
        ({"type": "Point", "coordinates": ["1.33", "48.07"]}, "geojson-coordinates"),
        ({"type": "Point", "coordinates": [True, False]}, "geojson-coordinates"),
        ({"type": "Point", "coordinates": LINE}, "geojson-coordinates"),
        ({"type": "LineString", "coordinates": [1.33, 48.07]}, "geojson-coordinates"),
        ({"type": "LineString", "coordinates": LINE[:1]}, "geojson-coordinates"),
        ({"type": "Polygon", "coordinates": [LINE[:3]]}, "geojson-coordinates"),
        ({"type": "Polygon", "coordinates": [[*LINE, [0, 0]]]}, "geojson-coordinates"),
        ({"type": "Polygon", "coordinates": {"0": 1}}, "geojson-coordinates"),
    ],
)
def test_a_geometry_is_wrong(geometry, key):
    assert keys(validate(layer(feature(geometry)), NAME)) == ([key], [])


@pytest.mark.parametrize(
    ("point", "key"),
    [
        ([48.07, 1.33], "swapped-coordinates"),
        ([-20.88, 55.45], "swapped-coordinates"),
        ([575912.3, 6776503.1], "geojson-not-degrees"),
        ([1.33, 480.7], "geojson-not-degrees"),
        ([0, 0], "outside-france"),
    ],
)
def test_a_strange_place_is_a_warning_once_a_feature(point, key):
    assert keys(validate(layer(feature({"type": "LineString", "coordinates": [point, point]})), NAME)) == ([], [key])


def test_a_feature_without_geometry_is_a_warning():
    assert keys(validate(layer({**RIGHT, "geometry": None}), NAME)) == ([], ["geojson-nowhere"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", []),
        ("urn:ogc:def:crs:EPSG::4326", []),
        ("EPSG:2154", ["geojson-crs"]),
        (3, ["geojson-crs"]),
    ],
)
def test_another_reference_system_is_a_warning(name, expected):
    assert keys(validate(layer(RIGHT, crs={"type": "name", "properties": {"name": name}}), NAME))[1] == expected


@pytest.mark.parametrize("crs", ["EPSG:2154", [], {"properties": "x"}])
def test_a_strange_reference_system_breaks_nothing(crs):
    assert validate(layer(RIGHT, crs=crs), NAME).valid


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ([3], "geojson-feature"),
        ([{"type": "feature"}], "geojson-feature"),
        ([{**RIGHT, "properties": []}], "geojson-feature.properties"),
    ],
)
def test_what_is_no_feature_is_an_error(features, expected):
    assert expected in keys(validate(layer(RIGHT, *features), NAME))[0]


@pytest.mark.parametrize(
    "document",
    [{}, {"type": "Feature"}, {"type": "FeatureCollection"}, {"type": "FeatureCollection", "features": {}}, []],
)
def test_what_is_no_layer_is_one_error(document):
    assert keys(validate(json.dumps(document).encode(), NAME))[0] == ["geojson-root"]


def test_an_empty_layer_is_a_warning():
    assert keys(validate(layer(), NAME)) == ([], ["no-row"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"a,b\n1,2\n", "not-json"),
        (b"PK\x03\x04", "not-json"),
        (b'{"type": "FeatureCollection", "features": [', "broken-json"),
        (b"{} {}", "broken-json"),
        (b"{'a': 1}", "broken-json"),
        ('{"a": "é"}'.encode("latin-1"), "broken-json.encoding"),
        (b'{"a": NaN}', "broken-json.number"),
        (b'{"a": -Infinity}', "broken-json.number"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "broken-json.number"),
        (b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "broken-json.deep"),
        (b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}", "broken-json.deep"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "broken-json.deep"),
        (b'{"a": "' + b"x" * 31 * 1024 * 1024 + b'"}', "file-too-large"),
        (b'{"a": [' + b"{}," * 1_100_000 + b"{}]}", "suspicious-file"),
        (b'{"a": [' + b"[]," * 3_100_000 + b"[]]}", "suspicious-file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_is_one_sentence(content, code):
    start = time.monotonic()
    with pytest.raises(UnreadableFile) as refusal:
        validate(content, NAME)
    assert refusal.value.code == code
    assert all(refusal.value.message(lang) for lang in messages.LANGUAGES)
    assert time.monotonic() - start < 60


def test_an_absent_file_is_said_absent(tmp_path):
    with pytest.raises(UnreadableFile) as refusal:
        validate(tmp_path / "absent.geojson", NAME)
    assert refusal.value.code == "file-not-found"


def test_a_layer_of_another_kind_asks_for_a_schema():
    other = {"type": "Feature", "properties": {"essence": "chêne"}, "geometry": None}
    with pytest.raises(UnknownSchema):
        validate(layer(other))


def test_a_schema_of_tables_is_refused():
    with pytest.raises(UnusableSchema):
        validate(layer(RIGHT), "scdl/budget")


def test_a_long_list_of_errors_is_cut():
    report = validate(layer(*[{"type": "Feature", "properties": {}, "geometry": None}] * 3000), NAME)
    assert len(report.errors) == 10_000
    assert keys(report)[1][0] == "too-many-findings"


def test_a_strange_feature_beyond_the_cut_breaks_nothing():
    assert len(validate(layer(*[3] * 11_000, []), NAME).errors) == 10_000


def test_personal_data_is_looked_for():
    report = validate(layer(*[feature(comm="Appeler Mme Jeanne Dupont au 06 12 34 56 78")] * 3), NAME)
    assert {each.kind for each in report.personal_data} >= {"phone"}
