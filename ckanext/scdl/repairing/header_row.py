"""A file without its row of column names: the schema's own, in their order, are asked for.

The first row is then read as data. It is only asked when the file has as many columns as the schema, none of them has
one of its names, and the first row's cells are what the schema wants in those places.
"""

from __future__ import annotations

from dataclasses import replace

from ckanext.scdl import detection
from ckanext.scdl.checking.proofs import is_trivial
from ckanext.scdl.reading import Table
from ckanext.scdl.repairing.judge import Judge
from ckanext.scdl.repairing.proposal import ASK, KEEP, SAFE, Proposal, Question
from ckanext.scdl.schema import Schema

RULE = "header-row"
INSERT = "insert"
# Cells that only some columns take, and the share of them that must be right.
ENOUGH, SHARE = 3, 0.8


def is_missing(table: Table, schema: Schema) -> bool:
    """Whether the first row looks like the schema's data, not like column names."""
    if len(table.labels) != len(schema.fields) or detection.likeness(detection.folded(table.labels), schema) > 0:
        return False
    judge = Judge(schema)
    telling = [
        judge.is_right(field, cell)
        for cell, field in zip(table.labels, schema.fields, strict=True)
        if cell.strip() and not is_trivial(field)
    ]
    return len(telling) >= ENOUGH and sum(telling) >= SHARE * len(telling)


def question(schema: Schema) -> tuple[Proposal, Question]:
    """Return what is proposed, and the question on which it depends."""
    names = ", ".join(schema.field_names)
    proposal = Proposal(RULE, None, names, confidence=ASK, choice=INSERT)
    return proposal, Question(RULE, None, None, "", ((INSERT, names), (KEEP, None)), 1)


def done(schema: Schema) -> Proposal:
    """Return the proposal once it is answered."""
    return Proposal(RULE, None, ", ".join(schema.field_names), confidence=SAFE)


def inserted(table: Table, schema: Schema) -> Table:
    """Return the table with the schema's names; its rows keep their numbers."""
    return replace(table, labels=schema.field_names, rows=[table.labels, *table.rows], header_row=table.header_row - 1)
