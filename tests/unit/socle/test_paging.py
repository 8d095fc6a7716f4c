import pytest

from ckanext.socle.paging import page_number, pages


def numbers(total, current):
    return [
        (f"[{link.number}]" if link.current else str(link.number)) if link.url or link.current else "…"
        for link in pages(total, 10, current, lambda page: f"?page={page}").links
    ]


@pytest.mark.parametrize(
    ("total", "current", "shown"),
    [
        (0, 1, ["[1]"]),
        (10, 1, ["[1]"]),
        (11, 1, ["[1]", "2"]),
        (200, 1, ["[1]", "2", "3", "…", "20"]),
        (200, 10, ["1", "…", "8", "9", "[10]", "11", "12", "…", "20"]),
        (200, 20, ["1", "…", "18", "19", "[20]"]),
    ],
)
def test_links_are_the_ends_and_the_neighbours(total, current, shown):
    assert numbers(total, current) == shown


def test_a_page_beyond_the_last_counts_as_the_last():
    found = pages(25, 10, 9, str)
    assert (found.current, found.previous, found.next) == (3, "2", None)


@pytest.mark.parametrize(
    ("text", "number"),
    [(None, 1), ("", 1), ("0", 1), ("-3", 1), ("2", 2), ("x", 1), ("²", 1), ("9" * 30, 1)],
)
def test_page_number_of_an_address_is_at_least_one(text, number):
    assert page_number(text) == number
