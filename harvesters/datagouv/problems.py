"""What the harvester has to tell people, as data: a code, and what its sentence needs. `words.py` has the sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing to tell.

    Attributes:
        code: key of the sentence.
        params: what the sentence names.
        setting: the setting that is wrong, empty where none is.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    setting: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {"code": self.code, "params": self.params}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Problem:
        """Read what `to_dict` gave."""
        return cls(str(data["code"]), dict(data.get("params") or {}))


class HarvestingError(Exception):
    """Base: carries the problem to tell."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class WrongAnswerError(HarvestingError):
    """The catalogue answered something else than what its API promises: report it."""
