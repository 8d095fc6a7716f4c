"""The declared rules name columns that exist, and every text column of the schemas has its role."""

import pytest

from ckanext.scdl import registry
from ckanext.scdl.privacy import rules

TABLES = [each for each in registry.entries() if each.kind == "tableschema"]


def names(entry, versions):
    schemas = [registry.load(entry.name, each.version) for each in versions]
    return {field.name for schema in schemas for field in schema.fields if field.type == "string"}, {
        name for schema in schemas for name in schema.field_names
    }


@pytest.mark.parametrize("entry", TABLES, ids=lambda each: each.name)
def test_text_columns_of_the_latest_version_have_a_role(entry):
    texts, _ = names(entry, entry.versions[-1:])
    found = rules.of_schema(entry.name)
    assert {name for name in texts if found.role(name, in_schema=True) == rules.OTHER} == set()


@pytest.mark.parametrize("entry", TABLES, ids=lambda each: each.name)
def test_declared_columns_exist(entry):
    _, known = names(entry, entry.versions)
    listed = {
        column
        for key, columns in rules.declared()["schemas"][entry.name].items()
        if key != "small-counts"
        for column in columns
    }
    assert listed <= known


def test_a_role_is_found_whatever_the_spelling():
    assert rules.of_schema("scdl/subventions").role("NOM_BENEFICIAIRE", in_schema=True) == "beneficiary"


def test_a_column_that_the_schema_does_not_have_is_extra():
    assert rules.of_schema("scdl/subventions").role("remarque", in_schema=False) == rules.EXTRA


def test_prenoms_follow_their_specification():
    assert [each.below for each in rules.of_schema("scdl/prenoms").small_counts] == [1, 3]
