"""The verdict and the cells are Validata's, defect by defect; where they differ, ``differences.py`` says so.

The expectations were taken from Validata 0.12.5 (frictionless 5.19.1) on files with the same defects.
"""

import pytest

from ckanext.scdl import validate
from ckanext.scdl.checking.differences import DIFFERENCES

D, S, E, P, B, M = (
    f"scdl/{name}" for name in ("deliberations", "subventions", "equipements", "prenoms", "budget", "menus-collectifs")
)
TYPE, CONSTRAINT, SIRET = "type-error", "constraint-error", "french-siret-value"

CELLS = [
    (D, "DELIB_DATE", "31/12/2024", [TYPE]),
    (D, "DELIB_DATE", "2024-02-30", [TYPE]),
    (D, "DELIB_DATE", "24-12-31", [TYPE]),
    (D, "DELIB_DATE", "2024-12-31 10:00", [TYPE]),
    (D, "DELIB_DATE", "45657", [TYPE]),
    (D, "DELIB_DATE", "31 décembre 2024", [TYPE]),
    (D, "DELIB_DATE", "2024-1-5", []),
    (D, "DELIB_OBJET", "", [CONSTRAINT]),
    (D, "DELIB_OBJET", " ", []),
    (D, "DELIB_OBJET", "NULL", []),
    (D, "DELIB_OBJET", "ligne 1\nligne 2 ; suite", []),
    (D, "DELIB_MATIERE_CODE", "7", [CONSTRAINT]),
    (D, "COLL_SIRET", "21280088200013", [SIRET]),
    (D, "COLL_SIRET", "2128008820001", [CONSTRAINT, SIRET]),
    (D, "COLL_SIRET", "212 800 882 00012", [CONSTRAINT]),
    (D, "COLL_SIRET", "2,128E+13", [CONSTRAINT, SIRET]),
    (D, "COLL_SIRET", "35600000049837", []),
    (D, "VOTE_EFFECTIF", "33.5", [TYPE]),
    (D, "VOTE_EFFECTIF", "33.0", [TYPE]),
    (D, "VOTE_EFFECTIF", "trente", [TYPE]),
    (D, "VOTE_EFFECTIF", "5", ["compare-columns-value"]),
    (D, "VOTE_EFFECTIF", "100", []),
    (D, "VOTE_EFFECTIF", "", ["cohesive-columns-value"]),
    (D, "VOTE_CONTRE", "3", ["sum-columns-value"]),
    (D, "PREF_DATE", "2020-01-01", ["compare-columns-value"]),
    (D, "BUDGET_ANNEE", "2024", ["cohesive-columns-value"]),
    (D, "DELIB_MATIERE_NOM", "Finances communales/Subventions", ["nomenclature-actes-value"]),
    (D, "DELIB_MATIERE_NOM", "Finances locales", ["nomenclature-actes-value"]),
    (D, "DELIB_MATIERE_NOM", "FINANCES LOCALES/Subventions", []),
    (D, "DELIB_URL", "pas une adresse", [TYPE]),
    (D, "DELIB_URL", "https://a.fr/1 https://a.fr/2", []),
    (S, "montant", "1500,50", [TYPE]),
    (S, "montant", "1 500.50", [TYPE]),
    (S, "montant", "1500 €", [TYPE]),
    (S, "montant", "1.25E+01", []),
    (S, "montant", " 12.5 ", []),
    (S, "montant", "NaN", []),
    (S, "pourcentageSubvention", "NaN", [CONSTRAINT] * 2),
    (S, "pourcentageSubvention", "100", [CONSTRAINT]),
    (S, "pourcentageSubvention", "0", [CONSTRAINT]),
    (S, "notificationUE", "OUI", [TYPE]),
    (S, "notificationUE", "faux", [TYPE]),
    (S, "nature", "aide", [CONSTRAINT]),
    (S, "nature", "aide en numeraire", [CONSTRAINT]),
    (S, "nature", "aide en numéraire ", [CONSTRAINT]),
    (S, "objet", "x" * 257, [CONSTRAINT]),
    (S, "idBeneficiaire", "21280088200013", [SIRET]),
    (S, "rnaBeneficiaire", "", ["one-of-required"]),
    (S, "rnaBeneficiaire", "281000123", [CONSTRAINT]),
    (E, "EQUIP_EMAIL", "accueil.exemple.fr", [TYPE]),
    (E, "EQUIP_EMAIL", "a@exemple.fr;b@exemple.fr", [TYPE]),
    (E, "ERP_CATEGORIE", "6", [CONSTRAINT]),
    (E, "EQUIP_LAT", "48,07", [TYPE]),
    (E, "EQUIP_LAT", "1.337700", []),
    (E, "ADR_CODEPOSTAL", "282000", [CONSTRAINT]),
    (P, "ANNEE", "24", [TYPE]),
    (P, "ANNEE", "2024/2025", [TYPE]),
    (P, "COLL_INSEE", "1088", [CONSTRAINT]),
    (P, "COLL_INSEE", "2A004", []),
    (P, "NOMBRE_OCCURRENCES", "0", [CONSTRAINT]),
    (B, "BGT_MTPREV", "1 000", [TYPE]),
    (B, "BGT_SECTION", "exploitation", [CONSTRAINT]),
    (M, "menuPublicationDate", "2025-10-27", [TYPE]),
    (M, "menuPublicationDate", "2025-10-27 09:00:00", []),
    (M, "menuPublicationDate", "27/10/2025 09:00", [TYPE]),
    (M, "menuPlatAllergene", "lait, soja", [TYPE]),
    (M, "menuPlatAllergene", "['lait']", [TYPE]),
    (M, "menuPlatAllergene", '["cacahuète"]', [CONSTRAINT]),
]
WHOLE_ROW = {"one-of-required"}


@pytest.mark.parametrize(("schema", "field", "value", "codes"), CELLS)
def test_a_cell(sheet, schema, field, value, codes):
    spoiled = sheet(schema).put(field, value, row=6)
    report = validate(spoiled.bytes(), schema)
    assert sorted(error.code for error in report.errors) == sorted(codes)
    assert {error.row for error in report.errors} <= {6}
    for error in report.errors:
        row_only = error.code in WHOLE_ROW
        leading = {"VOTE_CONTRE": "VOTE_REEL"}.get(field, field)
        assert error.column == (None if row_only else spoiled.column(leading))


@pytest.mark.parametrize("schema", [D, S, E, P, B, M])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_an_example_is_valid_however_it_is_written(sheet, schema, encoding, delimiter):
    report = validate(sheet(schema).bytes(encoding, delimiter=delimiter, newline="\r\n"), schema)
    assert report.valid
    assert report.table.delimiter == delimiter
    assert [each.code for each in report.warnings if each.code != "missing-optional-label"] == []


def test_a_missing_required_column_is_an_error(sheet):
    report = validate(sheet(D).drop("DELIB_OBJET").bytes(), D)
    assert [(each.code, each.field) for each in report.errors] == [("missing-label", "DELIB_OBJET")]


def test_a_missing_optional_column_is_a_warning(sheet):
    report = validate(sheet(D).drop("DELIB_URL").bytes(), D)
    assert report.valid
    assert [(each.code, each.field) for each in report.warnings] == [("missing-optional-label", "DELIB_URL")]


def test_some_cohesive_columns_alone_are_an_error_on_the_header(sheet):
    report = validate(sheet(D).drop("VOTE_CONTRE").bytes(), D)
    assert [(each.code, each.row, each.column) for each in report.errors] == [("cohesive-columns-value", 1, None)]


def test_an_extra_column_is_a_warning(sheet):
    extra = sheet(D)
    extra.header.insert(3, "commentaire")
    for row in extra.rows:
        row.insert(3, "x")
    report = validate(extra.bytes(), D)
    assert report.valid
    assert [(each.code, each.column) for each in report.warnings] == [("extra-label", 4)]


def test_another_order_is_a_warning(sheet):
    swapped = sheet(D)
    for cells in (swapped.header, *swapped.rows):
        cells.reverse()
    report = validate(swapped.bytes(), D)
    assert report.valid
    assert [each.code for each in report.warnings] == ["disordered-labels"]


@pytest.mark.parametrize(("name", "found"), [("dELIB_OBJET", False), ("DÉLIB_OBJET", False), (" DELIB_OBJET ", True)])
def test_a_column_is_matched_by_its_exact_trimmed_name(sheet, name, found):
    renamed = sheet(D)
    renamed.header[renamed.header.index("DELIB_OBJET")] = name
    report = validate(renamed.bytes(), D)
    assert report.valid is found
    assert found or "ressemble" in report.errors[0].message("fr")


def test_two_columns_of_one_name_are_an_error(sheet):
    twice = sheet(D)
    twice.header[7] = "DELIB_OBJET"
    report = validate(twice.bytes(), D)
    assert ("duplicate-label", 8) in [(each.code, each.column) for each in report.errors]


def test_an_extra_cell_is_an_error(sheet):
    long = sheet(D)
    long.rows[3].append("surplus")
    report = validate(long.bytes(), D)
    assert [(each.code, each.row, each.column) for each in report.errors] == [("extra-cell", 5, 18)]


def test_a_row_that_stops_early_is_an_error(sheet):
    short = sheet(P)
    del short.rows[3][-1]
    report = validate(short.bytes(), P)
    assert {(each.code, each.row, each.column) for each in report.errors} == {
        ("missing-cell", 5, 6),
        ("constraint-error", 5, 6),
    }


def test_a_blank_row_in_the_middle_is_one_error(sheet):
    blank = sheet(S)
    blank.rows[3] = [""] * len(blank.header)
    report = validate(blank.bytes(), S)
    assert [(each.code, each.row) for each in report.errors] == [("blank-row", 5)]


def test_rows_are_numbered_by_record_not_by_line(sheet):
    spoiled = sheet(D).put("DELIB_OBJET", "a\nb\nc", row=3).put("DELIB_DATE", "hier", row=6)
    assert [each.row for each in validate(spoiled.bytes(), D).errors] == [6]


def test_more_than_a_thousand_errors_are_all_said(sheet):
    many = sheet(P)
    many.rows = [[*many.rows[0][:-1], "an"] for _ in range(1500)]
    assert len(validate(many.bytes(), P).errors) == 1500


def _blank_end(sheet):
    return sheet(D).bytes() + b"\n\n,,,,,,,,,,,,,,,,\n"


def _blank_columns(sheet):
    blank = sheet(D)
    for cells in (blank.header, *blank.rows):
        cells += ["", ""]
    return blank.bytes()


def _padded_rows(sheet):
    padded = sheet(D)
    for cells in padded.rows:
        cells += ["", ""]
    return padded.bytes()


@pytest.mark.parametrize(
    ("schema", "made", "warning"),
    [
        (D, _blank_end, "blank-tail"),
        (D, _blank_columns, "blank-column"),
        (D, _padded_rows, None),
        (S, lambda sheet: sheet(S).put("nature", "Aide En Numéraire").bytes(), "enum-spelling"),
        (S, lambda sheet: sheet(S).put("nature", "aide en nume\u0301raire").bytes(), "enum-spelling"),
        (E, lambda sheet: sheet(E).put("EQUIP_THEME", "Equipement d’enseignement").bytes(), "enum-spelling"),
    ],
)
def test_harmless_defects_are_at_most_warnings(sheet, schema, made, warning):
    report = validate(made(sheet), schema)
    assert report.valid
    assert {each.code for each in report.warnings} - {"missing-optional-label"} == ({warning} if warning else set())


def test_a_type_error_is_not_said_to_be_blank(sheet):
    report = validate(sheet(D).put("VOTE_POUR", "vingt").bytes(), D)
    assert [each.code for each in report.errors] == ["type-error"]


def test_every_difference_has_its_reason():
    assert len({each.name for each in DIFFERENCES}) == len(DIFFERENCES)
    assert all(each.validata and each.ours and each.reason for each in DIFFERENCES)
