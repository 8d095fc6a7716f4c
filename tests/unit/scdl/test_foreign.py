"""Schemas that are not shipped: every type that Table Schema has, and every way of being none."""

import csv
import io
import json

import pytest

from ckanext.scdl import ScdlError, UnknownSchema, UnusableSchema, messages, registry, validate

ADDRESS = "https://a.fr/schemas/arbres.json"
GEO = '{"type": "Point", "coordinates": [1.33, 48.07]}'
# type, what else the field says, a right cell, a wrong one (None: there is none).
CELLS = [
    ("any", {}, "n'importe quoi", None),
    ("string", {}, "chêne", None),
    ("string", {"format": "email"}, "mairie@a.fr", "mairie"),
    ("string", {"format": "uri"}, "https://a.fr/", "a b"),
    ("string", {"format": "uuid"}, "5f2c7f0a-9d0b-4c2e-8a51-6f3f0c1d2e3a", "12"),
    ("string", {"format": "binary"}, "YWJj", "é"),
    ("string", {"constraints": {"pattern": r"^\d{5}$"}}, "28088", "2808"),
    ("string", {"constraints": {"minLength": 2, "maxLength": 3}}, "abc", "abcd"),
    ("string", {"constraints": {"enum": ["a", "b"]}}, "a", "c"),
    ("string", {"constraints": {"required": True}}, "a", ""),
    ("string", {"rdfType": "http://schema.org/Thing", "title": "T", "description": "D", "example": "x"}, "a", None),
    ("number", {}, "1.5", "1,5"),
    ("number", {"decimalChar": ",", "groupChar": " "}, "1 234,5", "1.234,5"),
    ("number", {"bareNumber": False}, "95 %", "douze"),
    ("number", {"constraints": {"minimum": 0, "maximum": 10}}, "10", "11"),
    ("number", {"constraints": {"minimum": "0.5"}}, "0.5", "0.4"),
    ("integer", {}, "12", "12.5"),
    ("integer", {"bareNumber": False}, "12 €", "douze"),
    ("integer", {"constraints": {"enum": [1, 2]}}, "2", "3"),
    ("boolean", {}, "true", "oui"),
    ("boolean", {"trueValues": ["oui"], "falseValues": ["non"]}, "non", "true"),
    ("date", {}, "2024-12-31", "31/12/2024"),
    ("date", {"format": "any"}, "2024-12-31", "jamais"),
    ("date", {"format": "%d/%m/%Y"}, "31/12/2024", "2024-12-31"),
    ("date", {"constraints": {"minimum": "2020-01-01"}}, "2020-01-01", "2019-12-31"),
    ("datetime", {}, "2024-12-31T14:30:00Z", "2024-12-31"),
    ("datetime", {"format": "%Y-%m-%d %H:%M"}, "2024-12-31 14:30", "14:30"),
    ("time", {}, "14:30:00", "14h30"),
    ("time", {"format": "%H:%M"}, "14:30", "25:00"),
    ("year", {}, "2024", "24"),
    ("year", {"constraints": {"maximum": 2030}}, "2030", "2031"),
    ("yearmonth", {}, "2024-12", "12/2024"),
    ("duration", {}, "P1Y2M", "un an"),
    ("geopoint", {}, "1.33,48.07", "ici"),
    ("geopoint", {"format": "array"}, "[1.33, 48.07]", "1.33,48.07"),
    ("geopoint", {"format": "object"}, '{"lon": 1.33, "lat": 48.07}', "[1.33, 48.07]"),
    ("geojson", {}, GEO, "{"),
    ("geojson", {"format": "topojson"}, '{"type": "Topology", "objects": {}, "arcs": []}', "{"),
    ("object", {}, '{"a": 1}', "[1]"),
    ("array", {}, "[1, 2]", "{}"),
    ("array", {"arrayItem": {"type": "string"}, "constraints": {"minLength": 1}}, '["a"]', "[]"),
    ("list", {}, "a,b", None),
]


def table(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["clé", "valeur"], *rows])
    return out.getvalue().encode()


def column(kind, extra):
    return json.dumps({"fields": [{"name": "clé", "type": "any"}, {"name": "valeur", "type": kind, **extra}]})


def loaded(text, address=ADDRESS):
    return registry.find(address, lambda _: text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("number", [1, 3000])
@pytest.mark.parametrize(("kind", "extra", "right", "wrong"), CELLS)
def test_every_type_of_table_schema_is_checked(kind, extra, right, wrong, number):
    schema = loaded(column(kind, extra))
    assert validate(table([["1", right]] * number), schema).valid
    if wrong is not None:
        report = validate(table([["1", right]] * number + [["2", wrong]]), schema)
        assert [each.row for each in report.errors] == [number + 2]
        assert all(each.message(lang) for each in report.errors for lang in messages.LANGUAGES)


def test_missing_values_and_keys_of_the_schema_count():
    descriptor = {
        "fields": [{"name": "clé", "type": "string"}, {"name": "valeur", "type": "number"}],
        "missingValues": ["", "NC"],
        "primaryKey": "clé",
        "foreignKeys": [{"fields": "valeur", "reference": {"resource": "", "fields": "clé"}}],
    }
    report = validate(table([["1", "NC"], ["1", "1"]]), loaded(json.dumps(descriptor)))
    assert {each.code for each in report.errors} == {"primary-key"}


FIELD = {"name": "a"}
# What is wrong, as JSON or as text; the code that says so.
BROKEN = [
    ("", "json"),
    ("{", "json"),
    ("fields: []", "json"),
    (b"\xff\xfe{\x00}\x00", "json"),
    ("[" * 100_000, "json"),
    ("9" * 10_000, "json"),
    ("<!DOCTYPE html><p>", "html"),
    ([], "list"),
    ([FIELD], "list"),
    ("nom", "list"),
    (None, "list"),
    ({}, "fields"),
    ({"fields": []}, "fields"),
    ({"fields": {}}, "fields"),
    ({"fields": "a"}, "fields"),
    ({"schema": 3}, "fields"),
    ({"schema": {"name": "a"}}, "fields"),
    ({"fields": None}, "fields"),
    ({"resources": []}, "fields"),
    ({"resources": "a"}, "fields"),
    ({"resources": [{"name": "a"}, 3]}, "fields"),
    ({"fields": [{"name": f"c{number}"} for number in range(2001)]}, "large"),
    (" " * 5_000_001, "large"),
    ({"fields": [FIELD, {}]}, "field"),
    ({"fields": ["a"]}, "field"),
    ({"fields": [{"name": ""}]}, "field"),
    ({"fields": [{"name": 3}]}, "field"),
    ({"fields": [FIELD, FIELD]}, "duplicate"),
    ({"fields": [{**FIELD, "type": "texte"}]}, "type"),
    ({"fields": [{**FIELD, "type": ["string", "null"]}]}, "type"),
    ({"fields": [{**FIELD, "type": None}]}, "type"),
    ({"fields": [{**FIELD, "format": 3}]}, "property"),
    ({"fields": [{**FIELD, "format": "wkt"}]}, "property"),
    ({"fields": [{**FIELD, "type": "geopoint", "format": "x"}]}, "property"),
    ({"fields": [{**FIELD, "constraints": []}]}, "property"),
    ({"fields": [{**FIELD, "type": "boolean", "trueValues": "oui"}]}, "property"),
    ({"fields": [{**FIELD, "type": "number", "decimalChar": 1}]}, "property"),
    ({"fields": [{**FIELD, "constraints": {"required": "true"}}]}, "constraint"),
    ({"fields": [{**FIELD, "constraints": {"enum": []}}]}, "constraint"),
    ({"fields": [{**FIELD, "constraints": {"minLength": "2"}}]}, "constraint"),
    ({"fields": [{**FIELD, "constraints": {"minimum": 2}}]}, "constraint"),
    ({"fields": [{**FIELD, "type": "integer", "constraints": {"pattern": "^1"}}]}, "constraint"),
    ({"fields": [{**FIELD, "type": "integer", "constraints": {"minimum": "zéro"}}]}, "constraint"),
    ({"fields": [{**FIELD, "type": "number", "constraints": {"maximum": "NaN"}}]}, "constraint"),
    ({"fields": [{**FIELD, "constraints": {"pattern": "("}}]}, "pattern"),
    ({"fields": [{**FIELD, "constraints": {"pattern": r"\p{L}+"}}]}, "pattern"),
    ({"fields": [{**FIELD, "constraints": {"pattern": "(a+)+$"}}]}, "endless"),
    ({"fields": [FIELD], "primaryKey": ["b"]}, "key"),
    ({"fields": [FIELD], "primaryKey": 0}, "key"),
    ({"fields": [FIELD], "primaryKey": [["a"]]}, "key"),
    ({"fields": [FIELD], "foreignKeys": [{"fields": ["b"]}]}, "key"),
    ({"fields": [FIELD], "foreignKeys": "a"}, "property.table"),
    ({"fields": [FIELD], "missingValues": "NC"}, "property.table"),
    ({"fields": [FIELD], "missingValues": [0]}, "property.table"),
    ({"fields": [FIELD], "custom_checks": "siret"}, "property.table"),
    ({"fields": [FIELD], "custom_checks": False}, "property.table"),
    ({"fields": [FIELD], "custom_checks": [{}]}, "property.table"),
    ({"fields": [FIELD], "custom_checks": [{"name": "x", "params": 3}]}, "property.table"),
    ({"version": 1, "schemas": [{"name": "scdl/x"}]}, "catalogue"),
]


@pytest.mark.parametrize(("content", "kind"), BROKEN, ids=lambda value: value if isinstance(value, str) else None)
def test_a_broken_schema_is_refused_in_one_sentence(content, kind):
    raw = (
        content
        if isinstance(content, bytes) or (isinstance(content, str) and content != "nom")
        else json.dumps(content)
    )
    with pytest.raises(UnusableSchema) as refusal:
        validate(table([["1", "2"]]), loaded(raw))
    assert refusal.value.code == f"broken-schema.{kind}"
    for lang in messages.LANGUAGES:
        assert ADDRESS in refusal.value.message(lang)


def test_a_field_without_more_is_a_string():
    assert loaded('{"fields": [{"name": "a"}]}').fields[0].type == "string"


TABLE = {"fields": [FIELD]}


@pytest.mark.parametrize(
    ("reference", "content"),
    [
        (ADDRESS, {"schema": TABLE}),
        (ADDRESS, {"schema": "autre.json"}),
        (ADDRESS, {"name": "scdl/x", "schema_url": "https://b.fr/x.json", "versions": []}),
        (ADDRESS, {"resources": [{"name": "un", "schema": TABLE}, {"name": "deux"}]}),
        (f"{ADDRESS}#deux", {"resources": [{"name": "un", "schema": {}}, {"name": "deux", "schema": "/deux.json"}]}),
    ],
)
def test_a_schema_is_found_within_what_wraps_it(reference, content):
    asked = []

    def fetch(url):
        asked.append(url)
        return json.dumps(content if url == ADDRESS else TABLE).encode()

    assert registry.find(reference, fetch).field_names == ("a",)
    assert asked[0] == ADDRESS
    assert all(url.startswith("https://") for url in asked)


def test_a_package_of_several_tables_asks_which():
    with pytest.raises(UnusableSchema) as refusal:
        loaded(json.dumps({"resources": [{"name": "un", "schema": TABLE}, {"name": "deux", "schema": TABLE}]}))
    assert refusal.value.code == "broken-schema.package"
    assert "«\u00a0deux\u00a0», «\u00a0un\u00a0»" in refusal.value.message()


def test_a_chain_of_references_ends():
    with pytest.raises(UnusableSchema):
        loaded(json.dumps({"schema": ADDRESS}))


@pytest.mark.parametrize("found", ["file:///etc/passwd", "/etc/passwd", "../x.json"])
def test_an_address_never_leads_to_a_file(found):
    asked = []
    with pytest.raises(ScdlError):
        registry.find(ADDRESS, lambda url: asked.append(url) or json.dumps({"schema": found}).encode())
    assert all("etc/passwd" not in url or url.startswith("https://a.fr/") for url in asked[1:])


def test_a_file_leads_to_a_file_beside_it_only(tmp_path):
    (tmp_path / "sous").mkdir()
    (tmp_path / "x.json").write_text(json.dumps(TABLE))
    for place, found in (("paquet.json", "x.json"), ("sous/paquet.json", "../x.json")):
        (tmp_path / place).write_text(json.dumps({"resources": [{"name": "x", "schema": found}]}))
    assert registry.find(str(tmp_path / "paquet.json#x")).field_names == ("a",)
    with pytest.raises(UnusableSchema):
        registry.find(str(tmp_path / "sous/paquet.json"))


def test_without_network_the_sentence_is_clear():
    with pytest.raises(UnknownSchema) as refusal:
        registry.find(ADDRESS)
    assert refusal.value.code == "unknown-schema.address"
    assert ADDRESS in refusal.value.message()


def test_what_stops_the_fetch_is_said():
    def fetch(_):
        raise ScdlError("web-unreachable", host="a.fr")

    with pytest.raises(ScdlError, match=r"a\.fr"):
        registry.find(ADDRESS, fetch)


def test_a_shipped_address_is_not_fetched():
    url = registry.entry("scdl/prenoms").latest.url
    assert registry.find(url, lambda _: pytest.fail("fetched")).name == "scdl/prenoms"


@pytest.mark.parametrize("url", ["https://schema.data.gouv.fr/schemas/scdl/prenoms/9.0.0/schema.json"])
def test_a_newer_version_of_a_shipped_schema_keeps_its_name_and_our_words(url):
    schema = loaded(json.dumps({"fields": [{"name": "COLL_INSEE", "constraints": {"required": True}}]}), url)
    assert (schema.name, schema.version, schema.url) == ("scdl/prenoms", "9.0.0", url)
    assert "Code INSEE" in validate(b"COLL_INSEE,b\n,1\n", schema).errors[0].message()


def test_another_schema_is_named_by_its_address():
    schema = loaded(json.dumps({**TABLE, "name": "scdl/prenoms", "version": "1.2"}))
    assert (schema.name, schema.version) == (ADDRESS, "1.2")


@pytest.mark.parametrize("reference", ["/etc/passwd", "x.json", "../x.json", "a\x00b", "a" * 5000])
def test_a_stranger_opens_no_file(reference):
    with pytest.raises(UnknownSchema):
        registry.find(reference, files_too=False)


@pytest.mark.parametrize("reference", ["a\x00b.json", "a" * 5000, "a" * 5000 + ".json", "#", "\ud800"])
def test_a_strange_reference_is_refused(reference):
    with pytest.raises(UnknownSchema):
        registry.find(reference)
