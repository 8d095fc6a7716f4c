"""Whole files: what is written, what is left alone, what is held back."""

import pytest

from ckanext.scdl import validate
from ckanext.scdl.repairing import KEEP
from ckanext.scdl.repairing.repairer import repair

D, S, P = "scdl/deliberations", "scdl/subventions", "scdl/prenoms"


def rules(repaired):
    return [each.rule for each in repaired.plan.safe]


def lines(repaired):
    return repaired.content.decode().split("\n")


@pytest.mark.parametrize("schema", [D, P, "scdl/equipements", "scdl/menus-collectifs"])
def test_a_right_file_comes_out_as_it_is(sheet, schema):
    right = sheet(schema)
    assert repair(right.bytes(), schema).content == right.bytes()


def test_an_export_of_excel_comes_out_as_utf8_with_commas(sheet):
    right = sheet(D)
    repaired = repair(right.bytes("cp1252", delimiter=";", newline="\r\n"), D)
    assert repaired.content == right.bytes()
    assert rules(repaired) == ["encoding", "delimiter"]


def test_a_workbook_comes_out_as_csv(sheet):
    repaired = repair(sheet(D).xlsx(), D)
    assert repaired.content == sheet(D).bytes()
    assert rules(repaired) == ["format"]


def test_what_stands_around_the_table_goes(sheet):
    content = b"Commune;;\n" + sheet(P).bytes(delimiter=";") + b"Total;;;;;12\n;;\n"
    repaired = repair(content, P)
    assert repaired.content == sheet(P).bytes()
    assert {"skipped-rows", "footer-rows"} <= set(rules(repaired))


def test_blank_rows_and_columns_go_and_short_rows_are_completed(sheet):
    spoiled = sheet(D)
    spoiled.header.append("")
    for row in spoiled.rows:
        row.append("")
    spoiled.rows.insert(3, [""] * 18)
    spoiled.rows[0] = spoiled.rows[0][:16]
    repaired = repair(spoiled.bytes(), D)
    assert {"blank-row", "blank-column", "short-row"} == set(rules(repaired))
    assert len(lines(repaired)) == len(sheet(D).text().split("\n"))
    assert lines(repaired)[2:] == sheet(D).text().split("\n")[2:]


def test_a_column_repeated_cell_for_cell_goes(sheet):
    twice = sheet(D)
    twice.header.append("COLL_NOM")
    for row in twice.rows:
        row.append(row[0])
    assert repair(twice.bytes(), D).content == sheet(D).bytes()
    twice.rows[0][-1] = "autre"
    assert "copied-column" not in rules(repair(twice.bytes(), D))


def test_columns_come_in_the_schema_s_order_the_others_last(sheet):
    mixed = sheet(D)
    for number, cells in enumerate((mixed.header, *mixed.rows)):
        cells.reverse()
        cells.insert(2, f"extra{number}")
    repaired = repair(mixed.bytes(), D)
    right = sheet(D)
    for number, cells in enumerate((right.header, *right.rows)):
        cells.append(f"extra{number}")
    assert repaired.content == right.bytes()
    assert rules(repaired) == ["column-order"]


def test_only_the_rules_asked_for(sheet):
    spoiled = sheet(D).put("DELIB_DATE", "31/12/2024").put("COLL_SIRET", "212 800 882 00012")
    assert rules(repair(spoiled.bytes(), D, only=["siret"])) == ["siret"]


def test_a_repair_that_shows_more_errors_is_asked(sheet):
    # The sum, and four comparisons, are only checked once VOTE_REEL is a number.
    spoiled = sheet(D).put("VOTE_REEL", "99.0").put("PREF_DATE", "")
    repaired = repair(spoiled.bytes(), D)
    assert repaired.content == spoiled.bytes()
    (question,) = repaired.plan.questions
    assert (question.rule, question.kind) == ("integer", "uncovers")
    assert ",99," in repair(spoiled.bytes(), D, answers={question.key: "apply"}).content.decode()
    assert repair(spoiled.bytes(), D, answers={question.key: KEEP}).plan.questions == ()


def test_a_tidying_that_would_be_an_error_is_not_done(sheet):
    filled = sheet(D).put("BUDGET_NOM", "NULL").put("BUDGET_ANNEE", "2024")
    assert repair(filled.bytes(), D).content == filled.bytes()


def test_a_name_that_uncovers_a_wrong_column_is_asked(sheet):
    spoiled = sheet(P)
    spoiled.header[spoiled.header.index("ENFANT_SEXE")] = "Sexe"
    for row in range(2, 5):
        spoiled.put("ENFANT_PRENOM", spoiled.rows[0][3], row)
        spoiled.rows[row - 2][sheet(P).header.index("ENFANT_SEXE")] = "?!"
    repaired = repair(spoiled.bytes(), P)
    assert len(repaired.after.errors) <= len(repaired.before.errors)
    assert [each.rule for each in repaired.plan.questions] == ["column-name"]


def test_the_report_of_a_check_has_the_repairs(sheet):
    spoiled = sheet(D).put("DELIB_DATE", "31/12/2024", row=4)
    (found,) = validate(spoiled.bytes(), D).to_dict()["repairs"]
    assert found == {
        "rule": "date",
        "row": 4,
        "column": 4,
        "field": "DELIB_DATE",
        "before": "31/12/2024",
        "after": "2024-12-31",
        "confidence": "safe",
        "message": found["message"],
    }
    assert "31/12/2024" in found["message"]


def test_a_question_of_the_report_is_data(sheet):
    asked = sheet(D).put("DELIB_DATE", "05/06/2024", row=4)
    report = validate(asked.bytes(), D).to_dict()
    (question,) = report["questions"]
    assert (question["key"], question["cells"]) == ("date:4", 1)
    assert [each["choice"] for each in question["choices"]] == ["day-first", "month-first", "keep"]
    assert {each["confidence"] for each in report["repairs"]} == {"ask"}


def test_personal_data_is_masked_in_what_is_shown_and_whole_in_the_file(sheet):
    spoiled = sheet("scdl/equipements").put("EQUIP_EMAIL", "jean.exemple@gmail.com ")
    repaired = repair(spoiled.bytes(), "scdl/equipements")
    assert "jean.exemple@gmail.com," in repaired.content.decode()
    assert "jean.exemple" not in str(repaired.to_dict())


def test_a_file_of_every_habit(data):
    folder = data / "repair"
    repaired = repair(folder / "subventions-habits.csv", S)
    assert repaired.after.valid
    assert repaired.plan.questions == ()
    assert repaired.content == (folder / "subventions-repaired.csv").read_bytes()
