"""Which findings make a file invalid, which are only said, which are left out: declared in a file.

``schemas/scdl/policy.yaml`` is the policy by default, with every code: its verdict is Validata's, save the differences
of ``checking/differences.py``. Another file says only what it changes:

    levels:
      duplicate-row: error
      extra-label: off
    schemas:
      scdl/subventions:
        date-in-future: error

A level is given for a code or for a code and its kind (``type-error.date``). The schema's own levels come first, then
the more exact key.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from ckanext.scdl import registry
from ckanext.scdl.exceptions import UnknownSchema, UnusablePolicy
from ckanext.scdl.report import Finding, Report

ERROR, WARNING, OFF = "error", "warning", "off"
LEVELS = (ERROR, WARNING, OFF)
Levels = Mapping[str, str]


@dataclass(frozen=True)
class Policy:
    """Levels by code, for every schema and for some.

    Attributes:
        levels: code, or code and kind → level.
        schemas: a schema's catalogue name → its own levels.
    """

    levels: Levels = field(default_factory=dict)
    schemas: Mapping[str, Levels] = field(default_factory=dict)

    def level(self, finding: Finding, schema: str) -> str | None:
        """Return the level of a finding; None when the policy says nothing of it."""
        for levels in (self.schemas.get(schema, {}), self.levels):
            for key in (finding.key, finding.code):
                if key in levels:
                    return levels[key]
        return None

    def apply(self, report: Report) -> Report:
        """Return the report with each finding at the policy's level, those that are off left out."""
        levels: dict[str, list[Finding]] = {ERROR: [], WARNING: [], OFF: []}
        for own, findings in ((ERROR, report.errors), (WARNING, report.warnings)):
            for each in findings:
                levels[self.level(each, report.schema.name) or own].append(each)
        return replace(report, errors=tuple(levels[ERROR]), warnings=tuple(levels[WARNING]))


@cache
def default() -> Policy:
    """Return the policy of ``schemas/scdl/policy.yaml``."""
    return _read((files("ckanext.socle.schemas") / "scdl" / "policy.yaml").read_text(encoding="utf-8"), "policy.yaml")


def load(path: Path) -> Policy:
    """Return the policy of a file; what it does not say is as by default.

    Raises:
        UnusablePolicy: the file is not there, is no YAML, or names a code, a level or a schema that is not known.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise UnusablePolicy("policy-not-found", path=str(path)) from err
    except UnicodeDecodeError as err:
        raise UnusablePolicy("broken-policy", path=path.name) from err
    own, base = _read(text, path.name, known=frozenset(default().levels)), default()
    names = base.schemas.keys() | own.schemas.keys()
    return Policy({**base.levels, **own.levels}, {name: _of_schema(name, base, own) for name in sorted(names)})


def _of_schema(name: str, base: Policy, own: Policy) -> Levels:
    """A schema's shipped levels, save where the file says something of the same code, for it or for every schema."""
    said = own.levels.keys() | own.schemas.get(name, {}).keys()
    shipped = base.schemas.get(name, {})
    kept = {key: level for key, level in shipped.items() if key not in said and key.partition(".")[0] not in said}
    return {**kept, **own.schemas.get(name, {})}


def _read(text: str, name: str, known: frozenset[str] | None = None) -> Policy:
    try:
        loaded: Any = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}  # noqa: S506
    except yaml.YAMLError as err:
        raise UnusablePolicy("broken-policy", path=name) from err
    if not isinstance(loaded, dict) or not loaded.keys() <= {"levels", "schemas"}:
        raise UnusablePolicy("broken-policy", path=name)
    schemas = loaded.get("schemas") or {}
    if not isinstance(schemas, dict):
        raise UnusablePolicy("broken-policy", path=name)
    return Policy(
        dict(_levels(loaded.get("levels"), name, known)),
        {_schema(schema, name): dict(_levels(levels, name, known)) for schema, levels in schemas.items()},
    )


def _levels(loaded: Any, name: str, known: frozenset[str] | None) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if not isinstance(loaded or {}, dict):
        raise UnusablePolicy("broken-policy", path=name)
    for code, said in (loaded or {}).items():
        # YAML takes «off» for false.
        level = OFF if said is False else str(said)
        if level not in LEVELS:
            raise UnusablePolicy("broken-policy.level", path=name, policy_code=code, level=level, levels=LEVELS)
        if known is not None and str(code) not in known and str(code).partition(".")[0] not in known:
            near = difflib.get_close_matches(str(code), known, n=3)
            raise UnusablePolicy("broken-policy.code", path=name, policy_code=code, suggestions=near)
        yield str(code), level


def _schema(reference: Any, name: str) -> str:  # noqa: ANN401
    try:
        return registry.entry(str(reference)).name
    except UnknownSchema as err:
        raise UnusablePolicy(
            "broken-policy.schema", path=name, reference=reference, suggestions=err.suggestions
        ) from err
