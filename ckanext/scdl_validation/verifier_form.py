"""What the form of ``/verifier`` sends, read and checked; what it offers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import ckan.plugins.toolkit as tk
from flask import Request

from ckanext.scdl import registry, web
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.scdl.reading import Guesses
from ckanext.scdl_validation import calls, config
from ckanext.scdl_validation.verifier import MEGABYTE, Asked, Unpackable, unpack
from ckanext.socle import levels
from ckanext.socle.web import client

ANSWER = "answer:"
DELIMITERS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "utf-16", "mac-roman")
MAX_ROW = 1_000_000


class Refused(Exception):  # noqa: N818
    """The form cannot be used as it is: ``errors`` has a sentence for a field, ``status`` is the answer's."""

    def __init__(self, field: str, sentence: str, status: int = 200) -> None:
        super().__init__(field)
        self.errors = {field: sentence}
        self.status = status


def largest_file() -> int:
    """Return the largest file in bytes: the portal's own limit, and less where that is large."""
    return min(int(tk.config["ckan.max_resource_size"]) * MEGABYTE, config.largest_call())


def read(request: Request) -> Asked:
    """Read the form: the file that was sent, or that the page packed, or that lies at an address.

    Raises:
        Refused: there is none, it is too large, or a field cannot be understood.
    """
    form = request.form
    content, name, address = _content(request)
    return Asked(
        content=content,
        name=name,
        address=address,
        schema=_schema(form.get("schema", "")),
        guesses=_guesses(form),
        answers={key.removeprefix(ANSWER): value for key, value in form.items() if key.startswith(ANSWER)},
        levels=str(levels.file() or ""),
    )


def preset(schema: str) -> Asked | None:
    """Return an empty form with a schema chosen; None for an unknown one."""
    try:
        return Asked(b"", schema=_schema(schema))
    except Refused:
        return None


def schemas() -> list[tuple[str, str]]:
    """Return the schemas to choose from: name and title, the first one being to recognise."""
    tables = [entry.name for entry in registry.entries() if entry.kind == "tableschema"]
    known = [(name, registry.words(name).title) for name in tables]
    return [("", tk._("Recognise it from the columns")), *sorted(known, key=lambda each: each[1])]


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return the ways to read a file that a person may choose."""
    guess = ("", tk._("Guess"))
    said = {";": tk._("Semicolon"), ",": tk._("Comma"), "\t": tk._("Tabulation"), "|": tk._("Vertical bar")}
    written = {
        "utf-8": "UTF-8",
        "cp1252": "Windows (cp1252)",
        "iso-8859-1": "ISO 8859-1",
        "utf-16": "UTF-16",
        "mac-roman": "Mac",
    }
    return {"delimiter": [guess, *said.items()], "encoding": [guess, *written.items()]}


def too_large() -> str:
    """Say the limit."""
    sentence = str(tk._("The file is over {limit} MB. Cut it into several files, for instance one a year."))
    return sentence.format(limit=tk.h.localised_number(largest_file() // MEGABYTE))


def too_slow() -> str:
    """Say that a file cannot be checked here."""
    return str(tk._("This file takes too long to check. Cut it into several files, or log in and publish it."))


def schema_missing() -> str:
    """Ask for the schema that the columns do not tell."""
    return str(tk._("The columns do not tell what this table is. Choose it in the list, then check again."))


def as_json(report: Mapping[str, Any]) -> bytes:
    """Return a report as programs read it, without what only the page needs."""
    kept = {key: value for key, value in report.items() if key != "extract"}
    return json.dumps(kept, ensure_ascii=False, indent=2).encode()


def _content(request: Request) -> tuple[bytes, str, str]:
    """The file, its name and, when it was fetched, its address."""
    limit, form = largest_file(), request.form
    upload, packed, address = request.files.get("upload"), form.get("packed"), form.get("url", "").strip()
    if upload and upload.filename:
        content = upload.read(limit + 1)
        if len(content) > limit:
            raise Refused("upload", too_large(), 413)
        return content, upload.filename, ""
    if address:
        return _fetched(address, limit)
    if not packed:
        raise Refused("upload", tk._("Choose a file."))
    try:
        return unpack(packed, limit), form.get("name", ""), ""
    except Unpackable as err:
        raise Refused("upload", tk._("The file did not come back whole. Choose it again."), 400) from err


def _fetched(address: str, limit: int) -> tuple[bytes, str, str]:
    try:
        with client(retries=0) as http:
            answer = http.get(address, max_bytes=limit)
    except web.WebError as err:
        raise Refused("url", err.message(calls.language())) from err
    return answer.content, PurePosixPath(unquote(urlsplit(answer.url).path)).name, address


def _schema(name: str) -> str | None:
    if not name:
        return None
    try:
        entry = registry.entry(name)
    except UnknownSchema as err:
        raise Refused("schema", tk._("Choose the kind of table in the list.")) from err
    return entry.name


def _guesses(form: Mapping[str, str]) -> Guesses:
    delimiter, encoding = form.get("delimiter", ""), form.get("encoding", "")
    row = form.get("header_row", "").strip()
    if row and not (row.isascii() and row.isdigit() and 0 < int(row[:9]) <= MAX_ROW):
        raise Refused("header_row", tk._("Write the number of a row, such as 3."))
    return Guesses(
        encoding=encoding if encoding in ENCODINGS else None,
        delimiter=delimiter if delimiter in DELIMITERS else None,
        sheet=form.get("sheet", "").strip() or None,
        header_row=int(row) if row else None,
    )
