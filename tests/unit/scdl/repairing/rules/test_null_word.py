"""Words for nothing in optional cells."""

import pytest


@pytest.mark.parametrize("word", ["NULL", "N/A", "néant", "-", "?", "???", "---", "nc", "non renseigné"])
@pytest.mark.parametrize("kind", ["number", "date", "integer", "boolean"])
def test_a_typed_cell_becomes_blank(one, word, kind):
    assert one(word, {"type": kind}) == ""


@pytest.mark.parametrize(("word", "left"), [("NULL", ""), ("#N/A", ""), ("  ", ""), ("néant", "néant"), ("Nan", "")])
def test_in_a_free_text_only_software_s_words_go(one, word, left):
    assert one(word, {"type": "string"}) == left


def test_nan_is_no_number(one):
    assert one("NaN", {"type": "number"}) == ""


@pytest.mark.parametrize("kind", ["number", "string"])
def test_a_required_cell_stays(one, kind):
    assert one("NULL", {"type": kind, "constraints": {"required": True}}) == "NULL"


def test_a_listed_word_stays(one):
    assert one("Inconnu", {"constraints": {"enum": ["inconnu", "libre"]}}) == "inconnu"
