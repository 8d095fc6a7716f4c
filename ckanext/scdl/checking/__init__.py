"""From a ``Table`` and a ``Schema`` to a ``Report``."""

from ckanext.scdl.checking.engine import check, row_errors

__all__ = ["check", "row_errors"]
