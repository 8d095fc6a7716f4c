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


@validator_args
def identified(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Input of the actions that take a number and nothing else."""
    return {"id": [not_empty, unicode_safe]}


@validator_args
def invite(
    not_empty: Validator,
    unicode_safe: Validator,
    email_validator: Validator,
    default: ValidatorFactory,
    one_of: ValidatorFactory,
) -> Schema:
    """Input of `territories_invite`."""
    return {
        "organization": [not_empty, unicode_safe],
        "email": [not_empty, unicode_safe, email_validator],
        "role": [default("publisher"), one_of(["publisher", "contributor"])],
        "sentence": [default(""), unicode_safe],
    }


@validator_args
def join(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Input of `territories_join`."""
    return {"organization": [not_empty, unicode_safe], "sentence": [not_empty, unicode_safe]}


@validator_args
def team(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Input of `territories_team`."""
    return {"organization": [not_empty, unicode_safe]}


@validator_args
def decide(not_empty: Validator, unicode_safe: Validator, boolean_validator: Validator) -> Schema:
    """Input of `territories_access_decide`."""
    return {"id": [not_empty, unicode_safe], "accept": [not_empty, boolean_validator]}


@validator_args
def person_withdraw(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Input of `territories_person_withdraw`."""
    return {"organization": [not_empty, unicode_safe], "user": [not_empty, unicode_safe]}
