"""What a person can set, call or type has its line in the documentation."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))


def options() -> list[str]:
    names = []
    for path in sorted(ROOT.glob("ckanext/*/config_declaration.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            names += [option["key"] for option in group["options"]]
    return names


def actions() -> list[str]:
    return [
        node.name
        for path in sorted(ROOT.glob("ckanext/*/logic/action*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def plugins() -> list[str]:
    return re.findall(r'"(\w+) = ckanext\.\w+\.plugin:', (ROOT / "setup.py").read_text())


@pytest.mark.parametrize("name", options())
def test_every_option_is_described(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs/operator/options.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", actions())
def test_every_action_is_described(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs/reuser/api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", plugins())
def test_every_plugin_is_described(name: str) -> None:
    assert f"`{name}`" in DOCS


@pytest.mark.parametrize("target", re.findall(r"^([a-z0-9-]+):.*## ", (ROOT / "Makefile").read_text(), re.M))
def test_every_make_target_says_what_it_does(target: str) -> None:
    assert re.search(
        rf"make {target}\b", DOCS + (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    )


def test_every_requirement_says_why_it_is_there() -> None:
    listed = (ROOT / "docs/developer/libraries.md").read_text(encoding="utf-8").lower()
    names = [
        re.split(r"[<>=\[; ]", line)[0].lower()
        for path in sorted((ROOT / "requirements").glob("*.in"))
        for line in path.read_text().splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    assert [name for name in names if name not in listed] == []


@pytest.mark.parametrize(
    "path", [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=str
)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if not link.startswith(("http", "mailto:"))]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_the_readme_is_short() -> None:
    assert (ROOT / "README.md").read_text().count("\n") <= 80
