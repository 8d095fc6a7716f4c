"""A workbook to fill: lists, formats, an explanation of each column, and a count of the cells to correct.

Four sheets, none of them hidden, so that nothing in the file is out of sight: the one to fill, the explanations, the
lists, and the one that counts, cell for cell. Its words are French, as those of the columns are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from ckanext.scdl.filling import formulas, rules
from ckanext.scdl.filling.columns import Column, columns
from ckanext.scdl.reading.template import HEADER_ROW, SHEET
from ckanext.scdl.schema import Schema

GUIDE, LISTS, CONTROL = "Mode d’emploi", "Listes", "Contrôle"
ROWS = 500
# Rows free below those that are there already.
MORE = 200
_TITLE_LENGTH, _MESSAGE_LENGTH = 32, 255
_WRONG = "a_corriger"
_EPOCH = datetime(2024, 1, 1)  # noqa: DTZ001 - one date, so that two workbooks of the same schema are the same bytes


def write(
    schema: Schema, title: str, own: Mapping[str, str] | None = None, rows: Sequence[Sequence[str]] = ()
) -> bytes:
    """Return the workbook.

    Args:
        schema: of the table to fill.
        title: what the table is («Délibérations»).
        own: cells that are the same in every row; they show as soon as the row is begun.
        rows: what is there already, in the schema's order.
    """
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": title, "created": _EPOCH})
        _Writer(book, columns(schema), title, dict(own or {}), rows).write(schema)
    return content.getvalue()


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes formulas as they are: looking in each for functions of newer spreadsheets takes seconds."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


@dataclass
class _Writer:
    book: Any
    columns: tuple[Column, ...]
    title: str
    own: dict[str, str]
    rows: Sequence[Sequence[str]]

    def __post_init__(self) -> None:
        self.last = HEADER_ROW + max(ROWS, len(self.rows) + MORE)
        names = (SHEET, GUIDE, LISTS, CONTROL)
        self.sheet, self.guide, self.lists, self.control = (self.book.add_worksheet(each, _Sheet) for each in names)
        self.ranges: dict[str, tuple[str, str]] = {}
        for each in (self.sheet, self.guide):
            each.set_landscape()
            each.set_paper(9)
            each.fit_to_pages(1, 0)

    def style(self, **properties: Any) -> Any:  # noqa: ANN401
        """A format; cells are read from their top."""
        return self.book.add_format({"valign": "top", **properties})

    def write(self, schema: Schema) -> None:
        """Write the four sheets."""
        self._lists()
        self._control()
        self._head()
        for index, column in enumerate(self.columns):
            self._column(index, column)
        self._rows()
        self._guide(schema)

    def _lists(self) -> None:
        self.lists.write(0, 0, "Valeurs proposées dans les listes. N’écrivez rien sur cette feuille.")
        for index, column in enumerate(each for each in self.columns if each.choices):
            values = (*column.choices, *(each for each in column.accepted if each not in column.choices))
            self.lists.write(2, index, column.label, self.style(bold=True))
            for place, value in enumerate(values):
                self.lists.write_string(3 + place, index, value)
            shown = xl_range_abs(3, index, 2 + len(column.choices), index)
            every = xl_range_abs(3, index, 2 + len(values), index)
            self.ranges[column.name] = (f"={LISTS}!{shown}", f"{LISTS}!{every}")
            self.lists.set_column(index, index, 24)

    def _control(self) -> None:
        """One cell for each cell to fill: 1 when it is wrong. Formats by condition read it through a name."""
        self.control.write(0, 0, "Cette feuille compte les cases à corriger. N’y écrivez rien.")
        area = xl_range_abs(HEADER_ROW, 0, self.last - 1, len(self.columns) - 1)
        self.book.define_name(_WRONG, f"={CONTROL}!{area}")
        for row in range(HEADER_ROW, self.last):
            filled = self._filled(row)
            for index, column in enumerate(self.columns):
                cells = f"'{SHEET}'!{xl_range_abs(HEADER_ROW, index, self.last - 1, index)}"
                cell, listed = self._there(row, index), self.ranges.get(column.name, ("", ""))[1]
                self.control.write_formula(
                    row, index, f"=IF({formulas.wrong(column, cell, filled, cells, listed)},1,0)", None, 0
                )

    def _there(self, row: int, index: int) -> str:
        return f"'{SHEET}'!{xl_rowcol_to_cell(row, index)}"

    def _filled(self, row: int, sheet: str = f"'{SHEET}'!") -> str:
        """Formula: something is written in a row, besides what the workbook writes by itself."""
        typed = [index for index, column in enumerate(self.columns) if column.name not in self.own]
        parts, start = [], None
        for index in [*typed, -1]:
            if start is None:
                start = last = index
            elif index != last + 1:
                parts.append(f"{sheet}{xl_rowcol_to_cell(row, start)}:{xl_rowcol_to_cell(row, last)}")
                start = index
            last = index
        return f"COUNTA({','.join(parts)})>0"

    def _head(self) -> None:
        sheet, width = self.sheet, len(self.columns) - 1
        count = f"SUM({_WRONG})"
        words = f'IF({count}=0,"rien à corriger",IF({count}=1,"1 case à corriger",{count}&" cases à corriger"))'
        start = f"{self.title} : ".replace('"', '""')
        sheet.write_formula(0, 0, f'="{start}"&{words}', self.style(bold=True, font_size=16), "")
        sheet.write_string(
            1,
            0,
            "Remplissez les lignes sous la ligne grise, sans changer celle-ci. Les colonnes marquées * sont "
            "obligatoires. Une case rouge est à corriger. La feuille « Mode d’emploi » explique chaque colonne.",
            self.style(italic=True),
        )
        sheet.set_row(0, 24)
        sheet.set_row(2, 48)
        sheet.set_row(3, 18)
        sheet.freeze_panes(HEADER_ROW, 0)
        sheet.conditional_format(
            HEADER_ROW,
            0,
            self.last - 1,
            width,
            {
                "type": "formula",
                "criteria": f"=INDEX({_WRONG},ROW()-{HEADER_ROW},COLUMN())=1",
                "format": self.book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"}),
            },
        )

    def _column(self, index: int, column: Column) -> None:
        sheet, mark = self.sheet, " *" if column.required else ""
        shade = "#1F3A5F" if column.required else "#5B6B7F"
        label = self.style(bold=True, text_wrap=True, font_color="#FFFFFF", bg_color=shade, border=1)
        sheet.write_string(2, index, f"{column.label}{mark}", label)
        counted = self.style(num_format='[=0]"";[=1]0" à corriger";0" à corriger"', font_color="#9C0006", align="left")
        letter = xl_col_to_name(index)
        total = f"=SUM({CONTROL}!{letter}{HEADER_ROW + 1}:{letter}{self.last})"
        sheet.write_formula(3, index, total, counted, 0)
        sheet.write_string(HEADER_ROW - 1, index, column.name, self.style(bg_color="#D9D9D9", font_size=9, border=1))
        sheet.set_column(index, index, max(14, min(len(column.label) + 2, 32)), self._cells(column))
        self._validate(index, column)

    def _cells(self, column: Column) -> Any:  # noqa: ANN401
        formats = {"integer": "0", "year": "0", "number": "General", "date": "yyyy\\-mm\\-dd"}
        return self.style(num_format=formats.get(column.kind, "@"))

    def _validate(self, index: int, column: Column) -> None:
        """Show the help when a cell is chosen; offer the list; doubt what is no number or date."""
        allowed = rules.allowed(column)
        options: dict[str, Any] = {
            "validate": "any",
            "input_title": column.label[:_TITLE_LENGTH],
            "input_message": (column.help or allowed)[:_MESSAGE_LENGTH],
            "error_title": column.label[:_TITLE_LENGTH],
            "error_message": f"Écrivez {allowed}."[:_MESSAGE_LENGTH],
            "error_type": "stop",
        }
        if column.choices:
            options |= {"validate": "list", "source": self.ranges[column.name][0]}
        elif column.kind in {"integer", "number", "year"}:
            low, high = column.minimum, column.maximum
            criteria = "between" if low is not None and high is not None else "<=" if high is not None else ">="
            bounds = {"minimum": low, "maximum": high} if criteria == "between" else {"value": _one_of(low, high)}
            options |= {"validate": "decimal" if column.kind == "number" else "integer", "criteria": criteria, **bounds}
        elif column.kind == "date":
            options |= {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        self.sheet.data_validation(HEADER_ROW, index, self.last - 1, index, options)

    def _rows(self) -> None:
        for place, cells in enumerate(self.rows):
            for index, (column, cell) in enumerate(zip(self.columns, cells, strict=False)):
                self._cell(HEADER_ROW + place, index, column, cell)
        for index, column in enumerate(self.columns):
            if column.name in self.own:
                value, style = self.own[column.name].replace('"', '""'), self._cells(column)
                for row in range(HEADER_ROW + len(self.rows), self.last):
                    self.sheet.write_formula(row, index, f'=IF({self._filled(row, "")},"{value}","")', style, "")

    def _cell(self, row: int, index: int, column: Column, cell: str) -> None:
        """Write a value as what it is, so that the spreadsheet sorts and adds it; as text when it is not that."""
        style, put = self._cells(column), self.sheet.write_string
        value: Any = cell
        read = _VALUES.get(column.kind)
        if read and cell:
            try:
                value = read(cell)
            except ValueError:
                value = cell
            put = (
                put
                if value is cell
                else self.sheet.write_datetime
                if column.kind == "date"
                else self.sheet.write_number
            )
        if cell:
            put(row, index, value, style)

    def _guide(self, schema: Schema) -> None:
        guide, wrap = self.guide, self.style(text_wrap=True, border=1)
        head = self.style(bold=True, font_color="#FFFFFF", bg_color="#1F3A5F", border=1, text_wrap=True)
        guide.write_string(0, 0, self.title, self.style(bold=True, font_size=16))
        guide.write_string(1, 0, "Enregistrez le classeur, puis déposez-le sur le portail tel quel.")
        version = " ".join(filter(None, (schema.name, schema.version)))
        guide.write_string(2, 0, f"Modèle {version}{f', {schema.url}' if schema.url else ''}")
        titles = ("Colonne", "Obligatoire", "Que faut-il écrire ?", "Ce qui est accepté", "Exemple", "Nom technique")
        for index, (each, width) in enumerate(zip(titles, (30, 12, 52, 44, 24, 26), strict=True)):
            guide.write_string(4, index, each, head)
            guide.set_column(index, index, width)
        for row, column in enumerate(self.columns, start=5):
            told = column.help if column.description in {"", column.help} else f"{column.help}\n{column.description}"
            required = "oui" if column.required else "non"
            cells = (column.label, required, told.strip(), rules.allowed(column), column.example, column.name)
            for index, each in enumerate(cells):
                guide.write_string(row, index, each, wrap)
        guide.freeze_panes(5, 1)


def _one_of(low: float | None, high: float | None) -> float:
    """The bound that there is; without any, one that every number is over."""
    return low if low is not None else high if high is not None else -1e15


_VALUES: dict[str, Callable[[str], Any]] = {"integer": int, "year": int, "number": float, "date": date.fromisoformat}
