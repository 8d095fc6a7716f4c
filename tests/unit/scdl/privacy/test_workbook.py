"""What a workbook carries beside its table."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from ckanext.scdl import filling, registry, validate
from ckanext.scdl.privacy.package import unpack
from ckanext.scdl.repairing.repairer import repair

SCHEMA = "scdl/prenoms"
HEADER = ["COMMUNE_NOM", "COLL_INSEE", "ENFANT_SEXE", "ENFANT_PRENOM", "NOMBRE_OCCURRENCES", "ANNEE"]
ROW = ["Châteaudun", "28088", "F", "Jade", 9, 2024]


@pytest.fixture
def book():
    """A workbook with a valid table and nothing else."""
    made = openpyxl.Workbook()
    made.active.title = "Prénoms"
    made.active.append(HEADER)
    made.active.append(ROW)
    made.properties.creator = "openpyxl"
    return made


def found(book):
    out = io.BytesIO()
    book.save(out)
    return [(each.kind, each.sheet, each.row, each.column) for each in validate(out.getvalue(), SCHEMA).personal_data]


def test_a_clean_workbook_says_nothing(book):
    assert found(book) == []


@pytest.mark.parametrize(
    ("author", "kinds"), [("Paul Fictif", 1), ("pfictif", 1), ("Mairie de Fictif", 0), ("secretariat", 0)]
)
def test_the_author(book, author, kinds):
    book.properties.creator = author
    assert len(found(book)) == kinds


def test_one_person_is_told_once(book):
    book.properties.creator = book.properties.lastModifiedBy = "Paul Fictif"
    assert found(book) == [("document-author", None, None, None)]


def test_a_comment(book):
    book.active["D2"].comment = Comment("Demander à Mme Fictif", "Paul")
    assert found(book) == [("comment", None, 2, 4)]


def test_a_hidden_column_that_holds_something(book):
    book.active["G1"], book.active["G2"] = "note", "x"
    book.active.column_dimensions["G"].hidden = True
    book.active.column_dimensions["K"].hidden = True
    assert found(book) == [("hidden-column", None, None, 7)]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet(book, state):
    other = book.create_sheet("Liste")
    other.append(["valeur", "libellé"])
    other.append(["M", "Masculin"])
    other.sheet_state = state
    assert found(book) == [("hidden-sheet", "Liste", None, None)]


def test_the_other_sheets_are_read_too(book):
    other = book.create_sheet("Familles")
    other.append(["nom", "prenom", "telephone"])
    other.append(["Fictif", "Paul", "06 39 98 01 23"])
    kinds = found(book)
    assert ("phone", "Familles", 2, 3) in kinds
    assert ("person-column", "Familles", None, 1) in kinds


def _ods(content, meta=""):
    out = io.BytesIO()
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    table = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    text = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("meta.xml", f"<office:document-meta {office} {dublin}>{meta}</office:document-meta>")
        body = f"<office:document-content {office} {table} {text}>{content}</office:document-content>"
        archive.writestr("content.xml", body)
    return out.getvalue()


def test_an_opendocument_workbook():
    cells = "".join(f"<table:table-cell><text:p>{each}</text:p></table:table-cell>" for each in HEADER)
    note = "<office:annotation><text:p>Voir Paul</text:p></office:annotation>"
    row = "".join(
        f"<table:table-cell>{note if each == 'Jade' else ''}<text:p>{each}</text:p></table:table-cell>" for each in ROW
    )
    columns = '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
    rows = f"<table:table-row>{cells}</table:table-row><table:table-row>{row}</table:table-row>"
    content = f'<table:table table:name="F">{columns}{rows}</table:table>'
    data = _ods(content, "<dc:creator>Paul Fictif</dc:creator>")
    kinds = {(each.kind, each.row, each.column) for each in validate(data, SCHEMA).personal_data}
    assert kinds == {("document-author", None, None), ("comment", 2, 4), ("hidden-column", None, 4)}


def test_a_broken_package_gives_nothing():
    assert unpack(b"PK\x03\x04 broken", "xlsx").sheets == 0


def test_nothing_around_the_table_gets_into_the_repaired_file(book):
    secret = "Secret Fictif"
    book.active["D2"].comment = Comment(secret, secret)
    book.properties.creator = book.properties.lastModifiedBy = book.properties.title = secret
    book.defined_names["names"] = DefinedName("names", attr_text=f"'{secret}'!$A$1")
    other = book.create_sheet(secret)
    other.append(["nom", "prenom"])
    other.append(["Secret", "Fictif"])
    other.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    content = repair(out.getvalue(), SCHEMA).content.decode()
    assert content.splitlines() == [",".join(HEADER), ",".join(map(str, ROW))]


def test_a_template_names_nobody():
    made = openpyxl.load_workbook(io.BytesIO(filling.template(registry.find(SCHEMA))))
    assert not made.properties.creator
    assert not made.properties.lastModifiedBy
    assert not [cell for sheet in made for row in sheet for cell in row if cell.comment and cell.comment.author]
