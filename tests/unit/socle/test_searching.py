from urllib.parse import parse_qsl

import pytest

from ckanext.socle import searching


def asked(*pairs, page=1):
    return searching.read(pairs, page)


def test_words_are_ordered_by_relevance_and_no_words_by_date():
    assert asked(("q", "budget")).query()["sort"].startswith("score desc")
    assert asked().query()["sort"] == "metadata_modified desc"


def test_a_sort_chosen_wins():
    assert asked(("q", "budget"), ("sort", "title")).query()["sort"] == "title_string asc"


@pytest.mark.parametrize("pair", [("capacity", "private"), ("fq", "x"), ("organization", " "), ("sort", "drop table")])
def test_what_is_unknown_or_empty_is_left_out(pair):
    search = asked(pair)
    assert search.filters == ()
    assert search.sort == ""


def test_a_filter_is_quoted_so_that_it_stays_one_value():
    assert '+theme:"a\\" OR b\\\\"' in asked(("theme", 'a" OR b\\')).query()["fq"]


def test_pages_start_where_the_one_before_ended():
    assert asked(page=3).query()["start"] == 2 * searching.PAGE_SIZE


def test_the_address_of_a_page_keeps_words_filters_and_sort():
    search = asked(("q", "école"), ("theme", "EDUC"), ("sort", "title"))
    assert parse_qsl(search.parameters(page=2)) == [("q", "école"), ("theme", "EDUC"), ("sort", "title"), ("page", "2")]


def test_a_filter_that_is_on_is_turned_off_by_its_own_link():
    search = asked(("theme", "EDUC"), ("res_format", "CSV"))
    assert parse_qsl(search.toggled("theme", "EDUC")) == [("res_format", "CSV")]
    assert ("license_id", "lov2") in parse_qsl(search.toggled("license_id", "lov2"))


def test_a_facet_lists_the_most_frequent_first_in_words():
    counted = [
        {"name": "a", "display_name": "a", "count": 1},
        {"name": "b", "display_name": "b", "count": 5},
    ]
    facet = searching.facet(asked(("theme", "a")), "theme", "Theme", counted, {"b": "Budget"})
    assert [(item.label, item.count, item.active) for item in facet.items] == [("Budget", 5, False), ("a", 1, True)]


def test_a_filter_without_any_answer_can_still_be_removed():
    facet = searching.facet(asked(("theme", "zz")), "theme", "Theme", [], {})
    assert [(item.label, item.count, item.active) for item in facet.items] == [("zz", 0, True)]
