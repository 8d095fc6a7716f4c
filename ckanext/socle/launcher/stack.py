"""A whole portal: servers, configuration, tables, programs; the order of a start in one place."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from ckanext.socle.launcher.databases import DatabaseUrls, create_databases, embedded_urls
from ckanext.socle.launcher.embedded import Postgres, Redis
from ckanext.socle.launcher.errors import LauncherError, ServiceFailedError
from ckanext.socle.launcher.home import Home, write_private
from ckanext.socle.launcher.portal import ckan, fingerprint, initialise_database, program
from ckanext.socle.launcher.settings import Addresses, write_ini
from ckanext.socle.launcher.supervisor import Program, Supervisor
from ckanext.socle.launcher.words import _
from ckanext.socle.queues import SLOW

WEB_START_TIMEOUT = 120.0  # seconds
Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """What the operator chose, from the environment.

    Attributes:
        host: address to listen on.
        port: port to listen on.
        site_url: public address; None for the address listened on.
        web_workers: processes of the web server.
    """

    host: str = "127.0.0.1"
    port: int = 5000
    site_url: str | None = None
    web_workers: int = 2

    @classmethod
    def from_environment(cls, environment: dict[str, str]) -> Options:
        """Read `HOST`, `PORT`, `CKAN_SITE_URL` and `WEB_WORKERS`.

        Raises:
            LauncherError: a number is not one.
        """
        try:
            return cls(
                environment.get("HOST") or "127.0.0.1",
                int(environment.get("PORT") or 5000),
                environment.get("CKAN_SITE_URL") or None,
                int(environment.get("WEB_WORKERS") or 2),
            )
        except ValueError as error:
            raise LauncherError(_("PORT and WEB_WORKERS must be whole numbers.")) from error

    @property
    def address(self) -> str:
        """The address of the portal, without a final slash."""
        return (self.site_url or f"http://{self.host}:{self.port}").rstrip("/")


@contextmanager
def only_one(home: Home) -> Iterator[None]:
    """Hold the state folder's lock: two launchers on the same files would corrupt them.

    Raises:
        LauncherError: another launcher runs there.
    """
    with (home.runtime / "lock").open("w") as stream:
        deadline = time.monotonic() + 10  # a launcher just killed takes its children with it, which takes a moment
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    text = _("A portal already runs in {folder}. Stop it first, or set SOCLE_HOME to another folder.")
                    raise LauncherError(text.format(folder=home.path)) from error
                time.sleep(0.2)
        yield


def require_free_port(options: Options) -> None:
    """Refuse early, in a sentence, a port that is taken or that may not be used.

    Raises:
        LauncherError: the port cannot be listened on.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError as error:
            text = _("Port {port} is not free: another program uses it. Choose another one, for example PORT={other}.")
            raise LauncherError(text.format(port=options.port, other=options.port + 1)) from error


def start_servers(home: Home, supervisor: Supervisor, say: Say) -> tuple[Addresses, str | None]:
    """Start the servers whose address the environment does not give; return all addresses.

    Returns:
        The addresses, and that of the database server's superuser: the embedded one's, else the one given as
        `SOCLE_POSTGRES_SUPERUSER_URL`, else None (the operator created the databases and gave the rights).

    Raises:
        LauncherError: an address is missing beside one that is given, or a server does not start.
    """
    given = os.environ.get
    main = given("CKAN_SQLALCHEMY_URL")
    superuser: str | None
    if main:
        write, read = given("CKAN_DATASTORE_WRITE_URL"), given("CKAN_DATASTORE_READ_URL")
        if not write or not read:
            raise LauncherError(
                _("With CKAN_SQLALCHEMY_URL, also set CKAN_DATASTORE_WRITE_URL and CKAN_DATASTORE_READ_URL.")
            )
        databases, superuser = DatabaseUrls(main, write, read), given("SOCLE_POSTGRES_SUPERUSER_URL")
    else:
        say(_("PostgreSQL…"))
        postgres = Postgres(home)
        supervisor.add("PostgreSQL", postgres)
        databases, superuser = embedded_urls(postgres), postgres.dsn()
    redis_url = given("CKAN_REDIS_URL")
    if not redis_url:
        say(_("Redis…"))
        redis = Redis(home)
        supervisor.add("Redis", redis)
        redis_url = redis.url()
    return Addresses(databases, redis_url, given("CKAN_SOLR_URL")), superuser


def prepare(home: Home, addresses: Addresses, superuser: str | None, options: Options, say: Say) -> None:
    """Write the configuration; create or migrate the tables when the software changed since the last start."""
    write_ini(home, addresses, options.address)
    stamp = home.path / "initialised.json"
    current = {"software": fingerprint(home), "database": addresses.databases.main.split("@")[-1]}
    if stamp.exists() and json.loads(stamp.read_text(encoding="utf-8")) == current:
        return
    if superuser:
        create_databases(superuser, addresses.databases)
    say(_("Tables (about twenty seconds, the first time only)…"))
    initialise_database(home, addresses.databases, superuser)
    write_private(stamp, json.dumps(current))


def load_demo(home: Home, departement: str, say: Say) -> None:
    """Load the demonstration territory once: its organisations, three accounts, example datasets."""
    stamp = home.path / f"demo-{departement}.done"
    if stamp.exists():
        return
    say(_("Territory of département {code}…").format(code=departement))
    ckan(home, "territories", "load", "--departement", departement)
    say(_("Accounts and example datasets…"))
    ckan(home, "socle", "demo", "--departement", departement, "--accounts", str(home.accounts))
    stamp.touch()


def programs(home: Home, options: Options) -> dict[str, Program]:
    """Return the programs of the portal, by name."""
    env = {**os.environ, "CKAN_INI": str(home.ini)}
    gunicorn: list[str | Path] = [
        program("gunicorn"),
        "ckanext.socle.launcher.wsgi:application",
        f"--bind={options.host}:{options.port}",
        f"--workers={options.web_workers}",
        "--worker-class=gthread",
        "--threads=4",
        "--timeout=120",
        "--no-control-socket",  # it lies in the user's folder: two portals would share it
        f"--access-logfile={home.logs / 'access.log'}",
        f"--worker-tmp-dir={home.runtime}",
    ]
    command: list[str | Path] = [program("ckan"), "-c", home.ini]
    return {
        "web": Program(gunicorn, home.logs / "web.log", env),
        "worker": Program([*command, "socle", "worker"], home.logs / "worker.log", env),
        "slow": Program([*command, "socle", "worker", SLOW], home.logs / "slow.log", env),
        "scheduler": Program([*command, "socle", "scheduler"], home.logs / "scheduler.log", env),
        "gather": Program([*command, "harvester", "gather-consumer"], home.logs / "gather.log", env),
        "fetch": Program([*command, "harvester", "fetch-consumer"], home.logs / "fetch.log", env),
    }


def wait_until_healthy(options: Options, supervisor: Supervisor) -> None:
    """Wait until `/health` answers 200, restarting what dies meanwhile.

    Raises:
        ServiceFailedError: it did not in time; the sentence holds the last answer.
    """
    deadline, last = time.monotonic() + WEB_START_TIMEOUT, "no answer"
    while time.monotonic() < deadline and not supervisor.stopping:
        supervisor.look_after_all()
        try:
            answer = requests.get(f"http://{options.host}:{options.port}/health", timeout=10)
            if answer.ok:
                return
            last = answer.text
        except requests.RequestException as error:
            last = str(error)
        time.sleep(0.3)
    if not supervisor.stopping:
        raise ServiceFailedError(_("The portal does not answer:") + f" {last}")
