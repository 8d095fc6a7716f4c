"""What is known of a table's slices, kept beside them: the state of every commune, from which file, what was counted.

The manifest is written last and at once: whatever dies before it leaves the former one, and the work is done again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

NAME = "manifest.json"
ROWS, EMPTY, FAILED, NEVER = "rows", "empty", "failed", "never"


@dataclass
class Slice:
    """One commune's part.

    Attributes:
        rows: number of rows; 0 means that the whole file was read and held none.
        sha256: of the file; empty without rows.
        size: in bytes.
        cut: the source it was cut from (`Manifest.source`).
        failure: why it could not be cut: code and params of the sentence. What lay there before is still there.
    """

    rows: int = 0
    sha256: str = ""
    size: int = 0
    cut: str = ""
    failure: dict[str, Any] | None = None

    @property
    def state(self) -> str:
        """rows, empty or failed."""
        return FAILED if self.failure else ROWS if self.rows else EMPTY


@dataclass
class Counts:
    """Where every line of the national file went; but for `damaged`, which are among `kept`, they add up.

    Attributes:
        lines: of the file, header and blank ones left out.
        kept: in a slice, be it one that is too large to be published.
        elsewhere: of a commune or body that the portal does not have.
        without_key: the key is empty.
        unknown_key: the key is no code that the COG (or the SIREN's check digit) knows.
        malformed: no record at all.
        damaged: with bytes that are no text.
    """

    lines: int = 0
    kept: int = 0
    elsewhere: int = 0
    without_key: int = 0
    unknown_key: int = 0
    malformed: int = 0
    damaged: int = 0
    samples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def unusable(self) -> int:
        """Lines of which nobody can say whose they are."""
        return self.without_key + self.unknown_key + self.malformed


@dataclass
class Manifest:
    """The state of a table.

    Attributes:
        source: digest of the files and of the table's definition.
        dated: day of the source, as its server says, else when it was fetched; ISO.
        slices: by code of commune or SIREN.
        failure: why the last run changed nothing; None after a good one.
    """

    source: str = ""
    dated: str = ""
    slices: dict[str, Slice] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    failure: dict[str, Any] | None = None

    def state(self, code: str) -> str:
        """Return the state of a commune: rows, empty, failed (its own or the whole run's failure) or never."""
        if self.failure:
            return FAILED
        return self.slices[code].state if code in self.slices else NEVER

    def covers(self, source: str, codes: frozenset[str]) -> bool:
        """Tell whether every one of these slices was cut from this source."""
        return all(code in self.slices and self.slices[code].cut == source for code in codes)


def load(folder: Path) -> Manifest:
    """Read the manifest of a table's folder; a new one if there is none, or none that can be read."""
    try:
        data: Mapping[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        slices = {code: Slice(**each) for code, each in data["slices"].items()}
        return Manifest(data["source"], data["dated"], slices, Counts(**data["counts"]), data["failure"])
    except (OSError, ValueError, KeyError, TypeError):
        return Manifest()


def save(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the former one."""
    write(folder / NAME, json.dumps(asdict(manifest), ensure_ascii=False).encode())


def write(path: Path, content: bytes) -> None:
    """Put a file in the place of the former one, whole or not at all."""
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(content)
    partial.replace(path)
