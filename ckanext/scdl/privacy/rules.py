"""What is declared in ``schemas/scdl/privacy.yaml``: the role of each column, the law, the thresholds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ckanext.scdl.folding import fold

EXTRA = "extra"  # a column that the schema does not have
OTHER = "other"  # a column of the schema of which nothing is declared
ROLES = (
    "legal-person",
    "place",
    "function",
    "identifier",
    "beneficiary",
    "free-text",
    "public-name",
    "vocabulary",
)


@dataclass(frozen=True)
class SmallCount:
    """A count under ``below`` singles people out, always or where the column ``when`` holds ``value``."""

    count: str
    below: int
    when: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class SchemaRules:
    """What is declared of one schema: its columns' roles by folded name, and what goes with them."""

    roles: dict[str, str] = field(default_factory=dict)
    legal_ids: tuple[str, ...] = ()
    giver_id: str | None = None
    small_counts: tuple[SmallCount, ...] = ()

    def role(self, name: str, *, in_schema: bool) -> str:
        """Return the role of a column by its name, whatever its case and separators."""
        return self.roles.get(squeezed(name), OTHER if in_schema else EXTRA)


@cache
def declared() -> dict[str, Any]:
    """Return the whole file."""
    text = files("ckanext.socle.schemas").joinpath("scdl", "privacy.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506
    return loaded


@cache
def of_schema(name: str) -> SchemaRules:
    """Return the rules of a schema, blank when nothing is declared of it."""
    found = declared()["schemas"].get(name, {})
    return SchemaRules(
        roles={squeezed(column): role for role in ROLES for column in found.get(role, ())},
        legal_ids=tuple(found.get("legal-ids", ())),
        giver_id=next(iter(found.get("giver-id", ())), None),
        small_counts=tuple(
            SmallCount(each["count"], int(each["below"]), each.get("when"), each.get("is"))
            for each in found.get("small-counts", ())
        ),
    )


def references(kind: str) -> list[dict[str, str]]:
    """Return the law behind a kind of finding: ``label`` and ``url`` of each text."""
    known = declared()["references"]
    return [dict(known[key]) for key in declared()["kinds"][kind]["references"]]


def actions(kind: str) -> tuple[str, ...]:
    """Return what to do about a kind of finding, best first, as keys of the messages."""
    return tuple(declared()["kinds"][kind]["actions"])


def squeezed(name: str) -> str:
    """Return a column's name without case, accents and separators: «id_beneficiaire» is «idBeneficiaire»."""
    return "".join(each for each in fold(name) if each.isalnum())
