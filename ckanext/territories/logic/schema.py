"""What the actions of the territories plugin take."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator, ValidatorFactory


@validator_args
def tree(ignore_empty: Validator, unicode_safe: Validator) -> Schema:
    """Input of `territories_tree`."""
    return {"id": [ignore_empty, unicode_safe]}


@validator_args
def search(
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    natural_number_validator: Validator,
) -> Schema:
    """Input of `territories_search`."""
    return {
        "q": [default(""), unicode_safe],
        "type": [ignore_empty, unicode_safe],
        "permission": [ignore_empty, unicode_safe],
        "limit": [default(10), natural_number_validator],
    }
