"""What can go wrong with a national table, as data: a code and its parameters. `words.py` has the sentences."""

from __future__ import annotations

from typing import Any


class ProjectionError(Exception):
    """Base: carries the code of the sentence and its parameters."""

    def __init__(self, code: str, **params: Any) -> None:  # noqa: ANN401
        super().__init__(f"{code} {params}" if params else code)
        self.code, self.params = code, params

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {"code": self.code, "params": self.params}


class DefinitionError(ProjectionError):
    """The YAML of a table is wrong: correct it. `file` and `setting` say where."""


class SourceError(ProjectionError):
    """The national file is not what its table says: look at both. What was cut before stays as it is."""


class BusyError(ProjectionError):
    """Another process works on this table: wait for its end."""
