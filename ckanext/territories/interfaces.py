"""What other plugins can tell of a body, for the checks of its files."""

from __future__ import annotations

from collections.abc import Collection, Sequence

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
