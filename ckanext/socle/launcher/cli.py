"""The `socle` command: starts a portal, whole or one of its processes."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
import redis

from ckanext.socle.launcher import stack
from ckanext.socle.launcher.embedded import Redis
from ckanext.socle.launcher.errors import LauncherError
from ckanext.socle.launcher.home import Home, default_path, open_home
from ckanext.socle.launcher.supervisor import Supervisor
from ckanext.socle.launcher.words import _


def main() -> None:
    """Run the command; an expected failure is one sentence and exit code 1, never a trace."""
    try:
        socle(standalone_mode=True)
    except LauncherError as error:
        click.echo(f"\n{error}", err=True)
        sys.exit(1)


@click.group()
def socle() -> None:
    """Start a portal of ckanext-socle.

    Servers whose address is in the environment (CKAN_SQLALCHEMY_URL, CKAN_REDIS_URL, CKAN_SOLR_URL) are used;
    PostgreSQL and Redis are started from their wheels otherwise, and PostgreSQL does the search without Solr.
    """


@socle.command()
@click.option("--demo", is_flag=True, help="Load a demonstration territory, three accounts and example datasets.")
@click.option(
    "--departement",
    default=lambda: os.environ.get("DEMO_DEPARTEMENT") or "28",
    help="Département of the demonstration (default: $DEMO_DEPARTEMENT, or 28).",
)
def run(demo: bool, departement: str) -> None:
    """Start everything, stay, and stop everything on Ctrl-C or SIGTERM."""
    options = stack.Options.from_environment(dict(os.environ))
    home = open_home(default_path())
    supervisor = Supervisor(_teller())
    with stack.only_one(home):
        stack.require_free_port(options)
        supervisor.install_signals()
        try:
            _start(home, options, supervisor, departement if demo else None)
            supervisor.run()
        finally:
            supervisor.say(_("Stopping…"))
            supervisor.stop_all()


@socle.command()
@click.option("--demo", is_flag=True, help="Also load the demonstration.")
def setup(demo: bool) -> None:
    """Prepare the databases given by the environment, then leave (first step of the compose file)."""
    options = stack.Options.from_environment(dict(os.environ))
    home = open_home(default_path())
    supervisor = Supervisor(_teller())
    try:
        addresses, superuser = stack.start_servers(home, supervisor, supervisor.say)
        stack.prepare(home, addresses, superuser, options, supervisor.say)
        if demo:
            stack.load_demo(home, os.environ.get("DEMO_DEPARTEMENT") or "28", supervisor.say)
    finally:
        supervisor.stop_all()


@socle.command()
@click.argument("name", type=click.Choice(["web", "worker", "slow", "scheduler", "gather", "fetch"]))
def only(name: str) -> None:
    """Become one process of a portal that `socle setup` prepared (one container of the compose file each)."""
    options = stack.Options.from_environment(dict(os.environ))
    chosen = stack.programs(open_home(default_path()), options)[name]
    command = [str(part) for part in chosen.command]
    os.execve(command[0], command, dict(chosen.env))  # noqa: S606  # our own program, absolute path


@socle.command()
@click.argument("name", type=click.Choice(["worker", "slow", "scheduler"]))
def alive(name: str) -> None:
    """Leave with 0 when a worker of a queue or a scheduler lives, 1 otherwise (health check of their containers)."""
    from ckanext.socle import queues, signs_of_life

    address = os.environ.get("CKAN_REDIS_URL") or Redis(open_home(default_path())).url()
    checks: dict[str, Callable[[redis.Redis], bool]] = {
        "worker": signs_of_life.worker_lives,
        "slow": partial(signs_of_life.worker_lives, queue=queues.SLOW),
        "scheduler": signs_of_life.scheduler_lives,
    }
    try:
        with redis.Redis.from_url(address) as connection:
            sys.exit(0 if checks[name](connection) else 1)
    except redis.RedisError as error:
        raise LauncherError(f"Redis: {error}") from error


def _start(home: Home, options: stack.Options, supervisor: Supervisor, departement: str | None) -> None:
    say = supervisor.say
    addresses, superuser = stack.start_servers(home, supervisor, say)
    stack.prepare(home, addresses, superuser, options, say)
    if departement:
        stack.load_demo(home, departement, say)
    say(_("Web server, job workers, scheduler…"))
    for name, program in stack.programs(home, options).items():
        supervisor.add(name, program)
    stack.wait_until_healthy(options, supervisor)
    if not supervisor.stopping:
        say(_("The portal is ready: {address}").format(address=options.address))
        _show_accounts(home.accounts)


def _teller() -> Callable[[str], None]:
    start = time.monotonic()

    def say(sentence: str) -> None:
        click.echo(f"[{time.monotonic() - start:5.1f} s] {sentence}")

    return say


def _show_accounts(path: Path) -> None:
    if not path.exists():
        return
    for account in json.loads(path.read_text(encoding="utf-8")):
        click.echo(f"  {account['title']:<34} {account['name']:<12} {account['password']}")
    click.echo(_("  Accounts and API tokens: {path}  Stop with Ctrl-C.").format(path=path))
