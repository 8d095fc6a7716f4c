"""The obligations declared in ``schemas/obligations.yaml``: who must publish what, by when, by which text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from ckanext.scdl import registry
from ckanext.scdl.exceptions import ScdlError


class Level(str, Enum):
    """How much a body is bound to publish."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    RECOMMENDED = "recommended"


class Rhythm(str, Enum):
    """What one table covers."""

    YEAR = "year"
    QUARTER = "quarter"
    STANDING = "standing"


class RulesError(ValueError):
    """A file of obligations cannot be used: correct the file."""


@dataclass(frozen=True)
class Reference:
    """A text of law."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Body:
    """A public body, as far as the law asks.

    Attributes:
        kind: its ``territory_type``.
        population: inhabitants, None when unknown.
        staff: full-time equivalents, None when unknown.
    """

    id: str
    kind: str
    population: int | None = None
    staff: int | None = None


@dataclass(frozen=True)
class Rule:
    """One obligation; its fields are those of the file.

    Attributes:
        condition: for a conditional one, what there must be.
        opens: months after the first day of the period from which it can be published.
        due: months after that day before the end of which it must be; None when nobody is ever late.
        nil: whether a body may say that it has none.
        same: whether it may say that the table of the period before still holds.
    """

    name: str
    schema: str
    level: Level
    bodies: frozenset[str]
    rhythm: Rhythm
    why: str
    references: tuple[Reference, ...]
    condition: str = ""
    population: int | None = None
    staff: int | None = None
    opens: int = 0
    due: int | None = None
    nil: bool = True
    same: bool = True

    def level_for(self, body: Body) -> Level | None:
        """Return how much a body is bound, None when the rule is not for bodies of its kind.

        The two thresholds of CRPA L312-1-1 are cumulative: a commune of 3,500 inhabitants with fewer than 50 agents is
        exempt, and staff that the portal does not know is taken to be enough. A body that has no inhabitants of its
        own is bound by its staff alone, once it is known.
        """
        if body.kind not in self.bodies:
            return None
        if self.population is not None and body.kind in {"commune", "departement", "region"}:
            inhabitants = body.population if body.kind == "commune" else self.population
            enough_people = (inhabitants or 0) >= self.population
            enough_staff = self.staff is None or body.staff is None or body.staff >= self.staff
            return self.level if enough_people and enough_staff else Level.RECOMMENDED
        if self.staff is not None and (body.staff or 0) < self.staff:
            return Level.RECOMMENDED
        return self.level


@cache
def load(own: str = "") -> tuple[Rule, ...]:
    """Return the obligations, those of the law first.

    Args:
        own: path of a portal's own file, whose entries add to ours or take the place of those of the same name.

    Raises:
        RulesError: a file that cannot be read, or an entry that says something unknown.
    """
    ours = (files("ckanext.socle.schemas") / "obligations.yaml").read_text(encoding="utf-8")
    found = {rule.name: rule for rule in _parse(ours, "obligations.yaml")}
    if own:
        try:
            text = Path(own).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as err:
            raise RulesError(f"{own}: {err}") from err
        found |= {rule.name: rule for rule in _parse(text, own)}
    return tuple(sorted(found.values(), key=lambda rule: list(Level).index(rule.level)))


def _parse(text: str, name: str) -> Iterable[Rule]:
    try:
        entries = yaml.safe_load(text)["obligations"]
        return [_rule(each) for each in entries]
    except (yaml.YAMLError, KeyError, TypeError, ValueError, ScdlError) as err:
        raise RulesError(f"{name}: {err!r}") from err


def _rule(each: Mapping[str, Any]) -> Rule:
    known = {"name", "schema", "level", "if", "bodies", "population", "staff", "period", "opens", "due", "why"}
    unknown = each.keys() - known - {"references", "nil", "same"}
    if unknown:
        raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
    return Rule(
        name=str(each["name"]),
        schema=registry.entry(each["schema"]).name,
        level=Level(each["level"]),
        bodies=frozenset(each["bodies"]),
        rhythm=Rhythm(each["period"]),
        why=str(each["why"]),
        references=tuple(Reference(str(one["text"]), str(one.get("url", ""))) for one in each["references"]),
        condition=str(each.get("if", "")),
        population=_number(each, "population"),
        staff=_number(each, "staff"),
        opens=_number(each, "opens") or 0,
        due=_number(each, "due"),
        nil=_boolean(each, "nil", default=True),
        same=_boolean(each, "same", default=True),
    )


def _number(each: Mapping[str, Any], key: str) -> int | None:
    return None if each.get(key) is None else int(each[key])


def _boolean(each: Mapping[str, Any], key: str, *, default: bool) -> bool:
    value = each.get(key, default)
    if not isinstance(value, bool):
        raise ValueError(f"{key}: true or false, not {value!r}")
    return value
