import pytest

from ckanext.datagouv.feeds import Start, start


@pytest.mark.parametrize(
    ("asked", "begin"),
    [
        ({}, Start()),
        ({"page": ""}, Start()),
        ({"page": "3"}, Start(page=3)),
        ({"page": "1000000"}, Start(page=1_000_000)),
        ({"after": "7c0d"}, Start(after="7c0d")),
    ],
)
def test_page_begins_where_it_is_asked_to(asked, begin):
    assert start(asked) == begin


@pytest.mark.parametrize("page", ["0", "-1", "deux", "1.5", "1000001", "9" * 30, "9" * 5000])
def test_no_such_page(page):
    with pytest.raises(ValueError):
        start({"page": page})


def test_null_character_is_no_identifier():
    with pytest.raises(ValueError):
        start({"after": "a\0"})
