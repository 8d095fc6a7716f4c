"""Input rules of the actions."""

from __future__ import annotations

from ckan.logic.schema import validator_args
from ckan.types import Schema, Validator


@validator_args
def decide(
    not_empty: Validator,
    default: Validator,
    unicode_safe: Validator,
    scdl_validation_organization: Validator,
    scdl_validation_sha256: Validator,
    scdl_validation_finding: Validator,
    scdl_validation_choice: Validator,
) -> Schema:
    """Return the rules of ``personal_data_decide``."""
    return {
        "organization": [not_empty, unicode_safe, scdl_validation_organization],
        "file_hash": [not_empty, unicode_safe, scdl_validation_sha256],
        "decisions": {
            "finding": [not_empty, unicode_safe, scdl_validation_finding],
            "choice": [not_empty, unicode_safe, scdl_validation_choice],
            "reason": [default(""), unicode_safe],
        },
    }


@validator_args
def decided(
    ignore_empty: Validator,
    unicode_safe: Validator,
    scdl_validation_organization: Validator,
    scdl_validation_sha256: Validator,
) -> Schema:
    """Return the rules of ``personal_data_decision_list``."""
    return {
        "organization": [ignore_empty, unicode_safe, scdl_validation_organization],
        "file_hash": [ignore_empty, unicode_safe, scdl_validation_sha256],
    }


@validator_args
def undecided(
    not_empty: Validator,
    ignore_empty: Validator,
    ignore_missing: Validator,
    unicode_safe: Validator,
    scdl_validation_organization: Validator,
    scdl_validation_sha256: Validator,
) -> Schema:
    """Return the rules of ``personal_data_undecided``."""
    return {
        "organization": [ignore_empty, unicode_safe, scdl_validation_organization],
        "file_hash": [not_empty, unicode_safe, scdl_validation_sha256],
        "findings": [ignore_missing],
    }


@validator_args
def resource(not_missing: Validator, not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the rules of the actions that take a resource and nothing else."""
    return {"resource_id": [not_missing, not_empty, unicode_safe]}


@validator_args
def run(
    not_missing: Validator,
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    boolean_validator: Validator,
) -> Schema:
    """Return the rules of ``resource_validation_run``; ``async`` is ckanext-validation's word."""
    return {
        "resource_id": [not_missing, not_empty, unicode_safe],
        "async": [default(True), boolean_validator],
    }


@validator_args
def record(
    not_empty: Validator,
    default: Validator,
    unicode_safe: Validator,
    scdl_validation_organization: Validator,
    scdl_validation_sha256: Validator,
    scdl_validation_report: Validator,
) -> Schema:
    """Return the rules of ``resource_validation_record``."""
    return {
        "organization": [not_empty, unicode_safe, scdl_validation_organization],
        "file_hash": [not_empty, unicode_safe, scdl_validation_sha256],
        "schema": [default(""), unicode_safe],
        "report": [not_empty, scdl_validation_report],
    }
