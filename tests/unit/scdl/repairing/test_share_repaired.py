"""How many invalid files become valid without a question: the figure of docs/developer/repair.md must not go down.

One file for each defect, on examples of our own: ASKED need one answer, LEFT what only a person knows.
"""

import pytest

from ckanext.scdl import Guesses
from ckanext.scdl.repairing.repairer import repair
from ckanext.scdl.validation import check_file

D, S, E, P, B, M = (
    f"scdl/{name}" for name in ("deliberations", "subventions", "equipements", "prenoms", "budget", "menus-collectifs")
)
# The row's code is 1.1.
SUBJECT = "Commande/Marchés publics"


def cell(schema, field, value):
    return schema, lambda sheet: sheet.put(field, value, row=4)


def column(schema, field, change):
    def spoil(sheet):
        index = sheet.header.index(field)
        for row in sheet.rows:
            row[index] = change(row[index])

    return schema, spoil


def header(schema, change):
    def spoil(sheet):
        sheet.header = [change(name) for name in sheet.header]

    return schema, spoil


def rows(schema, change):
    return schema, lambda sheet: change(sheet.rows)


def french(date):
    return "/".join(reversed(date.split("-")))


REPAIRED = {
    "date-french": cell(S, "dateConvention", "31/12/2024"),
    "date-french-everywhere": column(S, "dateConvention", french),
    "date-short": cell(S, "dateConvention", "31-12-24"),
    "date-words": cell(S, "dateConvention", "1er janvier 2024"),
    "date-serial": cell(S, "dateConvention", "45657"),
    "date-with-time": cell(M, "menuDate", "2025-01-31T00:00:00"),
    "datetime-french": cell(M, "menuPublicationDate", "31/01/2025 08:30"),
    "datetime-without-time": cell(M, "menuPublicationDate", "2025-01-06"),
    "period": cell(S, "datesPeriodeVersement", "du 13/01/2024 au 31/12/2024"),
    "decimal-comma": cell(S, "montant", "12,5"),
    "decimal-comma-everywhere": column(E, "EQUIP_LAT", lambda cell: cell.replace(".", ",")),
    "thousands": cell(S, "montant", "1 250.50"),
    "currency": cell(S, "montant", "1250,50 €"),
    "percent": cell(S, "pourcentageSubvention", "100 %"),
    "integer-decimals": cell(E, "ERP_CATEGORIE", "2.0"),
    "integer-words": cell(E, "ERP_CATEGORIE", "deux"),
    "siret-spaces": cell(D, "COLL_SIRET", "212 800 882 00012"),
    "siret-exponent": cell(D, "COLL_SIRET", "2,1280088200012E+13"),
    "insee-zero": column(P, "COLL_INSEE", lambda _: "1004"),
    "enum-accents": cell(S, "nature", "aide en numeraire"),
    "enum-space": cell(S, "nature", "aide en nature "),
    "boolean-case": cell(S, "notificationUE", "OUI"),
    "boolean-number": cell(S, "notificationUE", "1"),
    "rna-case": cell(S, "rnaBeneficiaire", "w281000123"),
    "null-word": cell(D, "PREF_DATE", "néant"),
    "email-spaces": cell(E, "EQUIP_EMAIL", "mairie @exemple.fr"),
    "email-at": cell(E, "EQUIP_EMAIL", "mairie(at)exemple.fr"),
    "url-scheme": cell(E, "EQUIP_WEB", "www.exemple.fr/page"),
    "phone-length": cell(E, "EQUIP_TEL", "+33 (0)2 61 91 00 00"),
    "list-quotes": cell(M, "menuPlatAllergene", "['lait']"),
    "list-brackets": cell(M, "menuPlatAllergene", "lait"),
    "list-case": cell(M, "menuPlatAllergene", '["LAIT"]'),
    "year-interval-reversed": cell(D, "BUDGET_ANNEE", "2025/2024"),
    "year-interval-equal": cell(D, "BUDGET_ANNEE", "2024/2024"),
    "question-marks": cell(D, "PREF_DATE", "???"),
    "siret-no-break-spaces": cell(D, "COLL_SIRET", "212\u00a0800\u00a0882\u00a000012"),
    "postal-code-zero": cell(E, "ADR_CODEPOSTAL", "1000.0"),
    "boolean-letter": cell(S, "notificationUE", "O"),
    "enum-apostrophe": cell(E, "EQUIP_THEME", "equipement d’enseignement "),
    "email-mailto": cell(E, "EQUIP_EMAIL", "mailto:mairie@exemple.fr"),
    "body-name": cell(D, "COLL_NOM", ""),
    "subject-of-code": cell(D, "DELIB_MATIERE_NOM", SUBJECT),
    "vote-blank": cell(D, "VOTE_ABSTENTION", ""),
    "row-cut": rows(D, lambda found: found[3].__delitem__(slice(-2, None))),
    "year-decimals": cell(P, "ANNEE", "2024.0"),
    "nomenclature-spaces": cell(D, "DELIB_MATIERE_NOM", "Finances locales / Subventions"),
    "header-case": header(D, str.lower),
    "header-spaces": header(S, lambda name: f"{name} *"),
    "header-synonym": header(S, lambda name: {"montant": "Montant voté"}.get(name, name)),
    "blank-row": rows(D, lambda found: found.insert(3, [""] * 17)),
}
ASKED = {
    "date-ambiguous": cell(S, "dateConvention", "05/06/2024"),
    "number-ambiguous": cell(S, "montant", "1,250"),
    "siret-rounded": cell(D, "COLL_SIRET", "2,12801E+13"),
    "siret-cut": cell(D, "COLL_SIRET", "2128008820001"),
    "siret-key": cell(D, "COLL_SIRET", "21280088200013"),
    "siren": cell(D, "COLL_SIRET", "212800882"),
    "subject-of-another-code": cell(D, "DELIB_MATIERE_NOM", "Achats divers"),
    "percentage": cell(S, "pourcentageSubvention", "45"),
    "email-two": cell(E, "EQUIP_EMAIL", "a@exemple.fr;b@exemple.fr"),
    "no-header": (D, lambda sheet: setattr(sheet, "header", sheet.rows.pop(0))),
    "header-near": header(D, lambda name: name.replace("OBJET", "OBJETS")),
}
LEFT = {
    "date-impossible": cell(D, "DELIB_DATE", "2024-02-30"),
    "siret-of-another": cell(S, "idBeneficiaire", "38047966700021"),
    "enum-other": cell(S, "nature", "aide"),
    "required": cell(D, "DELIB_OBJET", ""),
    "above-maximum": cell(S, "pourcentageSubvention", "200"),
    "too-long": cell(S, "objet", "x" * 257),
    "sum": cell(D, "VOTE_CONTRE", "3"),
}


def spoiled(sheet, schema, spoil):
    found = sheet(schema)
    spoil(found)
    content = found.bytes()
    assert not check_file(content, schema, Guesses()).valid
    return content


@pytest.mark.parametrize(("schema", "spoil"), REPAIRED.values(), ids=REPAIRED)
def test_valid_without_a_question(sheet, schema, spoil):
    assert repair(spoiled(sheet, schema, spoil), schema).after.valid


@pytest.mark.parametrize(("schema", "spoil"), ASKED.values(), ids=ASKED)
def test_valid_after_the_first_answer(sheet, schema, spoil):
    content = spoiled(sheet, schema, spoil)
    asked = repair(content, schema)
    assert not asked.after.valid
    answers = {each.key: each.choices[0][0] for each in asked.plan.questions}
    assert len(answers) == 1
    assert repair(content, schema, answers=answers).after.valid


@pytest.mark.parametrize(("schema", "spoil"), LEFT.values(), ids=LEFT)
def test_what_only_a_person_knows_is_left(sheet, schema, spoil):
    content = spoiled(sheet, schema, spoil)
    repaired = repair(content, schema)
    assert repaired.plan.questions == ()
    assert len(repaired.after.errors) == len(repaired.before.errors)


def test_the_figure():
    assert (len(REPAIRED), len(ASKED), len(LEFT)) == (50, 11, 7)
