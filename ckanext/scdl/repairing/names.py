"""Which field a column is, when its name is not the schema's: case, accents, spaces, synonyms.

The synonyms are data: ``schemas/scdl/synonyms.yaml``, and our French labels (``fr.yaml``). A name that two fields could
claim, or a field that two columns could be, is never decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import yaml

from ckanext.scdl import registry
from ckanext.scdl.checking.header import near
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.scdl.folding import fold
from ckanext.scdl.reading import Table
from ckanext.scdl.repairing.proposal import ASK, KEEP, SAFE, Proposal, Question, key_of
from ckanext.scdl.schema import Field, Schema

RULE = "column-name"
YES = "rename"
UNSURE = "unsure"
# What a header says of the form, not of the content: «(AAAA-MM-JJ)», «(SIRET)», «*» for required.
HINT = re.compile(r"\([^)]*\)|\*")
SMALL_WORDS = frozenset({"d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "the", "un", "une"})


def propose(table: Table, schema: Schema, answers: Mapping[str, str]) -> Iterator[Proposal | Question]:
    """Yield the columns' new names, and the questions on those that only look like a field's."""
    wanted = {index: found for index in range(len(table.labels)) if (found := _wanted(table, schema, index))}
    sure = Counter(field.name for field, confidence in wanted.values() if confidence == SAFE)
    taken: set[str] = set()
    for index, (field, confidence) in wanted.items():
        answer = answers.get(key_of(RULE, index + 1))
        if answer == KEEP or field.name in taken or (confidence == ASK and sure[field.name] and not answer):
            continue
        decided = answer == YES or (confidence == SAFE and sure[field.name] == 1)
        if decided:
            taken.add(field.name)
        yield from _proposal(table, index, field, sure=decided)


def _proposal(table: Table, index: int, field: Field, *, sure: bool) -> Iterator[Proposal | Question]:
    label, column = table.labels[index], index + 1
    confidence, choice = (SAFE, None) if sure else (ASK, YES)
    yield Proposal(RULE, label, field.name, table.header_row, column, field.name, confidence, choice)
    if not sure:
        yield Question(RULE, column, field.name, label, ((YES, field.name), (KEEP, label)), 1)


def _wanted(table: Table, schema: Schema, index: int) -> tuple[Field, str] | None:
    """The field that a column not named as the schema has it stands for, and whether that is sure."""
    label = table.labels[index]
    known = {field.name: field for field in schema.fields}
    if not label.strip() or label in known:
        return None
    if label.strip() in known:
        # Spaces around the right name: the check bears with them, other readers do not.
        alone = [each.strip() for each in table.labels].count(label.strip()) == 1
        return (known[label.strip()], SAFE) if alone else None
    exact = {each.strip() for each in table.labels}
    found = _meant(label, schema, {name: field for name, field in known.items() if name not in exact})
    return (known[found[0]], found[1]) if found else None


def _meant(label: str, schema: Schema, free: Mapping[str, Field]) -> tuple[str, str] | None:
    """The field that a name stands for, and whether that is sure."""
    folded, names = fold(label), key(label)
    for known, confidence in (
        ({fold(name): {name} for name in free}, SAFE),
        (_names(schema.name, schema.field_names), SAFE),
        (_unsure(schema.name), ASK),
    ):
        found = (known.get(folded) or known.get(names) or set()) & free.keys()
        if len(found) == 1:
            return next(iter(found)), confidence
    guess = near(label, list(free))
    return (guess, ASK) if guess else None


def key(label: str) -> str:
    """Return a name without case, accents, signs, small words, and hints in brackets."""
    words = re.findall(r"[a-z0-9%]+", fold(HINT.sub(" ", label)))
    return "".join(word for word in words if word not in SMALL_WORDS) or "".join(words)


@cache
def _names(schema: str, fields: tuple[str, ...]) -> dict[str, set[str]]:
    """Every spelling that stands for a field: its name, our label for it, the synonyms."""
    found: dict[str, set[str]] = {}
    for name in fields:
        for spelling in (name, *_label(schema, name), *_synonyms(schema).get(name, ())):
            found.setdefault(key(spelling), set()).add(name)
    return found


def _label(schema: str, field: str) -> tuple[str, ...]:
    try:
        words = registry.words(schema).fields
    except UnknownSchema:
        return ()
    return (words[field].label,) if field in words else ()


def _unsure(schema: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, spellings in _synonyms(schema, UNSURE).items():
        for spelling in spellings:
            found.setdefault(key(spelling), set()).add(name)
    return found


def _synonyms(schema: str, group: str = "sure") -> Mapping[str, tuple[str, ...]]:
    found: Mapping[str, tuple[str, ...]] = _table().get(schema, {}).get(group) or {}
    return found


@cache
def _table() -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
    text = (files("ckanext.socle.schemas") / "scdl" / "synonyms.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, dict[str, dict[str, tuple[str, ...]]]] = yaml.load(text, Loader=loader)  # noqa: S506
    return loaded
