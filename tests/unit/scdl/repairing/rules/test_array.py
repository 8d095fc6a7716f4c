"""Lists."""

import pytest

FIELD = {"type": "array", "arrayItem": {"type": "string", "constraints": {"enum": ["lait", "céleri"]}}}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("['lait']", '["lait"]'),
        ("lait, Celeri", '["lait", "céleri"]'),
        ("lait", '["lait"]'),
        ("[“lait”]", '["lait"]'),
        ('["LAIT"]', '["lait"]'),
        ("cacahuète", "cacahuète"),
    ],
)
def test_a_list(one, written, meant):
    assert one(written, FIELD) == meant


def test_without_listed_values_a_text_is_not_cut(one):
    assert one("lait, soja", {"type": "array"}) == "lait, soja"
