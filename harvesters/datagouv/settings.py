"""The settings of a source: which datasets, what to do with their files, which organisation receives them.

    {"organizations": ["212800882"], "zones": ["fr:epci:200033181"], "zones_below": true, "schemas": [], "tags": [],
     "licenses": [], "q": "", "files": "mirror", "max_file_size": 50, "owner": "siren", "owner_fallback": "",
     "exclude": {"datasets": [], "organizations": [], "tags": []}}

Everything is optional. Within a list one value is enough, between lists all must hold.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any

from ckanext.socle.harvesters.datagouv.problems import Problem
from slugify import slugify

SIREN, ZONE = "siren", "zone"
LINK, MIRROR = "link", "mirror"
MOST_QUESTIONS = 5_000  # requests that a crawl may begin with: every value of a list asks for its own
LARGEST_FILE = 10_000  # megabytes
IDENTIFIER = re.compile(r"[0-9a-f]{24}")
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
ORGANIZATION_NAME = re.compile(r"[a-z0-9_-]{2,100}")
SCHEMA = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
ZONE_ID = re.compile(r"(?:fr:[a-z]+|country|country-group|country-subset):[A-Za-z0-9:_-]+")

ZoneReader = Callable[[str], str | None]


@dataclass(frozen=True)
class Exclusion:
    """What is left out: datasets (id or slug), producers (SIRET, SIREN or id), tags."""

    datasets: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """Settings of a source, checked. `max_file_size` is in megabytes, None for the portal's own limit.

    `owner` is `siren`, `zone`, the name of an organisation, or empty: by SIREN, else by zone, else the source's own.
    """

    organizations: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    zones_below: bool = False
    schemas: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    licenses: tuple[str, ...] = ()
    q: str = ""
    files: str = LINK
    max_file_size: int | None = None
    owner: str = ""
    owner_fallback: str = ""
    exclude: Exclusion = field(default_factory=Exclusion)

    @property
    def fixed_owners(self) -> dict[str, str]:
        """The organisations that the settings name, by setting."""
        named = {"owner": self.owner, "owner_fallback": self.owner_fallback}
        return {key: name for key, name in named.items() if name not in ("", SIREN, ZONE)}

    def to_dict(self) -> dict[str, Any]:
        """Return the settings that differ from the default, as JSON has them."""
        blank = asdict(Settings())
        found = {key: value for key, value in asdict(self).items() if value != blank[key]}
        if "exclude" in found:
            found["exclude"] = {key: value for key, value in found["exclude"].items() if value}
        plain: dict[str, Any] = json.loads(json.dumps(found))
        return plain

    def digest(self) -> str:
        """Return a digest of the settings: datasets are looked at anew when it changes."""
        return hashlib.sha256(json.dumps(self.to_dict(), sort_keys=True).encode()).hexdigest()[:16]


class SettingsError(ValueError):
    """The settings are wrong; `problems` has every fault, each with the setting that bears it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{each.setting}: {each.code}" for each in problems))
        self.problems = problems


def load(text: str | None, zone: ZoneReader) -> Settings:
    """Read settings from their JSON text; an empty text is no setting at all.

    Args:
        text: a JSON object.
        zone: returns the present identifier of a zone of the COG, None for one that it does not know.

    Raises:
        SettingsError: with every fault.
    """
    try:
        data = json.loads(text) if text and text.strip() else {}
    except ValueError as error:
        position = {"line": getattr(error, "lineno", 1), "column": getattr(error, "colno", 1)}
        raise SettingsError([Problem("settings-not-json", position)]) from error
    if not isinstance(data, dict):
        raise SettingsError([Problem("settings-not-object")])
    return parse(data, zone)


def parse(data: Mapping[str, Any], zone: ZoneReader) -> Settings:
    """Read settings from a JSON object.

    Raises:
        SettingsError: with every fault.
    """
    form = _Form(data, zone)
    settings = Settings(
        organizations=form.texts("organizations", _organization),
        zones=form.texts("zones", form.zone),
        zones_below=form.flag("zones_below"),
        schemas=form.texts("schemas", _schema),
        tags=form.texts("tags", _tag),
        licenses=form.texts("licenses", _licence),
        q=form.text("q"),
        files=form.choice("files", (LINK, MIRROR)),
        max_file_size=form.size("max_file_size"),
        owner=form.name("owner"),
        owner_fallback=form.name("owner_fallback"),
        exclude=form.exclusion(),
    )
    form.unknown(asdict(settings))
    if form.problems:
        raise SettingsError(form.problems)
    return settings


class _Form:
    """Takes settings one by one and remembers what is wrong."""

    def __init__(self, data: Mapping[str, Any], zone: ZoneReader, prefix: str = "") -> None:
        self.data, self.read_zone, self.prefix = data, zone, prefix
        self.problems: list[Problem] = []

    def wrong(self, key: str, code: str, **params: Any) -> None:  # noqa: ANN401
        self.problems.append(Problem(code, {"setting": self.prefix + key, **params}, self.prefix + key))

    def texts(self, key: str, read: Callable[[str], str | Problem]) -> tuple[str, ...]:
        value = self.data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(key, "setting-not-list")
            return ()
        found = [self._one(key, item, read) for item in value]
        return tuple(dict.fromkeys(item for item in found if item))

    def _one(self, key: str, item: object, read: Callable[[str], str | Problem]) -> str:
        if not isinstance(item, str) or not item.strip():
            self.wrong(key, "setting-not-text", value=str(item))
            return ""
        result = read(item.strip())
        if isinstance(result, Problem):
            self.wrong(key, result.code, value=item.strip(), **result.params)
            return ""
        return result

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            self.wrong(key, "setting-not-text", value=str(value))
            return ""
        return (value or "").strip()

    def flag(self, key: str) -> bool:
        value = self.data.get(key, False)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, "setting-not-flag", value=str(value))
        return value is True

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.text(key)
        if value and value not in choices:
            self.wrong(key, "setting-not-choice", value=value, choices=", ".join(choices))
        return value if value in choices else choices[0]

    def name(self, key: str) -> str:
        value = self.text(key)
        if value and not ORGANIZATION_NAME.fullmatch(value):
            self.wrong(key, "owner-not-name", value=value)
            return ""
        return value

    def size(self, key: str) -> int | None:
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST_FILE:
            self.wrong(key, "setting-not-size", value=str(value), largest=LARGEST_FILE)
            return None
        return value

    def zone(self, text: str) -> str | Problem:
        known = self.read_zone(text)
        if known:
            return known
        level = text.rpartition(":")[0]
        in_cog = level in {"fr:commune", "fr:epci", "fr:departement", "fr:region"} or ":" not in text
        return Problem("zone-unknown") if in_cog or not ZONE_ID.fullmatch(text) else text

    def exclusion(self) -> Exclusion:
        value = self.data.get("exclude")
        if value is None:
            return Exclusion()
        if not isinstance(value, Mapping):
            self.wrong("exclude", "setting-not-object")
            return Exclusion()
        inner = _Form(value, self.read_zone, "exclude.")
        found = Exclusion(
            datasets=inner.texts("datasets", _dataset),
            organizations=inner.texts("organizations", _organization),
            tags=inner.texts("tags", _tag),
        )
        inner.unknown(asdict(found))
        self.problems += inner.problems
        return found

    def unknown(self, known: Mapping[str, Any]) -> None:
        for key in self.data:
            if key not in known:
                near = get_close_matches(str(key), known, n=1)
                self.wrong(str(key), "setting-unknown-near" if near else "setting-unknown", near="".join(near))


def _organization(text: str) -> str | Problem:
    # No look at the key (Luhn): the catalogue's numbers are typed by hand, and only their being equal counts.
    digits = re.sub(r"[\s.]", "", text)
    if digits.isdigit() and len(digits) in (9, 14):
        return digits
    if IDENTIFIER.fullmatch(text.lower()):
        return text.lower()
    return text if SLUG.fullmatch(text) and not text.isdigit() else Problem("organization-unreadable")


def _schema(text: str) -> str | Problem:
    return text if SCHEMA.fullmatch(text) else Problem("schema-unreadable")


def _tag(text: str) -> str | Problem:
    return slugify(text) or Problem("tag-unreadable")


def _licence(text: str) -> str | Problem:
    return text if SLUG.fullmatch(text) else Problem("licence-unreadable")


def _dataset(text: str) -> str | Problem:
    short = text.rstrip("/").rpartition("/")[2]
    return short if SLUG.fullmatch(short) else Problem("dataset-unreadable")
