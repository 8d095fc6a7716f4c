"""The first sheet of the annotated workbook: what the colours mean, what was found by cause, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ckanext.scdl_validation import workbook
from ckanext.scdl_validation.report_view import View, view

ERROR, PERSONAL, REPAIRED, WARNING = "error", "personal", "repaired", "warning"
# The strongest first: it gives a cell its colour. Black text keeps more than 10:1 on each.
COLOURS = {ERROR: "#F8C9C5", PERSONAL: "#DCCDF2", REPAIRED: "#CDE8D5", WARNING: "#FBE7B5"}
COUNTS = {ERROR: "remaining", PERSONAL: "personal", WARNING: "warnings"}

TEXTS = {
    "fr": {
        "summary": "À lire",
        "table": "Tableau",
        "heading": "Vérification\u00a0: {title}",
        "how": "La feuille «\u00a0Tableau\u00a0» est votre fichier, ligne pour ligne. Passez la souris sur une cellule "
        "colorée\u00a0: un commentaire dit quoi faire.",
        "cut": "Votre fichier est très grand\u00a0: seules les lignes où il y a quelque chose à voir sont reprises, à "
        "leur numéro.",
        "uncommented": "Les 2\u202f000 premières cellules portent un commentaire\u00a0; les suivantes sont seulement "
        "colorées.",
        ERROR: "À corriger",
        PERSONAL: "Peut-être une donnée personnelle",
        REPAIRED: "Corrigé pour vous",
        WARNING: "À savoir",
        "what": "Ce qui a été trouvé",
        "where": "Colonne",
        "count": "Combien",
        "do": "Que faire",
        "before": "Avant\u00a0: {before}",
        "blank": "(vide)",
        "right": "Rien n’est à corriger.",
        "question": "Question",
    },
    "en": {
        "summary": "Read me",
        "table": "Table",
        "heading": "Check: {title}",
        "how": "The sheet “Table” is your file, row for row. Hover over a coloured cell: a comment says what to do.",
        "cut": "Your file is very large: only the rows where there is something to see are kept, at their numbers.",
        "uncommented": "The first 2,000 cells have a comment; the others are only coloured.",
        ERROR: "To correct",
        PERSONAL: "Maybe personal data",
        REPAIRED: "Corrected for you",
        WARNING: "To know",
        "what": "What was found",
        "where": "Column",
        "count": "How many",
        "do": "What to do",
        "before": "Before: {before}",
        "blank": "(blank)",
        "right": "Nothing is to be corrected.",
        "question": "Question",
    },
}


def write(book: workbook.Book, report: Mapping[str, Any], lang: str, *, cut: bool, commented: bool) -> None:
    """Add the sheet.

    Args:
        book: an open workbook.
        report: as ``extract.repair_json`` gives it.
        lang: ``fr`` or ``en``.
        cut: whether only the marked rows are in the next sheet.
        commented: whether every marked cell has its comment.
    """
    texts, shown = TEXTS[lang], view(report, lang)
    sheet = workbook.add_sheet(book, texts["summary"], (40, 34, 10, 100), frozen_rows=0)
    plain = {**workbook.TEXT, "text_wrap": True, "valign": "top"}
    lines: list[tuple[Sequence[str], Mapping[str, Any]]] = [
        ([texts["heading"].format(title=shown.title)], {**workbook.TEXT, "bold": True, "font_size": 14}),
        ([texts["how"]], workbook.TEXT),
        *(([texts[note]], workbook.TEXT) for note, told in (("cut", cut), ("uncommented", not commented)) if told),
        ([], plain),
        *(([texts[kind], str(_count(shown, kind))], {**plain, "bg_color": COLOURS[kind]}) for kind in COLOURS),
        ([], plain),
        ([texts["what"], texts["where"], texts["count"], texts["do"]], workbook.HEAD),
        *((row, plain) for row in _rows(shown, texts)),
    ]
    for number, (cells, look) in enumerate(lines):
        style = book.add_format(look)
        for column, cell in enumerate(cells):
            workbook.write(sheet, number, column, cell, style)


def _count(shown: View, kind: str) -> int:
    if kind == REPAIRED:
        return shown.repaired_cells
    return shown.counts[COUNTS[kind]] + (shown.counts["asked"] if kind == ERROR else 0)


def _rows(shown: View, texts: Mapping[str, str]) -> Iterator[list[str]]:
    if not (shown.errors or shown.questions or shown.warnings or shown.personal):
        yield [texts["right"]]
    for question in shown.questions:
        yield [texts["question"], question["field"] or "", str(question["cells"]), question["question"]]
    for cause in (*shown.errors, *shown.warnings):
        if cause.advice:
            yield [cause.title, cause.place, str(cause.count), cause.advice]
        else:
            yield from ([cause.title, cause.place, str(cause.count), each.message] for each in cause.examples)
    for found in shown.personal:
        yield [found.title, found.place, str(found.count), " ".join((found.reason, *found.actions))]
    for repair in shown.repairs:
        changes = "; ".join(
            f"{before or texts['blank']} → {after or texts['blank']}" for before, after in repair.changes
        )
        yield [f"{texts[REPAIRED]} – {repair.title}", repair.place, str(repair.count), repair.message or changes]
