from pathlib import Path

import pytest

from ckanext.territories.selection import Remark, SelectionError, read_selection

DATA = Path(__file__).parents[3] / "test-data" / "territories"


def codes(name):
    return [commune.code for commune in read_selection(DATA / name).communes]


def test_odd_lines_are_told_by_number_and_the_others_kept():
    found = read_selection(DATA / "communes-eure-et-loir.csv")
    assert [commune.code for commune in found.communes] == ["28088", "28001", "28236"]
    assert [(remark.line, remark.code) for remark in found.remarks] == [
        (4, "merged"),
        (5, "empty"),
        (6, "unknown"),
        (7, "repeated"),
        (8, "repeated"),
    ]


def test_a_first_zero_dropped_by_a_spreadsheet_is_put_back():
    assert codes("premier-zero-perdu.csv") == ["01001", "01002"]


def test_windows_encoding_and_tabs_are_read():
    assert codes("windows-1252-tabulations.csv") == ["28088"]


def test_a_list_without_insee_codes_is_refused():
    with pytest.raises(SelectionError, match="no_column"):
        read_selection(DATA / "sans-code-insee.csv")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04\0\0", b"\n\n"])
def test_a_file_that_is_no_list_is_refused(tmp_path, content):
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    with pytest.raises(SelectionError):
        read_selection(path)


@pytest.mark.parametrize(
    "heading", ["insee", "Code INSEE", "code_insee", "INSEE_COM", "CODGEO", "Code commune", "COLL_INSEE"]
)
def test_usual_headings_are_known(tmp_path, heading):
    path = tmp_path / "liste.csv"
    path.write_text(f"{heading}\n28088\n", encoding="utf-8")
    assert read_selection(path).communes[0].name == "Châteaudun"


def test_a_row_shorter_than_its_heading_is_a_remark(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("nom;insee\nChâteaudun\n", encoding="utf-8")
    assert read_selection(path).remarks == (Remark(2, "empty", ""),)
