"""The online table as a value: what is taken, what is a row, the file that it makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.deposit.grid import CELL_LENGTH, COLUMNS, ROWS, SIZE, Grid, GridError, parse
from ckanext.scdl import registry
from ckanext.scdl.filling.columns import Column
from ckanext.scdl.reading import read

SCHEMA = registry.find("scdl/deliberations")
# What a line of text may hold; line ends of other systems would come back as this one's.
WORDS = st.text(st.characters(exclude_categories=["C"], include_characters="\n"), max_size=20).map(str.strip)


def test_short_rows_are_filled_up_and_what_no_database_keeps_is_left_out():
    table = parse(["a", "b"], [["1"], ["x\0y", "\ud800"]])
    assert table.rows == (("1", ""), ("xy", "?"))


@pytest.mark.parametrize(
    ("names", "rows", "reason"),
    [
        (None, [], "shape"),
        ([], [], "shape"),
        (["a", "a"], [], "shape"),
        ([" "], [], "shape"),
        ([f"c{index}" for index in range(COLUMNS + 1)], [], "shape"),
        (["a"], "1", "shape"),
        (["a"], [1], "shape"),
        (["a"], [[1]], "shape"),
        (["a"], [["1", "2"]], "shape"),
        (["a"], [["1"]] * (ROWS + 1), "rows"),
        (["a"], [["1"], ["x" * (CELL_LENGTH + 1)]], "cell"),
        (["a"], [["x" * CELL_LENGTH]] * (SIZE // CELL_LENGTH + 1), "size"),
    ],
)
def test_what_is_no_table_or_too_much_of_one_is_refused(names, rows, reason):
    with pytest.raises(GridError) as refused:
        parse(names, rows)
    assert refused.value.reason == reason


def test_what_the_portal_writes_by_itself_makes_no_row():
    table = Grid(
        ("SIRET", "NOM", "x"), (("1", "", ""), ("1", " Lyon ", " "), ("2", "", ""), ("1", "", "a"), ("", "", ""))
    )
    assert table.filled({"SIRET": "1", "NOM": "Lyon"}) == (2, 3)


@given(st.lists(st.lists(WORDS, min_size=len(SCHEMA.fields), max_size=len(SCHEMA.fields)), min_size=1, max_size=6))
def test_the_file_is_read_back_as_what_was_typed(rows):
    table = Grid(SCHEMA.field_names, tuple(map(tuple, rows)))
    kept = table.only(table.filled({}))
    if kept.rows:
        found = read(kept.as_csv(), known=SCHEMA.field_names)
        assert (found.labels, [tuple(row) for row in found.rows]) == (kept.columns, list(kept.rows))


def test_a_bound_of_zero_is_said_to_the_browser():
    said = Column("VOTE_POUR", "Voix pour", kind="integer", minimum=0).to_dict()
    assert (said["minimum"], "required" in said, "maximum" in said) == (0, False, False)
