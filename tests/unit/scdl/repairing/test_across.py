"""What one column says of another: safe where the file or the schema decides, asked otherwise."""

import pytest

from ckanext.scdl import Context
from ckanext.scdl.repairing.across.actes import BY_CODE
from ckanext.scdl.repairing.repairer import repair

D, S, E = "scdl/deliberations", "scdl/subventions", "scdl/equipements"
OWN = Context(sirets=("21280088200012",), name="Commune de Châteaudun")
OTHER = "21860194600013"


def safe(repaired):
    return [(each.rule, each.row, each.field, each.after) for each in repaired.plan.safe]


def asked(repaired):
    return {each.key: each.choices[0][1] for each in repaired.plan.questions}


def test_a_name_follows_its_number(sheet):
    found = safe(repair(sheet(D).put("COLL_NOM", "", row=5).bytes(), D))
    assert found == [("body-name", 5, "COLL_NOM", "Commune de Châteaudun")]


def test_a_number_with_two_names_says_nothing(sheet):
    content = sheet(D).put("COLL_NOM", "", row=5).put("COLL_NOM", "Ville de Châteaudun", row=6).bytes()
    assert safe(repair(content, D)) == []


@pytest.mark.parametrize("wrong", ["21280088200013", "", "inconnu"])
def test_a_number_by_its_name_is_asked(sheet, wrong):
    spoiled = sheet(D).put("COLL_SIRET", wrong, row=5).bytes()
    found = repair(spoiled, D)
    assert (safe(found), asked(found)) == ([], {"body-number:2": "21280088200012"})
    assert repair(spoiled, D, answers={"body-number:2": "same-body"}).after.valid
    assert repair(spoiled, D, answers={"body-number:2": "keep"}).plan.proposals == ()


def test_a_blank_own_number_is_filled(sheet):
    blank = sheet(D)
    index = blank.header.index("COLL_SIRET")
    for row in blank.rows:
        row[index] = ""
    assert not repair(blank.bytes(), D).after.valid
    assert repair(blank.bytes(), D, context=OWN).after.valid


def test_missing_columns_of_the_publisher_are_added_in_their_place(sheet):
    missing = sheet(D).drop("COLL_NOM").drop("COLL_SIRET")
    done = repair(missing.bytes(), D, context=OWN)
    assert done.after.valid
    assert done.after.table.labels[:3] == ("COLL_NOM", "COLL_SIRET", "DELIB_ID")
    assert list(done.after.table.rows[0])[:2] == ["Commune de Châteaudun", "21280088200012"]
    assert not repair(missing.bytes(), D).after.valid


def test_a_file_of_another_body_is_not_completed(sheet):
    other = sheet(D).put("COLL_SIRET", "", row=3)
    for row in (2, *range(4, len(other.rows) + 2)):
        other.put("COLL_SIRET", OTHER, row=row)
    assert ("own-body", 3, "COLL_SIRET", "21280088200012") not in safe(repair(other.bytes(), D, context=OWN))


def test_a_siren_is_completed_for_its_owner_only(sheet):
    content = sheet(S).put("idAttribuant", "212800882", row=4).bytes()
    assert ("siret", 4, "idAttribuant", "21280088200012") in safe(repair(content, S, context=OWN))
    assert safe(repair(content, S, context=Context(sirets=(OTHER,)))) == []


@pytest.mark.parametrize(
    ("code", "name", "meant", "sure"),
    [
        ("7.5", "Finances communales/Subventions", "Finances locales/Subventions", True),
        ("7.5", "Finances locales", "Finances locales/Subventions", True),
        ("7.5", "Subventions", "Finances locales/Subventions", True),
        ("7.5", "Aides", "Finances locales/Subventions", False),
        ("7.42", "Aides", None, False),
    ],
)
def test_a_subject_by_its_code(sheet, code, name, meant, sure):
    content = sheet(D).put("DELIB_MATIERE_CODE", code, row=3).put("DELIB_MATIERE_NOM", name, row=3).bytes()
    found = repair(content, D)
    assert [each[3] for each in safe(found)] == ([meant] if sure else [])
    assert list(asked(found).values()) == ([] if sure or not meant else [meant])


def test_a_code_by_its_subject(sheet):
    content = sheet(D).put("DELIB_MATIERE_CODE", "", row=3).put("DELIB_MATIERE_NOM", "Finances locales/Emprunts", row=3)
    assert safe(repair(content.bytes(), D)) == [("subject-code", 3, "DELIB_MATIERE_CODE", "7.3")]


def test_the_classification_has_nine_subjects():
    assert len({code[0] for code in BY_CODE}) == 9
    assert BY_CODE["7.10"] == "Finances locales/Divers"


@pytest.mark.parametrize("comma", [False, True])
def test_swapped_coordinates_are_turned(sheet, comma):
    swapped = sheet(E)
    lat, lon = (swapped.header.index(name) for name in ("EQUIP_LAT", "EQUIP_LONG"))
    before = swapped.rows[2][lat], swapped.rows[2][lon]
    swapped.rows[2][lat], swapped.rows[2][lon] = (
        each.replace(".", ",") if comma else each for each in reversed(before)
    )
    done = repair(swapped.bytes(), E)
    assert (done.after.table.rows[2][lat], done.after.table.rows[2][lon]) == before


@pytest.mark.parametrize(
    ("blank", "meant"), [("VOTE_ABSTENTION", "0"), ("VOTE_REEL", "30"), ("VOTE_POUR", "30"), ("VOTE_CONTRE", "0")]
)
def test_the_blank_term_of_a_sum(sheet, blank, meant):
    votes = {"VOTE_EFFECTIF": "33", "VOTE_REEL": "30", "VOTE_POUR": "30", "VOTE_CONTRE": "0", "VOTE_ABSTENTION": "0"}
    content = sheet(D)
    for field, value in (votes | {blank: ""}).items():
        content.put(field, value, row=4)
    assert safe(repair(content.bytes(), D)) == [("sum-term", 4, blank, meant)]


def test_a_term_that_was_a_word_for_nothing(sheet):
    found = safe(repair(sheet(D).put("VOTE_CONTRE", "NULL", row=4).bytes(), D))
    assert [(rule, row, field) for rule, row, field, _ in found] == [("sum-term", 4, "VOTE_CONTRE")]


def test_two_blank_terms_say_nothing(sheet):
    assert safe(repair(sheet(D).put("VOTE_CONTRE", "", row=4).put("VOTE_POUR", "", row=4).bytes(), D)) == []


def test_rules_can_be_chosen(sheet):
    content = sheet(D).put("COLL_NOM", "", row=5).put("DELIB_DATE", "31/01/2025", row=6).bytes()
    assert [each[0] for each in safe(repair(content, D, only=["body-name"]))] == ["body-name"]


def test_a_person_s_name_is_not_quoted(sheet):
    twice = sheet(S)
    for row, name in ((3, "M. Paul Fictif"), (4, "")):
        twice.put("nomBeneficiaire", name, row=row).put("idBeneficiaire", "38047692900027", row=row)
    report = repair(twice.bytes(), S).to_dict("fr")
    assert "Fictif" not in str(report["repairs"])
    assert "body-name" in {each["rule"] for each in report["repairs"]}
