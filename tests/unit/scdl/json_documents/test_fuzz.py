"""Whatever JSON is given, as a schema or as a layer, there is a report or one sentence."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.scdl import ScdlError, registry, validate
from ckanext.scdl.json_documents import validate as validate_document

WORDS = [
    "fields",
    "name",
    "type",
    "constraints",
    "pattern",
    "enum",
    "required",
    "schema",
    "resources",
    "primaryKey",
    "a",
]
WORDS += [
    "missingValues",
    "foreignKeys",
    "custom_checks",
    "params",
    "format",
    "trueValues",
    "string",
    "number",
    "date",
    "geojson",
]
WORDS += [
    "minimum",
    "reference",
    "$ref",
    "#",
    "properties",
    "items",
    "allOf",
    "(a+)+",
    "^a$",
    "features",
    "geometry",
    "coordinates",
]
WORDS += [
    "FeatureCollection",
    "Feature",
    "Point",
    "Polygon",
    "crs",
    "id_local",
    "ame_d",
    "decimalChar",
    "siret",
    "column",
]
SCALARS = st.none() | st.booleans() | st.integers(-9, 10**6) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    SCALARS | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=20,
)
FIELDS = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(["a", "b", "c"])},
        optional={
            "type": st.sampled_from(["string", "number", "integer", "boolean", "date", "array", "geopoint", "year"]),
            "format": VALUES,
            "constraints": st.dictionaries(st.sampled_from(WORDS), VALUES, max_size=3),
            "trueValues": VALUES,
            "decimalChar": VALUES,
            "arrayItem": VALUES,
        },
    ),
    max_size=3,
    unique_by=lambda field: field["name"],
)
SCHEMAS = VALUES | st.fixed_dictionaries(
    {"fields": FIELDS},
    optional=dict.fromkeys(("primaryKey", "missingValues", "foreignKeys", "custom_checks", "uniqueKeys"), VALUES),
)
LAYERS = st.fixed_dictionaries(
    {"type": st.just("FeatureCollection")},
    optional={
        "crs": VALUES,
        "features": st.lists(
            VALUES
            | st.fixed_dictionaries({"type": st.just("Feature")}, optional={"properties": VALUES, "geometry": VALUES}),
            max_size=4,
        ),
    },
)


@settings(max_examples=150, deadline=None)
@given(descriptor=SCHEMAS)
def test_any_schema_gives_a_report_or_a_sentence(descriptor):
    try:
        schema = registry.find("https://a.fr/schema.json", lambda _: json.dumps(descriptor).encode())
        report = validate(b"a,b\n1,x\n2,\n", schema)
    except ScdlError as err:
        assert err.message("fr")
    else:
        assert all(each["message"] for each in report.to_dict()["errors"])


@settings(max_examples=100, deadline=None)
@given(layer=LAYERS | VALUES)
def test_any_layer_gives_a_report_or_a_sentence(layer):
    try:
        report = validate_document(json.dumps(layer).encode(), "etalab/schema-amenagements-cyclables")
    except ScdlError as err:
        assert err.message("fr")
    else:
        assert all(each["message"] for each in report.to_dict()["errors"])
