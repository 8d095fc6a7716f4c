"""The formula that tells a wrong cell from a right one, in the functions that Excel and LibreOffice share.

It knows what a formula can: required, type, list, bounds, lengths, digits, the key of a SIRET. The rest (regular
expressions, sums over columns) is told by the check of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ckanext.scdl.filling.columns import Column

_WEIGHTS = ",".join("21"[index % 2] for index in range(14))
# «La Poste» has SIRET numbers that do not follow the key: INSEE, répertoire Sirene.
_LA_POSTE = "356000000"


def wrong(column: Column, cell: str, filled: str, cells: str, list_range: str = "") -> str:
    """Return a formula, without its equal sign, that is true when a cell is wrong.

    Args:
        column: of the cell.
        cell: its reference.
        filled: formula that is true when something is written in its row.
        cells: all the cells of the column.
        list_range: where the accepted values stand, for a column that has some.
    """
    faults = list(_faults(column, cell, cells, list_range))
    when_filled = f"OR({','.join(faults)})" if len(faults) > 1 else "".join(faults) or "FALSE"
    when_empty = filled if column.required else "FALSE"
    return f"IF(LEN(TRIM({cell}))=0,{when_empty},{when_filled})"


def _faults(column: Column, cell: str, cells: str, list_range: str) -> Iterator[str]:
    if column.choices:
        yield f'AND(NOT(ISLOGICAL({cell})),SUMPRODUCT(--EXACT({cell}&"",{list_range}))=0)'
    yield from _KINDS.get(column.kind, _text)(column, cell)
    if column.unique:
        yield f"COUNTIF({cells},{cell})>1"


def _date(_column: Column, cell: str) -> Iterator[str]:
    iso = f'AND(LEN({cell})=10,MID({cell},5,1)="-",MID({cell},8,1)="-",ISNUMBER(DATEVALUE({cell})))'
    yield f"NOT(IF(ISNUMBER({cell}),TRUE,IFERROR({iso},FALSE)))"


def _number(column: Column, cell: str) -> Iterator[str]:
    # A comma in a text is no number for a schema, even where it is one for the spreadsheet.
    yield f'OR(ISERROR(VALUE({cell})),AND(ISTEXT({cell}),ISNUMBER(SEARCH(",",{cell}))))'
    if column.kind != "number":
        yield f"IFERROR(VALUE({cell})<>INT(VALUE({cell})),TRUE)"
    if column.minimum is not None:
        yield f"IFERROR(VALUE({cell})<{column.minimum:.15g},TRUE)"
    if column.maximum is not None:
        yield f"IFERROR(VALUE({cell})>{column.maximum:.15g},TRUE)"
    if column.kind == "year":
        yield f"LEN({cell})<>4"


def _text(column: Column, cell: str) -> Iterator[str]:
    if column.digits:
        places = ",".join(map(str, range(1, column.digits + 1)))
        digits = f"SUMPRODUCT(--ISNUMBER(--MID({cell},{{{places}}},1)))={column.digits}"
        yield f"NOT(AND(LEN({cell})={column.digits},{digits}))"
        if column.siret:
            doubled = f"MID({cell},{{{places}}},1)*{{{_WEIGHTS}}}"
            key = f"SUMPRODUCT(MOD({doubled},10)+INT(({doubled})/10))"
            yield f'AND(LEFT({cell},9)<>"{_LA_POSTE}",IFERROR(MOD({key},10)<>0,TRUE))'
    if column.min_length:
        yield f"LEN({cell})<{column.min_length}"
    if column.max_length:
        yield f"LEN({cell})>{column.max_length}"
    if column.format == "email":
        yield f'ISERROR(SEARCH("?@?*.?",{cell}))'
    if column.format == "uri":
        yield f'ISERROR(SEARCH("?:?",{cell}))'


_KINDS: dict[str, Callable[[Column, str], Iterator[str]]] = {
    "date": _date,
    "integer": _number,
    "number": _number,
    "year": _number,
    "choice": lambda _column, _cell: iter(()),
}
