"""The state folder of an embedded portal: what is kept between two starts, and where."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

SECRET_NAMES = ("secret_key", "postgres_password", "redis_password", "datastore_password")


@dataclass(frozen=True)
class Home:
    """Paths below `$SOCLE_HOME` and the secrets generated at the first start.

    Attributes:
        path: the folder itself, absolute.
        secrets: one random value for each of `SECRET_NAMES`.
    """

    path: Path
    secrets: dict[str, str] = field(repr=False)

    @property
    def ini(self) -> Path:
        """The CKAN configuration written at each start."""
        return self.path / "ckan.ini"

    @property
    def accounts(self) -> Path:
        """The accounts of the demo, with their passwords and API tokens (mode 0600)."""
        return self.path / "accounts.json"

    @property
    def storage(self) -> Path:
        """Uploaded files."""
        return self.path / "storage"

    @property
    def logs(self) -> Path:
        """One log file for each process."""
        return self.path / "logs"

    @property
    def runtime(self) -> Path:
        """Pid files, sockets and heartbeats: nothing in it outlives the processes."""
        return self.path / "run"


def default_path() -> Path:
    """Return `$SOCLE_HOME`, or `.socle` in the current folder."""
    return Path(os.environ.get("SOCLE_HOME") or ".socle").resolve()


def open_home(path: Path) -> Home:
    """Create the state folder when it is missing and read its secrets, generated once and never fixed in the code."""
    path = path.resolve()
    path.mkdir(parents=True, exist_ok=True)
    home = Home(path, _secrets(path / "secrets.json"))
    for folder in (home.storage, home.logs, home.runtime):
        folder.mkdir(exist_ok=True)
    return home


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, replacing the former one in one step."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _secrets(path: Path) -> dict[str, str]:
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    missing = [name for name in SECRET_NAMES if name not in known]
    if missing:
        known.update({name: secrets.token_urlsafe(32) for name in missing})
        write_private(path, json.dumps(known, indent=1))
    return known
