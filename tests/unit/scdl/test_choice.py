"""The schema chosen is doubted when the columns are much more like another one's, and only then."""

import pytest

from ckanext.scdl import Guesses, registry
from ckanext.scdl.validation import check_file

D, S, E, P, B, M = (
    f"scdl/{name}" for name in ("deliberations", "subventions", "equipements", "prenoms", "budget", "menus-collectifs")
)
DOUBTS = {"other-schema", "guessed-schema"}


def doubts(content, schema):
    return [each.params["schema"] for each in check_file(content, schema, Guesses()).warnings if each.code in DOUBTS]


def header(schema):
    return ",".join(registry.find(schema).field_names).encode() + b"\n" + b"x," * 3 + b"x\n"


@pytest.mark.parametrize("chosen", [D, S, E, P, B, M])
@pytest.mark.parametrize("given", [D, S, E, P, B, M])
def test_another_schema_is_named_and_the_right_one_is_not_doubted(sheet, given, chosen):
    latest = registry.entry(given).latest.version
    assert doubts(sheet(given).bytes(), chosen) == ([] if given == chosen else [f"{given} {latest}"])


def test_another_version_is_named():
    assert doubts(header(f"{M}@0.2.0"), M) == [f"{M} 0.2.0"]
    assert doubts(header(M), f"{M}@0.1.0") == [f"{M} 1.2.3"]


def test_versions_with_almost_the_same_columns_are_not_told_apart():
    assert doubts(header(f"{S}@2.0.0"), S) == []
    assert doubts(header(f"{D}@2.1.0"), D) == []


@pytest.mark.parametrize("schema", [D, S, E, M])
def test_the_required_columns_alone_are_not_doubted(sheet, schema):
    found = sheet(schema)
    for field in registry.find(schema).fields:
        if not field.required and field.name in found.header:
            found.drop(field.name)
    assert doubts(found.bytes(), schema) == []


def test_columns_of_no_schema_are_not_doubted():
    assert doubts(b"a,b,c\n1,2,3\n", D) == []
