import pytest
from ckanext.socle.harvesters.projection import keys
from ckanext.socle.harvesters.projection.definition import INSEE, PARTED, SIREN

from tests.unit.projection.tables import CHARTRES, CHATEAUDUN, DREUX_AGGLO, TARGETS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("28088", "28088"),
        (" 28088 ", "28088"),
        ("1004", "01004"),
        ("2a004", "2A004"),
        ("75106", "75056"),
        ("69389", "69123"),
        ("13216", "13055"),
        ("28002", "28199"),
        ("97105", "97105"),
        ("99999", None),
        ("Châteaudun", None),
    ],
)
def test_a_commune_is_todays(text, code):
    assert keys.commune(text) == code


@pytest.mark.parametrize(
    ("departement", "number", "code"),
    [
        ("28", "088", "28088"),
        ("028", "088", "28088"),
        ("1", "4", "01004"),
        ("2A", "004", "2A004"),
        ("ZA", "105", "97105"),
        ("101", "105", "97105"),
        ("103", "209", "97209"),
        ("ZX", "701", "97701"),
        ("ZX", "801", "97801"),
        ("28", "28088", "28088"),
        ("ZA", "ZA105", "97105"),
        ("ZA", "97105", "97105"),
        ("75", "056", "75056"),
        ("28", "999", None),
    ],
)
def test_a_commune_in_two_columns(departement, number, code):
    assert keys.parted_commune(departement, number) == code


@pytest.mark.parametrize(
    ("text", "siren"),
    [
        ("21280088200016", "212800882"),
        ("212 800 882", "212800882"),
        ("5650148900016", "056501489"),
        ("212800883", None),
        ("", None),
        ("W281000123", None),
        ("123456789012345", None),
    ],
)
def test_a_siret_begins_with_its_siren(text, siren):
    assert keys.siren(text) == siren


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (INSEE, CHATEAUDUN, CHATEAUDUN),
        (INSEE, "75101", "75056"),
        (INSEE, "01004", keys.ELSEWHERE),
        (INSEE, "", keys.WITHOUT_KEY),
        (INSEE, "xxxxx", keys.UNKNOWN),
        (PARTED, "28|085", CHARTRES),
        (PARTED, "|", keys.WITHOUT_KEY),
        (SIREN, "21280085800018", CHARTRES),
        (SIREN, DREUX_AGGLO, DREUX_AGGLO),
        (SIREN, "217500016", keys.ELSEWHERE),
        (SIREN, "1", keys.UNKNOWN),
    ],
)
def test_a_key_finds_its_slice_or_says_why_not(kind, text, code):
    codes = sorted(TARGETS.wanted(kind))
    resolve = keys.resolver(kind, TARGETS, {code: number for number, code in enumerate(codes)})
    found = resolve(text)
    assert (codes[found] if found >= 0 else found) == code
