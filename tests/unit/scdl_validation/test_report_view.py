import copy
import json
from pathlib import Path

import pytest

from ckanext.scdl.exceptions import ScdlError
from ckanext.scdl.repairing import repairer
from ckanext.scdl.report import refusal
from ckanext.scdl.validation import validate
from ckanext.scdl_validation import causes, report_view
from ckanext.scdl_validation.extract import repair_json, report_json, window

FILES = Path(__file__).parents[3] / "test-data" / "scdl"
FAULTY = FILES / "deliberations-chateaudun-erreurs.csv"
HABITS = FILES / "repair" / "subventions-habits.csv"
DELIB_DATE = 4


def shown(source, schema):
    """A report, as it comes out of a store."""
    return json.loads(json.dumps(repair_json(repairer.repair(source, schema))))


@pytest.fixture(scope="module")
def faulty():
    return shown(FAULTY, "scdl/deliberations")


def edited(row, column, value, path=FILES / "deliberations-chateaudun.csv"):
    """The valid deliberations with one cell changed; row as a spreadsheet has it, column by name."""
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    lines[row - 1][lines[0].index(column)] = value
    return "\n".join(",".join(line) for line in lines).encode()


def test_errors_are_shown_by_cause_in_their_rows(faulty):
    view = report_view.view(faulty)
    votes = next(cause for cause in view.errors if cause.column.name == "VOTE_REEL")
    assert votes.title == "Somme inexacte"
    assert "vaut 22" in votes.advice
    [example] = votes.examples
    assert example.row == 18
    assert [cell.text for cell in example.cells if cell.bad] == ["28"]
    assert [head.text for head in votes.heads if head.bad] == [votes.column.label]
    assert len(example.cells) == len(votes.heads) == 5


def test_what_a_repair_mends_is_not_to_be_corrected(faulty):
    view = report_view.view(faulty)
    assert (view.verdict, view.counts["remaining"], view.counts["repaired"]) == ("to-correct", 2, 1)
    assert "DELIB_DATE" not in {cause.column.name for cause in view.errors}
    date = next(repair for repair in view.repairs if repair.title == "Date")
    assert date.changes == (("27/01/2025", "2025-01-27"),)


def test_a_file_that_repairs_make_right_is_said_so():
    view = report_view.view(shown(HABITS, "scdl/subventions"))
    assert (view.verdict, view.errors, view.warnings) == (report_view.REPAIRED, (), ())
    assert len(view.found) == view.expected
    assert view.right_rows == view.table["rows"]


def test_an_error_that_a_repair_uncovers_is_to_be_corrected():
    # Readable at last, the date turns out to come after the day when the prefecture received the act.
    view = report_view.view(shown(edited(3, "DELIB_DATE", "31/12/2030"), "scdl/deliberations"))
    assert view.verdict == report_view.TO_CORRECT
    assert view.counts["repaired"] == 1
    assert view.counts["remaining"] == 1


def test_a_question_holds_its_errors_back():
    view = report_view.view(shown(edited(13, "COLL_SIRET", "21280088200013"), "scdl/deliberations"))
    assert (view.verdict, view.counts["asked"], len(view.questions)) == (report_view.TO_ANSWER, 1, 1)


def test_missing_columns_come_first_and_are_one_cause():
    view = report_view.view(shown(b"COLL_NOM,VOTE_EFFECTIF\nx,un\ny,deux\nz,trois\n", "scdl/deliberations"))
    assert view.errors[0].title == "Colonne obligatoire absente"
    assert view.errors[0].count == len(view.errors[0].examples) > 3
    assert view.errors[0].heads == ()


def test_a_report_without_extract_is_shown_without_rows():
    report = validate(FAULTY, "scdl/deliberations").to_dict()
    view = report_view.view(report)
    assert view.counts["remaining"] == 2
    assert all(cause.heads == () for cause in view.errors)


def test_a_report_without_a_repair_tells_by_place_what_is_mended():
    view = report_view.view(report_json(validate(FAULTY, "scdl/deliberations")))
    assert (view.counts["remaining"], view.counts["repaired"]) == (2, 1)


def test_a_file_that_cannot_be_read_is_one_sentence():
    with pytest.raises(ScdlError) as stop:
        validate(b"%PDF-1.7\n", "scdl/deliberations")
    view = report_view.view(refusal(stop.value))
    assert view.verdict == report_view.UNREADABLE
    assert "PDF" in view.message


def test_a_french_check_speaks_instead_of_a_pattern():
    found = causes.told_once(
        [
            {"code": "constraint-error", "kind": "pattern", "row": 5, "column": 2},
            {"code": "french-siret-value", "kind": None, "row": 5, "column": 2},
            {"code": "constraint-error", "kind": "pattern", "row": 6, "column": 2},
        ]
    )
    assert [(each["code"], each["row"]) for each in found] == [("french-siret-value", 5), ("constraint-error", 6)]


def test_ten_thousand_errors_make_a_short_page(faulty):
    report = copy.deepcopy(faulty)
    votes = next(each for each in report["errors"] if each["code"] == "sum-columns-value")
    report["errors"] = [{**votes, "row": row, "column": 1 + row % 200} for row in range(2, 10_002)]
    report["extract"].pop("repair")
    report["repairs"] = []
    view = report_view.view(report)
    assert view.counts["remaining"] == 10_000
    assert len(view.errors) == causes.CAUSES
    assert view.more_causes == 200 - causes.CAUSES
    assert max(len(cause.examples) for cause in view.errors) == causes.EXAMPLES


def test_personal_values_are_in_no_part_of_the_report():
    content = edited(9, "DELIB_OBJET", "Aide à Mme Jeanne Dupontel née le 12/03/1984 (06 61 91 00 12)")
    content = content.replace(b"2025", b"deux mille", 1)
    report = shown(content, "scdl/deliberations")
    assert report["personal_data"]
    written = json.dumps(report, ensure_ascii=False)
    assert "Dupontel" not in written
    assert "61 91 00 12" not in written


def test_readers_see_neither_personal_data_nor_what_the_publisher_is_asked(faulty):
    view = report_view.view(report_view.public({**faulty, "personal_data": [{"kind": "nir"}]}))
    assert (view.personal, view.questions, view.repairs) == ((), (), ())


@pytest.mark.parametrize(
    ("column", "width", "expected"),
    [
        (1, 17, [1, 2, 3, 4, 5]),
        (9, 17, [7, 8, 9, 10, 11]),
        (17, 17, [13, 14, 15, 16, 17]),
        (None, 17, [1, 2, 3, 4, 5]),
        (1, 1, [1]),
        (3, 2, [1, 2, 3]),
        (None, 0, [1]),
    ],
)
def test_the_columns_around_one_are_shown(column, width, expected):
    assert list(window(column, width)) == expected


def test_readers_see_the_rows_of_what_a_repair_would_mend(faulty):
    view = report_view.view(report_view.public(faulty))
    date = next(cause for cause in view.errors if cause.column.name == "DELIB_DATE")
    assert [cell.text for cell in date.examples[0].cells if cell.bad] == ["27/01/2025"]
    assert view.counts["remaining"] == 4


def test_a_row_that_is_not_at_hand_is_not_shown_as_blank(faulty):
    report = copy.deepcopy(faulty)
    report["extract"]["rows"] = {}
    assert all(cause.heads == () for cause in report_view.view(report).errors)


def test_what_was_cut_where_it_was_stored_is_counted():
    report = validate(FAULTY, "scdl/deliberations").to_dict()
    assert report_view.view({**report, "counts": {"errors": 1_004}}).counts["remaining"] == 1_002
