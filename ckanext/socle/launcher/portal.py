"""CKAN's own commands, run by the launcher: tables, migrations, permissions."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from ckanext.socle.launcher.databases import DatabaseUrls, grant_datastore
from ckanext.socle.launcher.errors import ServiceFailedError
from ckanext.socle.launcher.home import Home


def program(name: str) -> str:
    """Return the path of a command installed beside this Python."""
    return str(Path(sys.executable).parent / name)


def ckan(home: Home, *arguments: str) -> str:
    """Run a `ckan` command on the portal's configuration and return what it prints.

    Raises:
        ServiceFailedError: the command failed; the sentence holds the end of its output.
    """
    command = [program("ckan"), "-c", str(home.ini), *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env={**os.environ, "CKAN_INI": str(home.ini)}
    )
    with (home.logs / "setup.log").open("a", encoding="utf-8") as log:
        log.write(f"$ ckan {' '.join(arguments)}\n{done.stderr}")
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-12:]
        raise ServiceFailedError(f"ckan {' '.join(arguments)} failed:\n" + "\n".join(last))
    return done.stdout


def fingerprint(home: Home) -> str:
    """Return a digest of what decides the tables: installed versions, the configuration's plugins, our migrations."""
    versions = sorted(f"{dist.name}={dist.version}" for dist in distributions() if dist.name.startswith("ckan"))
    plugins = [line for line in home.ini.read_text(encoding="utf-8").splitlines() if line.startswith("ckan.plugins")]
    migrations = sorted(path.name for path in Path(__file__).parents[2].glob("*/migration/*/versions/*.py"))
    return hashlib.sha256(repr((versions, plugins, migrations)).encode()).hexdigest()


def initialise_database(home: Home, urls: DatabaseUrls, superuser: str | None) -> None:
    """Create or migrate every table, and give the DataStore's read-only role its rights; safe to repeat.

    Args:
        home: the state folder, its configuration written.
        urls: the addresses of the databases.
        superuser: address of the database server as a superuser; None where the operator gives the rights.
    """
    ckan(home, "db", "init")
    ckan(home, "db", "pending-migrations", "--apply")
    if superuser:
        grant_datastore(superuser, urls, ckan(home, "datastore", "set-permissions"))
