"""A whole portal, started by its own command in a folder of the test."""

from __future__ import annotations

import json
import os
import re

os.environ["LANG"] = os.environ["LC_ALL"] = "en_US.UTF-8"  # what the launcher says is read in English

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import requests

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.2)
    return value


@dataclass
class Portal:
    """`socle run` in a folder, on a free port."""

    home: Path
    arguments: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def spawn(self, **env: str) -> subprocess.Popen[bytes]:
        values = {**os.environ, "SOCLE_HOME": str(self.home), "PORT": str(self.port), "LANG": "en_US.UTF-8", **env}
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home.parent / "launcher.log").open("ab") as log:
            command = [str(BIN / "socle"), "run", *self.arguments]
            self.process = subprocess.Popen(command, env=values, stdout=log, stderr=log, cwd=self.home.parent)
        return self.process

    def start(self, **env: str) -> None:
        self.spawn(**env)
        wait_for(self.serves, 600, "the portal serves")

    def serves(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log()[-2000:]
        return self.health().get("status") == "ok"

    def health(self) -> dict[str, Any]:
        try:
            return requests.get(f"{self.address}/health", timeout=30).json()
        except (requests.RequestException, json.JSONDecodeError):
            return {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        return (self.home.parent / "launcher.log").read_text()

    def child(self, pattern: str) -> psutil.Process:
        """The launcher's own child whose command answers a regular expression."""
        return next(self.children(pattern))

    def children(self, pattern: str) -> Iterator[psutil.Process]:
        """Those of the launcher's own children whose command answers it; one may end while they are looked at."""
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                if re.search(pattern, " ".join(child.cmdline())):
                    yield child

    def listening(self) -> set[str]:
        """The addresses that the family listens on."""
        found = set()
        for process in self.family():
            with suppress(psutil.NoSuchProcess):  # PostgreSQL and the job worker have children that come and go
                found |= {c.laddr.ip for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN}
        return found

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill(self) -> None:
        """Kill the launcher with -9 and wait until its family is gone."""
        family = self.family()
        self.process.kill()
        self.process.wait()
        _gone, left = psutil.wait_procs(family, timeout=120)
        assert left == []

    def stop(self) -> int:
        if self.process is None or self.process.poll() is not None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(200)
