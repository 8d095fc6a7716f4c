"""A workbook as a town hall keeps it: a title, its own names of columns, French dates and amounts, a person, a note."""

import io
from datetime import date

import openpyxl
from openpyxl.comments import Comment

NAMES = [
    "Attribuant",
    "SIRET attribuant",
    "Date de la convention",
    "Référence décision",
    "Nom du bénéficiaire",
    "SIRET bénéficiaire",
    "Objet",
    "Montant (€)",
    "Nature",
    "Conditions versement",
    "Dates période versement",
    "id RAE",
    "Notification UE",
    "% subvention",
    "Portable du contact",
]
US = ["Commune de Châteaudun", "212 800 882 00012"]
ROWS = [
    ["Amicale laïque", "775 672 272 21138", "Fonctionnement 2024", "1 500,00 €", "Aide en numéraire", "06/05/2024"],
    ["Comité des fêtes", "21280088200012", "Fête de la musique", "2 300,50 €", "aide en numeraire", "07/05/2024"],
    ["Club de judo", "21280088200012", "Achat de tatamis", "850 €", "AIDE EN NUMÉRAIRE", "08/05/2024"],
    ["École de musique", "21280088200012", "Cours pour les enfants", "4000", "Aide en numéraire", "09/05/2024"],
    ["M. Jean Dupont", None, "Aide au chauffage", "200,00 €", "Aide en numéraire", "10/05/2024"],
]


def town_hall_workbook(wrong=False):
    """Return the workbook; with ``wrong``, some of its cells hold what no rule can mend."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Subventions 2024"
    sheet.append(["Subventions versées par la commune en 2024"])
    sheet.append([])
    sheet.append(NAMES)
    for number, (who, siret, subject, amount, nature, paid) in enumerate(ROWS, start=1):
        signed = date(2024, 3, 10 + number) if number % 2 else f"{20 + number}/03/2024"
        phone = "06 12 34 56 78" if number == 1 else None
        line = [
            *US,
            signed,
            f"2024-{number}",
            who,
            siret,
            subject,
            amount,
            nature,
            "Unique",
            paid,
            None,
            "NON",
            1,
            phone,
        ]
        sheet.append(line)
    if wrong:
        sheet["C5"], sheet["H6"], sheet["B7"] = "au printemps", "voir le budget", "21280088200099"
    sheet.append([])
    sheet.append(["Total", *[None] * 6, "8 850,50 €"])
    sheet["E8"].comment = Comment("Dossier suivi par Mme Martin", "mairie")
    draft = book.create_sheet("Brouillon")
    draft.append(["À revoir avec le trésorier"])
    draft.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
