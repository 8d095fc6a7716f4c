import pytest

from ckanext.territories import codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [("212800882", "212800882"), ("212 800 882", "212800882"), ("212800883", None), ("2128", None), ("abc", None)],
)
def test_a_siren_is_nine_digits_with_a_key(text, expected):
    assert codes.siren(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("28088", "commune", "28088"),
        ("1001", "commune", "01001"),
        ("2a004", "commune", "2A004"),
        ("28063", "commune", "28063"),
        ("28999", "commune", None),
        ("28", "departement", "28"),
        ("24", "region", "24"),
        ("28088", "departement", None),
        ("28088", None, "28088"),
        ("24", "syndicat", "24"),
        ("99", None, None),
    ],
)
def test_a_code_is_known_for_its_kind_of_body(text, kind, expected):
    assert codes.territory_code(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "found", "wrong"),
    [
        ("28200", ["28200"], []),
        (" 28200, 28220;28200 ", ["28200", "28220"], []),
        ("28200 Cedex", ["28200"], ["Cedex"]),
        ("", [], []),
    ],
)
def test_postal_codes_are_read_from_a_list(text, found, wrong):
    assert codes.postal_codes(text) == (found, wrong)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [("28088", "fr:commune:28088"), ("fr:region:24", "fr:region:24"), ("28063", "fr:commune:28236")],
)
def test_a_zone_may_be_a_bare_insee_code(text, identifier):
    assert codes.zone(text).id == identifier


def test_an_unknown_zone_is_none():
    assert codes.zone("fr:lune:1") is None
