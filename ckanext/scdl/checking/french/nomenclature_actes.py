"""``nomenclature-actes-value``: the column begins with one of the nine subjects of the ACTES classification.

Source: the State's classification for the transmission of acts (ACTES), first level; ``Finances locales/Subventions``.
"""

from __future__ import annotations

from typing import Any

import attrs

from ckanext.scdl.checking.french.base import Fault, FrenchCheck
from ckanext.scdl.folding import fold

SUBJECTS = (
    "Commande publique",
    "Urbanisme",
    "Domaine et patrimoine",
    "Fonction publique",
    "Institutions et vie politique",
    "Libertés publiques et pouvoirs de police",
    "Finances locales",
    "Domaines de compétences par thèmes",
    "Autres domaines de compétences",
)
FOLDED = frozenset(map(fold, SUBJECTS))


@attrs.define(kw_only=True, repr=False)
class NomenclatureActesValue(FrenchCheck):
    """Case and accents do not count; no space may stand around the slash."""

    type = "nomenclature-actes-value"

    def fault(self, cell: Any) -> Fault | None:  # noqa: ANN401
        """See the base class."""
        subject, slash, detail = str(cell).partition("/")
        if not slash:
            return "slash", {}
        if subject.endswith(" ") or detail.startswith(" "):
            return "space", {}
        return None if fold(subject) in FOLDED else (None, {})
