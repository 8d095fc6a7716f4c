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
