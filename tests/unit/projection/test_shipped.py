"""Each shipped table, on a small file of the real shape, served as the real one is."""

import csv
import gzip
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from ckanext.socle.harvesters.projection import cutting, loading, manifest
from ckanext.socle.harvesters.projection.definition import CSV_GZ, PARQUET, ZIP, Expected
from ckanext.socle.harvesters.projection.keys import Targets

from tests.unit.projection.tables import CHARTRES, CHATEAUDUN, run

DATA = Path(__file__).parents[3] / "test-data" / "projection"
GRAND_CHATEAUDUN = "200069961"
TARGETS = Targets(
    frozenset({CHATEAUDUN, CHARTRES, "28406", "28199", "75056", "01001", "28023"}),
    {"212800882": CHATEAUDUN, "212800858": CHARTRES, GRAND_CHATEAUDUN: GRAND_CHATEAUDUN},
)
TABLES = loading.load_all()
# Rows by slice; then lines elsewhere, without key, with an unknown one, malformed.
EXPECTED = {
    "adresses": ({CHATEAUDUN: 2, "28406": 1, "75056": 1}, (0, 0, 1, 0)),
    "bpe": ({CHATEAUDUN: 2, CHARTRES: 1, "75056": 1}, (0, 0, 0, 0)),
    "comptes": ({CHATEAUDUN: 2, CHARTRES: 1, "28199": 1}, (1, 0, 0, 0)),
    "decp": ({CHATEAUDUN: 2, CHARTRES: 1, GRAND_CHATEAUDUN: 1}, (1, 0, 1, 0)),
    "dvf": ({CHATEAUDUN: 2, CHARTRES: 1, "01001": 1}, (0, 0, 0, 0)),
    "elections": ({CHATEAUDUN: 2, CHARTRES: 2}, (1, 0, 1, 0)),
    "irve": ({CHATEAUDUN: 1, CHARTRES: 1, "01001": 1}, (0, 1, 1, 1)),
    "populations": ({CHATEAUDUN: 1, CHARTRES: 1, "75056": 2, "01001": 1}, (0, 0, 0, 0)),
    "rna": ({CHATEAUDUN: 2, CHARTRES: 1, "28406": 1}, (0, 1, 0, 1)),
}


def packed(table):
    """The small file, in the form of the real one."""
    content = (DATA / f"{table.name}.csv").read_bytes()
    if table.source.form == CSV_GZ:
        return gzip.compress(content)
    stream = io.BytesIO()
    if table.source.form == ZIP:
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(table.source.member.replace("*", "20261101"), content)
        return stream.getvalue()
    if table.source.form == PARQUET:
        frame = pl.read_csv(content, separator=";", infer_schema=False)
        numbers = [column.name for column in table.columns if column.type == "numeric"]
        frame.with_columns(pl.col(numbers).cast(pl.Float64)).write_parquet(stream)
        return stream.getvalue()
    return content


@pytest.fixture(params=sorted(EXPECTED))
def cut(request, server, tmp_path):
    """A table cut from its small file: its definition, its folder, what is known of it."""
    shipped = TABLES[request.param]
    server.files["/file"] = packed(shipped)
    source = replace(shipped.source, addresses=(f"{server.url}/file",), dated=None)
    table = replace(shipped, source=source, expected=Expected(1, 1))
    return table, tmp_path, run(table, tmp_path, TARGETS)[1]


def test_the_rows_go_where_they_belong(cut):
    table, _, known = cut
    rows, others = EXPECTED[table.name]
    assert known.failure is None
    assert {code: each.rows for code, each in known.slices.items() if each.rows} == rows
    counts = known.counts
    assert (counts.elsewhere, counts.without_key, counts.unknown_key, counts.malformed) == others


def test_a_slice_has_the_columns_that_are_kept(cut):
    table, folder, _ = cut
    with cutting.slice_path(folder, CHATEAUDUN).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == table.kept
    assert {len(row) for row in rows} == {len(header)}


def test_no_column_that_names_a_private_person_comes_out(cut):
    table, folder, known = cut
    text = "".join(
        cutting.slice_path(folder, code).read_text(encoding="utf-8")
        for code in known.slices
        if known.state(code) == manifest.ROWS
    )
    forbidden = {"rna": ("Madame", "EXEMPLE Camille", "RUE DE LA"), "irve": ("0102030405", "@exemple")}
    assert [word for word in forbidden.get(table.name, ()) if word in text] == []
