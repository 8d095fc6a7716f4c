"""What can be wrong on the way to data.gouv.fr and there, as data; `words.py` has the sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.scdl import web


@dataclass(frozen=True)
class Problem:
    """One thing to tell: the key of its sentence, and what the sentence names."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {"code": self.code, "params": self.params}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Problem:
        """Read what `to_dict` gave."""
        return cls(str(data["code"]), dict(data.get("params") or {}))


class RoundTripError(Exception):
    """Base: carries what to tell."""

    def __init__(self, code: str, **params: Any) -> None:  # noqa: ANN401
        super().__init__(code)
        self.problem = Problem(code, params)


class BodyError(RoundTripError):
    """This body alone cannot be served: tell who can change it, and go on with the next."""


class StopError(RoundTripError):
    """No body can be served now (key, data.gouv.fr out of order): tell, and do not insist."""


def of_web(error: web.WebError) -> RoundTripError:
    """Return what a failed request means."""
    if isinstance(error, web.TryLater) and error.status == 429:  # too many requests
        return StopError("busy", seconds=round(error.retry_after) if error.retry_after else 0)
    if isinstance(error, web.HttpStatus) and error.status == 401:
        return StopError("key-refused")
    if isinstance(error, web.HttpStatus) and error.location:
        return StopError("moved", location=error.location)
    return StopError("web", key=error.code, **error.params)
