"""The SIRET of another body where the publisher's own is due. The SIREN decides: a body has several establishments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from ckanext.scdl.checking.beyond.base import View
from ckanext.scdl.context import SIREN_LENGTH
from ckanext.scdl.report import Finding

SIRET = re.compile(r"\d{14}")


class OwnSiret:
    """Said once for each number: a file has thousands of rows and one mistake."""

    codes: ClassVar[tuple[str, ...]] = ("other-siret",)

    def find(self, view: View) -> Iterator[Finding]:
        """See the protocol."""
        own = view.context.own_siren
        if own is None:
            return
        kind = None if view.context.own_siret else "siren"
        for name in filter(view.has, view.senses.own_siret):
            others = {
                value: Finding("other-siret", kind=kind, params={"expected": view.context.own_siret or own})
                for value in sorted(view.distinct(name))
                if SIRET.fullmatch(value) and value[:SIREN_LENGTH] != own
            }
            yield from view.first(name, others)
