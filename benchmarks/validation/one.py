"""Check one file with one tool, and print what it cost: python one.py TOOL FILE SCHEMA."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

SCHEMA = "scdl/deliberations"


def ours(path: Path, schema: Path) -> tuple[float, int]:  # noqa: ARG001
    """Read and check; a file over the limit of the portal is read all the same."""
    import polars  # noqa: F401

    from ckanext.scdl import registry
    from ckanext.scdl.checking import check
    from ckanext.scdl.reading import limits, read

    limits.FILE_BYTES = max(limits.FILE_BYTES, path.stat().st_size)
    chosen = registry.find(SCHEMA)
    start = time.perf_counter()
    report = check(read(path, known=chosen.field_names), chosen)
    return time.perf_counter() - start, len(report.errors)


def command(path: Path, schema: Path) -> tuple[float, int]:  # noqa: ARG001
    """Run the whole command, its modules compiled already, as they are where it is in use."""
    scdl = Path(sys.executable).with_name("scdl")
    asked = [scdl, "validate", path, "--schema", SCHEMA, "--json"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(asked, capture_output=True, text=True, check=False, env=environment)
    return time.perf_counter() - start, len(json.loads(done.stdout)["errors"])


def frictionless(path: Path, schema: Path) -> tuple[float, int]:
    """Validate without an error limit, our French checks being made too."""
    from frictionless import Checklist, Resource, Schema

    from ckanext.scdl import registry
    from ckanext.scdl.checking.french import CHECKS
    from ckanext.scdl.checking.french.plugged import Plugged

    checks = [
        Plugged(french=CHECKS[each.name].from_params(each.params)) for each in registry.find(SCHEMA).custom_checks
    ]
    descriptor = json.loads(schema.read_text(encoding="utf-8"))
    start = time.perf_counter()
    resource_ = Resource(path.name, basepath=str(path.parent), schema=Schema.from_descriptor(descriptor))
    report = resource_.validate(Checklist(checks=checks), limit_errors=10**9)
    return time.perf_counter() - start, report.stats["errors"]


def validata(path: Path, schema: Path) -> tuple[float, int]:
    """Validate as Validata's own command does; it stops after a thousand errors."""
    from validata_core import resource_service, validation_service

    start = time.perf_counter()
    resource_ = resource_service.from_file_content(path.name, path.read_bytes())
    report = validation_service.validate_resource(resource_, json.loads(schema.read_text(encoding="utf-8")))
    return time.perf_counter() - start, len(report.errors)


TOOLS = {"ours": ours, "command": command, "frictionless": frictionless, "validata": validata}

if __name__ == "__main__":
    seconds, errors = TOOLS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    who = resource.RUSAGE_CHILDREN if sys.argv[1] == "command" else resource.RUSAGE_SELF
    used = resource.getrusage(who)
    peak, cpu = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
    print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": peak, "errors": errors}))
