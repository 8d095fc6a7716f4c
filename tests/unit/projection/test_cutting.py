"""One pass: where each line goes, and what makes the whole file fail."""

import csv
import gzip
import io
import zipfile

import polars as pl
import pytest
from ckanext.socle.harvesters.projection import batches, cutting, manifest
from ckanext.socle.harvesters.projection.batches import Limits
from ckanext.socle.harvesters.projection.definition import PARTED, Column, Expected, Key
from ckanext.socle.harvesters.projection.problems import SourceError
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.projection.tables import CHARTRES, CHATEAUDUN, DREUX_AGGLO, TARGETS, rows_of, table

HEADER = "commune;nom;valeur\n"


def cut(tmp_path, content, known=None, before=None, **options):
    path = tmp_path / "source.data"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    options = {"largest": 10**6, **options}
    return cutting.cut(known or table(), [path], TARGETS, tmp_path, before or {}, **options)


def test_each_line_goes_to_its_commune_or_is_counted(tmp_path):
    lines = "28088;a;1\n28085;b;2\n28088;c;3\n;d;4\n01004;e;5\nxxxxx;f;6\nbad\n75101;g;7\n28002;h;8\n"
    slices, counts = cut(tmp_path, HEADER + lines)
    assert {code: each.state for code, each in slices.items()} == dict.fromkeys((CHARTRES, CHATEAUDUN, "75056"), "rows")
    assert rows_of(tmp_path, CHATEAUDUN) == ["a,1", "c,3"]
    expected = {"lines": 9, "kept": 4, "elsewhere": 2, "without_key": 1, "unknown_key": 1, "malformed": 1}
    assert {name: getattr(counts, name) for name in expected} == expected
    assert counts.samples == {"unknown_key": ["xxxxx"], "malformed": ["bad"]}


def test_a_commune_without_rows_is_empty_and_not_failed(tmp_path):
    slices, _ = cut(tmp_path, HEADER + "28088;a;1\n")
    assert (slices[CHARTRES].state, rows_of(tmp_path, CHARTRES)) == (manifest.EMPTY, [])


def test_a_slice_too_large_fails_by_itself_and_leaves_the_former_one(tmp_path):
    cut(tmp_path, HEADER + "28088;a;1\n")
    slices, _ = cut(tmp_path, HEADER + "28088;a;1\n" * 99 + "28085;b;1\n", largest=100, limits=Limits(piece=64))
    assert (slices[CHATEAUDUN].state, slices[CHARTRES].state) == (manifest.FAILED, manifest.ROWS)
    assert rows_of(tmp_path, CHATEAUDUN) == ["a,1"]


def test_an_unchanged_slice_is_not_written_again(tmp_path):
    before, _ = cut(tmp_path, HEADER + "28088;a;1\n28085;b;2\n")
    inode = {code: cutting.slice_path(tmp_path, code).stat().st_ino for code in (CHATEAUDUN, CHARTRES)}
    cut(tmp_path, HEADER + "28088;a;1\n28085;b;3\n", before=before)
    same = {code: cutting.slice_path(tmp_path, code).stat().st_ino == inode[code] for code in inode}
    assert same == {CHATEAUDUN: True, CHARTRES: False}


def test_a_file_shuffled_anew_changes_nothing_where_the_table_has_an_order(tmp_path):
    ordered = table(order=("nom", "valeur"))
    first, _ = cut(tmp_path, HEADER + "28088;a;1\n28088;b;2\n", ordered)
    second, _ = cut(tmp_path, HEADER + "28088;b;2\n28088;a;1\n", ordered)
    assert first[CHATEAUDUN].sha256 == second[CHATEAUDUN].sha256


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("commune;nom\n28088;a\n", "source-missing"),
        ("commune;nom;valeur;surprise\n28088;a;1;2\n", "source-unknown"),
        ("commune;nom;valeur;valeur\n28088;a;1;1\n", "source-twice"),
        ("<!DOCTYPE html>\n<p>Erreur</p>\n", "source-html"),
        ("", "source-empty"),
        (b"\x1f\x8b\x08 broken", "source-damaged"),
    ],
)
def test_a_file_that_is_not_what_the_table_says_touches_nothing(tmp_path, content, code):
    cut(tmp_path, HEADER + "28088;a;1\n")
    with pytest.raises(SourceError) as caught:
        cut(tmp_path, content)
    assert caught.value.code == code
    assert rows_of(tmp_path, CHATEAUDUN) == ["a,1"]


@pytest.mark.parametrize(
    ("expected", "content", "code"),
    [
        (Expected(3, 1.0), "28088;a;1\n", "source-small"),
        (Expected(1, 0.4), "28088;a;1\nbad\n", "source-unusable"),
        (Expected(1, 0.4), "28088;a;1\n;a;1\n", "source-unusable"),
    ],
)
def test_a_file_much_smaller_or_worse_than_usual_touches_nothing(tmp_path, expected, content, code):
    with pytest.raises(SourceError) as caught:
        cut(tmp_path, HEADER + content, table(expected=expected))
    assert caught.value.code == code
    assert not list((tmp_path / "slices").iterdir())


def test_a_file_that_unpacks_without_end_is_left(tmp_path):
    packed = gzip.compress((HEADER + "28088;a;1\n" * 100_000).encode())
    with pytest.raises(SourceError) as caught:
        cut(tmp_path, packed, table(source={"form": "csv.gz"}), limits=Limits(unpacked=10_000, piece=4096))
    assert caught.value.code == "source-unpacked"


def test_a_gzip_that_the_server_has_unpacked_is_read_as_it_comes(tmp_path):
    slices, _ = cut(tmp_path, HEADER + "28088;a;1\n", table(source={"form": "csv.gz"}))
    assert slices[CHATEAUDUN].rows == 1


def test_the_files_of_a_zip_each_have_their_header(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("dossier/dpt_28.csv", HEADER + "28088;a;1\n")
        archive.writestr("dossier/dpt_75.csv", "\ufeffnom;valeur;commune\nb;2;75110\n")
        archive.writestr("lisez-moi.txt", "Bonjour")
    zipped = table(source={"form": "zip", "member": "dpt_*.csv"})
    cut(tmp_path, packed.getvalue(), zipped)
    assert (rows_of(tmp_path, CHATEAUDUN), rows_of(tmp_path, "75056")) == (["a,1"], ["b,2"])


def test_a_zip_without_the_files_that_the_table_names_fails(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("autre.csv", HEADER)
    with pytest.raises(SourceError) as caught:
        cut(tmp_path, packed.getvalue(), table(source={"form": "zip", "member": "dpt_*.csv"}))
    assert (caught.value.code, caught.value.params["found"]) == ("source-member", "autre.csv")


def test_western_encodings_become_utf_8(tmp_path):
    cut(tmp_path, (HEADER + "28088;Œuvre d’été;1\n").encode("cp1252"), table(source={"encoding": "cp1252"}))
    assert rows_of(tmp_path, CHATEAUDUN) == ["Œuvre d’été,1"]


def test_a_parquet_file_is_read_in_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "ROWS", 2)
    frame = pl.DataFrame(
        {"commune": ["28088", "28085", None, "28088", "x"], "nom": list("abcde"), "valeur": [1, 2, 3, None, 5]}
    )
    packed = io.BytesIO()
    frame.write_parquet(packed)
    _, counts = cut(tmp_path, packed.getvalue(), table(source={"form": "parquet"}))
    assert rows_of(tmp_path, CHATEAUDUN) == ["a,1", "d,"]
    assert (counts.lines, counts.without_key, counts.unknown_key) == (5, 1, 1)


def test_a_broken_parquet_file_is_named(tmp_path):
    with pytest.raises(SourceError) as caught:
        cut(tmp_path, b"PAR1 nothing", table(source={"form": "parquet"}))
    assert caught.value.code == "source-damaged"


def test_the_first_filled_column_is_the_key(tmp_path):
    either = table(key=Key("insee", ("commune", "autre")), ignored=("reste*",))
    cut(tmp_path, "commune;nom;valeur;autre;reste1\n;a;1;28088;x\n28085;b;2;28088;x\n", either)
    assert (rows_of(tmp_path, CHATEAUDUN), rows_of(tmp_path, CHARTRES)) == (["a,1"], ["b,2"])


def test_a_key_in_two_columns(tmp_path):
    parted = table(key=Key(PARTED, ("dep", "com")))
    cut(tmp_path, "dep;com;nom;valeur\n028;088;a;1\n028;85;b;2\n", parted)
    assert (rows_of(tmp_path, CHATEAUDUN), rows_of(tmp_path, CHARTRES)) == (["a,1"], ["b,2"])


def test_a_siret_gives_communes_and_epci_their_rows(tmp_path):
    slices, _ = cut(
        tmp_path, f"siret;nom;valeur\n21280088200016;a;1\n{DREUX_AGGLO}00012;b;2\n", table(key=Key("siren", ("siret",)))
    )
    assert {code: each.rows for code, each in slices.items()} == {CHATEAUDUN: 1, CHARTRES: 0, DREUX_AGGLO: 1}


def test_an_optional_column_that_is_absent_is_empty(tmp_path):
    known = table(columns=(Column("nom", "Nom"), Column("note", "Note", optional=True)), ignored=("valeur",))
    cut(tmp_path, HEADER + "28088;a;1\n", known)
    assert rows_of(tmp_path, CHATEAUDUN) == ["a,"]


CELL = st.text(st.sampled_from('ab,;"\n é'), max_size=3)
LINE = st.one_of(
    st.tuples(st.sampled_from(["28088", "28085", "75101", "01004", "x", ""]), CELL, CELL),
    st.lists(st.sampled_from(["28088", "a", ""]), min_size=1, max_size=5).filter(
        lambda row: len(row) != 3 and any(row)
    ),
)


@given(lines=st.lists(LINE, max_size=12), size=st.integers(1, 50))
def test_every_line_ends_in_one_slice_or_in_one_count(lines, size, tmp_path_factory):
    folder = tmp_path_factory.mktemp("essai")
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows([["commune", "nom", "valeur"], *lines])
    slices, counts = cut(folder, text.getvalue(), limits=Limits(piece=size + 60))
    sound = [line for line in lines if len(line) == 3]
    wanted = {"28088": CHATEAUDUN, "28085": CHARTRES, "75101": "75056"}
    for code in (CHATEAUDUN, CHARTRES, "75056"):
        path = cutting.slice_path(folder, code)
        read = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))[1:] if path.exists() else []
        assert read == [list(line[1:]) for line in sound if wanted.get(line[0]) == code]
        assert len(read) == slices[code].rows
    assert counts.malformed == len(lines) - len(sound)
    parts = counts.kept, counts.elsewhere, counts.without_key, counts.unknown_key, counts.malformed
    assert sum(parts) == counts.lines == len(lines)
