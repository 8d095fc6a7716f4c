"""Harvest a throw-away portal with data.gouv.fr's own software: `python tests/udata/run.py` (make test-udata)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from venv_of_udata import udata_python

HERE = Path(__file__).parent


def main() -> int:
    udata_python()
    pytest = Path(sys.executable).parent / "pytest"
    stack = [sys.executable, "-W", "ignore", HERE.parent / "with_stack.py"]
    return subprocess.run([*stack, pytest, HERE, *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
