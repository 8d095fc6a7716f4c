"""Every code that can be met has its sentence, in French and in English."""

import re
from pathlib import Path

import pytest

from ckanext.scdl import messages
from ckanext.scdl.checking.french import CHECKS

SOURCES = Path(__file__).parents[3] / "ckanext" / "scdl"
# Codes appear as the first argument of what is raised, found or noted.
RAISED = re.compile(r'(?:Finding|Note|_cell|UnreadableFile|UnknownSchema|UnusableSchema)\(\s*"([a-z.-]+)"')
FRICTIONLESS = (
    "blank-row",
    "extra-cell",
    "missing-cell",
    "unique-error",
    "primary-key",
    *(f"type-error.{each}" for each in ("string-email", "string-uri", "string-uuid", "number", "integer", "boolean")),
    *(
        f"type-error.{each}"
        for each in ("date", "datetime", "time", "year", "yearmonth", "duration", "array", "object")
    ),
    *(f"type-error.{each}" for each in ("geopoint", "geojson", "string")),
    *(f"constraint-error.{each}" for each in ("required", "enum", "pattern", "minimum", "maximum", "minLength")),
    *(f"constraint-error.{each}" for each in ("maxLength", "exclusiveMinimum", "exclusiveMaximum")),
)
# Chosen by an expression, which the pattern above does not see.
CHOSEN = ("missing-label", "missing-optional-label", "blank-label", "blank-column", "enum-spelling")
KINDS = (
    *(f"not-a-table.{each}" for each in ("html", "pdf", "json", "xml", "image", "archive", "document", "binary")),
    *(f"check-error.{each}" for each in ("params", "package")),
    *(f"nomenclature-actes-value.{each}" for each in ("slash", "space")),
    *(f"year-interval-value.{each}" for each in ("interval", "order")),
    "cohesive-columns-value.columns",
    "compare-columns-value.types",
    "one-of-required.columns",
)
MET = sorted({code for path in SOURCES.rglob("*.py") for code in RAISED.findall(path.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_code_has_its_own_sentence(lang):
    keys = {*MET, *CHOSEN, *KINDS, *FRICTIONLESS, *CHECKS}
    assert keys <= messages.catalogue().keys()
    said = {key: (messages.title(key, lang), messages.render(key, {"value": "x{y}"}, lang)) for key in keys}
    assert [key for key, each in said.items() if not all(each)] == []


def test_codes_are_found_in_the_sources():
    assert {"no-row", "empty-file", "not-a-table.binary", "guessed-schema"} <= set(MET)


def test_french_typography():
    wrong = re.compile(r"« | »| [;:?!](?: |$)|'")
    assert [key for key in messages.catalogue() if wrong.search(messages.entry(key, "fr")["message"])] == []


def test_a_long_value_is_cut():
    assert len(messages.render("type-error.date", {"value": "x" * 5000, "example": ""})) < 300


def test_an_unknown_kind_falls_back_on_its_code():
    assert messages.title("type-error.any") == messages.title("type-error")
