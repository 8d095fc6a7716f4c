"""Encodings and delimiters are guessed right, small files included."""

import pytest

from ckanext.scdl import UnreadableFile
from ckanext.scdl.reading import Guesses, read
from ckanext.scdl.reading.text import guess_delimiter, guess_encoding

LINE = "commune;objet\nChâteaudun;Réfection de l’école, côté cour — 1 200 €\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_the_encoding_is_guessed(encoding, name):
    data = LINE.encode(encoding)
    assert guess_encoding(data) == name
    assert read(data).rows[0][1].startswith("Réfection de l’école")


def test_latin_1_reads_like_cp1252():
    assert read("nom;ville\nÉlisée;Évreux\n".encode("latin-1")).rows == [["Élisée", "Évreux"]]


def test_a_file_cut_in_the_middle_of_a_character_stays_utf_8():
    table = read("commune,été\nChâteaudun,é".encode()[:-1])
    assert (table.encoding, table.rows[0][0]) == ("utf-8", "Châteaudun")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3,5\n", ";"),
        ("a\tb\n1,5\t2;5\n", "\t"),
        ("a|b\nx;y|z,t\n", "|"),
        ("Titre, avec virgule\na;b;c\n1;2;3\n4;5;6\n", ";"),
        ('a,b\n"x;y;z","t;u;v"\n', ","),
        ("a\n1\n", ","),
        ("a:b:c\n1:2:3\n4:5:6\n", ":"),
        ("a^b^c\nx:1^2^3\ny:2^5^6\n", "^"),
        ("heure\n08:30:00\n09:30:00\n" + "10:30:00\n" * 30, ","),
        ("url\n" + "https://exemple.fr\n" * 30, ","),
        ("a,b\n08:30:00,09:30:00\n", ","),
    ],
)
def test_the_delimiter_is_guessed(text, delimiter):
    assert guess_delimiter(text) == delimiter


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(newline):
    assert read(f"a,b{newline}1,2{newline}3,4{newline}".encode()).rows == [["1", "2"], ["3", "4"]]


def test_a_quoted_cell_keeps_its_lines_and_delimiters():
    assert read(b'a;b\n"x\ny;z";"il a dit ""oui"""\n').rows == [["x\ny;z", 'il a dit "oui"']]


def test_a_guess_can_be_overridden():
    table = read("a;b\né;1\n".encode("mac-roman"), Guesses(encoding="mac-roman", delimiter=","))
    assert table.rows == [["é;1"]]


def test_an_encoding_that_does_not_exist_is_refused():
    with pytest.raises(UnreadableFile):
        read(b"a,b\n1,2\n", Guesses(encoding="klingon"))


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac_roman", "cp1252", "utf-16-be", "utf-16-le"])
def test_accents_are_read_whatever_the_software(encoding):
    text = "nom;prénom;école\nDupré;Hélène;à côté\nLefèvre;François;forêt\n"
    assert read(text.encode(encoding)).rows == [["Dupré", "Hélène", "à côté"], ["Lefèvre", "François", "forêt"]]


def test_apostrophes_may_quote_cells():
    assert read(b"'nom';'rue'\n'a;b';'d''Anjou'\n").rows == [["a;b", "d'Anjou"]]


def test_the_mark_of_the_end_of_a_dos_text_is_no_row():
    assert read(b"a;b\n1;2\n\x1a").rows == [["1", "2"]]


def test_column_names_repeated_below_themselves_are_no_record():
    table = read(b"nom;rue\nnom;rue\na;b\n", known=["nom", "rue"])
    assert (table.header_row, table.rows) == (2, [["a", "b"]])
