"""A CSV's encoding, delimiter and rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from ckanext.scdl import progress
from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.reading import limits

DELIMITERS = (",", ";", "\t", "|")
# Tried when no usual one cuts the records: both stand in hours, addresses and formulas too.
RARE_DELIMITERS = (":", "^")
# The score of records that nearly all have the same three cells: two are a lone column of addresses («https://…»).
RARE_AGREEMENT = 2.7
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Bytes that cp1252 leaves undefined: a file with one of them is latin-1 at best.
CP1252_HOLES = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
# mac-roman's é è à ê ç, which read as cp1252 are the unlikely Ž, undefined, ˆ, undefined, undefined.
MAC_ACCENTS = bytes((0x8E, 0x8F, 0x88, 0x90, 0x8D))
# cp850's é è à ê ç É ù, which read as cp1252 are ‚ Š … ˆ ‡, undefined and a dash.
DOS_ACCENTS = "éèàêçÉù".encode("cp850")
WINDOWS_ACCENTS = "éèàêçùâîôûëïüœÉÈÀÊÇ°’".encode("cp1252")
SAMPLE_BYTES = 256 * 1024
SAMPLE_RECORDS = 50
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
DECODED_BYTES = 4 * 1024 * 1024


def refuse_long_lines(data: bytes) -> None:
    """Tell a line that no table has, before anything is done with it: decoding takes several times its size.

    Raises:
        UnreadableFile: a line is over the limit whatever the encoding (no character takes more than four bytes).
    """
    longest, start = 4 * limits.LINE_CHARACTERS, 0
    while start + longest < len(data):
        end = max(data.rfind(b"\n", start, start + longest), data.rfind(b"\r", start, start + longest))
        if end < start:
            row = data.count(b"\n", 0, start) + 1
            raise UnreadableFile("line-too-long", limit=limits.LINE_CHARACTERS, row=row)
        start = end + 1


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Decode a CSV's bytes; the name returned is Python's.

    Args:
        data: the file.
        encoding: the encoding to use, when someone knows it; guessed otherwise.

    Raises:
        UnreadableFile: the bytes are not text.
    """
    name = encoding or guess_encoding(data)
    try:
        text = data.decode(name, "replace" if _cut_short(data, name) else "strict")
    except (UnicodeDecodeError, LookupError) as err:
        raise UnreadableFile("not-a-table.binary") from err
    if "\x00" in text or _mostly_controls(text[:SAMPLE_BYTES]):
        raise UnreadableFile("not-a-table.binary")
    # MS-DOS ended its texts with a mark of their end.
    return text.removesuffix("\x1a"), name


def guess_encoding(data: bytes) -> str:
    """Tell the encoding: byte order mark, then UTF-8 if it decodes, then the Western ones of French software."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return name
    unmarked = _utf16_without_mark(data[:SAMPLE_BYTES])
    if unmarked:
        return unmarked
    if is_encoded(data, "utf-8"):
        return "utf-8"
    return "utf-8" if _cut_short(data, "utf-8") else _western(data)


def is_encoded(data: bytes, encoding: str) -> bool:
    """Whether the bytes are text in an encoding; the text is not kept, as it may be several times larger."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), DECODED_BYTES):
            decoder.decode(data[start : start + DECODED_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _cut_short(data: bytes, encoding: str) -> bool:
    """Whether the only fault is a last character without its end: a download was cut."""
    if encoding not in {"utf-8", "utf-8-sig"} or data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as err:
        return err.reason == "unexpected end of data" and err.end == len(data)
    return False


def _utf16_without_mark(sample: bytes) -> str | None:
    """Latin text in UTF-16 has a null as every second byte."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and odd > half * 0.8 and even < half * 0.1:
        return "utf-16-le"
    if half and even > half * 0.8 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _western(data: bytes) -> str:
    counts = Counter(data[:SAMPLE_BYTES] if len(data) > SAMPLE_BYTES else data)
    mac, dos, windows = (
        sum(counts[byte] for byte in accents) for accents in (MAC_ACCENTS, DOS_ACCENTS, WINDOWS_ACCENTS)
    )
    if max(mac, dos) > windows:
        return "mac-roman" if mac >= dos else "cp850"
    return "latin-1" if any(byte in data for byte in CP1252_HOLES) else "cp1252"


def sample(data: bytes, encoding: str) -> str | None:
    """Return the beginning of a CSV's text, or None when the bytes are not whole text in that encoding."""
    try:
        whole = b"\x00" not in data and is_encoded(data, encoding)
    except LookupError:
        return None
    text = data[: 4 * SAMPLE_BYTES].decode(encoding, "ignore")[:SAMPLE_BYTES] if whole else None
    return None if text is None or _mostly_controls(text) else text


def _mostly_controls(sample: str) -> bool:
    return len(CONTROLS.findall(sample)) > len(sample) * 0.01


def guess_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first records into the most equal and the most numerous cells."""
    sample = text[:SAMPLE_BYTES]
    usual = max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))
    if _regularity(sample, usual) > (0.0, 0):
        return usual
    rare = max(RARE_DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))
    # The header has as many cells: a lone column of hours (08:30:00) has not.
    header = next(iter(sample.splitlines()), "").count(rare) + 1
    score, width = _regularity(sample, rare)
    return rare if score >= RARE_AGREEMENT and width == header else usual


def _regularity(sample: str, delimiter: str) -> tuple[float, int]:
    """Score a delimiter: share of the records with the most common width (over 1), then that width."""
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            widths[len(record)] += bool(record)
            if widths.total() >= SAMPLE_RECORDS:
                break
    except csv.Error:
        return (0.0, 0)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return (0.0, 0)
    width, count = max(wide.items(), key=lambda item: (item[1] * item[0], item[0]))
    return (round(count / widths.total(), 1) * min(width, 4), width)


def guess_quote(text: str, delimiter: str) -> str:
    """Return what quotes the cells: ``"``, unless every cell of the first line stands between apostrophes."""
    line = text.lstrip("\ufeff").partition("\n")[0].strip()
    return "'" if all(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in line.split(delimiter)) else '"'


def records(text: str, delimiter: str, quote: str = '"') -> Iterator[list[str]]:
    """Yield the records; a record over several lines is one.

    Raises:
        UnreadableFile: a cell is so long that a quote must have been left open.
    """
    csv.field_size_limit(limits.CELL_CHARACTERS)
    reader = csv.reader(_lines(text), delimiter=delimiter, quotechar=quote)
    cells = 0
    try:
        for count, record in enumerate(progress.each(reader, progress.READING), start=1):
            cells += len(record)
            if cells > limits.CELLS or count > limits.ROWS:
                raise UnreadableFile("too-many-rows", limit=limits.ROWS)
            yield record
    except csv.Error as err:
        raise UnreadableFile("cell-too-long", limit=limits.CELL_CHARACTERS, row=reader.line_num) from err


def _lines(text: str) -> Iterator[str]:
    """Yield the lines with their ends; one that is longer than any table's would make a record of millions of cells."""
    number, start = 0, 0
    while start < len(text):
        end = _cut(text, start)
        # A StringIO takes four bytes a character: one of the whole text would be several times the file.
        for line in io.StringIO(text[start:end], newline=""):
            number += 1
            if len(line) > limits.LINE_CHARACTERS:
                raise UnreadableFile("line-too-long", limit=limits.LINE_CHARACTERS, row=number)
            yield line
        start = end


def _cut(text: str, start: int) -> int:
    """Where a run of whole lines ends; one line alone may be too long, and is then cut."""
    end = start + limits.LINE_CHARACTERS + 1
    if end >= len(text):
        return len(text)
    cut = max(text.rfind("\n", start, end), text.rfind("\r", start, end)) + 1 or end
    return cut + 1 if text[cut - 1] == "\r" and text[cut : cut + 1] == "\n" else cut
