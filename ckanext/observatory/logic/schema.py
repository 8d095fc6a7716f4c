"""Input rules of the actions."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator


@validator_args
def of_body(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the rules of the actions that take a body and nothing else."""
    return {"organization": [not_empty, unicode_safe]}


@validator_args
def of_bodies(
    default: Validator, ignore_empty: Validator, unicode_safe: Validator, observatory_names: Validator
) -> Schema:
    """Return the rules of ``observatory_states``."""
    return {"organizations": [default(""), observatory_names], "parent": [ignore_empty, unicode_safe]}


@validator_args
def reminding(not_empty: Validator, unicode_safe: Validator, boolean_validator: Validator) -> Schema:
    """Return the rules of ``observatory_reminder_set``."""
    return {"organization": [not_empty, unicode_safe], "monthly": [not_empty, boolean_validator]}
