"""Check a file for whoever gives it, and keep nothing: what the next request needs travels in the page.

A page holds the file itself, packed, so that a question can be answered and a result downloaded by sending it again.
A file whose packed form is too long for a page is chosen again instead; the script of the page does it by itself.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any

from ckanext.scdl.exceptions import ScdlError
from ckanext.scdl.policy import load
from ckanext.scdl.reading import Guesses
from ckanext.scdl.repairing import repairer
from ckanext.scdl.report import refusal
from ckanext.scdl_validation import annotated, annotated_summary, process, workbook
from ckanext.scdl_validation.extract import repair_json

# Under what a server takes in a field of a form (500 kB, werkzeug's default): about 3 MB of CSV.
PACKED_CHARACTERS = 400_000
MEGABYTE = 1024 * 1024
NAME_CHARACTERS = 60
# A file of this size is checked in a second; a larger one in a process that can be ended.
AT_ONCE = 256 * 1024
# What an order says of a file, besides how it is read.
KNOWN = ("name", "schema", "answers", "levels")
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What can be downloaded, by the name that a button gives it: its media type, the end of its name.
RESULTS = {
    "repaired": ("text/csv; charset=utf-8", "corrige", "csv"),
    "repaired-xlsx": (XLSX, "corrige", "xlsx"),
    "annotated": (XLSX, "annote", "xlsx"),
}


class Unpackable(ValueError):  # noqa: N818
    """What a page sent back is not a file that a page packed, or unpacks to more than allowed."""


@dataclass(frozen=True)
class Asked:
    """A file and what is known of it.

    Attributes:
        name: as the person calls the file.
        address: where it was fetched; empty when it was sent.
        schema: the catalogue's name; None to recognise it.
        answers: question's key → choice.
        levels: path of the portal's own levels; empty for those that are shipped.
    """

    content: bytes
    name: str = ""
    address: str = ""
    schema: str | None = None
    guesses: Guesses = field(default_factory=Guesses)
    answers: Mapping[str, str] = field(default_factory=dict)
    levels: str = ""


@dataclass(frozen=True)
class Download:
    """A file to give: its content, its name, its media type."""

    content: bytes
    name: str
    media_type: str


def report(asked: Asked, lang: str, seconds: float) -> dict[str, Any]:
    """Read, check and repair a file as far as is sure, and return the report as a page shows it.

    What cannot be read has a report too, without a table: the code of its one error says why.

    Args:
        asked: the file.
        lang: of the sentences, ``fr`` or ``en``.
        seconds: the longest that a large file may take.

    Raises:
        process.Stopped: it takes longer.
    """
    if len(asked.content) <= AT_ONCE:
        return _report(asked, lang)
    found: dict[str, Any] = json.loads(process.run(_order("report", asked, lang), asked.content, seconds))
    return found


def made(what: str, asked: Asked, lang: str, seconds: float, *, personal: bool = True) -> Download | None:
    """Return what can be downloaded of a file: one of ``RESULTS``; None for a file that cannot be read.

    Args:
        what: its name in ``RESULTS``.
        asked: the file.
        lang: of the sentences.
        seconds: the longest that a large file may take.
        personal: whether an annotated file marks what may be personal.

    Raises:
        process.Stopped: it takes longer.
    """
    media_type, suffix, extension = RESULTS[what]
    if len(asked.content) <= AT_ONCE:
        content = _made(what, asked, lang, personal=personal)
    else:
        content = process.run(_order(what, asked, lang, personal=personal), asked.content, seconds)
    return Download(content, file_name(asked.name, suffix, extension), media_type) if content else None


def serve(order: Mapping[str, Any], content: bytes) -> bytes:
    """Do what ``_order`` says, in the process that ``process.run`` starts."""
    known = {key: order[key] for key in KNOWN}
    asked = Asked(content, guesses=Guesses(**order["guesses"]), **known)
    if order["what"] == "report":
        return json.dumps(_report(asked, order["lang"]), ensure_ascii=False).encode()
    return _made(order["what"], asked, order["lang"], personal=order["personal"])


def _order(what: str, asked: Asked, lang: str, *, personal: bool = True) -> dict[str, Any]:
    known = {key: getattr(asked, key) for key in KNOWN} | {"guesses": asdict(asked.guesses)}
    return {"what": what, "lang": lang, "personal": personal, **known}


def _repair(asked: Asked) -> repairer.Repair:
    own = load(Path(asked.levels)) if asked.levels else None
    return repairer.repair(asked.content, asked.schema, asked.guesses, answers=asked.answers, policy=own)


def _report(asked: Asked, lang: str) -> dict[str, Any]:
    try:
        return repair_json(_repair(asked), lang)
    except ScdlError as err:
        return refusal(err, lang)


def _made(what: str, asked: Asked, lang: str, *, personal: bool) -> bytes:
    """The content; empty for a file that cannot be read."""
    try:
        repair = _repair(asked)
    except ScdlError:
        return b""
    if what == "repaired":
        return repair.content
    if what == "annotated":
        return annotated.annotated(repair, lang, personal=personal)
    table = repair.after.table
    title = annotated_summary.TEXTS[lang]["table"]
    return workbook.of_table(table.labels, table.rows, title) if workbook.fits(table.labels, table.rows) else b""


def file_name(name: str, what: str, extension: str) -> str:
    """Name a download after the person's file: «subventions 2025.xls» gives «subventions-2025-corrige.csv»."""
    stem = re.sub(r"[^\w.]+", "-", PurePath(name.replace("\\", "/")).stem).strip("-.")[:NAME_CHARACTERS]
    return f"{stem or 'fichier'}-{what}.{extension}"


def pack(content: bytes) -> str:
    """Return a file as text for a field of a page; empty when it would be too long."""
    packed = base64.b64encode(zlib.compress(content, level=6)).decode("ascii")
    return packed if len(packed) <= PACKED_CHARACTERS else ""


def unpack(text: str, limit: int) -> bytes:
    """Return the file that a page packed.

    Args:
        text: as ``pack`` gives it.
        limit: of the file, in bytes; more is never unpacked.

    Raises:
        Unpackable: it is not such a text, or unpacks to more.
    """
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(text, validate=True), limit + 1)
    except (binascii.Error, zlib.error, ValueError) as err:
        raise Unpackable("not packed by a page") from err
    if len(content) > limit or not unpacking.eof:
        raise Unpackable("cut, or over the limit")
    return content
