"""The columns in words, and what the portal writes by itself."""

import doctest
import importlib

import pytest

from ckanext.scdl import registry
from ckanext.scdl.context import Context
from ckanext.scdl.filling import columns, own_values, rules
from ckanext.scdl.filling.columns import Column
from ckanext.scdl.schema import from_descriptor

TABLES = [entry.name for entry in registry.entries() if entry.kind == "tableschema"]


def column(**field):
    return columns(from_descriptor({"fields": [{"name": "A", **field}]}, name="mine"))[0]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_the_registry_says_what_it_takes(name):
    found = columns(registry.find(name))
    assert all(each.label and each.help and rules.allowed(each) for each in found)


@pytest.mark.parametrize(
    ("field", "kind", "choices"),
    [
        ({"type": "integer"}, "integer", ()),
        ({"type": "date", "format": "%d/%m/%Y"}, "text", ()),
        ({"type": "date", "format": "%Y-%m-%d"}, "date", ()),
        ({"type": "boolean"}, "choice", ("true", "false")),
        ({"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]}, "choice", ("oui", "non")),
        ({"type": "string", "constraints": {"enum": ["A", "B"]}}, "choice", ("A", "B")),
        ({"type": "number", "decimalChar": ","}, "text", ()),
    ],
)
def test_a_type_becomes_a_way_of_typing(field, kind, choices):
    found = column(**field)
    assert (found.kind, found.choices) == (kind, choices)


def test_a_siret_is_a_code_with_a_key():
    siret = columns(registry.find("scdl/deliberations"))[1]
    assert (siret.digits, siret.siret, siret.required) == (14, True, True)
    assert rules.allowed(siret) == "un code de 14 chiffres, sans espace"


def test_the_example_is_that_of_the_help():
    assert columns(registry.find("scdl/deliberations"))[3].example == "2024-12-31"


def test_a_long_list_is_cut_in_a_sentence():
    many = tuple(map(str, range(40)))
    assert rules.allowed(Column("A", "A", choices=many, accepted=many)).endswith(" ; 11 ; …")


def test_what_a_body_is_called_comes_by_itself():
    known = Context(sirets=("21280088200012",), name="Châteaudun", insee_code="28088")
    assert own_values(registry.find("scdl/subventions"), known) == {
        "idAttribuant": "21280088200012",
        "nomAttribuant": "Châteaudun",
    }
    assert own_values(registry.find("scdl/subventions"), Context()) == {}


@pytest.mark.parametrize("name", ["columns", "rules"])
def test_the_examples_of_the_module_hold(name):
    assert doctest.testmod(importlib.import_module(f"ckanext.scdl.filling.{name}")).failed == 0
