"""What a cell may hold, in one French sentence: for the sheet that explains the columns, and the online table."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.scdl.filling.columns import Column

_KINDS = {
    "integer": "un nombre entier",
    "number": "un nombre",
    "year": "une année à quatre chiffres",
    "date": "une date",
    "text": "un texte",
}
_FORMATS = {"email": "une adresse électronique", "uri": "une adresse web complète (https://…)"}
# A list longer than that is read in the drop-down rather than in a sentence.
LISTED = 12


def allowed(column: Column) -> str:
    """Return what a column's cells may hold.

    >>> allowed(Column("VOTE_POUR", "Voix pour", kind="integer", minimum=0))
    'un nombre entier, au moins 0'
    """
    return ", ".join(_parts(column))


def _parts(column: Column) -> Iterator[str]:
    if column.choices:
        shown = " ; ".join(column.choices[:LISTED])
        yield f"une des valeurs de la liste : {shown}{' ; …' if len(column.choices) > LISTED else ''}"
        return
    if column.digits:
        yield f"un code de {column.digits} chiffres, sans espace"
    else:
        yield _FORMATS.get(column.format) or _KINDS[column.kind]
    if column.minimum is not None:
        yield f"au moins {_shown(column.minimum)}"
    if column.maximum is not None:
        yield f"au plus {_shown(column.maximum)}"
    if column.min_length and column.min_length > 1:  # one is what «required» says
        yield f"au moins {column.min_length} caractères"
    if column.max_length:
        yield f"au plus {column.max_length} caractères"
    if column.unique:
        yield "différent sur chaque ligne"


def _shown(value: float) -> str:
    return f"{value:.15g}".replace(".", ",")
