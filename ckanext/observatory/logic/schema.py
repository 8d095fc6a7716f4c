"""Input rules of the actions."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator

from ckanext.observatory.questions import KINDS, MOST, QUESTION, STATES


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


@validator_args
def batch(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    boolean_validator: Validator,
    socle_table_schema: Validator,
    observatory_upload: Validator,
) -> Schema:
    """Return the rules of ``observatory_batch_create``."""
    return {
        "organization": [not_empty, unicode_safe],
        "schema": [not_empty, unicode_safe, socle_table_schema],
        "upload": [observatory_upload],
        "column": [default(""), unicode_safe],
        "replace": [default(True), boolean_validator],
    }


@validator_args
def listed(not_empty: Validator, unicode_safe: Validator, observatory_upload: Validator) -> Schema:
    """Return the rules of ``observatory_onboarding_read``."""
    return {"organization": [not_empty, unicode_safe], "upload": [observatory_upload]}


@validator_args
def onboarding(not_empty: Validator, unicode_safe: Validator, observatory_communes: Validator) -> Schema:
    """Return the rules of the actions that take communes on board."""
    return {"organization": [not_empty, unicode_safe], "communes": [not_empty, observatory_communes]}


@validator_args
def questions(
    default: Validator,
    unicode_safe: Validator,
    one_of: Validator,
    natural_number_validator: Validator,
    limit_to_configured_maximum: Validator,
) -> Schema:
    """Return the rules of ``observatory_question_list``."""
    return {
        "organization": [default(""), unicode_safe],
        "state": [default(""), one_of(["", *STATES])],
        "limit": [default(MOST), natural_number_validator, limit_to_configured_maximum("ckan.search.rows_max", MOST)],
    }


@validator_args
def question(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    one_of: Validator,
    ignore_empty: Validator,
    email_validator: Validator,
    observatory_letter: Validator,
) -> Schema:
    """Return the rules of ``observatory_question_create``."""
    return {
        "dataset": [default(""), unicode_safe],
        "organization": [default(""), unicode_safe],
        "kind": [default(QUESTION), one_of(list(KINDS))],
        "text": [not_empty, unicode_safe, observatory_letter, not_empty],
        "name": [default(""), unicode_safe, observatory_letter],
        "email": [ignore_empty, unicode_safe, email_validator],
    }


@validator_args
def answer(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    boolean_validator: Validator,
    observatory_letter: Validator,
) -> Schema:
    """Return the rules of ``observatory_question_answer``."""
    return {
        "organization": [not_empty, unicode_safe],
        "question": [not_empty, unicode_safe],
        "word": [not_empty, unicode_safe, observatory_letter, not_empty],
        "answer": [default(True), boolean_validator],
    }


@validator_args
def of_batch(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the rules of the actions about one file for many bodies."""
    return {"organization": [not_empty, unicode_safe], "batch": [not_empty, unicode_safe]}
