"""Pages of the room: the public check of a file, and the report of a published one."""

from __future__ import annotations

from ckanext.scdl_validation.views_resource import validation_report
from ckanext.scdl_validation.views_verifier import verifier

__all__ = ["validation_report", "verifier"]
