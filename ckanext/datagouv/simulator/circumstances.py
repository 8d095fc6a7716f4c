"""What the forecast depends on beside the feed: the time, data.gouv.fr's lists, and what it holds already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Schema:
    """A schema of the catalogue: its name and, unless the address is that of the latest one, its version."""

    name: str
    version: str | None = None


@dataclass(frozen=True)
class Licence:
    """A licence as data.gouv.fr lists it."""

    id: str
    title: str
    urls: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@cache
def known_licences() -> tuple[Licence, ...]:
    """Return the licences of `licences.json`: data.gouv.fr's list (`/api/1/datasets/licenses/`), in its shape."""
    text = files(__package__).joinpath("licences.json").read_text(encoding="utf-8")
    return read_licences(json.loads(text))


def read_licences(listed: list[dict[str, Any]]) -> tuple[Licence, ...]:
    """Return licences from data.gouv.fr's own JSON."""
    return tuple(
        Licence(
            id=each["id"],
            title=each["title"],
            urls=tuple(url for url in (each.get("url"), *each.get("alternate_urls", ())) if url),
            titles=tuple(each.get("alternate_titles", ())),
        )
        for each in listed
    )


@dataclass(frozen=True)
class Held:
    """A dataset that data.gouv.fr holds from an earlier harvest.

    Attributes:
        title: its title there.
        files: addresses of its files there.
        ours: whether its owner there is the feed's; another owner's dataset cannot be written.
    """

    title: str = ""
    files: tuple[str, ...] = ()
    ours: bool = True


@dataclass(frozen=True)
class Circumstances:
    """What the forecast depends on.

    Attributes:
        schemas: the catalogue of schema.data.gouv.fr, by address, to the character.
        held: what data.gouv.fr holds, by identifier of the feed.
    """

    now: datetime = field(default_factory=lambda: datetime.now(timezone.utc))
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    licences: tuple[Licence, ...] = field(default_factory=known_licences)

    @property
    def naive_now(self) -> datetime:
        """The present as udata stores dates: in UTC, without saying so."""
        return self.now.astimezone(timezone.utc).replace(tzinfo=None)
