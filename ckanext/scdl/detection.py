"""Which schema a file follows, by its column names."""

from __future__ import annotations

from collections.abc import Sequence

from ckanext.scdl import registry
from ckanext.scdl.folding import fold
from ckanext.scdl.schema import Schema

# Under this share of common names, a guess would mislead more than a question.
ENOUGH = 0.4
# An old version is only guessed when its names fit much better than the latest version's.
MARGIN = 0.2


def detect(labels: Sequence[str], candidates: Sequence[Schema] | None = None) -> Schema | None:
    """Return the schema whose columns look most like the labels, or None when none looks like them.

    Args:
        labels: the file's column names; case, accents and outer spaces do not count.
        candidates: the schemas to choose from; every table schema of the registry when not given.
    """
    names = folded(labels)
    if candidates is not None:
        return max(candidates, key=lambda schema: likeness(names, schema))
    latest = {each.latest.url for each in registry.entries()}
    scored = [
        (likeness(names, schema) - (0 if schema.url in latest or schema.current else MARGIN), schema)
        for schema in known()
    ]
    score, best = max(scored, key=lambda each: each[0])
    return best if score >= ENOUGH else None


def folded(labels: Sequence[str]) -> frozenset[str]:
    """Return the column names as they are compared: without case, accents and outer spaces."""
    return frozenset(fold(label) for label in labels if label.strip())


def likeness(names: frozenset[str], schema: Schema) -> float:
    """Return the share of common names, from 0 to 1 (Dice's coefficient)."""
    fields = frozenset(map(fold, schema.field_names))
    return 2 * len(names & fields) / (len(names) + len(fields)) if names else 0.0


def known() -> list[Schema]:
    """Return every version of every table schema of the registry, latest versions first in each."""
    return [
        registry.load(entry.name, version.version)
        for entry in registry.entries()
        if entry.kind == "tableschema"
        for version in reversed(entry.versions)
    ]
