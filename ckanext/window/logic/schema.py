"""Input rules of the actions."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator


@validator_args
def of_body(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the rules of the actions that take a body and nothing else."""
    return {"organization": [not_empty, unicode_safe]}


@validator_args
def numbered(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the rules of ``publication_certificate_show``."""
    return {"number": [not_empty, unicode_safe]}
