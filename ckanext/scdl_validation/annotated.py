"""The file as a workbook in which what is wrong is coloured and commented, and what a repair changes is said.

Rows and columns stay where they are in the file: the report, the workbook and the file speak of the same places.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scdl.repairing.repairer import Repair
from ckanext.scdl_validation import annotated_summary, causes, workbook
from ckanext.scdl_validation.annotated_summary import COLOURS, ERROR, PERSONAL, REPAIRED, TEXTS, WARNING
from ckanext.scdl_validation.extract import repair_json

# A sheet of more cells takes too long to write and to open: only its marked rows are kept.
CELLS = 600_000
# Spreadsheets become slow with more comments than that; the colour stays.
COMMENTS = 2_000
COMMENT_CHARACTERS = 1_000


@dataclass
class Mark:
    """What is to be seen at a place: the kind that gives the colour, the sentences, the repaired text."""

    kind: str
    sentences: list[str]
    text: str | None = None

    def add(self, kind: str, sentence: str) -> None:
        """Say one more thing of the same place."""
        self.kind = min(self.kind, kind, key=list(COLOURS).index)
        self.sentences.append(sentence)


# Row and column as the report numbers them.
Marks = dict[tuple[int, int], Mark]


def annotated(repair: Repair, lang: str = "fr", *, personal: bool = True) -> bytes:
    """Return the annotated XLSX.

    Args:
        repair: of the file; its plan holds what its safe repairs change.
        lang: of the sentences, ``fr`` or ``en``.
        personal: whether the cells that may be personal are marked: never for others than the file's owner.
    """
    report = repair_json(repair, lang)
    if not personal:
        report["personal_data"] = []
    marks = _marks(repair, report, lang)
    out = io.BytesIO()
    with workbook.writing(out) as book:
        annotated_summary.write(book, report, lang, cut=_too_large(repair), commented=len(marks) <= COMMENTS)
        _write_table(book, repair, marks, TEXTS[lang]["table"])
    return out.getvalue()


def _marks(repair: Repair, report: Mapping[str, Any], lang: str) -> Marks:
    marks: Marks = {}
    for each in repair.plan.safe:
        if each.row is not None and each.column is not None:
            said = TEXTS[lang]["before"].format(before=each.before or TEXTS[lang]["blank"])
            marks[each.row, each.column] = Mark(REPAIRED, [said], text=each.after or "")
    sorted_ = causes.sort(report)
    for kind, groups in ((ERROR, sorted_.remaining), (ERROR, sorted_.asked), (WARNING, sorted_.warnings)):
        for group in groups:
            _add(marks, kind, group.findings)
    _add(marks, PERSONAL, [each for each in report["personal_data"] if each["sheet"] is None])
    for question in report["questions"]:
        if question["column"]:
            place = (repair.before.table.header_row, question["column"])
            marks.setdefault(place, Mark(WARNING, [])).add(WARNING, question["question"])
    return marks


def _add(marks: Marks, kind: str, findings: Iterable[Mapping[str, Any]]) -> None:
    for each in findings:
        if each["row"] is not None:
            # What is said of a row as a whole is said at its beginning.
            marks.setdefault((each["row"], each["column"] or 1), Mark(kind, [])).add(kind, each["message"])


def _too_large(repair: Repair) -> bool:
    table = repair.before.table
    return len(table.rows) * len(table.labels) > CELLS or table.row_number(len(table.rows)) >= workbook.SHEET_ROWS


def _write_table(book: workbook.Book, repair: Repair, marks: Marks, title: str) -> None:
    table = repair.before.table
    sample = [table.rows[index] for index in range(min(len(table.rows), 100))]
    sheet = workbook.add_sheet(book, title, workbook.widths(table.labels, sample), table.header_row)
    styles = {kind: book.add_format({**workbook.TEXT, "bg_color": colour}) for kind, colour in COLOURS.items()}
    head, plain = book.add_format(workbook.HEAD), book.add_format(workbook.TEXT)
    left = COMMENTS
    if cut := _too_large(repair):
        sheet.set_default_row(hide_unused_rows=True)
    for row, cells in _rows(repair, {row for row, _ in marks} if cut else None):
        usual = head if row == table.header_row else plain
        for column in range(1, max(len(cells), len(table.labels)) + 1):
            mark = marks.get((row, column))
            text = cells[column - 1] if column <= len(cells) else ""
            if mark is None:
                if text:
                    workbook.write(sheet, row - 1, column - 1, text, usual)
                continue
            _write_mark(sheet, (row - 1, column - 1), text, mark, styles[mark.kind], commented=left > 0)
            left -= 1


def _rows(repair: Repair, only: set[int] | None) -> Iterator[tuple[int, Any]]:
    """The header and the rows, as the report numbers them; ``only`` the rows to keep."""
    table = repair.before.table
    yield table.header_row, table.labels
    if only is None:
        yield from enumerate(table.rows, start=table.row_number(0))
        return
    first, last = table.row_number(0), min(table.row_number(len(table.rows)), workbook.SHEET_ROWS)
    room = CELLS // max(len(table.labels), 1)
    for row in sorted(each for each in only if first <= each < last)[:room]:
        yield row, table.rows[row - first]


def _write_mark(
    sheet: workbook.Sheet, place: tuple[int, int], text: str, mark: Mark, style: workbook.Format, *, commented: bool
) -> None:
    shown = text if mark.text is None else mark.text
    if shown:
        workbook.write(sheet, *place, shown, style)
    else:
        sheet.write_blank(*place, None, style)
    if commented:
        said = "\n".join(dict.fromkeys(mark.sentences))[:COMMENT_CHARACTERS]
        sheet.write_comment(*place, said, {"x_scale": 2, "y_scale": 1 + said.count("\n") * 0.5})
