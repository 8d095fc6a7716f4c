"""CKAN's own commands, run by the launcher: tables, migrations, permissions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ckanext.socle.launcher.databases import datastore_permissions
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


def initialise_database(home: Home, datastore_superuser: str | None) -> None:
    """Create or migrate every table, and give the read-only role its rights; safe to repeat.

    Args:
        home: the state folder, its configuration written.
        datastore_superuser: address of the DataStore database as its superuser; None where the operator did it.
    """
    ckan(home, "db", "init")
    ckan(home, "db", "pending-migrations", "--apply")
    if datastore_superuser:
        datastore_permissions(ckan(home, "datastore", "set-permissions"), datastore_superuser)
