"""Rows as lines of CSV (RFC 4180, in UTF-8 with line feeds), and slices made of them.

Lines are written a batch at a time and put together a share at a time: a CSV writer called for each of thousands of
slices would cost more than reading the national file.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from ckanext.socle.harvesters.projection.definition import Table
from ckanext.socle.harvesters.projection.spool import SLICE

LINE, ORDER, ROWS = "line", "order", "rows"
NEEDS_QUOTING = '[",\\r\\n]'
# Between the columns of the order: before every letter, so that «a» comes before «ab».
BETWEEN = "\0"


def lines(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return rows as lines: the number of the slice, the line, and what orders it if the table has an order.

    Args:
        rows: the columns that are kept, as texts without null, and the number of the slice.
        table: says which columns, and their order.
    """
    ordered = [pl.concat_str(table.order, separator=BETWEEN).alias(ORDER)] if table.order else []
    return rows.select(SLICE, _line(rows, table).alias(LINE), *ordered)


def slices(share: pl.DataFrame, table: Table) -> Iterator[tuple[int, int, bytes]]:
    """Yield every slice of a share: its number, how many rows it has, and its file.

    Args:
        share: what `lines` gave of all rows of these slices.
        table: as for `lines`.
    """
    ordered = share.sort(ORDER, maintain_order=True) if table.order else share
    joined = ordered.group_by(SLICE).agg(pl.col(LINE).str.join("\n"), pl.len().alias(ROWS))
    names = pl.DataFrame({name: [name] for name in table.kept})
    header = str(names.select(_line(names, table)).item())
    for number, text, rows in joined.iter_rows():
        yield number, rows, f"{header}\n{text}\n".encode()


def _line(rows: pl.DataFrame, table: Table) -> pl.Expr:
    kept = rows.select(pl.col(table.kept).str.contains(NEEDS_QUOTING).any())
    flags = dict(zip(table.kept, kept.row(0), strict=True))
    return pl.concat_str([_quoted(name) if flags[name] else pl.col(name) for name in table.kept], separator=",")


def _quoted(name: str) -> pl.Expr:
    cell = pl.col(name)
    quoted = pl.concat_str(pl.lit('"'), cell.str.replace_all('"', '""', literal=True), pl.lit('"'))
    return pl.when(cell.str.contains(NEEDS_QUOTING)).then(quoted).otherwise(cell)
