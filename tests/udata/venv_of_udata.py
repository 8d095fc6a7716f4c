"""The venv of udata, data.gouv.fr's own software: built once, rebuilt when its locked requirements change.

python tests/udata/venv_of_udata.py        # prints the path of its Python
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
VENV = HERE.parents[1] / ".venv-udata"
REQUIREMENTS = HERE / "requirements.txt"


def udata_python() -> Path:
    """Return the Python that has udata, after having installed it if need be (some two minutes, once)."""
    python, stamp = VENV / "bin" / "python", VENV / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not (python.exists() and stamp.exists() and stamp.read_text() == wanted):
        print(f"Installing udata in {VENV.name}…", file=sys.stderr, flush=True)
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV], check=True)
        install = [*uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, REQUIREMENTS]
        subprocess.run(install, check=True)
        stamp.write_text(wanted)
    return python


if __name__ == "__main__":
    print(udata_python())
