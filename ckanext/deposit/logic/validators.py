"""Field rules of this room (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from werkzeug.datastructures import FileStorage as _FileStorage

from ckanext.deposit import config as _config
from ckanext.deposit import declarations as _declarations
from ckanext.scdl.web import WebError as _WebError
from ckanext.scdl.web.address import parse as _parse_address


def deposit_period(value: object) -> str:
    """Accept the name of a period: a year, a quarter («2025-T2») or ``permanent``.

    Raises:
        Invalid: it is something else.
    """
    if not _declarations.PERIOD.fullmatch(str(value)):
        raise tk.Invalid(tk._("This is not a period. Write a year (2025) or a quarter (2025-T2)."))
    return str(value)


def deposit_web_address(value: object) -> str:
    """Accept an address that the portal may fetch, as far as its spelling tells.

    Raises:
        Invalid: it is none; the sentence says why.
    """
    address = str(value).strip()
    try:
        _parse_address(address)
    except _WebError as err:
        raise tk.Invalid(err.message("en" if str(tk.h.lang()).startswith("en") else "fr")) from err
    return address


def deposit_names(value: object) -> list[str]:
    """Accept a list of names, or one.

    Raises:
        Invalid: it is something else.
    """
    found = value if isinstance(value, list) else [value] if value else []
    if not all(isinstance(each, str) for each in found):
        raise tk.Invalid(tk._("This is not a list of names."))
    return [str(each) for each in found]


def deposit_columns_chosen(value: object) -> dict[str, str]:
    """Accept an object of strings: the schema's name of a column, and the file's.

    Raises:
        Invalid: it is something else.
    """
    if not isinstance(value, dict) or not all(isinstance(each, str) for pair in value.items() for each in pair):
        raise tk.Invalid(tk._("Say for each expected column which column of your file it is."))
    return dict(value)


def deposit_upload(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, _context: Context) -> None:
    """Accept a file that has a name, something in it, and no more than the portal's limit."""
    upload = data.get(key)
    if not isinstance(upload, _FileStorage) or not (upload.filename or "").strip():
        errors[key].append(tk._("Choose a file."))
        return
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    limit = _config.largest_file()
    if size == 0:
        errors[key].append(tk._("The file “{name}” is empty. Check that it was saved.").format(name=upload.filename))
    if size > limit:
        sentence = tk._("The file is over {limit} MB. Cut it into several files, for instance one a year.")
        errors[key].append(sentence.format(limit=limit // _config.MEGABYTE))
