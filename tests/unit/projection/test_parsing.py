import io

import pytest
from ckanext.socle.harvesters.projection import chunks, parsing
from ckanext.socle.harvesters.projection.parsing import Dialect
from hypothesis import given
from hypothesis import strategies as st

NAMES = ["a", "b", "c"]
SEMICOLON = Dialect(";", quoted=True)
cells = st.text(st.sampled_from('ab;" \né0'), max_size=4)


def written(rows):
    quoted = (";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return ("\n".join(quoted) + "\n").encode() if rows else b""


@pytest.mark.parametrize(
    ("line", "malformed"),
    [
        (b"1;2", 1),
        (b"1;2;3;4", 1),
        (b"1;2;3;4\n1;2", 2),
        (b'"1"x;2;3', 1),
        (b'1;"2;3', 1),
        (b'1;2"2;3', 0),
        (b"", 0),
        (b" ", 1),
        (b";", 1),
    ],
)
def test_a_malformed_line_costs_only_itself(line, malformed):
    parsed = parsing.parse(b"b;e;f\n" + line + b"\nn;d;x\n", NAMES, SEMICOLON)
    rows = parsed.frame.rows()
    assert (parsed.malformed, rows[0], rows[-1]) == (malformed, ("b", "e", "f"), ("n", "d", "x"))


def test_bytes_that_are_no_text_are_replaced_and_counted():
    parsed = parsing.parse(b"1;\xe9t\xe9;3\n4;5;6\n", NAMES, SEMICOLON)
    assert (parsed.damaged, parsed.frame["b"].to_list()) == (1, ["\ufffdt\ufffd", "5"])


def test_without_quotation_marks_they_are_letters():
    parsed = parsing.parse(b'1;"2;3\n', NAMES, Dialect(";", quoted=False))
    assert parsed.frame.rows() == [("1", '"2', "3")]


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6), st.integers(1, 40))
def test_every_record_survives_being_cut_into_pieces(rows, size):
    read = []
    for piece in chunks.chunks(io.BytesIO(written(rows)), quoted=True, size=size):
        parsed = parsing.parse(piece, NAMES, SEMICOLON)
        read += parsed.frame.rows()
        assert parsed.malformed == 0
    assert read == rows


@given(st.lists(st.lists(st.text(st.sampled_from('ab"é'), max_size=3), max_size=4), max_size=6))
def test_reading_at_once_gives_what_reading_line_by_line_gives(rows):
    data = "".join(";".join(row) + "\n" for row in rows).encode()
    at_once = parsing._at_once(data, NAMES, SEMICOLON)
    one_by_one = parsing._one_by_one(data, NAMES, SEMICOLON)
    if at_once is not None:
        assert (at_once.rows(), one_by_one.malformed) == (one_by_one.frame.rows(), 0)


def test_a_quotation_mark_never_closed_does_not_hold_the_rest_of_the_file():
    data = b'1;"2;3\n' + b"4;5;6\n" * 100
    pieces = list(chunks.chunks(io.BytesIO(data), quoted=True, size=50, longest=200))
    assert b"".join(pieces) == data
    assert max(len(piece) for piece in pieces) <= 250
