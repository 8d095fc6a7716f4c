"""Keeps the processes of a portal alive: starts each, starts it again when it dies, stops all at the end."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from ckanext.socle.launcher.errors import LauncherError
from ckanext.socle.launcher.processes import spawn, stop
from ckanext.socle.launcher.words import _

RESTART_DELAYS = (0.2, 1, 2, 5, 10, 30)  # seconds before the first, second… new start of a process that keeps dying
STEADY_AFTER = 60  # seconds of life after which a process counts as healthy again


class Service(Protocol):
    """What the supervisor needs of a service: the embedded servers and `Program` are such."""

    process: subprocess.Popen[bytes] | None

    def start(self) -> None:
        """Start it; returns when it serves, or raises a `LauncherError`."""

    def stop(self) -> None:
        """Stop it; returns when it is gone."""


@dataclass
class Program:
    """A program of the portal: web server, job worker, scheduler."""

    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the program; it tells by `/health` when it serves."""
        self.process = spawn(self.command, log=self.log, env=self.env)

    def stop(self) -> None:
        """Ask the program to finish what it does, for at most 20 seconds."""
        if self.process:
            stop(self.process, timeout=20)


@dataclass
class Watched:
    """A service with its history of restarts."""

    name: str
    service: Service
    started: float = 0.0
    failures: int = 0
    retry_at: float = 0.0

    def dead(self) -> bool:
        """Tell whether the service is not running."""
        return self.service.process is None or self.service.process.poll() is not None


class Supervisor:
    """Runs services in the order given and stops them in the reverse order."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Args: say: receives a sentence for the operator when something happens."""
        self.say = say
        self.watched: list[Watched] = []
        self.stopping = False

    def add(self, name: str, service: Service) -> None:
        """Start a service and watch it from now on."""
        service.start()
        self.watched.append(Watched(name, service, started=time.monotonic()))

    def install_signals(self) -> None:
        """Stop on Ctrl-C and SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._request_stop)

    def run(self) -> None:
        """Watch until asked to stop."""
        while not self.stopping:
            self.look_after_all()
            time.sleep(0.5)

    def look_after_all(self) -> None:
        """Start again, after a delay, what has died."""
        for watched in self.watched:
            self._look_after(watched)

    def stop_all(self) -> None:
        """Stop everything, last started first."""
        for watched in reversed(self.watched):
            watched.service.stop()

    def _look_after(self, watched: Watched) -> None:
        now = time.monotonic()
        if not watched.dead():
            if watched.failures and now - watched.started > STEADY_AFTER:
                watched.failures = 0
            return
        if not watched.retry_at:
            code = watched.service.process.returncode if watched.service.process else None
            delay = RESTART_DELAYS[min(watched.failures, len(RESTART_DELAYS) - 1)]
            watched.retry_at, watched.failures = now + delay, watched.failures + 1
            text = _("{name} stopped (exit code {code}); starting it again in {delay} s")
            self.say(text.format(name=watched.name, code=code, delay=delay))
        elif now >= watched.retry_at:
            self._restart(watched)

    def _restart(self, watched: Watched) -> None:
        watched.retry_at = 0.0
        try:
            watched.service.start()
        except LauncherError as error:
            self.say(str(error))
        watched.started = time.monotonic()

    def _request_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
