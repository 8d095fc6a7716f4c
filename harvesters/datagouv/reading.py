"""Strict reading of what the API answers: each field is taken by name, and what is left over is reported.

A catalogue that renames a field must be seen, not silently lose its content: consume each field, audit the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Free keys, by the API's own definition: what stands in them is nobody's promise.
FREE = frozenset({"extras", "metrics", "permissions"})


@dataclass
class Audit:
    """What a reading met that it did not expect: paths of unknown fields, and of values of another kind."""

    unknown: Counter[str] = field(default_factory=Counter)
    unexpected: Counter[str] = field(default_factory=Counter)

    def to_dict(self) -> dict[str, dict[str, int]]:
        """Return it as JSON keeps it; empty when nothing was met."""
        found = {"unknown": dict(self.unknown), "unexpected": dict(self.unexpected)}
        return {kind: counts for kind, counts in found.items() if counts}


class Record:
    """A JSON object being consumed."""

    def __init__(self, data: object, path: str, audit: Audit) -> None:
        self.path, self.audit = path, audit
        if data is not None and not isinstance(data, Mapping):
            audit.unexpected[path] += 1
        self.left = dict(data) if isinstance(data, Mapping) else {}

    def text(self, key: str) -> str:
        """Take a text, without the spaces around it; empty for none."""
        return str(self._take(key, str) or "").strip()

    def flag(self, key: str) -> bool:
        """Take a boolean, False for none."""
        return bool(self._take(key, bool))

    def number(self, key: str) -> int | None:
        """Take a whole number that is not negative."""
        value = self._take(key, int, float)
        if isinstance(value, bool) or (value is not None and value != int(value)) or (value or 0) < 0:
            self.audit.unexpected[self._named(key)] += 1
            return None
        return None if value is None else int(value)

    def items(self, key: str) -> list[Any]:
        """Take a list, empty for none."""
        return list(self._take(key, list) or [])

    def texts(self, key: str) -> list[str]:
        """Take a list of texts; items of another kind are reported and left out."""
        found = self.items(key)
        if any(not isinstance(item, str) for item in found):
            self.audit.unexpected[self._named(key)] += 1
        return [item.strip() for item in found if isinstance(item, str) and item.strip()]

    def object(self, key: str) -> dict[str, Any]:
        """Take an object as it is, without looking inside."""
        return dict(self._take(key, dict) or {})

    def record(self, key: str) -> Record:
        """Take an object to be consumed in its turn; `close` it."""
        return Record(self._take(key, dict), self._named(key), self.audit)

    def records(self, key: str) -> list[Record]:
        """Take a list of objects to be consumed in their turn."""
        return [Record(item, self._named(key), self.audit) for item in self.items(key)]

    def skip(self, *keys: str) -> None:
        """Take fields that have no place here, on purpose."""
        for key in keys:
            self.left.pop(key, None)

    def close(self) -> None:
        """Report what was not taken."""
        for key in self.left:
            self.audit.unknown[self._named(key)] += 1

    def _take(self, key: str, *kinds: type) -> Any:  # noqa: ANN401
        value = self.left.pop(key, None)
        if value is None or (isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))):
            return value
        self.audit.unexpected[self._named(key)] += 1
        return None

    def _named(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
