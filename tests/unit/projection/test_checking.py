"""Whether the addresses of a table answer, with the columns that it says."""

import gzip

import pytest
from ckanext.socle.harvesters.projection import checking
from ckanext.socle.harvesters.projection.definition import Dated

from tests.unit.projection.tables import TODAY, client, table
from tests.unit.projection.test_shipped import TABLES, packed

HEADER = b"commune;nom;valeur\n"


def checked(known):
    with client() as connected:
        return list(checking.check(known, connected, TODAY, 10**8))


def of(server, path="/t.csv", **source):
    return table(source={"addresses": (server.url + path,), **source})


def codes(found):
    return [each.problem and each.problem.code for each in found]


def test_an_address_that_answers_as_it_should(server):
    server.files["/t.csv"] = HEADER + b"28088;a;1\n"
    [found] = checked(of(server))
    assert (found.problem, found.columns, found.size) == (None, 3, 29)


def test_a_gzip_cut_short_gives_its_columns(server):
    lines = (f"28088;{hash((number, 'a'))};{number}\n" for number in range(5000))
    packed_lines = gzip.compress(HEADER + "".join(lines).encode())
    server.files["/t.csv"] = packed_lines[: len(packed_lines) // 2]
    assert codes(checked(of(server, form="csv.gz"))) == [None]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE html>", "source-html"),
        (b"commune;nom\n", "source-missing"),
        (b"commune;nom;valeur;x\n", "source-unknown"),
        (None, "web-status.404"),
        (b"\x1f\x8bnothing", "source-damaged"),
        (HEADER + b"x" * 5 * 1024**2, "source-no-range"),
    ],
)
def test_what_is_wrong_is_said(server, content, code):
    if content is not None:
        server.files["/t.csv"] = content
    assert codes(checked(of(server))) == [code]


@pytest.mark.parametrize("name", ["populations", "elections"])
def test_zip_and_parquet_files_are_fetched_whole(server, name):
    server.files["/file"] = packed(TABLES[name])
    source = TABLES[name].source
    known = table(
        source={"addresses": (server.url + "/file",), "form": source.form, "member": source.member},
        columns=TABLES[name].columns,
        key=TABLES[name].key,
    )
    [found] = checked(known)
    assert (found.problem, found.columns) == (None, len(TABLES[name].columns))


@pytest.mark.parametrize(("every", "count"), [(True, 2), (False, 1)])
def test_of_dated_addresses_those_that_are_there_count(server, every, count):
    server.files |= {"/2025.csv": HEADER, "/2024.csv": HEADER}
    assert codes(checked(of(server, "/{year}.csv", dated=Dated("year", 3, every=every)))) == [None] * count


def test_of_dated_addresses_one_has_to_be_there(server):
    assert codes(checked(of(server, "/{year}.csv", dated=Dated("year", 1, every=False)))) == ["web-status.404"]
