"""What is known besides the file: who publishes it, where, what is published already. All of it is optional.

>>> Context(sirets=("21280088200012",), insee_code="28088").own_siren
'212800882'
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.scdl.reading import Table

SIREN_LENGTH = 9


@dataclass(frozen=True)
class Bounds:
    """The box that holds a territory, in degrees (WGS 84)."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float, margin: float = 0.0) -> bool:
        """Whether a point is in the box, or not farther from it than ``margin`` degrees."""
        return (
            self.west - margin <= longitude <= self.east + margin
            and self.south - margin <= latitude <= self.north + margin
        )


@dataclass(frozen=True)
class Published:
    """A table that the same body has published with the same schema."""

    table: Table
    title: str = ""


@dataclass(frozen=True)
class Unread:
    """A published file that could not be compared.

    Attributes:
        title: what it is called.
        reason: why, as a sentence.
    """

    title: str
    reason: str


@dataclass(frozen=True)
class Context:
    """What a check or a repair may know besides the file. With nothing known, only the file is looked at.

    Attributes:
        sirets: the SIRET numbers of who publishes, the main establishment first.
        siren: its SIREN; that of the first SIRET when not given.
        name: its name, as it signs («Commune de Châteaudun»).
        insee_code: the commune's INSEE code.
        bounds: the box that holds its territory.
        published: what it has published already with the same schema; gone through once, so that each table may be
            read when its turn comes.
        today: the day of the check; the clock's when not given.
    """

    sirets: tuple[str, ...] = ()
    siren: str | None = None
    name: str | None = None
    insee_code: str | None = None
    bounds: Bounds | None = None
    published: Sequence[Published | Unread] = ()
    today: datetime.date | None = None

    @property
    def own_siren(self) -> str | None:
        """The SIREN of who publishes, when it is known."""
        return self.siren or (self.sirets[0][:SIREN_LENGTH] if self.sirets else None)

    @property
    def own_siret(self) -> str | None:
        """The SIRET of the main establishment of who publishes, when it is known."""
        return self.sirets[0] if self.sirets else None

    @property
    def day(self) -> datetime.date:
        """The day of the check."""
        return self.today or datetime.date.today()  # noqa: DTZ011 - a day of the town hall's calendar
