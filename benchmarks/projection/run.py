"""Cutting a national table for 4,000 communes, beside a plain scan and one filter for each commune, in one run.

python benchmarks/projection/run.py [--megabytes 500] [--communes 4000] [--filters 5] [--folder FOLDER]

The table is generated (the columns of the Base Adresse Nationale, rows in no order, one in ten of another commune) and
deleted at the end. Each measure is a process of its own; memory is its peak; processor time is given beside the clock,
which other work on the machine disturbs. «scan» reads every cell of the file by the same engine (polars, streaming);
«filter» is one commune's rows by the same engine, measured on a few communes and multiplied: 4,000 would take hours.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
from ckanext.socle.harvesters.projection import cutting, loading, manifest
from ckanext.socle.harvesters.projection.definition import CSV, Expected, Table
from ckanext.socle.harvesters.projection.keys import Targets

from ckanext.territories.cog import cog

MEGABYTE = 1024**2
ROWS = 200_000  # generated at a time


def main() -> None:
    """Generate the table, measure, print."""
    options = arguments()
    if options.measure:
        print(json.dumps(MEASURES[options.measure](Path(options.folder), options)))
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        rows = generate(folder / "table.csv", options.megabytes * MEGABYTE, communes(options.communes))
        size = (folder / "table.csv").stat().st_size / MEGABYTE
        print(f"{size:,.0f} MB, {rows:,} rows, {options.communes:,} communes")
        print(f"{'':34}{'clock':>12} {'processor':>12}{'clock':>9} {'processor':>9}")
        scan = measured("scan", folder, options)
        shown("scan, every cell", scan, scan)
        shown("cut, first time", measured("cut", folder, options), scan)
        shown("cut, nothing changed", measured("again", folder, options), scan)
        one = measured("filter", folder, options)
        shown("filter, one commune", one, scan)
        every = {**one, **{unit: one[unit] * options.communes for unit in ("seconds", "processor")}}
        shown(f"filter, × {options.communes:,} (extrapolated)", every, scan)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--communes", type=int, default=4000)
    parser.add_argument("--filters", type=int, default=5, help="communes on which one filter is measured")
    parser.add_argument("--folder", default=None, help="where the table is generated (temporary folder)")
    parser.add_argument("--measure", choices=sorted(MEASURES), help=argparse.SUPPRESS)
    return parser.parse_args()


def measured(name: str, folder: Path, options: argparse.Namespace) -> dict[str, float]:
    """Run one measure in a process of its own."""
    same = ["--communes", str(options.communes), "--filters", str(options.filters)]
    command = [sys.executable, __file__, "--measure", name, "--folder", str(folder), *same]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def shown(label: str, found: dict[str, float], scan: dict[str, float]) -> None:
    """Print one line."""
    ratios = f"{found['seconds'] / scan['seconds']:>9,.1f} {found['processor'] / scan['processor']:>9,.1f}"
    times = f"{found['seconds']:>10,.1f} s {found['processor']:>10,.1f} s"
    print(f"{label:34}{times}{ratios} × scan {found['megabytes']:>7,.0f} MB", flush=True)


def communes(number: int) -> list[str]:
    """The communes that the portal has: the first ones of the COG."""
    return sorted(cog()._communes)[:number]


def generate(path: Path, size: int, chosen: list[str]) -> int:
    """Write the table, about `size` bytes, and return how many rows it has."""
    others = sorted(cog()._communes)[len(chosen) : 2 * len(chosen)] or ["75056"]
    chance, rows = random.Random(1), 0
    columns = table().kept
    with path.open("wb") as file:
        while file.tell() < size:
            codes = [chance.choice(chosen if chance.random() < 0.9 else others) for _ in range(ROWS)]
            numbers = [chance.randrange(1, 300) for _ in range(ROWS)]
            batch(codes, numbers, columns).write_csv(file, separator=";", include_header=rows == 0)
            rows += ROWS
    return rows


def batch(codes: list[str], numbers: list[int], columns: list[str]) -> pl.DataFrame:
    """Return rows of the shape of the Base Adresse Nationale."""
    code, number = pl.col("code_insee"), pl.col("numero").cast(pl.String)
    frame = pl.DataFrame({"code_insee": codes, "numero": numbers}).with_columns(
        id=pl.concat_str(code, pl.lit("_0960_"), number.str.zfill(5)),
        id_fantoir=pl.concat_str(code, pl.lit("_0960")),
        nom_voie=pl.lit("Rue de la République"),
        code_postal=code,
        nom_commune=pl.concat_str(pl.lit("Commune "), code),
        x=pl.col("numero") * 1.37 + 575_800.12,
        y=pl.col("numero") * 0.71 + 6_776_500.2,
        lon=pl.col("numero") / 7_919 + 1.3,
        lat=pl.col("numero") / 6_007 + 48.0,
        type_position=pl.lit("entrée"),
        libelle_acheminement=pl.lit("COMMUNE"),
        nom_afnor=pl.lit("RUE DE LA REPUBLIQUE"),
        source_position=pl.lit("commune"),
        source_nom_voie=pl.lit("commune"),
        certification_commune=pl.lit(1),
    )
    absent = [pl.lit("").alias(name) for name in columns if name not in frame.columns]
    return frame.with_columns(absent).select(pl.when(pl.col(columns).cast(pl.String) != "").then(pl.col(columns)))


def table() -> Table:
    """The Base Adresse Nationale, not packed."""
    known = loading.load_all()["adresses"]
    return replace(known, source=replace(known.source, form=CSV), expected=Expected(1, 0.5))


def scan(folder: Path, options: argparse.Namespace) -> dict[str, float]:  # noqa: ARG001  # as the other measures
    """Read every cell."""
    lines = pl.scan_csv(folder / "table.csv", separator=";", infer_schema=False)
    return timed(lambda: lines.select(pl.all().str.len_bytes().sum()).collect(engine="streaming"))


def filtered(folder: Path, options: argparse.Namespace) -> dict[str, float]:
    """Filter the rows of a few communes, one pass for each; return the mean of one."""
    chosen = random.Random(2).sample(communes(options.communes), options.filters)

    def every() -> None:
        for code in chosen:
            lines = pl.scan_csv(folder / "table.csv", separator=";", infer_schema=False)
            lines.filter(pl.col("code_insee") == code).collect(engine="streaming").write_csv(folder / "one.csv")

    found = timed(every)
    return {**found, **{unit: found[unit] / len(chosen) for unit in ("seconds", "processor")}}


def cut(folder: Path, options: argparse.Namespace) -> dict[str, float]:
    """Cut the table; the second time, every slice is there already."""
    targets = Targets(frozenset(communes(options.communes)))
    known = manifest.load(folder).slices

    def once() -> None:
        slices, counts = cutting.cut(table(), [folder / "table.csv"], targets, folder, known, 10**9)
        assert counts.lines == counts.kept + counts.elsewhere
        manifest.save(folder, manifest.Manifest(slices=slices))

    return timed(once)


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Return seconds by the clock and of the processor, and the peak of memory in megabytes."""
    begin, spent = time.perf_counter(), time.process_time()
    work()
    seconds, processor = time.perf_counter() - begin, time.process_time() - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "processor": processor, "megabytes": memory}


MEASURES = {"scan": scan, "cut": cut, "again": cut, "filter": filtered}

if __name__ == "__main__":
    main()
