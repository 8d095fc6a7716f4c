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


@validator_args
def my_bodies(
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    natural_number_validator: Validator,
    boolean_validator: Validator,
) -> Schema:
    """Input of `territories_my_bodies`."""
    return {
        "q": [default(""), unicode_safe],
        "type": [ignore_empty, unicode_safe],
        "publishes": [default(False), boolean_validator],
        "limit": [default(20), natural_number_validator],
        "offset": [default(0), natural_number_validator],
    }


@validator_args
def delegation_create(
    not_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    territories_names: Validator,
    territories_day: Validator,
    ignore_empty: Validator,
) -> Schema:
    """Input of `territories_delegation_create`."""
    return {
        "user": [not_empty, unicode_safe],
        "organizations": [not_empty, territories_names],
        "starts": [ignore_empty, territories_day],
        "ends": [not_empty, territories_day],
        "reason": [default(""), unicode_safe],
    }


@validator_args
def delegation_revoke(not_empty: Validator, unicode_safe: Validator, default: ValidatorFactory) -> Schema:
    """Input of `territories_delegation_revoke`."""
    return {"id": [not_empty, unicode_safe], "reason": [default(""), unicode_safe]}


@validator_args
def delegation_list(ignore_empty: Validator, unicode_safe: Validator) -> Schema:
    """Input of `territories_delegation_list`."""
    return {"organization": [ignore_empty, unicode_safe]}
