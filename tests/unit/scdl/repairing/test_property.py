"""Whatever is in the file: never more errors, no cell touched without a proposal, nothing left to do afterwards."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.scdl import Context
from ckanext.scdl.repairing import guard
from ckanext.scdl.repairing.repairer import repair
from ckanext.scdl.validation import check_file

SCHEMAS = (
    "scdl/deliberations",
    "scdl/subventions",
    "scdl/equipements",
    "scdl/prenoms",
    "scdl/budget",
    "scdl/menus-collectifs",
)
HABITS = (
    *("31/12/2024", "05/06/2024", "1er janvier 2024", "45657", "2024-1-5", "2024-12-31T10:00:00Z", "24-12-25"),
    *("12,5", "1,250", "1 250,50 €", "99.0", "NaN", "45 %", "deux", "-1", "1e400"),
    *("212 800 882 00012", "2,12801E+13", "212800882", "1088", "2a004", "w281000123"),
    *(
        "OUI",
        "x",
        "NULL",
        "néant",
        " ",
        "",
        "AIDE EN NATURE",
        "aide en numeraire",
        "M",
        "f",
        "De\u0301libe\u0301ration",
    ),
    *(
        "www.exemple.fr",
        " https://exemple.fr ",
        "a@exemple.fr;b@exemple.fr",
        "02 61 91 00 00",
        "['lait']",
        "lait, soja",
    ),
    *("???", "2025/2024", "45", "48.07", "1.3377", "21280088200013", "212800882", "7.5", "Subventions"),
    *("2024-2025", "Finances locales / Subventions", "a,b", 'guillemet "', "deux\nlignes", ";;;;", "Total"),
)
VALUES = st.one_of(
    st.sampled_from(HABITS), st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=8)
)
NAMES = st.sampled_from(("", "Date", "Montant voté", "Objet", "nom", "collé", "SIRET", "x"))


@st.composite
def spoiled(draw, sheet):
    """A valid example, some of whose cells, names, rows and columns were spoiled."""
    schema = draw(st.sampled_from(SCHEMAS))
    found = sheet(schema)
    found.rows = found.rows[: draw(st.integers(1, 8))]
    width = len(found.header)
    for _ in range(draw(st.integers(0, 6))):
        found.rows[draw(st.integers(0, len(found.rows) - 1))][draw(st.integers(0, width - 1))] = draw(VALUES)
    for _ in range(draw(st.integers(0, 2))):
        column, value = draw(st.integers(0, width - 1)), draw(VALUES)
        for row in found.rows:
            row[column] = value
    change = draw(st.sampled_from((str.upper, str.swapcase, lambda name: f" {name.replace('_', ' ')}*", str)))
    found.header = [change(name) if draw(st.booleans()) else name for name in found.header]
    if draw(st.booleans()):
        found.header[draw(st.integers(0, width - 1))] = draw(NAMES)
    if draw(st.booleans()):
        order = draw(st.permutations(range(width)))
        found.header, *found.rows = [[cells[index] for index in order] for cells in (found.header, *found.rows)]
    if draw(st.booleans()):
        row = draw(st.integers(0, len(found.rows) - 1))
        found.rows[row] = draw(st.sampled_from(([], [""] * width, found.rows[row][:-2], [*found.rows[row], "de trop"])))
    return schema, found.text(delimiter=draw(st.sampled_from(",;"))).encode("utf-8")


CONTEXT = Context(sirets=("21280088200012",), name="Commune de Châteaudun")


@pytest.fixture
def tried_twice(monkeypatch):
    """Each trial of the rows that change says what a trial of the whole table says."""
    trial, touched = guard._try, guard._touched

    def twice(plan, before):
        found = trial(plan, before)
        if touched(plan, before) is not None:
            monkeypatch.setattr(guard, "_touched", lambda *_: None)
            whole = trial(plan, before)
            monkeypatch.setattr(guard, "_touched", touched)
            assert (found.before, +found.after, +found.columns) == (whole.before, whole.after, whole.columns)
        return found

    monkeypatch.setattr(guard, "_try", twice)
    monkeypatch.setattr(guard, "BATCH", 2)


@pytest.mark.usefixtures("tried_twice")
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_safe_repairs_keep_their_promises(sheet, data):
    schema, content = data.draw(spoiled(sheet))
    known = data.draw(st.sampled_from((None, CONTEXT)))
    repaired = repair(content, schema, context=known)
    again = check_file(repaired.content, schema, repaired_guesses())

    assert len(again.errors) == len(repaired.after.errors) <= len(repaired.before.errors)
    assert repair(repaired.content, schema, repaired_guesses(), context=known).content == repaired.content
    assert untouched(repaired) == 0


def new_columns(repaired):
    """The values of the columns that were added, which every row but a blank one has."""
    return [each.after for each in repaired.plan.safe if each.rule == "new-column"]


def repaired_guesses():
    from ckanext.scdl import Guesses

    return Guesses(encoding="utf-8", delimiter=",", header_row=1)


def untouched(repaired):
    """Count the cells that differ though no safe proposal names them."""
    table, plan = repaired.before.table, repaired.plan
    named = {(each.row, each.column): each.after for each in plan.safe if each.row != table.header_row}
    removed = {each.column for each in plan.safe if each.rule in {"blank-column", "copied-column"}}
    blank = {each.row for each in plan.safe if each.rule == "blank-row"}
    written = list(csv.reader(io.StringIO(repaired.content.decode(), newline="")))[1:]
    expected = []
    for index, cells in enumerate(table.rows):
        row = table.row_number(index)
        if row not in blank:
            kept = [(named.get((row, place), cell)) for place, cell in enumerate(cells, 1) if place not in removed]
            added = new_columns(repaired) if any(cells) else []
            # A cell that the row stops before may be filled, too.
            added += [after for (at, place), after in named.items() if at == row and (place or 0) > len(cells)]
            expected.append(sorted(filter(None, [*kept, *added])))
    return sum(
        sorted(filter(None, cells)) != cells_before for cells, cells_before in zip(written, expected, strict=True)
    )
