"""Accents in decomposed form."""

import unicodedata


def test_a_free_text_is_composed(column):
    repaired = column([unicodedata.normalize("NFD", "Délibération"), "Été"], {"type": "string"})
    assert repaired.values == ["Délibération", "Été"]
    assert repaired.rules == {"nfc"}
