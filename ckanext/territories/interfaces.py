"""What other plugins can tell of a body: for the checks of its files, for who animates its territory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ckan.plugins.interfaces import Interface

from ckanext.scdl.context import Bounds, Published


class IKnowledge(Interface):
    """Tell what the portal holds of a body besides what its organisation says (``publisher.context`` asks)."""

    def published_tables(self, organization: str, schema: str, besides: Collection[str]) -> Sequence[Published]:  # noqa: ARG002
        """Return tables that the body has published with a schema.

        Args:
            organization: the body's identifier.
            schema: the catalogue's name.
            besides: identifiers of resources to leave out: the one that is being checked or replaced.
        """
        return ()

    def territory_bounds(self, organization: str) -> Bounds | None:  # noqa: ARG002
        """Return a box that holds the inhabited part of the body's territory, None when nothing is known of it.

        Args:
            organization: the body's identifier.
        """
        return None


PERSONAL, BLOCKED, REFUSED, ADDRESS = "personal", "file", "refused", "address"


@dataclass(frozen=True)
class Waiting:
    """Something of a body that waits for somebody.

    Attributes:
        id: of it, in its room.
        kind: ``personal`` (a decision on personal data), ``file`` (one that does not go out for another reason),
            ``refused`` (a dataset that a harvest does not take), ``address`` (one that is fetched without success).
        organization: identifier of the body.
        about: what it is about, in words.
        text: why it waits; of personal data never what was found, or where.
        date: since when.
        link: where it is dealt with.
    """

    id: str
    kind: str
    organization: str
    about: str
    text: str
    date: datetime
    link: str


class IWaiting(Interface):
    """Tell what waits for somebody, for the list of who animates a territory."""

    def waiting(self, user: str, organizations: Collection[str]) -> Iterable[Waiting]:  # noqa: ARG002
        """Return what waits of some bodies, the newest first, a thousand at most.

        Args:
            user: name of who reads; the caller has made sure that this person animates the bodies.
            organizations: the bodies' identifiers.
        """
        return ()
