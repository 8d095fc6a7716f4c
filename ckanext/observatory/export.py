"""The grid as a file: CSV or XLSX, one row a commune."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import ckan.plugins.toolkit as tk
import xlsxwriter  # type: ignore[import-untyped]

from ckanext.observatory import wording
from ckanext.observatory.desk import Cell, Row

# A name that begins so would be a formula in a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(rows: Sequence[Row], columns: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the grid as text, its header first.

    Args:
        rows: of the grid.
        columns: name of each rule, and its title.
    """
    header = [tk._("Commune"), tk._("INSEE code"), tk._("SIREN"), tk._("Intercommunality"), tk._("Official e-mail")]
    beside = (tk._("validity"), tk._("published on"), tk._("due on"))
    for _name, title in columns:
        header += [title, *(f"{title} – {word}" for word in beside)]
    header += [tk._("Last contact")]
    return [header, *(_line(row, columns) for row in rows)]


def as_csv(lines: Sequence[Sequence[str]]) -> bytes:
    """Write the lines as French spreadsheets open them: UTF-8 with its mark, semicolons."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([[_harmless(text) for text in line] for line in lines])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Sequence[Sequence[str]], name: str) -> bytes:
    """Write the lines as a workbook, its header frozen, with a filter on each column."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for number, line in enumerate(lines):
            for column, text in enumerate(line):
                sheet.write_string(number, column, text, bold if number == 0 else None)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(lines[0]) - 1, 18)
        sheet.autofilter(0, 0, max(len(lines) - 1, 1), len(lines[0]) - 1)
    return out.getvalue()


def _line(row: Row, columns: Sequence[tuple[str, str]]) -> list[str]:
    line = [row.title, row.insee_code, row.siren, row.group, row.address]
    for name, _title in columns:
        line += _cell(row.cells.get(name))
    return [*line, row.contact]


def _cell(cell: Cell | None) -> list[str]:
    if cell is None:
        return ["", "", "", ""]
    validity = {True: tk._("valid"), False: tk._("with errors"), None: ""}[cell["valid"]]
    return [wording.labels()[cell["state"]], validity, cell["published"] or "", cell["next_date"] or cell["due"] or ""]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
