"""The order of the rooms, read from the imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = {path.name for path in (ROOT / "ckanext").iterdir() if path.is_dir() and list(path.glob("*.py"))}

# What a room may import of the others. Everything else goes through CKAN's actions, helpers and signals.
GROUND = {"scdl", "socle", "territories"}
MAY_IMPORT = {
    "scdl": set(),
    "socle": {"scdl"},
    "territories": {"scdl", "socle"},
    **dict.fromkeys(ROOMS - GROUND, GROUND),
}


# A harvester is one more room, that lies at the top of the repository and installs beneath socle.
HARVESTERS = sorted((ROOT / "harvesters").rglob("*.py"))
OURS = "ckanext.socle.harvesters"


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Read a file once for all that is asked of it."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, at any depth of it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import hides the room"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def sources(room: str) -> list[Path]:
    return sorted((ROOT / "ckanext" / room).rglob("*.py"))


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_what_it_stands_on(room: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(room)
        for name in imports(path)
        if name.startswith("ckanext.") and name.split(".")[1] in ROOMS - {room} - MAY_IMPORT[room]
    }
    assert wrong == set()


@pytest.mark.parametrize("path", HARVESTERS, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_harvester_imports_the_ground_and_its_own_folder(path: Path) -> None:
    own = f"{OURS}.{path.relative_to(ROOT / 'harvesters').parts[0]}"
    wrong = {
        name
        for name in imports(path)
        if (name.startswith(f"{OURS}.") and not f"{name}.".startswith(f"{own}."))
        or (name.startswith("ckanext.") and name.split(".")[1] in ROOMS - GROUND and not _is_interface(name))
    }
    assert wrong == set()


def _is_interface(name: str) -> bool:
    """What a room offers to plugins, as CKAN offers its own interfaces: made to be imported."""
    return name.split(".")[2:3] == ["interfaces"]


def test_the_library_does_not_import_ckan() -> None:
    wrong = {f"{p}: {n}" for p in sources("scdl") for n in imports(p) if n.split(".")[0] in {"ckan", "ckantoolkit"}}
    assert wrong == set()


def test_every_file_stays_readable() -> None:
    files = [*(path for room in sorted(ROOMS) for path in sources(room)), *HARVESTERS]
    assert [path for path in files if path.read_text(encoding="utf-8").count("\n") > 500] == []


def test_no_broad_except_and_nothing_left_to_do() -> None:
    found = []
    for folder in (*(ROOT / "ckanext" / room for room in ROOMS), ROOT / "harvesters"):
        for path in folder.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found += [f"{path}: {word}" for word in ("TODO", "FIXME") if word in text]
            handlers = [node for node in nodes(path) if isinstance(node, ast.ExceptHandler)]
            broad = {"Exception", "BaseException"}
            found += [f"{path}:{h.lineno}" for h in handlers if h.type is None or getattr(h.type, "id", "") in broad]
    assert found == []
