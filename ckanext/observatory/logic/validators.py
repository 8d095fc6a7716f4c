"""Field rules of this room (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from werkzeug.datastructures import FileStorage as _FileStorage

from ckanext.observatory import questions as _questions
from ckanext.territories import onboarding as _onboarding


def observatory_names(value: object) -> list[str]:
    """Accept a list of names, or names parted by commas, as an address has them.

    Raises:
        Invalid: it is something else.
    """
    found = value.replace(",", " ").split() if isinstance(value, str) else value or []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise tk.Invalid(tk._("This is not a list of names."))
    return [str(each) for each in found]


def observatory_upload(value: object) -> _FileStorage:
    """Accept a file that has a name.

    Raises:
        Invalid: there is none.
    """
    if not isinstance(value, _FileStorage) or not (value.filename or "").strip():
        raise tk.Invalid(tk._("Choose a file."))
    return value


def observatory_communes(value: object) -> dict[str, str]:
    """Accept an object: INSEE codes, each with an e-mail address or nothing.

    Raises:
        Invalid: it is something else, or an address is none.
    """
    if not isinstance(value, dict) or not all(isinstance(each, str) for pair in value.items() for each in pair):
        raise tk.Invalid(tk._("Name the communes by their INSEE codes, each with its address."))
    wrong = [email for email in value.values() if email.strip() and not _onboarding.is_email(email.strip())]
    if wrong:
        raise tk.Invalid(tk._("“{email}” is not an e-mail address.").format(email=wrong[0]))
    return {str(code): email.strip().lower() for code, email in value.items()}


def observatory_letter(value: object) -> str:
    """Accept a text of the length of a letter.

    Raises:
        Invalid: it is longer.
    """
    text = str(value).strip()
    if len(text) > _questions.LONGEST:
        raise tk.Invalid(
            tk._("Write {limit} characters at most.").format(limit=tk.h.localised_number(_questions.LONGEST))
        )
    return text
