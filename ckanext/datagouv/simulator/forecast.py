"""What data.gouv.fr will hold of a dataset and of its files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ckanext.datagouv.simulator.findings import Effect, Finding


@dataclass(frozen=True)
class Contact:
    """Somebody to write to, as data.gouv.fr keeps it."""

    role: str
    name: str | None
    email: str | None
    form: str | None


@dataclass(frozen=True)
class FileForecast:
    """A file as data.gouv.fr will hold it.

    Attributes:
        schema: name and version of a known schema, or the address of another one.
    """

    url: str
    title: str
    description: str
    type: str
    format: str | None
    mime: str | None
    size: int | None
    checksum: tuple[str, str] | None
    schema: dict[str, str | None] | None
    modified: datetime | None


@dataclass
class DatasetForecast:
    """What becomes of a dataset.

    Attributes:
        identifier: by which data.gouv.fr knows it again; empty without one.
        values: what is held of it, by udata's names.
        files: those that arrive.
        findings: what is lost, dropped, changed or doubled.
        quality: data.gouv.fr's criteria, by name; empty when the dataset is not taken.
    """

    identifier: str
    values: dict[str, Any] = field(default_factory=dict)
    files: list[FileForecast] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    quality: dict[str, bool] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        """Whether data.gouv.fr takes it, or the changes to it."""
        return not any(finding.effect is Effect.LOST for finding in self.findings)

    @property
    def title(self) -> str:
        """Its title, empty where it has none."""
        return str(self.values.get("title") or "")

    def note(self, code: str, file: str = "", **params: Any) -> None:  # noqa: ANN401
        """Add something to say, once."""
        finding = Finding(code, file, params)
        if finding not in self.findings:
            self.findings.append(finding)
