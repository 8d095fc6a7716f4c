"""JSON as the command prints it."""

import json

import pytest

from ckanext.scdl import json_text

VALUES = [
    {},
    {"a": [], "b": {}, "c": [{"é": None}, {"x": [1, "«"]}], "d": {"e": [{}], "f": True}},
    {"many": [{"row": row} for row in range(5000)]},
]


@pytest.mark.parametrize("value", VALUES, ids=("nothing", "nested", "long"))
def test_the_text_is_the_value(value):
    assert json.loads("".join(json_text.written(value))) == value


def test_lists_may_be_made_while_they_are_written():
    made = {"errors": ({"row": row} for row in range(3)), "before": {"errors": iter(())}}
    assert "".join(json_text.written(made)).splitlines() == [
        *("{", '  "errors": [', '    {"row": 0},', '    {"row": 1},', '    {"row": 2}', "  ],"),
        *('  "before": {', '    "errors": []', "  }", "}"),
    ]
    again = {"errors": ({"row": row} for row in range(2))}
    assert json_text.whole(again) == {"errors": [{"row": 0}, {"row": 1}]}


def test_a_long_text_comes_in_parts():
    assert len(list(json_text.written({"many": ({"row": row} for row in range(5000))}))) > 2
