import pytest

from ckanext.datagouv.feeds import Page, page_number


@pytest.mark.parametrize(("text", "number"), [(None, 1), ("", 1), ("3", 3), ("1000000", 1_000_000)])
def test_page_number(text, number):
    assert page_number(text) == number


@pytest.mark.parametrize("text", ["0", "-1", "deux", "1.5", "1000001", "9" * 30, "9" * 5000])
def test_no_such_page(text):
    with pytest.raises(ValueError):
        page_number(text)


@pytest.mark.parametrize(("count", "last"), [(0, 1), (1, 1), (100, 1), (101, 2)])
def test_last_page(count, last):
    assert Page(1, [], count, 100).last == last
