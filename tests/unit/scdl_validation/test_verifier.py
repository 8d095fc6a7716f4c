from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scdl_validation import process, verifier


@given(st.binary(max_size=2000))
def test_a_file_comes_back_from_the_page_as_it_was(content):
    assert verifier.unpack(verifier.pack(content), 2000) == content


def test_a_bomb_is_not_unpacked():
    with pytest.raises(verifier.Unpackable):
        verifier.unpack(verifier.pack(b"\x00" * 10_000_000), 1_000_000)


@pytest.mark.parametrize("text", ["", "é", "AAAA", "not base64 at all", verifier.pack(b"a" * 1000)[:-8]])
def test_what_no_page_packed_is_refused(text):
    with pytest.raises(verifier.Unpackable):
        verifier.unpack(text, 1000)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("subventions 2025.xls", "subventions-2025-corrige.csv"),
        ("../../etc/passwd", "passwd-corrige.csv"),
        ("C:\\Users\\mairie\\délib.csv", "délib-corrige.csv"),
        ("", "fichier-corrige.csv"),
        ("…", "fichier-corrige.csv"),
        ("a" * 300 + ".csv", "a" * 60 + "-corrige.csv"),
    ],
)
def test_a_download_has_the_name_of_the_file(name, expected):
    assert verifier.file_name(name, "corrige", "csv") == expected


@given(st.binary(max_size=300))
def test_any_bytes_get_a_report(content):
    assert verifier.report(verifier.Asked(content, schema="scdl/prenoms"), "fr", 60)["errors"] is not None


@pytest.fixture
def asked():
    path = Path(__file__).parents[3] / "test-data" / "scdl" / "deliberations-chateaudun-erreurs.csv"
    return verifier.Asked(path.read_bytes(), "x.csv", schema="scdl/deliberations", answers={"body-number:2": "keep"})


def test_a_large_file_has_the_same_report_in_its_own_process(monkeypatch, asked):
    at_once = verifier.report(asked, "fr", 60)
    monkeypatch.setattr(verifier, "AT_ONCE", 0)
    assert verifier.report(asked, "fr", 60) == at_once


@pytest.mark.parametrize("size", [0, 1_000_000])
@pytest.mark.parametrize(("what", "start"), [("repaired", b"COLL"), ("repaired-xlsx", b"PK"), ("annotated", b"PK")])
def test_what_is_made_of_a_file_comes_out_whole(monkeypatch, asked, size, what, start):
    monkeypatch.setattr(verifier, "AT_ONCE", size)
    made = verifier.made(what, asked, "fr", 60)
    assert made.content.startswith(start)
    assert made.name.startswith("x-")


def test_a_file_that_is_too_slow_is_given_up(monkeypatch):
    monkeypatch.setattr(verifier, "AT_ONCE", 0)
    with pytest.raises(process.Stopped):
        verifier.report(verifier.Asked(b"a,b\n1,2\n"), "fr", 0.01)
