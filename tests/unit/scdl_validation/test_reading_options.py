"""How a resource says that its file is to be read."""

import pytest

from ckanext.scdl import Guesses
from ckanext.scdl_validation import reading_options


@pytest.mark.parametrize(
    ("field", "guesses"),
    [
        ("", Guesses()),
        (None, Guesses()),
        ("not json", Guesses()),
        ("[1]", Guesses()),
        ('{"encoding": "cp1252", "delimiter": ";"}', Guesses(encoding="cp1252", delimiter=";")),
        ('{"sheet": "2024", "header_row": 3}', Guesses(sheet="2024", header_row=3)),
        ({"dialect": {"csv": {"delimiter": "|"}, "headerRows": [2]}}, Guesses(delimiter="|", header_row=2)),
        ({"dialect": {"excel": {"sheet": "Budget"}}}, Guesses(sheet="Budget")),
        ({"dialect": {"delimiter": ";"}}, Guesses(delimiter=";")),
        ({"dialect": "csv", "header_row": -1, "sheet": 2}, Guesses()),
    ],
)
def test_the_options_of_ckanext_validation_and_ours_are_understood(field, guesses):
    assert reading_options.guesses(reading_options.parse(field)) == guesses
