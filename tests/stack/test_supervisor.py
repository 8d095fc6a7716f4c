"""The supervisor, on real processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ckanext.socle.launcher.supervisor import Program, Supervisor


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


@pytest.fixture
def sleeper(tmp_path: Path) -> Program:
    return Program([sys.executable, "-c", "import time; time.sleep(600)"], tmp_path / "log", dict(os.environ))


def test_a_killed_program_is_started_again(sleeper: Program) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    supervisor.add("sleeper", sleeper)
    first = sleeper.process.pid
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    try:
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: sleeper.process.pid != first and sleeper.process.poll() is None)
        assert "sleeper stopped" in said[0]
    finally:
        supervisor.stopping = True
        thread.join()
        supervisor.stop_all()
    assert sleeper.process.poll() is not None


def test_a_program_that_keeps_dying_is_started_ever_more_rarely(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    program = Program([sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "log", dict(os.environ))
    supervisor.add("failing", program)
    wait_for(lambda: supervisor.look_after_all() or len(said) == 3)
    assert "exit code 3" in said[0]
    assert [re.search(r"in ([\d.]+) s", sentence)[1] for sentence in said] == ["0.2", "1", "2"]


def test_children_die_with_a_launcher_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from ckanext.socle.launcher.processes import spawn\n"
        f"child = spawn([sys.executable, '-c', 'import time; time.sleep(600)'], log=Path({str(tmp_path / 'log')!r}))\n"
        "print(child.pid, flush=True); time.sleep(600)"
    )
    launcher = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    child = int(launcher.stdout.readline())
    line = Path(f"/proc/{child}/cmdline")
    wait_for(lambda: line.read_bytes().startswith(sys.executable.encode()))  # setpriv has become the program
    launcher.kill()
    launcher.wait()
    wait_for(lambda: not Path(f"/proc/{child}/stat").exists() or " Z " in Path(f"/proc/{child}/stat").read_text())
