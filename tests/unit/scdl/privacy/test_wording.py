"""Every kind and action has its sentences, in French and in English."""

import re

import pytest

from ckanext.scdl.privacy import PersonalData, rules, wording

KINDS = rules.declared()["kinds"]
ACTIONS = {action for each in KINDS.values() for action in each["actions"]}
FILLED = {"value": "x", "field": "f", "word": "w", "count": 1, "below": 3}


def test_kinds_and_actions_are_those_of_the_rules():
    assert set(wording.catalogue()["kinds"]) == set(KINDS)
    assert set(wording.catalogue()["actions"]) == ACTIONS


@pytest.mark.parametrize("lang", wording.LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_what_why_and_what_to_do(kind, lang):
    found = PersonalData(kind, value="x", field="f", params={"word": "w", "count": 1, "below": 3})
    assert found.title(lang)
    assert found.message(lang)
    assert found.reason(lang).endswith(".)")
    assert all(each["message"] for each in found.actions(lang))
    assert found.to_dict(lang)["references"]


@pytest.mark.parametrize("lang", wording.LANGUAGES)
@pytest.mark.parametrize("key", ["heading", "why", "what", "sheet", "row", "more"])
def test_headings(key, lang):
    assert wording.text(key, lang)


def _french(node):
    if isinstance(node, dict):
        for key, each in node.items():
            yield from [each] if key == "fr" and isinstance(each, str) else _french(each)
            if key == "fr" and isinstance(each, dict):
                yield from each.values()


@pytest.mark.parametrize("sentence", list(_french(wording.catalogue())))
def test_french_typography(sentence):
    assert not re.search(r"« | »| [;:?!](?: |$)|'", sentence)


def test_every_reference_is_used_and_known():
    used = {reference for each in KINDS.values() for reference in each["references"]}
    assert used == set(rules.declared()["references"])
