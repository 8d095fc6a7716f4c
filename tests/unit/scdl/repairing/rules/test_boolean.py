"""Yes and no."""

import pytest

WORDS = {"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]}


@pytest.mark.parametrize("written", ["OUI", "Vrai", "true", "x", "1", "Y", "o", " oui ", "✓"])
def test_yes(one, written):
    assert one(written, WORDS) == "oui"


@pytest.mark.parametrize("written", ["NON", "Faux", "false", "0", "n"])
def test_no(one, written):
    assert one(written, WORDS) == "non"


@pytest.mark.parametrize(("written", "meant"), [("oui", "true"), ("Non", "false"), ("parfois", "parfois")])
def test_table_schema_s_own_words(one, written, meant):
    assert one(written, {"type": "boolean"}) == meant
