"""docker-compose.yml, read without an engine: what it names exists, and a first start can succeed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ckanext.socle.launcher import cli, stack

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
PORTAL = ("setup", "web", "worker", "slow", "scheduler", "gather", "fetch")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(TEXT)


@pytest.mark.parametrize(
    "name", ["setup", "web", "worker", "slow", "scheduler", "gather", "fetch", "postgres", "redis", "solr"]
)
def test_every_service_is_there(compose: dict[str, Any], name: str) -> None:
    assert compose["services"][name].get("image")


@pytest.mark.parametrize("name", [*PORTAL[1:], "postgres", "redis", "solr"])
def test_every_lasting_service_is_watched_and_restarted(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", PORTAL)
def test_the_entry_script_knows_each_role(compose: dict[str, Any], name: str) -> None:
    assert compose["services"][name]["command"] == [name]
    assert name in (ROOT / "docker/start.sh").read_text()


def test_the_entry_script_calls_commands_that_exist() -> None:
    script = (ROOT / "docker/start.sh").read_text()
    called = set(re.findall(r"exec socle (\w+)", script))
    assert called == {"setup", "only"}
    assert called <= set(cli.socle.commands)


def test_the_health_checks_call_commands_that_exist(compose: dict[str, Any]) -> None:
    for name in ("worker", "slow", "scheduler"):
        command = compose["services"][name]["healthcheck"]["test"]
        assert command == ["CMD", "socle", "alive", name]
    assert "alive" in cli.socle.commands


@pytest.mark.parametrize("name", PORTAL[1:])
def test_nothing_starts_before_the_set_up_is_done(compose: dict[str, Any], name: str) -> None:
    assert compose["services"][name]["depends_on"]["setup"]["condition"] == "service_completed_successfully"


def test_data_lies_in_named_volumes(compose: dict[str, Any]) -> None:
    mounted = {volume.split(":")[0] for service in compose["services"].values() for volume in service["volumes"]}
    assert mounted == set(compose["volumes"])


def test_every_variable_has_its_line_in_the_example() -> None:
    used = set(re.findall(r"\$\{(\w+)", TEXT))
    offered = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert used == offered


def test_no_password_is_written_in_the_file() -> None:
    assert re.findall(r"//\w+:(?!\$\{|\d)", TEXT.replace("http://", "")) == []


def test_the_portal_is_published_on_the_machine_itself_only(compose: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["web"]["ports"])
    published = [name for name, service in compose["services"].items() if "ports" in service]
    assert published == ["web"]


def test_the_addresses_are_those_that_the_launcher_reads(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from ckanext.socle.launcher.home import open_home
    from ckanext.socle.launcher.supervisor import Supervisor

    for name, value in compose["services"]["setup"]["environment"].items():
        monkeypatch.setenv(name, re.sub(r"\$\{\w+[^}]*\}", "secret", str(value)))
    said: list[str] = []
    addresses, superuser = stack.start_servers(open_home(tmp_path), Supervisor(said.append), said.append)
    assert said == []  # nothing embedded is started
    assert addresses.solr == "http://solr:8983/solr/ckan"
    assert addresses.redis == "redis://redis:6379/0"
    assert "postgres" in (superuser or "")
