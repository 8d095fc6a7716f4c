"""One pass over the national files: every line goes to its commune's slice, or is counted where it went."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import polars as pl
from ckanext.socle.harvesters.projection import keys, manifest, writing
from ckanext.socle.harvesters.projection.batches import Limits, Reading, batches
from ckanext.socle.harvesters.projection.definition import CSV, PARTED, Table
from ckanext.socle.harvesters.projection.keys import Targets
from ckanext.socle.harvesters.projection.manifest import Counts, Slice
from ckanext.socle.harvesters.projection.problems import ProjectionError, SourceError
from ckanext.socle.harvesters.projection.spool import SLICE, Spool

KEY = "key of the row"
SLICES, SPOOL = "slices", "spool"
UNPACKED = 8  # times larger, about, than packed
SAMPLES = 5
MOST_REMEMBERED = 1_000_000  # keys


def slice_path(folder: Path, code: str) -> Path:
    """Return where the slice of a commune or body lies."""
    return folder / SLICES / f"{code}.csv"


def cut(
    table: Table,
    paths: Iterable[Path],
    targets: Targets,
    folder: Path,
    before: Mapping[str, Slice],
    largest: int,
    limits: Limits = Limits(),  # noqa: B008
) -> tuple[dict[str, Slice], Counts]:
    """Cut national files into slices, CSV in UTF-8, and write those that changed.

    Args:
        table: what the files are.
        paths: of the files, all of the same columns.
        targets: who wants rows.
        folder: of the table.
        before: the slices that lie there.
        largest: bytes of a slice; a larger one fails by itself.
        limits: of the reading.

    Returns:
        The slices of all targets, with `cut` empty; and where the lines went.

    Raises:
        SourceError: the files are not what the table says; no slice was touched.
        OSError: the folder cannot be written.
    """
    files = list(paths)
    codes = sorted(targets.wanted(table.key.kind))
    counts = Counts()
    work = folder / SPOOL
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (folder / SLICES).mkdir(exist_ok=True)
    size = sum(path.stat().st_size for path in files) * (1 if table.source.form == CSV else UNPACKED)
    scale = _Scale(largest)
    try:
        with Spool(work, size) as spool:
            _read(table, files, _Sorter(table, targets, codes, counts), scale, spool, counts, limits)
            _check_volume(table, counts)
            found = {code: Slice() for code in codes} | {codes[number]: scale.failure() for number in scale.heavy}
            for share in spool.shares():
                for number, rows, content in writing.slices(scale.without_heavy(share), table):
                    code = codes[number]
                    found[code] = _written(slice_path(folder, code), content, rows, before.get(code))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found, counts


def _read(
    table: Table,
    files: list[Path],
    sorter: _Sorter,
    scale: _Scale,
    spool: Spool,
    counts: Counts,
    limits: Limits,
) -> None:
    reading = Reading()
    for path in files:
        for frame in batches(path, table, reading, limits):
            spool.add(scale.weigh(writing.lines(sorter.sort(frame), table)))
    counts.malformed, counts.damaged = reading.malformed, reading.damaged
    counts.lines += reading.malformed
    if reading.samples:
        counts.samples["malformed"] = reading.samples


class _Scale:
    """Weighs the slices, and leaves those that are too heavy to publish: their rows would fill disk and memory."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._weights: Counter[int] = Counter()
        self.heavy: list[int] = []

    def weigh(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Add lines to the weights; return those of the slices that are not too heavy."""
        weights = lines.group_by(SLICE).agg(pl.col(writing.LINE).str.len_bytes().sum() + pl.len())
        for number, weight in weights.iter_rows():
            self._weights[number] += weight
        self.heavy = [number for number, weight in self._weights.items() if weight > self._largest]
        return self.without_heavy(lines)

    def without_heavy(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Return the lines of the slices that are not too heavy."""
        return lines.filter(~pl.col(SLICE).is_in(self.heavy)) if self.heavy else lines

    def failure(self) -> Slice:
        """Return what is known of a slice that is too heavy."""
        return Slice(failure=ProjectionError("slice-large", limit=self._largest // 1024**2).to_dict())


class _Sorter:
    """Gives the rows of a batch the number of their slice."""

    def __init__(self, table: Table, targets: Targets, codes: list[str], counts: Counts) -> None:
        numbers = {code: number for number, code in enumerate(codes)}
        self._resolve: Callable[[str], int] = keys.resolver(table.key.kind, targets, numbers)
        self._key = _key(table)
        self._kept = table.kept
        self._known: dict[str, int] = {}
        self._counts = counts

    def sort(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that have a slice: the columns that are kept, and `SLICE`; count the others."""
        keyed = frame.select(*self._kept, self._key.alias(KEY))
        found = keyed[KEY].unique().to_list()
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        for text in found:
            if text not in self._known:
                self._known[text] = self._resolve(text)
        values = [self._known[text] for text in found]
        numbers = (
            keyed[KEY].replace_strict(found, values, return_dtype=pl.Int32) if found else keyed[KEY].cast(pl.Int32)
        )
        self._count(keyed[KEY], numbers)
        return keyed.drop(KEY).with_columns(numbers.alias(SLICE)).filter(pl.col(SLICE) >= 0)

    def _count(self, texts: pl.Series, numbers: pl.Series) -> None:
        counts = self._counts
        counts.lines += numbers.len()
        counts.kept += int((numbers >= 0).sum())
        counts.elsewhere += int((numbers == keys.ELSEWHERE).sum())
        counts.without_key += int((numbers == keys.WITHOUT_KEY).sum())
        unknown = texts.filter(numbers == keys.UNKNOWN)
        counts.unknown_key += unknown.len()
        shown = counts.samples.setdefault("unknown_key", [])
        shown += [text for text in unknown.head(SAMPLES).to_list() if text not in shown][: SAMPLES - len(shown)]


def _key(table: Table) -> pl.Expr:
    """Return the key of a row: the first column that is filled, or both parts with a bar between them."""
    parts = [pl.col(name).str.strip_chars() for name in table.key.columns]
    if table.key.kind == PARTED:
        return pl.concat_str(parts, separator=keys.PARTS)
    filled = [pl.when(part != "").then(part) for part in parts]
    return pl.coalesce(*filled, pl.lit(""))


def _check_volume(table: Table, counts: Counts) -> None:
    """Refuse a file that is too small, or of which too much belongs to nobody: a slice that shrinks is no news then."""
    if counts.lines < table.expected.lines:
        raise SourceError("source-small", lines=counts.lines, expected=table.expected.lines)
    if counts.unusable > table.expected.unusable * counts.lines:
        raise SourceError(
            "source-unusable",
            lines=counts.lines,
            malformed=counts.malformed,
            without_key=counts.without_key,
            unknown_key=counts.unknown_key,
        )


def _written(path: Path, content: bytes, rows: int, before: Slice | None) -> Slice:
    """Write a slice unless the file has these very bytes."""
    found = Slice(rows, hashlib.sha256(content).hexdigest(), len(content))
    same = before is not None and before.sha256 == found.sha256
    if not (same and path.is_file() and path.stat().st_size == found.size):
        manifest.write(path, content)
    return found
