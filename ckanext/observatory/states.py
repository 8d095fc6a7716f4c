"""Where a body stands with each obligation, from what is published, in draft and declared. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from ckanext.observatory import periods
from ckanext.observatory.periods import Period
from ckanext.observatory.rules import Body, Level, Rule


class Standing(str, Enum):
    """The state of one obligation, as the API spells it."""

    TO_PUBLISH = "to-publish"
    DRAFT = "draft"
    TO_CORRECT = "to-correct"
    AWAITING = "awaiting"
    PUBLISHED = "published"
    NIL = "nil"
    LATE = "late"


class Next(str, Enum):
    """What there is to do, in one word."""

    PUBLISH = "publish"
    RESUME = "resume"
    CORRECT = "correct"
    UPDATE = "update"
    WAIT = "wait"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Published:
    """A public file of a body.

    Attributes:
        covered: first and last day of what it speaks of, None when nobody said.
        day: of the last change of the file.
        valid: the verdict of its check, None when it was not checked.
    """

    schema: str
    package: str
    resource: str
    day: date
    covered: tuple[date, date] | None = None
    valid: bool | None = None


@dataclass(frozen=True)
class Draft:
    """A file on its way; ``state`` is the deposit's."""

    id: str
    schema: str
    state: str
    errors: int = 0


@dataclass(frozen=True)
class Declaration:
    """What a body said of a period: ``nil`` (nothing to publish), ``same`` (its last table still holds)."""

    id: str
    schema: str
    period: str
    kind: str
    day: date


@dataclass(frozen=True)
class Facts:
    """All that is known of a body's publications."""

    published: Sequence[Published] = ()
    drafts: Sequence[Draft] = ()
    declarations: Sequence[Declaration] = ()


@dataclass(frozen=True)
class Due:
    """Where a body stands with one obligation.

    Attributes:
        late: the day to publish is past and neither file nor declaration covers the period.
        last: the newest public file, of this period or of one before.
        next_date: until when the period asked for, or the next one once it is done, is to be published.
    """

    rule: Rule
    level: Level
    period: Period
    standing: Standing
    action: Next
    late: bool = False
    last: Published | None = None
    draft: Draft | None = None
    declaration: Declaration | None = None
    next_date: date | None = None


@dataclass
class _ByKey:
    published: dict[str, list[Published]] = field(default_factory=dict)
    drafts: dict[str, list[Draft]] = field(default_factory=dict)
    declarations: dict[tuple[str, str], Declaration] = field(default_factory=dict)


_CORRECT = frozenset({"invalid", "unreadable"})


def dues(body: Body, rules: Iterable[Rule], facts: Facts, day: date) -> list[Due]:
    """Return where a body stands with each obligation that is for bodies of its kind, on a day."""
    known = _sorted(facts)
    return [_due(rule, level, known, day) for rule in rules if (level := rule.level_for(body)) is not None]


def counts(found: Iterable[Due]) -> Mapping[Standing, int]:
    """Count the obligations by state; every state is there."""
    counted = dict.fromkeys(Standing, 0)
    for each in found:
        counted[each.standing] += 1
    return counted


def _due(rule: Rule, level: Level, known: _ByKey, day: date) -> Due:
    period = periods.current(rule, day)
    files = known.published.get(rule.schema, [])
    here = [each for each in files if _covers(each, period)]
    last = max(here or files, key=lambda each: each.day, default=None)
    draft = next(iter(known.drafts.get(rule.schema, [])), None)
    declared = known.declarations.get((rule.schema, period.key))
    if declared is not None and not (rule.nil if declared.kind == "nil" else rule.same):
        declared = None  # said before the rule forbade it
    done = bool(here) or declared is not None
    late = not done and level is not Level.RECOMMENDED and period.due is not None and day > period.due
    standing = _standing(draft, declared, late=late, published=bool(here))
    following = periods.following(rule, period) if done else period
    next_date = following.due if following else None
    action = _action(standing, last)
    return Due(rule, level, period, standing, action, late, last, draft, declared, next_date)


def _standing(draft: Draft | None, declared: Declaration | None, *, late: bool, published: bool) -> Standing:
    if draft is not None:
        if draft.state == "requested":
            return Standing.AWAITING
        return Standing.TO_CORRECT if draft.state in _CORRECT else Standing.DRAFT
    if published:
        return Standing.PUBLISHED
    if declared is not None:
        # The file of the year before holds for this one too: it is published, on purpose.
        return Standing.NIL if declared.kind == "nil" else Standing.PUBLISHED
    return Standing.LATE if late else Standing.TO_PUBLISH


def _action(standing: Standing, last: Published | None) -> Next:
    if standing in {Standing.TO_PUBLISH, Standing.LATE}:
        return Next.UPDATE if last else Next.PUBLISH
    if standing is Standing.PUBLISHED:
        return Next.CORRECT if last is not None and last.valid is False else Next.NOTHING
    return {
        Standing.DRAFT: Next.RESUME,
        Standing.TO_CORRECT: Next.CORRECT,
        Standing.AWAITING: Next.WAIT,
        Standing.NIL: Next.NOTHING,
    }[standing]


def _covers(file: Published, period: Period) -> bool:
    """Whether a file speaks of a period; one that does not say of when, if it came since the period opened."""
    if file.covered is not None:
        return period.touches(*file.covered)
    return period.opens is None or file.day >= period.opens


def _sorted(facts: Facts) -> _ByKey:
    known = _ByKey()
    for file in facts.published:
        known.published.setdefault(file.schema, []).append(file)
    for draft in facts.drafts:
        known.drafts.setdefault(draft.schema, []).append(draft)
    for each in facts.declarations:
        known.declarations[each.schema, each.period] = each
    return known
