"""Checking délibérations: ours beside frictionless and Validata, in one run.

python benchmarks/validation/run.py [--rows 1000 10000 100000 1000000] [--repeat 2] [--budget 60]

For each size, a clean table and one with 2 % of bad cells. Each measure is a process of its own: «in process» is from
the file to the report, libraries being imported; «command» is the whole ``scdl validate``; memory is the process's
peak; «cpu» is the whole process's, imports included, and says more than the time on a busy machine. A tool whose
time, going by the size before, would exceed the budget is not run.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
VENV = ROOT / ".venv-validata"
REQUIREMENTS = HERE / "requirements.txt"
TOOLS = ("ours", "command", "frictionless", "validata")
AIMS = {
    (100_000, "clean", "ours"): "0.5 s",
    (100_000, "clean", "command"): "1 s",
    (100_000, "2 % bad", "ours"): "3 s",
    (100_000, "2 % bad", "command"): "3 s",
    (1_000_000, "clean", "ours"): "400 MB",
    (1_000_000, "2 % bad", "ours"): "400 MB",
}


def main() -> None:
    """Measure and print the table."""
    options = arguments()
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{datetime.date.today()}, {os.cpu_count()} cores, {platform.machine()}, load {load}")  # noqa: DTZ011
    validata = validata_python() if "validata" in options.tools else None
    print(f"{'rows':>9} {'cells':8} {'tool':13} {'time':>9} {'cpu':>9} {'× ours':>8} {'memory':>8} {'errors':>7}  aim")
    with tempfile.TemporaryDirectory() as folder:
        schema = Path(folder) / "schema.json"
        schema.write_text(json.dumps(official()), encoding="utf-8")
        for cells, bad in (("clean", 0.0), ("2 % bad", 0.02)):
            last: dict[str, tuple[int, float]] = {}
            for rows in options.rows:
                path = Path(folder) / f"{rows}-{bad}.csv"
                subprocess.run([sys.executable, HERE / "tables.py", path, str(rows), str(bad)], check=True)
                size(options, cells, rows, path, schema, validata, last)
                path.unlink()


def size(
    options: argparse.Namespace,
    cells: str,
    rows: int,
    path: Path,
    schema: Path,
    validata: Path | None,
    last: dict[str, tuple[int, float]],
) -> None:
    """Measure every tool on one table."""
    ours = 0.0
    for tool in options.tools:
        before, seconds = last.get(tool, (rows, 0.0))
        expected = seconds * rows / before
        if expected > options.budget:
            print(f"{rows:>9} {cells:8} {tool:13} {'not run':>9}  some {expected:.0f} s, going by {before} rows")
            continue
        python = validata if tool == "validata" else Path(sys.executable)
        # A long measure needs no repeating: what disturbs it is small beside it.
        times = options.repeat if expected < 20 else 1
        found = min((measure(python, tool, path, schema) for _ in range(times)), key=lambda each: each["seconds"])
        last[tool] = rows, found["seconds"]
        ours = ours or found["seconds"]
        ratio, aim = found["seconds"] / ours, AIMS.get((rows, cells, tool), "")
        print(
            f"{rows:>9} {cells:8} {tool:13} {found['seconds']:>7.2f} s {found['cpu']:>7.2f} s {ratio:>8.1f}"
            f" {found['megabytes']:>5.0f} MB"
            f" {found['errors']:>7}  {aim}",
            flush=True,
        )


def arguments() -> argparse.Namespace:
    """Read the command's options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--repeat", type=int, default=2, help="keep the best of as many")
    parser.add_argument("--budget", type=float, default=60, help="seconds that one measure may take")
    return parser.parse_args()


def measure(python: Path | None, tool: str, path: Path, schema: Path) -> dict[str, float]:
    """Run one tool once in a process of its own."""
    done = subprocess.run(
        [str(python), str(HERE / "one.py"), tool, str(path), str(schema)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def official() -> dict[str, object]:
    """Return the official schema."""
    from ckanext.scdl import registry

    return dict(registry.find("scdl/deliberations").descriptor)


def validata_python() -> Path:
    """Return the Python that has Validata, after having installed it if need be."""
    python = VENV / "bin" / "python"
    if not python.exists():
        print(f"Installing Validata in {VENV.name}…", file=sys.stderr, flush=True)
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, VENV], check=True)
        install = [*uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, REQUIREMENTS]
        subprocess.run(install, check=True)
    return python


if __name__ == "__main__":
    main()
