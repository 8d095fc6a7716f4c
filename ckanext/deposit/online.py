"""Tables that are typed on the portal: kept as they are typed, checked, and made a file in the end."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model as ckan_model
from ckan.model.base import BaseModel
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.deposit import checking, config, grid, metadata, model, receiving
from ckanext.deposit.grid import Grid
from ckanext.deposit.mending import mend
from ckanext.deposit.states import DELETABLE_STATES
from ckanext.scdl import ScdlError, registry
from ckanext.scdl.filling import own_values
from ckanext.scdl.report import Finding
from ckanext.socle import levels
from ckanext.territories import publisher

# More would not be read under a table; the check of the file says them all.
FAULTS = 1_000


class Rows(BaseModel):
    """The online table of a deposit.

    Attributes:
        version: counts the times it was saved.
        writer: the open page that saved it last, by a name that it chose; so that a page whose answer was lost on the
            way is not told that somebody else was there.
    """

    __tablename__ = "deposit_rows"

    deposit_id: Mapped[str] = mapped_column(sa.ForeignKey("deposit.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(sa.Integer)
    writer: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    user_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    columns: Mapped[list[str]] = mapped_column(JSONB)
    rows: Mapped[list[list[str]]] = mapped_column(JSONB)
    modified: Mapped[datetime] = mapped_column(sa.DateTime, default=model.now)

    @property
    def grid(self) -> Grid:
        """The table as a value."""
        return Grid(tuple(self.columns), tuple(tuple(row) for row in self.rows))


def get(deposit_id: str) -> Rows | None:
    """Return the online table of a deposit, as the database has it now."""
    found: Rows | None = ckan_model.Session.get(Rows, deposit_id, populate_existing=True)
    return found


def own(deposit: model.Deposit) -> dict[str, str]:
    """Return what the portal writes by itself in each row: the SIRET and the name of who publishes."""
    return own_values(registry.find(deposit.schema_url), publisher.context(deposit.owner_org))


def parsed(columns: object, rows: object) -> Grid:
    """Return a table that was sent.

    Raises:
        ValidationError: says what is wrong with it.
    """
    try:
        return grid.parse(columns, rows)
    except grid.GridError as err:
        raise tk.ValidationError({"rows": [_sentence(err)]}) from err


def save(deposit: model.Deposit, table: Grid, version: int, writer: str, user_id: str) -> Rows:
    """Keep a table in place of the version that was open; of two people who type, none overwrites the other.

    Args:
        deposit: whose table it is.
        table: what was typed.
        version: the one that was open, 0 for none.
        writer: name of the page in which it was typed, empty for none.
        user_id: who typed it.

    Raises:
        ValidationError: somebody else saved meanwhile (``version``), or the deposit is published (``id``).
    """
    if deposit.state not in DELETABLE_STATES:
        raise tk.ValidationError({"id": [tk._("This is already published. Begin a new publication.")]})
    filled = len(table.filled(own(deposit)))
    kept = {"writer": writer, "user_id": user_id, "modified": model.now()} | _content(table)
    new = pg_insert(Rows).values(deposit_id=deposit.id, version=1, **kept)
    same = sa.or_(Rows.version == version, sa.and_(Rows.writer == writer, Rows.writer != ""))
    change = {"version": Rows.version + 1, **kept}
    done = ckan_model.Session.execute(
        new.on_conflict_do_update(index_elements=["deposit_id"], set_=change, where=same).returning(Rows.version)
    ).scalar()
    if done is None:
        ckan_model.Session.rollback()
        return _unchanged(deposit.id, table)
    model.write(deposit.id, typed=filled)
    return existing(deposit.id)


def existing(deposit_id: str) -> Rows:
    """Return the online table of a deposit.

    Raises:
        ValidationError: nothing was typed.
    """
    found = get(deposit_id)
    if found is None:
        raise tk.ValidationError({"rows": [tk._("Nothing is written in this table yet.")]})
    return found


def send(deposit: model.Deposit) -> None:
    """Make the file of a deposit of what was typed, and begin its check. Empty rows are left out, here and in the file.

    Raises:
        ValidationError: no row says anything, or the deposit is published.
    """
    kept = existing(deposit.id)
    table = kept.grid.only(kept.grid.filled(own(deposit)))
    if not table.rows:
        raise tk.ValidationError({"rows": [tk._("Nothing is written in this table yet.")]})
    content, writer, deposit_id = table.as_csv(), kept.writer, deposit.id
    save(deposit, table, kept.version, writer, kept.user_id)
    name = f"{metadata.short_name(deposit.schema_name)}.csv"
    hashed = hashlib.sha256(content).hexdigest()
    if not receiving.receive(model.existing(deposit_id), name, content, typed_hash=hashed):
        raise tk.ValidationError({"id": [tk._("This is already published. Begin a new publication.")]})
    checking.start(model.existing(deposit_id))


def faults(deposit: model.Deposit) -> dict[str, Any]:
    """Check what was typed as its file will be, repairs included.

    Returns:
        ``version``; ``faults``: row (index in the table, None for the whole of it), column, message, level; ``count``.
    """
    kept = existing(deposit.id)
    places = kept.grid.filled(own(deposit))
    if not places:
        return {"version": kept.version, "faults": [], "count": 0}
    context = publisher.context(deposit.owner_org, deposit.schema_name, checking.replaced(deposit))
    schema, lang = registry.find(deposit.schema_url), config.report_language()
    choices, content = deposit.choices.for_next_file(), kept.grid.only(places).as_csv()
    try:
        report = mend(content, schema, choices, context, policy=levels.policy()).report
    except ScdlError as err:
        told = [{"row": None, "column": None, "message": err.message(lang), "level": "error"}]
        return {"version": kept.version, "faults": told, "count": 1}
    found = [
        *(_told(each, "error", kept.columns, places, lang) for each in report.errors),
        *(_told(each, "warning", kept.columns, places, lang) for each in report.warnings),
    ]
    return {"version": kept.version, "faults": found[:FAULTS], "count": len(found)}


def forget(deposit_id: str) -> None:
    """Delete the table of a deposit: what it says is public now, or is to go."""
    ckan_model.Session.execute(sa.delete(Rows).where(Rows.deposit_id == deposit_id))
    model.write(deposit_id, typed=None)


def _content(table: Grid) -> dict[str, Any]:
    return {"columns": list(table.columns), "rows": [list(row) for row in table.rows]}


def _unchanged(deposit_id: str, table: Grid) -> Rows:
    """The table as it is kept, if it is the one that was to be saved.

    Raises:
        ValidationError: it is another one.
    """
    kept = existing(deposit_id)
    if kept.grid == table:
        return kept
    user = ckan_model.User.get(kept.user_id)
    name = user.display_name if user else tk._("Somebody")
    sentence = tk._("{name} saved this table meanwhile: your rows did not overwrite theirs. Open the table again.")
    raise tk.ValidationError({"version": [sentence.format(name=name)]})


def _told(finding: Finding, level: str, columns: Sequence[str], places: Sequence[int], lang: str) -> dict[str, Any]:
    """A finding, placed in the table: the first row of the file is its header."""
    row = places[finding.row - 2] if finding.row and 0 <= finding.row - 2 < len(places) else None
    column = columns[finding.column - 1] if finding.column and finding.column <= len(columns) else None
    return {"row": row, "column": column, "message": finding.message(lang), "level": level}


def _sentence(err: grid.GridError) -> str:
    limit = tk.h.localised_number
    sentences = {
        "shape": tk._("This is not a table: columns with different names, rows of texts."),
        "rows": tk._("The online table holds {limit} rows at most. Beyond, send a file.").format(
            limit=limit(grid.ROWS)
        ),
        "size": tk._("There is too much text for the online table. Send a file instead."),
        "cell": tk._("Row {row}: a cell is longer than {limit} characters.").format(
            row=limit(err.row + 1), limit=limit(grid.CELL_LENGTH)
        ),
    }
    return str(sentences[err.reason])
