"""Field rules of this room (every public function is exported)."""

from __future__ import annotations

import re as _re
from typing import Any as _Any

import ckan.plugins.toolkit as tk

from ckanext.scdl_validation import decisions as _decisions
from ckanext.scdl_validation import personal as _personal

_SHA256 = _re.compile(r"[0-9a-f]{64}")


def scdl_validation_organization(value: object) -> str:
    """Accept the name or identifier of an active organisation, and give its identifier.

    Raises:
        Invalid: there is none.
    """
    found = _decisions.organization_id(str(value)) if str(value).isprintable() else None
    if found is None:
        raise tk.Invalid(tk._("This organisation is not in the portal."))
    return found


def scdl_validation_sha256(value: object) -> str:
    """Accept the sha-256 of a file, in hexadecimal digits.

    Raises:
        Invalid: it is something else.
    """
    text = str(value).lower()
    if not _SHA256.fullmatch(text):
        raise tk.Invalid(tk._("The file is named by its sha-256: 64 hexadecimal digits."))
    return text


def scdl_validation_finding(value: object) -> str:
    """Accept the key of a finding, as the report gives it.

    Raises:
        Invalid: it is something else.
    """
    try:
        _personal.place(str(value))
    except ValueError as err:
        raise tk.Invalid(tk._("This is not the key of a finding of the report.")) from err
    return str(value)


def scdl_validation_choice(value: object) -> str:
    """Accept what can be decided on a finding.

    Raises:
        Invalid: no such choice; the sentence names them.
    """
    known = _personal.choices()
    if value not in known:
        sentence = tk._("This choice is not known. Choose among: {choices}.")
        raise tk.Invalid(sentence.format(choices=", ".join(sorted(known))))
    return str(value)


def scdl_validation_report(value: object) -> dict[str, _Any]:
    """Accept the whole JSON report of the library, ``personal_data`` with its keys included.

    Raises:
        Invalid: something is missing.
    """
    lists = ("errors", "warnings", "repairs", "questions", "personal_data")
    if not isinstance(value, dict) or not {"valid", "schema", "table", *lists} <= value.keys():
        raise tk.Invalid(tk._("This is not a report of the library, whole."))
    for each in value["personal_data"]:
        scdl_validation_finding(each.get("key"))
    return value
