"""JSON Schemas that anyone may have written."""

import json
import time

import pytest

from ckanext.scdl import ScdlError, UnusableSchema, registry
from ckanext.scdl.json_documents import validate

ADDRESS = "https://a.fr/schema.json"


def loaded(descriptor):
    return registry.find(ADDRESS, lambda _: json.dumps(descriptor).encode())


def test_a_schema_at_an_address_judges_any_json():
    schema = loaded({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {
            "arbres": {"type": "array", "items": {"required": ["essence"], "properties": {"h": {"minimum": 1}}}},
        },
    })  # fmt: skip
    report = validate(b'{"arbres": [{"essence": "a"}, {"h": 0}]}', schema)
    assert sorted((each.key, each.row, each.field) for each in report.errors) == [
        ("constraint-error.minimum", 2, "h"),
        ("json-missing", 2, "essence"),
    ]
    assert report.to_dict()["table"]["rows"] == 2


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ({"const": 1}, 2),
        ({"multipleOf": 2}, 3),
        ({"uniqueItems": True}, [1, 1]),
        ({"maxItems": 1}, [1, 2]),
        ({"additionalProperties": False}, {"b": 1}),
        ({"not": {}}, 1),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, 1),
        ({"type": ["string", "null"]}, 1),
        ({"format": "email"}, "mairie"),
        ({"contains": {"type": "string"}}, [1]),
        ({"dependentRequired": {"b": ["c"]}}, {"b": 1}),
    ],
)
def test_every_rule_has_its_sentence(rule, value):
    errors = validate(json.dumps({"a": value}).encode(), loaded({"properties": {"a": rule}})).errors
    assert errors
    assert all(each.message("fr") and each.message("en") and each.title("fr") for each in errors)


def test_geojsons_own_schema_is_not_fetched():
    schema = loaded({"allOf": [{"$ref": "https://geojson.org/schema/FeatureCollection.json"}], "properties": {}})
    assert validate(b'{"type": "FeatureCollection", "features": []}', schema).valid
    assert [each.code for each in validate(b"{}", schema).errors] == ["geojson-root"]


def doubling(depth):
    """A schema whose checking takes twice as long with each line."""
    steps = {f"d{n}": {"allOf": [{"$ref": f"#/definitions/d{n + 1}"}] * 2} for n in range(depth)}
    return {"definitions": {**steps, f"d{depth}": {}}, "$ref": "#/definitions/d0", "properties": {}}


UNUSABLE = [
    ({"properties": 3}, "rules"),
    ({"properties": {"a": {"type": "texte"}}}, "rules"),
    ({"properties": {"a": {"pattern": "("}}}, "rules"),
    ({"$ref": "#"}, "rules"),
    ({"properties": {"a": {"$ref": "#/nowhere"}}}, "elsewhere"),
    ({"properties": {"a": {"$ref": "http://127.0.0.1:9/x.json"}}}, "elsewhere"),
    ({"properties": {"a": {"$ref": "file:///etc/passwd"}}}, "elsewhere"),
    ({"properties": {"a": {"pattern": "(a+)+$"}}}, "endless"),
    ({"patternProperties": {"(a+)+$": {}}, "properties": {}}, "endless"),
]


@pytest.mark.parametrize(("descriptor", "kind"), UNUSABLE, ids=str)
def test_an_unusable_schema_is_refused(descriptor, kind):
    with pytest.raises(UnusableSchema) as refusal:
        validate(b'{"a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}', loaded(descriptor))
    assert refusal.value.code == f"broken-schema.{kind}"


def test_a_schema_that_never_ends_is_left(monkeypatch):
    monkeypatch.setattr("ckanext.scdl.json_documents.rules.LONGEST", 0.5)
    start = time.monotonic()
    with pytest.raises(ScdlError) as refusal:
        validate(b'{"a": 1}', loaded(doubling(40)))
    assert refusal.value.code == "broken-schema.slow"
    assert time.monotonic() - start < 60
