"""Keys to the table itself are checked; keys to another one are said."""

import pytest

from ckanext.scdl import validate
from ckanext.scdl.schema import from_descriptor


def schema(resource="", fields="parent", targets="id"):
    return from_descriptor(
        {
            "fields": [{"name": "id"}, {"name": "annee"}, {"name": "parent"}],
            "foreignKeys": [{"fields": fields, "reference": {"resource": resource, "fields": targets}}],
        },
        name="essai",
    )


def test_a_reference_to_no_row_is_an_error():
    report = validate(b"id,annee,parent\nA,2024,\nB,2024,A\nC,2024,Z\n", schema())
    assert [(each.code, each.row, each.column, each.value) for each in report.errors] == [("foreign-key", 4, 3, "Z")]
    assert "Z" in report.errors[0].message("fr")


def test_a_key_of_two_columns():
    both = schema(fields=["parent", "annee"], targets=["id", "annee"])
    report = validate(b"id,annee,parent\nA,2023,\nB,2024,A\nC,2023,A\n", both)
    assert [(each.code, each.row) for each in report.errors] == [("foreign-key", 3)]


def test_a_key_to_another_table_is_said():
    report = validate(b"id,annee,parent\nA,2024,Z\n", schema("communes"))
    assert report.valid
    assert [each.key for each in report.warnings] == ["check-error.foreign-key"]
    assert "communes" in report.warnings[0].message("fr")


@pytest.mark.parametrize("broken", [None, [1], [{"fields": "a"}], {"fields": "a"}, [{"fields": "a", "reference": 1}]])
def test_a_badly_declared_key_stops_nothing(broken):
    descriptor = {"fields": [{"name": "a"}], "foreignKeys": broken}
    assert validate(b"a\n1\n", from_descriptor(descriptor, name="essai")).valid
