"""Check a file for whoever gives it, and keep nothing: what the next request needs travels in the page.

A page holds the file itself, packed, so that a question can be answered and a result downloaded by sending it again.
A file whose packed form is too long for a page is chosen again instead; the script of the page does it by itself.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from ckanext.scdl.exceptions import ScdlError
from ckanext.scdl.reading import Guesses
from ckanext.scdl.repairing import repairer
from ckanext.scdl.report import refusal
from ckanext.scdl_validation import annotated, annotated_summary, workbook
from ckanext.scdl_validation.extract import repair_json

# Under what a server takes in a field of a form (500 kB, werkzeug's default): about 3 MB of CSV.
PACKED_CHARACTERS = 400_000
MEGABYTE = 1024 * 1024
NAME_CHARACTERS = 60
CSV, XLSX, JSON = (
    "text/csv; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/json",
)


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
    """

    content: bytes
    name: str = ""
    address: str = ""
    schema: str | None = None
    guesses: Guesses = field(default_factory=Guesses)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """The report as a page shows it, and the repair from which the downloads are made; None for an unreadable file."""

    report: dict[str, Any]
    repair: repairer.Repair | None = None
    code: str = ""

    @property
    def schema_missing(self) -> bool:
        """Whether the file was read, but a person is to say what it holds."""
        return self.code.startswith("unknown-schema")


@dataclass(frozen=True)
class Download:
    """A file to give: its content, its name, its media type."""

    content: bytes
    name: str
    media_type: str


def check(asked: Asked, lang: str) -> Checked:
    """Read, check and repair a file as far as is sure; what cannot be read is a report too."""
    try:
        repair = repairer.repair(asked.content, asked.schema, asked.guesses, answers=asked.answers)
    except ScdlError as err:
        return Checked(refusal(err, lang), code=err.code)
    return Checked(repair_json(repair, lang), repair)


def repaired_csv(asked: Asked, repair: repairer.Repair, _lang: str) -> Download:
    """Return the corrected file as CSV, which is what portals publish."""
    return Download(repair.content, file_name(asked.name, "corrige", "csv"), CSV)


def repaired_xlsx(asked: Asked, repair: repairer.Repair, lang: str) -> Download:
    """Return the corrected file as a workbook, for who works in one.

    Raises:
        ValueError: the table is larger than a sheet.
    """
    table = repair.after.table
    content = workbook.of_table(table.labels, table.rows, annotated_summary.TEXTS[lang]["table"])
    return Download(content, file_name(asked.name, "corrige", "xlsx"), XLSX)


def annotated_xlsx(asked: Asked, repair: repairer.Repair, lang: str) -> Download:
    """Return the file with what is wrong in colour."""
    return Download(annotated.annotated(repair, lang), file_name(asked.name, "annote", "xlsx"), XLSX)


# What can be downloaded, by the name that a button gives it.
RESULTS: dict[str, Callable[[Asked, repairer.Repair, str], Download]] = {
    "repaired": repaired_csv,
    "repaired-xlsx": repaired_xlsx,
    "annotated": annotated_xlsx,
}


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
