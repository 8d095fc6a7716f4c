import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scdl_validation import verifier


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
    assert verifier.check(verifier.Asked(content, schema="scdl/prenoms"), "fr").report["errors"] is not None
