"""What stops a file from being checked. Each carries a code and a sentence for the person who gave the file."""

from __future__ import annotations

from typing import Any

from ckanext.scdl import messages


class ScdlError(Exception):
    """Base of the errors of this library: a code of ``messages.yaml`` and what its sentence needs."""

    def __init__(self, code: str, **params: Any) -> None:  # noqa: ANN401
        super().__init__(code)
        self.code = code
        self.params = params

    def message(self, lang: str = "fr") -> str:
        """Say in ``lang`` what happened and what to do."""
        return messages.render(self.code, self.params, lang)

    def __str__(self) -> str:
        return self.message()


class UnreadableFile(ScdlError):  # noqa: N818
    """No table can be read from the file: ask for another file."""


class UnknownSchema(ScdlError):  # noqa: N818
    """The schema asked for is not known: ``suggestions`` holds near names."""

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Names of the registry that look like the one asked for, best first."""
        return tuple(self.params.get("suggestions", ()))


class UnusablePolicy(ScdlError):  # noqa: N818
    """The file of levels cannot be used: correct it (``policy.py``)."""


class UnusableSchema(ScdlError):  # noqa: N818
    """The schema is known or was read, but tables cannot be checked with it."""
