"""Check a large file in a process of its own, which is ended when it is too slow. Nothing is written to a disk."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-c", "from ckanext.scdl_validation.process import main; main()")


class Stopped(Exception):  # noqa: N818
    """The file could not be checked within its time, or its process died (of memory)."""


def run(order: Mapping[str, Any], content: bytes, seconds: float) -> bytes:
    """Do an order of ``verifier`` on a file, and return what came out.

    Args:
        order: JSON values.
        content: the file.
        seconds: after which the process is ended.

    Raises:
        Stopped: it had to be, or it failed; the log says which.
    """
    given = json.dumps(order).encode() + b"\n" + content
    try:
        done = subprocess.run(COMMAND, input=given, capture_output=True, timeout=seconds, check=True)
    except subprocess.TimeoutExpired as err:
        raise Stopped from err
    except subprocess.CalledProcessError as err:
        log.error(
            "The check of a file ended with %s: %s", err.returncode, err.stderr.decode("utf-8", "replace")[-2000:]
        )
        raise Stopped from err
    return done.stdout


def main() -> None:
    """Read an order and a file from the standard input, and write what comes out."""
    from ckanext.scdl_validation import verifier

    order, _, content = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(verifier.serve(json.loads(order), content))
