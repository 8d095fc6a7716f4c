"""The wheel, built and installed as a user would, beside CKAN and without this repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALLED = {
    "ckanext/": "ckanext/",
    **{f"{name}/": f"ckanext/socle/{name}/" for name in ("schemas", "harvesters", "i18n")},
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from what git tracks, so that a file left out of git is missing here too."""
    work = tmp_path_factory.mktemp("build")
    archive = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, archive.decode().split("\0")):
        if (ROOT / name).is_file():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, work / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(work / "dist"), str(work)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "absent from the `packages`" not in done.stdout + done.stderr
    return next((work / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the locked requirements and the bare wheel; return its Python."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    site = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    subprocess.run(["cp", "-a", f"{sysconfig.get_path('purelib')}/.", site], check=True)
    for left in [*Path(site).glob("*ckanext_socle*"), *Path(site).glob("ckanext.socle*")]:
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    subprocess.run([str(python), "-m", "pip", "install", "-q", "--no-deps", str(wheel)], check=True)
    return python


def run(python: Path, code: str, folder: Path) -> str:
    done = subprocess.run(
        [str(python), "-W", "ignore", "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_every_tracked_file_is_in_the_wheel(wheel: Path) -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )
    wanted = {
        target + name.removeprefix(folder)
        for name in tracked
        for folder, target in INSTALLED.items()
        if name.startswith(folder) and (ROOT / name).is_file()
    }
    assert wanted
    assert sorted(wanted - set(zipfile.ZipFile(wheel).namelist())) == []


def test_every_plugin_and_command_loads_from_the_bare_wheel(environment: Path, tmp_path: Path) -> None:
    code = (
        "from importlib.metadata import distribution\n"
        "for point in distribution('ckanext-socle').entry_points:\n"
        "    print(point.name, point.load().__module__, __import__(point.module, fromlist=['x']).__file__)\n"
    )
    lines = run(environment, code, tmp_path).splitlines()
    assert {"socle", "territories", "deposit", "datagouv", "pg_search", "scdl"} <= {line.split()[0] for line in lines}
    assert all(str(environment.parents[1]) in line for line in lines)


def test_the_data_is_found_by_the_installed_wheel(environment: Path, tmp_path: Path) -> None:
    code = (
        "from importlib.resources import files\n"
        "from ckanext.scdl import registry\n"
        "from ckanext.territories.cog import cog\n"
        "assert (files('ckanext.socle.schemas') / 'dataset.yaml').is_file()\n"
        "assert (files('ckanext.socle.i18n') / 'fr' / 'LC_MESSAGES' / 'ckanext-socle.mo').is_file()\n"
        "print(registry.find('scdl/deliberations').version, cog().commune('28088').name)\n"
    )
    assert run(environment, code, tmp_path).split() == ["2.1.5", "Châteaudun"]


def test_the_library_does_not_import_ckan(environment: Path, tmp_path: Path) -> None:
    code = "import sys, ckanext.scdl, ckanext.scdl.cli; print('ckan' in sys.modules)"
    assert run(environment, code, tmp_path).strip() == "False"
