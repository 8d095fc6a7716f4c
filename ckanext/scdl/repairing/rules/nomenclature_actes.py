"""Subjects of the ACTES classification: spaces around the slash, another sign in its place."""

from __future__ import annotations

import re

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure


class NomenclatureActes(Rule):
    """«Finances locales / Subventions» for Finances locales/Subventions."""

    name = "nomenclature-actes"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.judge.has_check(context.field, "nomenclature-actes-value")

    def readings(self, value: str) -> Readings:
        """See the base class."""
        tight = re.sub(r"\s*[/\\]\s*", "/", value.strip(), count=1)
        return sure(tight if "/" in tight else re.sub(r"\s+[-–:>]\s+", "/", tight, count=1))
