"""Columns whose name is not the schema's."""

import pytest

from ckanext.scdl.repairing.repairer import repair

S, D = "scdl/subventions", "scdl/deliberations"
DATES = [
    "dateconvention",
    "DATECONVENTION",
    "date_convention",
    "Date-Convention",
    "datedeconvention",
    "datedeConvention",
    "Date de convention*",
    "Date de la convention",
    "DATE DE LA CONVENTION",
    "Date de la convention de subvention (AAAA-MM-JJ)",
    " dateConvention ",
    "datéConvention",
]


def renamed(sheet, schema, field, label, **known):
    spoiled = sheet(schema)
    spoiled.header[spoiled.header.index(field)] = label
    return repair(spoiled.bytes(), schema, **known)


@pytest.mark.parametrize("label", DATES)
def test_the_date_of_the_convention_in_every_spelling(sheet, label):
    repaired = renamed(sheet, S, "dateConvention", label)
    assert repaired.after.valid
    assert "dateConvention" in repaired.after.table.labels


@pytest.mark.parametrize(
    ("schema", "field", "label"),
    [
        (S, "montant", "Montant voté"),
        (S, "pourcentageSubvention", "% du mt de la subvention attribuée au bénéficiaire"),
        (S, "notificationUE", "Aide notifiée à l’Europe"),
        (D, "DELIB_OBJET", "Objet de la délibération"),
        (D, "COLL_SIRET", "N° SIRET"),
        ("scdl/prenoms", "ANNEE", "Année de naissance"),
        ("scdl/equipements", "EQUIP_LONG", "Long."),
        ("scdl/budget", "BGT_ANNEE", "Exercice"),
        ("scdl/menus-collectifs", "menuPlatType", "menuTypePlat"),
    ],
)
def test_a_synonym(sheet, schema, field, label):
    assert field in renamed(sheet, schema, field, label).after.table.labels


def test_a_name_that_only_looks_like_a_field_s_is_asked(sheet):
    asked = renamed(sheet, D, "DELIB_OBJET", "DELIB_OBJETS")
    assert [each.key for each in asked.plan.questions] == ["column-name:7"]
    assert not asked.after.valid
    assert renamed(sheet, D, "DELIB_OBJET", "DELIB_OBJETS", answers={"column-name:7": "rename"}).after.valid


def test_two_columns_are_never_given_one_name(sheet):
    twice = sheet(S)
    twice.header[twice.header.index("montant")] = "Montant voté"
    twice.header[twice.header.index("dispositifAide")] = "Montant attribué"
    repaired = repair(twice.bytes(), S)
    assert {"Montant voté", "Montant attribué"} <= set(repaired.after.table.labels)
    columns = [each.column for each in repaired.plan.questions]
    both = repair(twice.bytes(), S, answers={f"column-name:{each}": "rename" for each in columns})
    assert both.after.table.labels.count("montant") == 1


def test_a_name_that_is_taken_is_left(sheet):
    extra = sheet(S)
    extra.header.append("Montant voté")
    for row in extra.rows:
        row.append("x")
    assert repair(extra.bytes(), S).after.table.labels[-1] == "Montant voté"


def test_synonyms_name_fields_of_the_schemas():
    from ckanext.scdl import registry
    from ckanext.scdl.repairing import names

    for schema, groups in names._table().items():
        fields = set(registry.words(schema).fields)
        assert fields >= {field for group in groups.values() for field in group}
        spelt = [names.key(each) for each in (word for words in groups["sure"].values() for word in words)]
        owners = {
            key: {field for field, words in groups["sure"].items() if key in map(names.key, words)} for key in spelt
        }
        assert all(len(each) == 1 for each in owners.values()), schema
