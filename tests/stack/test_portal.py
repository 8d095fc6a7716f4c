"""One command starts a portal; whatever is killed comes back; nothing stays behind."""

from __future__ import annotations

import json
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

from .conftest import BIN, ROOT, Portal, free_port, wait_for

# The smallest département that has everything: 101 communes, two EPCI.
DEPARTEMENT = "90"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    portal = Portal(tmp_path_factory.mktemp("portal") / "home", ("--demo", "--departement", DEPARTEMENT))
    portal.start()
    yield portal
    portal.stop()


def datasets(portal: Portal) -> int:
    answer = requests.get(f"{portal.address}/api/3/action/package_search?rows=0", timeout=120)
    return answer.json()["result"]["count"]


def test_health_names_every_part_and_the_version(portal: Portal) -> None:
    assert portal.health().keys() >= {"database", "redis", "search", "worker", "slow", "version", "status"}


def test_the_demonstration_is_there(portal: Portal) -> None:
    assert datasets(portal) >= 5
    found = requests.get(f"{portal.address}/api/3/action/territories_search?q=Belfort", timeout=120).json()["result"]
    assert any(body["name"] == "belfort-90010" for body in found)


def test_the_accounts_are_written_for_the_owner_only_and_work(portal: Portal) -> None:
    path = portal.home / "accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    accounts = json.loads(path.read_text())
    assert [account["sysadmin"] for account in accounts] == [True, False, False]
    for account in accounts:
        answer = requests.get(
            f"{portal.address}/api/3/action/user_show",
            params={"id": account["name"]},
            headers={"Authorization": account["token"]},
            timeout=120,
        )
        assert answer.json()["result"]["email"] == account["email"]  # shown to its owner only
        assert account["password"] not in portal.home.joinpath("ckan.ini").read_text()


def test_the_address_and_the_accounts_are_printed(portal: Portal) -> None:
    assert f"The portal is ready: {portal.address}" in portal.log()
    assert "agent" in portal.log()


def test_it_listens_on_the_machine_itself_only(portal: Portal) -> None:
    assert portal.listening() == {"127.0.0.1"}


def test_a_taken_port_gives_a_sentence(portal: Portal, tmp_path: Path) -> None:
    other = Portal(tmp_path / "home", port=portal.port)
    assert other.spawn().wait(200) == 1
    assert f"Port {portal.port} is not free" in other.log()
    assert "Traceback" not in other.log()


def test_a_second_launcher_on_the_same_folder_is_refused(portal: Portal) -> None:
    other = Portal(portal.home, port=free_port())
    assert other.spawn().wait(200) == 1
    assert "A portal already runs in" in other.log()


@pytest.mark.parametrize(
    "command", ["gunicorn", "socle worker$", "socle worker slow$", "scheduler", "redis-server", "postgres"]
)
def test_a_killed_process_is_replaced(portal: Portal, command: str) -> None:
    victim = portal.child(command)
    before = datasets(portal)
    family = [victim, *victim.children(recursive=True)]
    victim.kill()
    # A web server's orphaned workers answer in its place for a second or so, and hold its port.
    _gone, left = psutil.wait_procs(family, timeout=120)
    assert left == []
    wait_for(lambda: any(each != victim for each in portal.children(command)), 300, f"a new {command}")
    wait_for(portal.serves, 300, "the portal serves again")
    assert datasets(portal) == before


def test_health_is_503_while_a_part_is_down(portal: Portal) -> None:
    server = portal.child("redis-server")
    server.suspend()
    try:
        answer = requests.get(f"{portal.address}/health", timeout=120)
    finally:
        server.resume()
    assert answer.status_code == 503
    assert answer.json()["redis"] == "down"
    wait_for(portal.serves, 300, "the portal serves again")


def test_a_killed_launcher_takes_its_children_along_and_the_next_start_recovers(portal: Portal) -> None:
    before = datasets(portal)
    portal.kill()
    portal.start()
    assert datasets(portal) == before


def test_a_stop_leaves_no_process_behind(portal: Portal) -> None:
    family = portal.family()
    assert portal.stop() == 0
    _gone, left = psutil.wait_procs(family, timeout=120)
    assert left == []
    portal.start()


@pytest.mark.parametrize("sign", ["[1]", "PostgreSQL", "Redis", "Tables", "Web server"])
def test_a_first_start_killed_at_any_step_is_taken_up_by_the_next(
    tmp_path_factory: pytest.TempPathFactory, sign: str
) -> None:
    home = tmp_path_factory.getbasetemp() / "interrupted" / "home"
    portal = Portal(home)
    portal.spawn()
    if sign == "[1]":
        wait_for(home.exists, 60, "the folder")
    else:
        wait_for(lambda: sign in portal.log().rsplit("--", 1)[-1], 300, f"the step {sign}")
    portal.kill()
    with (home.parent / "launcher.log").open("a") as log:
        log.write("--")
    if sign == "Web server":
        portal.start()
        assert portal.stop() == 0


def test_the_compose_entry_script_runs_on_the_embedded_servers(tmp_path: Path) -> None:
    from ckanext.socle.launcher.databases import embedded_urls
    from ckanext.socle.launcher.embedded import Postgres, Redis
    from ckanext.socle.launcher.home import open_home

    servers = open_home(tmp_path / "servers")
    postgres, redis, port = Postgres(servers), Redis(servers), free_port()
    postgres.start()
    redis.start()
    urls = embedded_urls(postgres, "compose")
    env = {
        "PATH": f"{BIN}:/usr/bin:/bin",
        "SOCLE_HOME": str(tmp_path / "home"),
        "PORT": str(port),
        "CKAN_SQLALCHEMY_URL": urls.main,
        "CKAN_DATASTORE_WRITE_URL": urls.datastore_write,
        "CKAN_DATASTORE_READ_URL": urls.datastore_read,
        "CKAN_REDIS_URL": redis.url(),
    }
    script = str(ROOT / "docker" / "start.sh")
    running: list[subprocess.Popen[bytes]] = []
    try:
        setup_env = {**env, "SOCLE_POSTGRES_SUPERUSER_URL": postgres.dsn()}
        subprocess.run([script, "setup"], env=setup_env, check=True, timeout=600)
        assert subprocess.run([script, "nonsense"], env=env, check=False, capture_output=True).returncode == 2
        running = [subprocess.Popen([script, role], env=env) for role in ("web", "worker", "slow", "scheduler")]
        health = f"http://127.0.0.1:{port}/health"
        wait_for(lambda: _status(health) == 200, 400, "the containers' portal serves")
        for role in ("worker", "slow", "scheduler"):
            wait_for(lambda role=role: _alive(env, role), 300, f"socle alive {role}")
    finally:
        for process in running:
            process.terminate()
            process.wait(200)
        redis.stop()
        postgres.stop()


def _alive(env: dict[str, str], role: str) -> bool:
    return subprocess.run([str(BIN / "socle"), "alive", role], env=env, check=False).returncode == 0


def _status(address: str) -> int:
    try:
        return requests.get(address, timeout=30).status_code
    except requests.RequestException:
        return 0
