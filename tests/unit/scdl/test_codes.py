"""Every code that the library can emit is read from its source; each has sentences, which say what to do."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ckanext.scdl import messages, policy
from ckanext.scdl.checking.beyond import CHECKS as BEYOND
from ckanext.scdl.checking.french import CHECKS as FRENCH
from ckanext.scdl.privacy import rules, wording

SOURCES = Path(__file__).parents[3] / "ckanext" / "scdl"
# What is called with a code as its first argument; the number of another argument otherwise.
EMITTERS = {
    **dict.fromkeys(
        ("Finding", "Note", "_cell", "UnreadableFile", "UnknownSchema", "UnusableSchema", "UnusablePolicy"), 0
    ),
    **dict.fromkeys(("Refused", "TooLarge", "BadAnswer", "Truncated", "HttpStatus", "TryLater", "WebError"), 0),
    "__init__": 0,
    "of": 2,
    # frictionless's types, and columns.
    "_add": 0,
}
# What completes a code: a function of descriptors.py or foreign.py that says which part of a schema is broken.
SCHEMA_FAULTS = {"_fault", "_broken", "_refuse"}
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+(?:\.[a-z.-]+)?")
FRENCH_ORDER = re.compile(r"\b\w+ez\b", re.IGNORECASE)
ENGLISH_ORDERS = (
    "add|allow|ask|avoid|check|choose|clear|complete|copy|correct|cut|do|export|extract|fill|give|install|keep|look|make|"
    "move|name|open|put|remove|rename|replace|save|say|send|set|simplify|state|swap|take|tell|try|type|use|wait|write"
)
ENGLISH_ORDER = re.compile(rf"\b(?:{ENGLISH_ORDERS})\b", re.IGNORECASE)
# Part of another sentence.
PARTS = {"hint-near"}


def literals(node: ast.expr | None) -> Iterator[str]:
    """Yield the texts that an expression may be, both sides of a choice included."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.JoinedStr) and node.values:
        # The kind is only known when it runs: the code alone.
        yield from (text.rstrip(".") for text in literals(node.values[0]))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from literals(node.func.value)


def emitted(nodes: list[ast.AST], emitters: Mapping[str, int] = EMITTERS) -> Iterator[str]:
    """Yield the codes, with their kinds, that a module's calls name."""
    for node in nodes:
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = emitters.get(name)
            kinds = [kind for each in node.keywords if each.arg == "kind" for kind in literals(each.value)]
            if place is not None and len(node.args) > place:
                for code in filter(CODE.fullmatch, literals(node.args[place])):
                    yield code
                    yield from (f"{code}.{kind}" for kind in kinds)
            elif name in SCHEMA_FAULTS and node.args:
                yield from (f"broken-schema.{kind}" for kind in literals(node.args[0]))


def assigned(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield the codes that are given a name first: «code = "blank-label" if filled else "blank-column"»."""
    for node in nodes:
        if isinstance(node, ast.Assign) and any(getattr(each, "id", "") == "code" for each in node.targets):
            yield from filter(CODE.fullmatch, literals(node.value))


def kinds_of_checks() -> Iterator[str]:
    """Yield the kinds of the French checks: the first of the pairs that ``fault`` returns."""
    for path in (SOURCES / "checking" / "french").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        types = [
            text
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "type"
            for text in literals(node.value)
        ]
        for node in ast.walk(tree):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict):
                yield from (f"{code}.{kind}" for code in types for kind in literals(node.elts[0]))


@pytest.fixture(scope="module")
def modules():
    """Every module's nodes."""
    return [list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in sorted(SOURCES.rglob("*.py"))]


@pytest.fixture(scope="module")
def met(modules):
    """Every code that can be met."""
    return (
        {code for nodes in modules for code in (*emitted(nodes), *assigned(nodes))}
        | {*kinds_of_checks(), *FRENCH, *policy.default().levels}
        | {code for check in BEYOND for code in check.codes}
    )


SAID = sorted(key for key in messages.catalogue() if not key.startswith(("repair.", "choice.", "question.")))


def test_codes_are_found_in_the_sources(met):
    reading = {"empty-file", "not-a-table.binary", "guessed-schema", "no-row", "broken-policy.level", "web-timeout"}
    checking = {"missing-label", "blank-column", "former-commune", "unique-error", "year-interval-value.order"}
    assert reading | checking <= met
    assert len(met) > 90


def test_every_finding_has_a_level(modules):
    named = {"Finding": 0, "Note": 0, "_cell": 0, "of": 2}
    findings = {code.partition(".")[0] for nodes in modules for code in emitted(nodes, named)} - {"broken-schema"}
    assert findings <= set(policy.default().levels)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_code_has_its_sentence(met, lang):
    assert met <= messages.catalogue().keys()
    assert [key for key in met if not (messages.title(key, lang) and messages.render(key, {}, lang))] == []


@pytest.mark.parametrize(("lang", "order"), [("fr", FRENCH_ORDER), ("en", ENGLISH_ORDER)])
def test_every_sentence_says_what_to_do(lang, order):
    said = {*SAID} - PARTS
    assert [key for key in said if not order.search(messages.entry(key, lang)["message"])] == []


def test_no_sentence_is_left_over(met):
    codes = {code.partition(".")[0] for code in met}
    assert {key.partition(".")[0] for key in {*SAID} - PARTS} <= codes


@pytest.mark.parametrize("key", [key for key in messages.catalogue() if key.startswith("question.")])
@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_a_question_asks(key, lang):
    assert messages.entry(key, lang)["message"].endswith("?")


@pytest.mark.parametrize("kind", rules.declared()["kinds"])
@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_a_kind_of_personal_data_says_why_and_what_to_do(kind, lang):
    assert wording.sentence(kind, "title", {}, lang)
    assert wording.reason(kind, lang)
    assert all(wording.action(each, lang) for each in rules.actions(kind))
    assert len(rules.actions(kind)) > 1
