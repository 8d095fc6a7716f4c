"""Input rules of the actions."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator

from ckanext.deposit.addresses import EVERY, MONTH
from ckanext.deposit.declarations import KINDS, NIL
from ckanext.deposit.metadata import EDITABLE


@validator_args
def create(not_empty: Validator, default: Validator, unicode_safe: Validator, socle_table_schema: Validator) -> Schema:
    """Return the rules of ``deposit_create``."""
    return {"organization": [not_empty, unicode_safe], "schema": [default(""), unicode_safe, socle_table_schema]}


@validator_args
def identified(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the rules of the actions that take a deposit and nothing else."""
    return {"id": [not_empty, unicode_safe]}


@validator_args
def listed(
    ignore_missing: Validator,
    unicode_safe: Validator,
    boolean_validator: Validator,
    natural_number_validator: Validator,
    default: Validator,
    limit_to_configured_maximum: Validator,
) -> Schema:
    """Return the rules of ``deposit_list``."""
    return {
        "organization": [ignore_missing, unicode_safe],
        "published": [default(False), boolean_validator],
        "limit": [default(20), natural_number_validator, limit_to_configured_maximum("ckan.search.rows_max", 1000)],
        "offset": [default(0), natural_number_validator],
    }


@validator_args
def searched(
    default: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    limit_to_configured_maximum: Validator,
) -> Schema:
    """Return the rules of ``deposit_organization_search``."""
    return {
        "q": [default(""), unicode_safe],
        "limit": [default(20), natural_number_validator, limit_to_configured_maximum("ckan.search.rows_max", 1000)],
    }


@validator_args
def file(not_empty: Validator, unicode_safe: Validator, deposit_upload: Validator) -> Schema:
    """Return the rules of ``deposit_file``."""
    return {"id": [not_empty, unicode_safe], "upload": [deposit_upload]}


@validator_args
def publish(
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_missing: Validator,
    boolean_validator: Validator,
    default: Validator,
) -> Schema:
    """Return the rules of ``deposit_publish``."""
    return {
        "id": [not_empty, unicode_safe],
        "target": [ignore_missing, unicode_safe],
        "despite_errors": [default(False), boolean_validator],
        "turn": [ignore_missing, unicode_safe],
        **{field: [ignore_missing, unicode_safe] for field in EDITABLE},
    }


@validator_args
def answer(not_empty: Validator, unicode_safe: Validator, default: Validator) -> Schema:
    """Return the rules of ``deposit_answer``."""
    return {
        "id": [not_empty, unicode_safe],
        "key": [not_empty, unicode_safe],
        "choice": [default(""), unicode_safe],
    }


@validator_args
def repair(not_empty: Validator, unicode_safe: Validator, default: Validator, deposit_names: Validator) -> Schema:
    """Return the rules of ``deposit_repair``."""
    keys: list[Validator] = [default(""), deposit_names]
    return {"id": [not_empty, unicode_safe], "refuse": keys, "accept": keys}


@validator_args
def columns(
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_empty: Validator,
    natural_number_validator: Validator,
    default: Validator,
    deposit_columns_chosen: Validator,
) -> Schema:
    """Return the rules of ``deposit_columns``."""
    return {
        "id": [not_empty, unicode_safe],
        "columns": [default({}), deposit_columns_chosen],
        "header_row": [ignore_empty, natural_number_validator],
        "sheet": [ignore_empty, unicode_safe],
    }


@validator_args
def change_schema(not_empty: Validator, unicode_safe: Validator, socle_table_schema: Validator) -> Schema:
    """Return the rules of ``deposit_change_schema``."""
    return {"id": [not_empty, unicode_safe], "schema": [not_empty, unicode_safe, socle_table_schema]}


@validator_args
def personal_data(not_empty: Validator, unicode_safe: Validator, default: Validator) -> Schema:
    """Return the rules of ``deposit_personal_data``."""
    return {
        "id": [not_empty, unicode_safe],
        "decisions": {
            "finding": [not_empty, unicode_safe],
            "choice": [default(""), unicode_safe],
            "reason": [default(""), unicode_safe],
            "value": [default(""), unicode_safe],
        },
    }


@validator_args
def declared(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    one_of: Validator,
    socle_table_schema: Validator,
    deposit_period: Validator,
) -> Schema:
    """Return the rules of ``deposit_nil_create``."""
    return {
        "organization": [not_empty, unicode_safe],
        "schema": [not_empty, unicode_safe, socle_table_schema],
        "period": [not_empty, unicode_safe, deposit_period],
        "kind": [default(NIL), one_of(list(KINDS))],
    }


@validator_args
def address(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    one_of: Validator,
    socle_table_schema: Validator,
    deposit_web_address: Validator,
) -> Schema:
    """Return the rules of ``deposit_address_create``."""
    return {
        "organization": [not_empty, unicode_safe],
        "schema": [not_empty, unicode_safe, socle_table_schema],
        "url": [not_empty, unicode_safe, deposit_web_address],
        "every": [default(MONTH), one_of(list(EVERY))],
    }


@validator_args
def address_changed(
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_missing: Validator,
    one_of: Validator,
    boolean_validator: Validator,
    deposit_web_address: Validator,
) -> Schema:
    """Return the rules of ``deposit_address_update``."""
    return {
        "id": [not_empty, unicode_safe],
        "url": [ignore_missing, not_empty, unicode_safe, deposit_web_address],
        "every": [ignore_missing, one_of(list(EVERY))],
        "paused": [ignore_missing, boolean_validator],
    }


@validator_args
def of_body(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the rules of the actions that take a body and nothing else."""
    return {"organization": [not_empty, unicode_safe]}


@validator_args
def outline(default: Validator, deposit_names: Validator) -> Schema:
    """Return the rules of ``deposit_outline``."""
    return {"organizations": [default(""), deposit_names]}


@validator_args
def of_own_bodies(ignore_missing: Validator, unicode_safe: Validator) -> Schema:
    """Return the rules of ``deposit_withdrawal_list``."""
    return {"organization": [ignore_missing, unicode_safe]}


@validator_args
def reasoned(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the rules of the actions that ask why."""
    return {"id": [not_empty, unicode_safe], "reason": [not_empty, unicode_safe]}


@validator_args
def again(not_empty: Validator, unicode_safe: Validator, socle_table_schema: Validator) -> Schema:
    """Return the rules of ``deposit_again``."""
    return {"organization": [not_empty, unicode_safe], "schema": [not_empty, unicode_safe, socle_table_schema]}


@validator_args
def prepared(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    boolean_validator: Validator,
    socle_table_schema: Validator,
    deposit_upload: Validator,
) -> Schema:
    """Return the rules of ``deposit_prepare``."""
    return {
        "organization": [not_empty, unicode_safe],
        "schema": [not_empty, unicode_safe, socle_table_schema],
        "upload": [deposit_upload],
        "replace": [default(True), boolean_validator],
    }


@validator_args
def rows(
    not_empty: Validator,
    not_missing: Validator,
    unicode_safe: Validator,
    default: Validator,
    natural_number_validator: Validator,
) -> Schema:
    """Return the rules of ``deposit_rows_save``; the table itself is read by ``grid.parse``."""
    return {
        "id": [not_empty, unicode_safe],
        "columns": [not_missing],
        "rows": [not_missing],
        "version": [default(0), natural_number_validator],
        "writer": [default(""), unicode_safe],
    }
