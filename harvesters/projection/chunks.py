"""A stream of CSV in pieces of whole records, so that a file of any size is read in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

CHUNK = 16 * 1024 * 1024
# A quotation mark that is never closed would make one record of the rest of the file: beyond this, lines count again.
LONGEST = 4 * CHUNK


def chunks(stream: IO[bytes], quoted: bool, size: int = CHUNK, longest: int = LONGEST) -> Iterator[bytes]:
    """Yield the bytes of a CSV, cut after a record.

    Args:
        stream: the file.
        quoted: whether a line end between quotation marks belongs to a cell.
        size: bytes read at a time.
        longest: bytes after which a piece is cut at a line end all the same.
    """
    rest = b""
    while piece := stream.read(size):
        data = rest + piece
        end = _end_of_records(data, quoted)
        if not end and len(data) < longest:
            rest = data
            continue
        end = end or data.rfind(b"\n") + 1 or len(data)
        yield data[:end]
        rest = data[end:]
    if rest:
        yield rest


def _end_of_records(data: bytes, quoted: bool) -> int:
    """Return where the last whole record ends: at the last line end with an even number of quotation marks before."""
    end = data.rfind(b"\n") + 1
    odd = quoted and data.count(b'"', 0, end) & 1
    while odd and end:
        before = data.rfind(b"\n", 0, end - 1) + 1
        odd ^= data.count(b'"', before, end) & 1
        end = before
    return end
