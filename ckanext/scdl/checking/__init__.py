"""From a ``Table`` and a ``Schema`` to a ``Report``."""

from ckanext.scdl.checking.engine import check

__all__ = ["check"]
