"""What the schema lets pass is a warning, never an error."""

import pytest

from ckanext.scdl import validate

STATION = "nom_station,coordonneesXY\n"


def warned(content, schema):
    report = validate(content, schema)
    found = [(each.code, each.row, each.column) for each in report.warnings if each.row and each.row > 1]
    return report.valid, found


def test_a_row_written_twice(sheet):
    twice = sheet("scdl/prenoms")
    twice.rows.append(twice.rows[0])
    assert warned(twice.bytes(), "prenoms") == (True, [("duplicate-row", 18, None)])


@pytest.mark.parametrize("value", [" ", "NULL", "n/a", "Néant", "?", "\u00a0"])
def test_a_word_for_nothing_in_a_required_text(sheet, value):
    doubtful = sheet("scdl/deliberations").put("DELIB_OBJET", value, row=4)
    assert warned(doubtful.bytes(), "deliberations") == (True, [("empty-word", 4, 7)])


def test_a_word_for_nothing_in_an_optional_text_is_fine(sheet):
    assert warned(sheet("scdl/deliberations").put("PREF_ID", "néant").bytes(), "deliberations") == (True, [])


@pytest.mark.parametrize("value", ["NaN", "-INF"])
def test_a_number_without_a_value(sheet, value):
    doubtful = sheet("scdl/subventions").put("montant", value, row=4)
    assert warned(doubtful.bytes(), "subventions") == (True, [("not-a-number", 4, 9)])


def test_a_latitude_in_the_place_of_the_longitude(sheet):
    swapped = sheet("scdl/equipements").put("EQUIP_LAT", "1.3377", row=3).put("EQUIP_LONG", "48.0702", row=3)
    assert warned(swapped.bytes(), "equipements") == (True, [("swapped-coordinates", 3, swapped.column("EQUIP_LAT"))])


@pytest.mark.parametrize(
    ("point", "count"), [("[48.0702,1.3377]", 1), ("[1.3377,48.0702]", 0), ("[-61.5,16.2]", 0), ("x", 0)]
)
def test_a_point_written_latitude_first(point, count):
    content = f'{STATION}Place,"{point}"\n'
    found = [each.code for each in validate(content.encode(), "etalab/schema-irve-statique").warnings]
    assert found.count("swapped-coordinates") == count


def test_a_cell_in_error_is_not_doubted_as_well(sheet):
    wrong = sheet("scdl/subventions").put("pourcentageSubvention", "NaN", row=4)
    assert warned(wrong.bytes(), "subventions") == (False, [])
