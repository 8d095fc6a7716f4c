"""What a file is, told by its bytes: the name may lie."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.reading import limits

IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
# What pages and drawings saved without their first lines begin with.
XML_TAGS = frozenset({b"svg", b"rss", b"feed", b"kml", b"gpx", b"osm"})
TAG = re.compile(rb"<(svg|rss|feed|kml|gpx|osm|table|div|meta|script|style|!--)(?=[\s>/-])")
# Enough to see past a byte order mark, blank lines and an XML declaration.
HEAD = 4096
NOTHING = b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"


def kind_of(data: bytes) -> str:
    """Tell ``xlsx``, ``ods``, ``xls`` or ``csv``.

    Raises:
        UnreadableFile: the bytes are those of something else, named in the error's code.
    """
    if not (data[:HEAD].strip(NOTHING) or data.strip(NOTHING)):
        raise UnreadableFile("empty-file")
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(OLE):
        return _compound(data)
    other = _other(data[:HEAD])
    if other:
        raise UnreadableFile(f"not-a-table.{other}")
    return "csv"


def _other(head: bytes) -> str | None:
    """Name a known kind of file that holds no table."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"%PDF"):
        return "pdf"
    if text.startswith(b"{\\rtf"):
        return "document"
    if head.startswith(IMAGES):
        return "image"
    if head.startswith(ARCHIVES):
        return "archive"
    start = text[:HEAD].lower()
    tag = TAG.match(start)
    if tag:
        return "xml" if tag[1] in XML_TAGS else "html"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        start.startswith(b"<") and b"<html" in start
    ):
        return "html"
    if start.startswith(b"<?xml"):
        return "xml"
    if text.startswith((b"{", b"[")) and _looks_like_json(text):
        return "json"
    return None


def _looks_like_json(text: bytes) -> bool:
    """A CSV's first cell may start with a bracket; JSON goes on with a quote, a bracket or a closing mark."""
    return text[1:].lstrip()[:1] in {b'"', b"{", b"[", b"]", b"}"} and (text[:1] == b"[" or b":" in text)


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bombs(archive, len(data))
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "mimetype" in names:
                return _open_document(archive.read("mimetype").decode("ascii", "replace").strip())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as err:
        raise UnreadableFile("broken-workbook") from err
    if "xl/workbook.bin" in names:
        raise UnreadableFile("unsupported-format", format="xlsb")
    raise UnreadableFile("not-a-table.document" if "[Content_Types].xml" in names else "not-a-table.archive")


def _open_document(mimetype: str) -> str:
    if mimetype.startswith(ODS):
        return "ods"
    raise UnreadableFile("not-a-table.document")


def _refuse_bombs(archive: zipfile.ZipFile, packed: int) -> None:
    """The sizes a zip declares are checked as it is read, so they can be believed as an upper bound."""
    unpacked = sum(info.file_size for info in archive.infolist())
    ratio = unpacked / max(packed, 1)
    if unpacked > limits.UNPACKED_BYTES or (unpacked > limits.SMALL_UNPACKED_BYTES and ratio > limits.UNPACKED_RATIO):
        raise UnreadableFile("suspicious-file")


def _compound(data: bytes) -> str:
    """An OLE file is an old workbook, an encrypted new one, or another document: its directory names its streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile("encrypted-file")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return "xls"
    raise UnreadableFile("not-a-table.document")
