"""What a person who knows the commune would notice: warnings, never errors, and none on a right file."""

import csv
import datetime
import io
import json
from pathlib import Path

import pytest

from ckanext.scdl import Bounds, Context, Guesses, Published, registry, validate
from ckanext.scdl.checking.beyond import CHECKS, places, senses_of
from ckanext.scdl.checking.beyond.amounts import Amounts
from ckanext.scdl.checking.beyond.communes import codes
from ckanext.scdl.reading import read
from ckanext.scdl.validation import check_file

D, S, E, P, B, M = (
    f"scdl/{name}" for name in ("deliberations", "subventions", "equipements", "prenoms", "budget", "menus-collectifs")
)
TODAY = datetime.date(2026, 11, 22)
CHATEAUDUN = Context(
    sirets=("21280088200012",),
    name="Commune de Châteaudun",
    insee_code="28088",
    bounds=Bounds(1.25, 48.03, 1.42, 48.12),
    today=TODAY,
)
RECORDED = json.loads((Path(__file__).parents[4] / "test-data" / "scdl" / "agreement.json").read_text(encoding="utf-8"))
CODES = {code for check in CHECKS for code in check.codes}

CELLS = [
    (D, "COLL_SIRET", "21860194600013", "other-siret"),
    (S, "idAttribuant", "21860194600013", "other-siret"),
    (D, "DELIB_DATE", "1900-01-05", "date-zero"),
    (D, "DELIB_DATE", "1904-01-01", "date-zero"),
    (D, "PREF_DATE", "2042-01-05", "date-in-future"),
    (S, "dateConvention", "2026-11-24", "date-in-future"),
    (S, "dateConvention", "1924-03-01", "date-too-early"),
    (S, "dateConvention", "0024-03-01", "date-too-early"),
    (M, "menuDate", "2204-03-01", "date-too-late"),
    (M, "menuPublicationDate", "2042-01-06T08:30:00", "date-in-future"),
    (P, "ANNEE", "2042", "date-in-future"),
    (P, "COLL_INSEE", "28999", "unknown-commune"),
    (P, "COLL_INSEE", "28085", "other-commune"),
    (P, "COLL_INSEE", "01039", "former-commune"),
    (P, "COLL_INSEE", "75001", "unknown-commune"),
    (S, "montant", "150000000", "amount-out-of-proportion"),
    (D, "VOTE_EFFECTIF", "3300", "unlikely-number"),
    (E, "EQUIP_LAT", "4.807", "outside-france"),
    (E, "EQUIP_LAT", "43.6", "outside-commune"),
    (E, "EQUIP_UID", "28999-01010401-001", "unknown-commune"),
]


def warned(report):
    return [(each.code, each.row, each.field) for each in report.warnings if each.code in CODES]


@pytest.mark.parametrize(("schema", "field", "value", "code"), CELLS)
def test_a_cell(sheet, schema, field, value, code):
    report = check_file(sheet(schema).put(field, value, row=4).bytes(), schema, Guesses(), context=CHATEAUDUN)
    shown = "EQUIP_LAT" if field.startswith("EQUIP_L") else field
    assert (code, 4, shown) in warned(report)


@pytest.mark.parametrize("schema", [D, S, E, P, B, M])
def test_a_right_file_gives_no_warning(sheet, schema):
    content = sheet(schema).bytes()
    context = Context(
        CHATEAUDUN.sirets,
        insee_code="28088",
        bounds=CHATEAUDUN.bounds,
        published=(Published(read(content), "le même"),),
        today=TODAY,
    )
    assert warned(check_file(content, schema, Guesses(), context=context)) == []


def test_without_context_only_the_file_is_judged(sheet):
    report = check_file(sheet(D).put("COLL_SIRET", "21860194600013").bytes(), D, Guesses())
    assert warned(report) == []


def test_with_the_siren_alone_no_siret_is_proposed(sheet):
    content = sheet(D).put("COLL_SIRET", "21860194600013").bytes()
    (found,) = [
        each for each in validate(content, D, context=Context(siren="212800882")).warnings if each.code in CODES
    ]
    assert found.key == "other-siret.siren"
    assert "212800882" in found.message("fr")


def test_a_former_commune_is_its_successor_s_own(sheet):
    content = sheet(P).put("COLL_INSEE", "01039").put("ANNEE", "2020").bytes()
    assert ("other-commune", 2, "COLL_INSEE") not in warned(
        check_file(content, P, Guesses(), context=Context(insee_code="01138"))
    )


def test_another_siret_is_said_once_with_its_count(sheet):
    other = sheet(D)
    for row in range(2, 8):
        other.put("COLL_SIRET", "21860194600013", row=row)
    (found,) = [each for each in validate(other.bytes(), D, context=CHATEAUDUN).warnings if each.code == "other-siret"]
    assert (found.row, found.params["count"]) == (2, 6)
    assert "21280088200012" in found.message("fr")


def test_a_row_published_with_another_content(sheet):
    before = Published(read(sheet(D).bytes()), "Délibérations 2024")
    changed = sheet(D).put("DELIB_OBJET", "Un tout autre objet", row=5)
    report = check_file(changed.bytes(), D, Guesses(), context=Context(published=(before,), today=TODAY))
    assert warned(report) == [("published-otherwise", 5, "DELIB_OBJET")]


def test_a_row_of_another_name_is_new(sheet):
    before = Published(read(sheet(D).bytes()))
    report = check_file(sheet(D).put("DELIB_ID", "9999").bytes(), D, Guesses(), context=Context(published=(before,)))
    assert warned(report) == []


def test_a_total_among_the_rows(sheet):
    total = sheet(S)
    blank = [""] * len(total.header)
    blank[total.header.index("nomAttribuant")], blank[total.header.index("montant")] = "Sous-total", "12000"
    total.rows.insert(3, blank)
    assert ("total-row", 5) in [(code, row) for code, row, _ in warned(validate(total.bytes(), S))]


def test_an_error_gets_no_warning_besides(sheet):
    report = check_file(sheet(D).put("VOTE_EFFECTIF", "x").bytes(), D, Guesses(), context=CHATEAUDUN)
    assert "unlikely-number" not in {code for code, _, _ in warned(report)}


@pytest.mark.parametrize(
    ("code", "day", "known"),
    [
        ("28088", "2024-01-01", True),
        ("75101", "2024-01-01", True),
        ("2A004", "2024-01-01", True),
        ("97411", "2024-01-01", True),
        ("01039", "2022-12-31", True),
        ("01039", "2023-01-01", False),
        ("49126", "2024-06-01", False),
        ("49126", "2025-06-01", True),
        ("28999", "2024-01-01", False),
    ],
)
def test_the_code_of_a_commune_is_one_at_a_day(code, day, known):
    assert codes().is_commune(code, day) is known


def test_a_commune_is_judged_at_its_rows_day(sheet):
    years = [sheet(P).put("COLL_INSEE", "01039").put("ANNEE", year).bytes() for year in ("2020", "2025")]
    found = [{code for code, _, _ in warned(check_file(each, P, Guesses()))} for each in years]
    assert found == [set(), {"former-commune"}]


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ([500, 800, 1200, 1500, 2000, 3000, 5000, 8000, 12_000_000], True),
        ([500, 800, 1200, 1500, 2000, 3000, 5000, 8000, 300_000], False),
        ([500, 12_000_000], False),
        ([500] * 20 + [40_000, 300_000, 2_000_000], False),
    ],
)
def test_amounts_out_of_proportion(sheet, amounts, found):
    table = sheet(S)
    table.rows = [list(table.rows[0]) for _ in amounts]
    for row, amount in enumerate(amounts, start=2):
        table.put("montant", str(amount), row=row)
    assert ("amount-out-of-proportion" in {code for code, _, _ in warned(validate(table.bytes(), S))}) is found
    assert "amount-out-of-proportion" in Amounts.codes


@pytest.mark.parametrize("recorded", RECORDED["schemas"], ids=lambda recorded: recorded["schema"])
def test_a_right_row_of_every_version_gives_no_warning(recorded):
    schema = registry.find(recorded["schema"])
    out = io.StringIO()
    csv.writer(out).writerows([schema.field_names, recorded["row"]])
    # The latitude of those rows is 12.5: they are told, and rightly.
    found = {code for code, _, _ in warned(check_file(out.getvalue().encode(), schema, Guesses()))}
    assert found <= {"outside-france"}


@pytest.mark.parametrize("entry", [each for each in registry.entries() if each.kind == "tableschema"], ids=str)
def test_senses_name_columns_of_their_schema(entry):
    known = {name for version in entry.versions for name in registry.load(entry.name, version.version).field_names}
    senses = senses_of(entry.name)
    pairs = {name for names in senses.coordinates for name in names}
    assert known >= {*senses.columns, *senses.key, *senses.key_blanks, *senses.past, *senses.earliest, *pairs}
    assert set(senses.key) >= set(senses.key_blanks)


def test_a_box_needs_enough_points_and_forgets_slips() -> None:
    points = [(1.0 + index, 48.0) for index in range(places.ENOUGH_POINTS - 1)] + [(1.0, 47.0)]
    assert places.box_of(points[1:]) is None
    assert places.box_of([*points, (0.0, 0.0)]) == Bounds(1.0, 47.0, 9.0, 48.0)
