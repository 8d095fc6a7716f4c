"""The page on which a person decides on personal data of a published file: what was found, what was decided. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.scdl_validation import personal, report_view


@dataclass(frozen=True)
class Asked:
    """A group of findings with what may become of it.

    Attributes:
        found: the findings.
        letting_out: choices after which the public may have them: code and sentence. One more is the page's:
            ``publish``, for a reason of the person's own.
        holding: choices that say how the file must change first.
        decisions: those made on the group or its cells, the last first, as ``personal_data_decision_list`` gives them.
    """

    found: report_view.Personal
    letting_out: tuple[tuple[str, str], ...]
    holding: tuple[tuple[str, str], ...]
    decisions: tuple[Mapping[str, Any], ...]

    @property
    def decided(self) -> str | None:
        """The last choice on the group as a whole."""
        return next((each["choice"] for each in self.decisions if each["finding"] == self.found.key), None)

    @property
    def is_released(self) -> bool:
        """Whether the public may have the whole group."""
        return self.decided in personal.RELEASING


def asked(report: Mapping[str, Any], log: Sequence[Mapping[str, Any]], lang: str) -> list[Asked]:
    """Return the groups of a report with the decisions made on them.

    Args:
        report: with its personal data, as who may edit the file sees it.
        log: decisions on the file, the last first.
        lang: of the sentences.
    """
    return [_group(each, log) for each in report_view.personal(report, lang)]


def _group(found: report_view.Personal, log: Sequence[Mapping[str, Any]]) -> Asked:
    advised = tuple(zip(found.advised, found.actions, strict=True))
    return Asked(
        found,
        letting_out=tuple(each for each in advised if each[0] in personal.RELEASING),
        holding=tuple(each for each in advised if each[0] not in personal.RELEASING),
        decisions=tuple(each for each in log if personal.place(each["finding"]).group == found.key),
    )
