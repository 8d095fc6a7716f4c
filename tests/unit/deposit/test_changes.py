"""What changed since the last version."""

from ckanext.deposit.changes import compare, differing, filled
from ckanext.scdl.reading import read


def table(text):
    return read(text.encode())


BEFORE = table("id;nom;age\n1;Anne;10\n2;Marc;20\n3;Jean;30\n")


def test_rows_come_go_and_change_by_their_key():
    found = compare(BEFORE, table("id;nom;age\n1;Anne;11\n3;Jean;30\n4;Lise;40\n"), ["id"])
    assert (found.added, found.removed, found.changed) == (1, 1, 1)
    assert found.first_added == (("4", "Lise", "40"),)
    assert found.first_removed == (("2", "Marc", "20"),)
    assert found.first_changed == ((("1", "Anne", "10"), ("1", "Anne", "11")),)


def test_without_a_key_a_column_that_names_each_row_is_one():
    found = compare(BEFORE, table("id;nom;age\n1;Anne;11\n2;Marc;20\n3;Jean;30\n"))
    assert (found.added, found.removed, found.changed, found.key) == (0, 0, 1, ("id",))


def test_without_any_key_a_changed_row_went_and_came():
    found = compare(table("nom;age\nAnne;10\nAnne;20\n"), table("nom;age\nAnne;10\nAnne;21\n"))
    assert (found.added, found.removed, found.changed) == (1, 1, 0)


def test_of_a_row_what_is_filled_is_shown_and_of_a_change_what_differs():
    assert filled(("a", "b", "c"), [("1", "", "2"), ("3", "", "")]) == (["a", "c"], [["1", "2"], ["3", ""]])
    assert differing(("a", "b"), ("1", "2"), ("1", "3")) == [("b", "2", "3")]


def test_the_order_of_columns_and_rows_is_no_change():
    found = compare(BEFORE, table("nom;id;age\nJean;3;30\nAnne;1;10\nMarc;2;20\n"), ["id"])
    assert (found.added, found.removed, found.changed) == (0, 0, 0)


def test_a_first_publication_is_all_new_and_its_first_rows_are_shown():
    found = compare(None, table("id\n" + "\n".join(map(str, range(9))) + "\n"))
    assert (found.added, found.removed, len(found.first_added)) == (9, 0, 5)


def test_rows_of_one_key_twice_are_each_counted():
    found = compare(table("id;v\n1;a\n1;b\n"), table("id;v\n1;c\n"), ["id"])
    assert (found.added, found.removed, found.changed) == (0, 1, 1)
