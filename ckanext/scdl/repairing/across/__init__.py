"""Repairs that look at several cells of a row: what one column says of another. One class a file.

They speak of the cells of which the rules on cells had nothing to say, and read the others as those rules leave them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ckanext.scdl.context import Context
from ckanext.scdl.reading import Table
from ckanext.scdl.repairing.across.base import Across, Rows
from ckanext.scdl.repairing.across.body import Bodies
from ckanext.scdl.repairing.across.coordinates import Swapped
from ckanext.scdl.repairing.across.own_body import OwnBody
from ckanext.scdl.repairing.across.subject import Subjects
from ckanext.scdl.repairing.across.sums import SumTerms
from ckanext.scdl.repairing.proposal import Proposal, Question
from ckanext.scdl.schema import Field, Schema

RULES: tuple[Callable[[Rows], Across], ...] = (OwnBody, Bodies, Subjects, Swapped, SumTerms)


def propose(
    table: Table,
    fields: Sequence[Field | None],
    schema: Schema,
    context: Context,
    earlier: Sequence[Proposal | Question],
    answers: Mapping[str, str],
    findings: Mapping[int, AbstractSet[int]] = {},
) -> list[Proposal | Question]:
    """Return the earlier proposals with those that look across the columns.

    Args:
        table: the table.
        fields: the field of each of its columns.
        schema: the schema.
        context: what is known of who publishes.
        earlier: what the rules on cells propose and ask.
        answers: the key of a question → the choice made.
        findings: as ``cells.propose`` takes them.
    """
    rows = Rows(table, fields, schema, context, earlier, findings)
    found: list[Proposal | Question] = []
    for rule in RULES:
        found += rows.taken(rule(rows).find(), answers)
    return [*rows.kept(earlier), *found]


__all__ = ["RULES", "Across", "Rows", "propose"]
