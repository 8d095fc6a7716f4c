"""Template helpers of this room (every public function is exported)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from markupsafe import Markup

from ckanext.scdl_validation import report_view as _report_view


def scdl_validation_report(
    report: Mapping[str, Any],
    *,
    form: str = "",
    downloads: Sequence[Mapping[str, str]] = (),
    public: bool = False,
) -> Markup:
    """Show a report: what is fine, what is repaired, the questions, the personal data, the errors, the warnings.

    The page around it loads the style ``scdl_validation/report`` and writes its own ``h1``: sections begin at ``h2``.

    Args:
        report: as ``extract.repair_json``, ``extract.report_json`` or ``Report.to_dict`` give it.
        form: id of a form of the page that takes the answer to a question, as ``answer:<key of the question>``; without
            it, questions are only said.
        downloads: buttons below the summary: ``label``, ``help``, and either ``href``, or ``name``, ``value`` and
            ``action`` of a button of ``form``.
        public: whether to leave out what is for the publisher alone: repairs, questions, personal data.
    """
    shown = _report_view.view(_report_view.public(report) if public else report, _language())
    values = {"report": shown, "form": form, "downloads": downloads, "public": public}
    return Markup(tk.render("scdl_validation/report/report.html", values))  # noqa: S704 - a template of ours escapes


def scdl_validation_verdict(report: Mapping[str, Any]) -> str:
    """Return the verdict on a report: ``unreadable``, ``right``, ``repaired``, ``to-answer`` or ``to-correct``."""
    return _report_view.view(report, _language()).verdict


def _language() -> str:
    return "en" if str(tk.h.lang()).startswith("en") else "fr"
