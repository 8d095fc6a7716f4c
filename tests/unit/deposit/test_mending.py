import io
from dataclasses import replace

import openpyxl
import pytest

from ckanext.deposit import hiding, outline
from ckanext.deposit.choices import Choices, Hiding, chosen_columns, group_of
from ckanext.deposit.extract import Extract
from ckanext.deposit.mending import mend
from ckanext.scdl import registry
from ckanext.scdl.context import Context
from ckanext.socle.pulse import UnwantedError

SUBVENTIONS, DELIBERATIONS = registry.find("scdl/subventions"), registry.find("scdl/deliberations")
NAMES = (
    "nomAttribuant;idAttribuant;Date convention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;montant;nature;"
    "conditionsVersement;datesPeriodeVersement;idRAE;notificationUE;pourcentageSubvention"
)
ROW = (
    "Commune de Châteaudun;21280088200012;{date};2024-1;{who};{siret};Fonctionnement;{amount};aide en numéraire;unique;"
    "2024-06-05;;non;1"
)


def row(date="2024-06-30", who="Amicale laïque", siret="21280088200012", amount="100"):
    return ROW.format(date=date, who=who, siret=siret, amount=amount)


def table(*rows, above=(), names=NAMES):
    return "\n".join([*above, names, *rows]).encode()


def cell(content, label, index=0):
    lines = content.decode().splitlines()
    return lines[1 + index].split(",")[lines[0].split(",").index(label)]


def test_repairs_are_done_and_the_file_sent_stays():
    sent = table(row(date="31/12/2024", amount="1 500,50"))
    mended = mend(sent, SUBVENTIONS, Choices())
    assert mended.report.valid
    assert cell(mended.content, "dateConvention") == "2024-12-31"
    assert cell(mended.content, "montant") == "1500.50"


def test_a_right_file_is_published_as_it_was_sent():
    sent = table(row(), names=NAMES.replace("Date convention", "dateConvention")).replace(b";", b",")
    mended = mend(sent, SUBVENTIONS, Choices())
    assert (mended.content, mended.report.valid, mended.accepted) == (None, True, ())


def test_a_refused_rule_leaves_its_cells_alone():
    sent = table(row(date="31/12/2024", amount="1 500,50"), row(amount="2 000,00"))
    mended = mend(sent, SUBVENTIONS, Choices().refusing(["number:8"], []))
    assert cell(mended.content, "montant") == '"1 500'
    assert {(each.row, each.field) for each in mended.report.errors} == {(2, "montant"), (3, "montant")}


def test_a_refused_cell_leaves_the_others_repaired():
    sent = table(row(amount="1 500,50"), row(amount="2 000,00"))
    mended = mend(sent, SUBVENTIONS, Choices().refusing(["number:8:2"], []))
    assert [(each.row, each.field) for each in mended.report.errors] == [(2, "montant")]


def test_a_refusal_is_taken_back():
    refused = Choices().refusing(["number:8", "date:3"], [])
    assert refused.refusing([], ["number:8"]).refused == {"date:3"}


def test_cells_of_a_column_whose_name_is_refused_are_left_alone():
    mended = mend(table(row(date="31/12/2024")), SUBVENTIONS, Choices().refusing(["column-name:3"], []))
    assert not [each for each in mended.accepted if each.column == 3]


@pytest.mark.parametrize(
    ("choice", "date", "asked"),
    [
        ("day-first", "2024-06-05", 0),
        ("month-first", "2024-05-06", 0),
        ("keep", "05/06/2024", 0),
        ("", "05/06/2024", 1),
    ],
)
def test_what_is_ambiguous_is_asked_and_answered(choice, date, asked):
    choices = Choices().answered("date:3", choice) if choice else Choices()
    mended = mend(table(row(date="05/06/2024")), SUBVENTIONS, choices)
    shown = outline.of(mended, choices, {}, "fr")
    assert (len(shown["questions"]), cell(mended.content, "dateConvention")) == (asked, date)


def test_an_error_that_a_question_is_about_is_not_listed():
    mended = mend(table(row(date="05/06/2024")), SUBVENTIONS, Choices())
    wrong = {(each.row, each.column) for each in mended.report.errors}
    assert wrong == {(2, 3)} == outline.waiting(mended.plan, Choices())


def test_rows_are_those_of_the_file_sent():
    above = ["Subventions versées;" + ";" * 12, ";" * 13]
    sent = table(row(), ";" * 13, row(date="hier"), row(date="31/12/2024", siret="1"), above=above)
    mended = mend(sent, SUBVENTIONS, Choices())
    assert {(each.row, each.field) for each in mended.report.errors} == {(6, "dateConvention"), (7, "idBeneficiaire")}
    assert {(each.row, each.field) for each in mended.published.errors} == {
        (3, "dateConvention"),
        (4, "idBeneficiaire"),
    }


def test_a_duplicate_names_its_double_as_in_the_file_sent():
    schema = replace(SUBVENTIONS, primary_key=("referenceDecision",))
    mended = mend(table(";" * 13, row(), row()), schema, Choices())
    assert "ligne 3" in next(each.message() for each in mended.report.errors if each.row == 4)


def test_odd_columns_take_the_names_that_a_person_chose():
    odd = NAMES.replace("montant", "Sous").replace("Date convention", "Jour")
    labels = odd.split(";")
    columns = chosen_columns(labels, {each: each for each in labels} | {"montant": "Sous", "dateConvention": "Jour"})
    mended = mend(table(row(), names=odd), SUBVENTIONS, Choices(columns=columns))
    assert mended.report.valid
    assert {"montant", "dateConvention"} <= set(mended.table.labels)
    assert {(each.before, each.after) for each in mended.accepted if each.rule == "column-name"} == {
        ("Sous", "montant"),
        ("Jour", "dateConvention"),
    }


def test_the_remembered_columns_also_tell_where_the_header_is():
    odd = ";".join(f"c{number}" for number in range(14))
    columns = dict(zip(odd.split(";"), SUBVENTIONS.field_names, strict=False))
    mended = mend(table(row(), names=odd, above=["Un titre;;", "Un autre;;"]), SUBVENTIONS, Choices(columns=columns))
    assert mended.sent.header_row == 3


def test_a_column_that_the_file_does_not_have_is_not_guessed():
    mended = mend(table(row()), SUBVENTIONS, Choices(columns={"date convention": ""}))
    assert "dateConvention" not in mended.table.labels


def test_a_column_chosen_for_another_gives_its_name_away():
    names = NAMES.replace("objet", "montant").replace(";montant;nature", ";Euros;nature")
    columns = {"montant": "", "euros": "montant"}
    mended = mend(table(row(), names=names), SUBVENTIONS, Choices(columns=columns))
    assert mended.table.labels.count("montant") == 1


@pytest.mark.parametrize(
    ("choice", "left", "errors"),
    [("initials", "M. X.", 0), ("replace", "Un foyer", 0), ("empty-cell", "", 1), ("publish", "M. Jean Dupont", 0)],
)
def test_a_name_is_hidden_as_a_person_decides(choice, left, errors):
    sent = table(row(who="M. Jean Dupont", siret=""), row())
    place = hiding.place(mend(sent, SUBVENTIONS, Choices()).report.personal_data[0])
    decided = Choices().deciding(place, Hiding(choice, value="Un foyer"))
    mended = mend(sent, SUBVENTIONS, decided)
    assert cell(mended.content, "nomBeneficiaire") == left
    assert len([each for each in mended.report.errors if each.field == "nomBeneficiaire"]) == errors
    assert b"Dupont" in mended.content if choice == "publish" else b"Dupont" not in mended.content


def test_the_rows_of_a_group_may_be_decided_otherwise():
    sent = table(row(who="M. Jean Dupont", siret=""), row(who="Mme Anne Martin", siret=""), row())
    place = hiding.place(mend(sent, SUBVENTIONS, Choices()).report.personal_data[0])
    decided = Choices().deciding(place, Hiding("initials", rows={3: "drop-row"}))
    content = mend(sent, SUBVENTIONS, decided).content.decode()
    assert ("M. X." in content, "Martin" in content, content.count("\n")) == (True, False, 3)


@pytest.mark.parametrize("choice", ["drop-column", "empty-cell"])
def test_a_column_of_phones_goes(choice):
    sent = table(row() + ";06 12 34 56 78", row() + ";06 98 76 54 32", names=NAMES + ";Portable du président")
    place = hiding.place(
        next(each for each in mend(sent, SUBVENTIONS, Choices()).report.personal_data if each.column == 15)
    )
    mended = mend(sent, SUBVENTIONS, Choices().deciding(place, Hiding(choice)))
    assert b"06" not in mended.content.replace(b"2024-06", b"")
    assert (len(mended.table.labels) == 14) is (choice == "drop-column")


@pytest.mark.parametrize(
    ("choice", "cell_before", "found", "after"),
    [
        ("initials", "Aide à M. Jean Dupont", "M. Jean Dupont", "Aide à M. X."),
        ("initials", "DUPONT Jean", "DUPONT Jean", "X."),
        ("year-only", "12/05/1980", "12/05/1980", "1980"),
        ("year-only", "12 mai", "12 mai", ""),
        ("commune-only", "3 rue des Lilas 28200 Châteaudun", "3 rue des Lilas 28200 Châteaudun", "28200 Châteaudun"),
        ("commune-only", "3 rue des Lilas", "3 rue des Lilas", ""),
        ("round-coordinates", "48.070712", "48.070712", "48.07"),
    ],
)
def test_a_cell_is_changed_as_it_was_chosen(choice, cell_before, found, after):
    assert hiding.changed(choice, cell_before, found) == after


def test_comments_and_hidden_sheets_of_a_workbook_are_left_out_and_told():
    book = openpyxl.Workbook()
    book.active.append(NAMES.replace("Date convention", "dateConvention").split(";"))
    book.active.append(row().split(";"))
    book.active["A2"].comment = openpyxl.comments.Comment("Voir avec Mme Martin", "secretaire")
    notes = book.create_sheet("Brouillon")
    notes.append(["à revoir"])
    notes.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    mended = mend(content.getvalue(), SUBVENTIONS, Choices())
    assert {"comment", "hidden-sheet"} <= {each.kind for each in mended.left_out}
    assert not {"comment", "hidden-sheet"} & {each.kind for each in mended.report.personal_data}


def test_a_hidden_column_is_asked_about_since_it_would_show():
    book = openpyxl.Workbook()
    book.active.append([*NAMES.replace("Date convention", "dateConvention").split(";"), "Remarque"])
    book.active.append([*row().split(";"), "à revoir"])
    book.active.column_dimensions["O"].hidden = True
    content = io.BytesIO()
    book.save(content)
    [found] = mend(content.getvalue(), SUBVENTIONS, Choices()).report.personal_data
    assert (found.kind, found.column) == ("hidden-column", 15)
    decided = Choices().deciding(hiding.place(found), Hiding("drop-column"))
    assert "Remarque" not in mend(content.getvalue(), SUBVENTIONS, decided).table.labels


def test_the_plan_kept_for_the_page_quotes_nobody():
    sent = table(row(who=" M. Jean  Dupont", siret="") + ";06.12.34.56.78", names=NAMES + ";Portable du trésorier")
    mended = mend(sent, SUBVENTIONS, Choices())
    shown = str(outline.of(mended, Choices(), {}, "fr")) + str(outline.cells(mended.plan, Choices()))
    assert "Dupont" not in shown
    assert "12.34.56" not in shown


def test_the_wrong_schema_is_told_with_the_right_one():
    mended = mend(table(row(), names=NAMES.replace("Date convention", "dateConvention")), DELIBERATIONS, Choices())
    assert mended.other_schema == "scdl/subventions"
    assert mend(table(row()), SUBVENTIONS, Choices()).other_schema is None


def test_the_work_is_stopped_where_it_stands():
    def stop(step, _rows):
        if step == "checking":
            raise UnwantedError

    with pytest.raises(UnwantedError):
        mend(table(row()), SUBVENTIONS, Choices(), say=stop)


def test_the_body_s_own_siren_is_completed():
    context = Context(sirets=("21280088200012",))
    mended = mend(table(row().replace("21280088200012", "212800882", 1)), SUBVENTIONS, Choices(), context)
    assert cell(mended.content, "idAttribuant") == "21280088200012"


def test_choices_are_kept_to_the_letter():
    choices = Choices(
        questions={"date:3": "day-first"},
        said={"date:3": ("Quel ordre ?", "Le jour d’abord")},
        refused=frozenset({"number:8:2"}),
        columns={"sous": "montant"},
        header_row=3,
        sheet="2024",
        personal={"phone:15::": Hiding("publish", "loi", "", {4: "empty-cell"})},
    )
    assert Choices.from_json(choices.to_json()) == choices
    assert Choices.from_json({}) == Choices()


def test_groups_are_outlined_with_their_first_cells():
    sent = table(*(row(amount="1 500,50") for _ in range(30)))
    mended = mend(sent, SUBVENTIONS, Choices())
    groups = outline.of(mended, Choices(), {}, "fr")["repairs"]
    [amounts] = [each for each in groups if each["rule"] == "number"]
    assert (amounts["count"], len(amounts["shown"]), amounts["key"]) == (30, outline.SHOWN, "number:8")
    assert len(outline.cells(mended.plan, Choices())["number:8"]) == 30
    assert {group_of(each) for each in mended.plan.safe} == {each["key"] for each in groups}


def test_the_wrong_schema_is_told_by_what_its_columns_are_usually_called():
    names = NAMES.replace("montant", "Montant (€)").replace("nomBeneficiaire", "Bénéficiaire").replace("objet", "Objet")
    assert mend(table(row(), names=names), DELIBERATIONS, Choices()).other_schema == "scdl/subventions"


def extract_of(*rows, names=NAMES):
    mended = mend(table(*rows, names=names), SUBVENTIONS, Choices())
    return mended, Extract(mended.sent, (*mended.report.personal_data, *mended.around))


def test_a_fault_is_shown_among_its_neighbours():
    mended, extract = extract_of(row(amount="beaucoup"))
    [fault] = mended.report.errors
    assert [(each["label"], each["value"], each["wrong"]) for each in extract.around(fault)] == [
        ("idBeneficiaire", "21280088200012", False),
        ("objet", "Fonctionnement", False),
        ("montant", "beaucoup", True),
        ("nature", "aide en numéraire", False),
        ("conditionsVersement", "unique", False),
    ]


def test_a_fault_beside_a_person_does_not_show_the_person():
    mended, extract = extract_of(row(who="M. Jean Dupont", siret="", amount="beaucoup"))
    assert "Dupont" not in str([extract.around(each) for each in mended.report.errors])
    assert "Dupont" not in str(extract.samples())


def test_a_fault_of_the_whole_table_has_no_neighbours():
    mended, extract = extract_of(row(), names=NAMES.replace("objet", "autre"))
    assert [extract.around(each) for each in mended.report.errors] == [[]]


def test_the_number_of_another_body_is_told():
    sent = table(row())
    alone, known = (mend(sent, SUBVENTIONS, Choices(), each) for each in (Context(), Context(siren="213502388")))
    told = {each.key for each in known.report.warnings} - {each.key for each in alone.report.warnings}
    assert any("siret" in each for each in told), told
