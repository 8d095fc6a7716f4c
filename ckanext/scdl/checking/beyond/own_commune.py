"""The INSEE code of another commune where the publisher's own is due; its former communes are its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ckanext.scdl.checking.beyond.base import View
from ckanext.scdl.checking.beyond.communes import CODE, codes
from ckanext.scdl.report import Finding


class OwnCommune:
    """Said once for each code."""

    codes: ClassVar[tuple[str, ...]] = ("other-commune",)

    def find(self, view: View) -> Iterator[Finding]:
        """See the protocol."""
        own = view.context.insee_code
        for name in filter(view.has, view.senses.own_commune if own else ()):
            others = {
                value: Finding("other-commune", params={"expected": own})
                for value in sorted(view.distinct(name))
                if CODE.fullmatch(value) and own not in {value, codes().ended.get(value, ("", ""))[1]}
            }
            yield from view.first(name, others)
