"""Reading the YAML files of the tables. Every error names the file and the setting."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

import yaml
from ckanext.socle.harvesters.projection import definition as kinds
from ckanext.socle.harvesters.projection.definition import Column, Dated, Expected, Key, Source, Table, Words
from ckanext.socle.harvesters.projection.problems import DefinitionError

NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")
VERSION = "1"  # of what is made of a table; another one cuts every table anew
UNITS = {"year": "{year}", "month": "{month}"}


def shipped() -> Path:
    """Return the folder of the tables that come with the project."""
    return Path(str(files("ckanext.socle.harvesters.projection") / "tables"))


def load_all(own: Path | None = None) -> dict[str, Table]:
    """Return every table by name: those shipped, and those of the operator's folder, which win.

    Raises:
        DefinitionError: one of the files is wrong.
    """
    folders = [shipped(), *([own] if own else [])]
    found = [load(path) for folder in folders for path in sorted(folder.glob("*.yaml"))]
    return {table.name: table for table in found}


def load(path: Path) -> Table:
    """Read one table, named as its file is.

    Raises:
        DefinitionError: the file cannot be read, or one of its settings is absent, unknown or wrong.
    """
    try:
        content = path.read_bytes()
        data = yaml.safe_load(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as err:
        raise DefinitionError("definition-unreadable", file=path.name, reason=str(err).replace("\n", " ")) from err
    reader = _Reader(path.name, "", data)
    if not NAME.fullmatch(path.stem):
        reader.refuse("definition-name", "")
    table = _table(reader, path.stem, hashlib.sha256(VERSION.encode() + content).hexdigest())
    reader.end()
    _check(reader, table)
    return table


def _table(reader: _Reader, name: str, digest: str) -> Table:
    return Table(
        name=name,
        source=_source(reader.section("source")),
        key=_key(reader.section("key")),
        columns=tuple(_columns(reader.section("columns"))),
        words=Words(
            reader.text("title"),
            reader.text("description").strip(),
            reader.texts("keywords"),
            reader.text("personal_data").strip(),
            reader.text("reference").strip(),
        ),
        licence=reader.text("licence"),
        frequency=reader.text("frequency"),
        theme=reader.text("theme"),
        schema=reader.text("schema", ""),
        ignored=reader.texts("ignored", ()),
        order=reader.texts("order", ()),
        expected=_expected(reader.section("expected")),
        default=reader.flag("default", default=True),
        digest=digest,
    )


def _source(reader: _Reader) -> Source:
    found = Source(
        publisher=reader.text("publisher"),
        page=reader.text("page"),
        dataset=reader.text("dataset"),
        addresses=reader.texts("addresses"),
        form=reader.choice("format", kinds.FORMATS),
        member=reader.text("member", "*.csv"),
        encoding=reader.choice("encoding", kinds.ENCODINGS, "utf-8"),
        separator=reader.text("separator", ","),
        quoted=reader.flag("quoted", default=True),
        dated=_dated(reader.section("dated")) if reader.has("dated") else None,
    )
    reader.end()
    return found


def _dated(reader: _Reader) -> Dated:
    unit = reader.choice("unit", tuple(UNITS))
    found = Dated(unit, int(reader.number("back", 0)), reader.choice("take", ("all", "latest")) == "all")
    reader.end()
    return found


def _key(reader: _Reader) -> Key:
    found = Key(reader.choice("kind", kinds.KINDS_OF_KEY), reader.texts("columns"))
    reader.end()
    return found


def _expected(reader: _Reader) -> Expected:
    found = Expected(int(reader.number("lines", 1)), reader.number("unusable", 0, most=1))
    reader.end()
    return found


def _columns(reader: _Reader) -> Iterator[Column]:
    for name in reader.names():
        if not reader.is_section(name):
            yield Column(name, reader.text(name))
            continue
        inner = reader.section(name)
        label, kind = inner.text("label"), inner.choice("type", kinds.TYPES, "text")
        yield Column(name, label, kind, inner.flag("optional", default=False))
        inner.end()


def _check(reader: _Reader, table: Table) -> None:
    """Refuse settings that contradict each other."""
    source, key = table.source, table.key
    for address in source.addresses:
        if not address.startswith(("https://", "http://")):
            reader.refuse("definition-address", "source.addresses", value=address)
        if ("{" in address) != (source.dated is not None) or (source.dated and UNITS[source.dated.unit] not in address):
            reader.refuse("definition-dated", "source.dated", value=address)
    if len(source.separator) != 1 or source.separator in '"\r\n' or not source.separator.isascii():
        reader.refuse("definition-separator", "source.separator", value=source.separator)
    if key.kind == kinds.PARTED and len(key.columns) != 2:
        reader.refuse("definition-parted", "key.columns")
    if strange := next((name for name in table.order if name not in table.kept), None):
        reader.refuse("definition-order", "order", value=strange)
    if both := next((name for name in table.kept if table.ignores(name)), None):
        reader.refuse("definition-both", "ignored", value=both)
    if "{de}" not in table.words.title:
        reader.refuse("definition-title", "title")


@dataclass
class _Reader:
    """One mapping of the file: gives typed settings, and knows which were not asked for."""

    file: str
    place: str
    data: Any

    def __post_init__(self) -> None:
        if not isinstance(self.data, Mapping) or not all(isinstance(key, str) for key in self.data):
            self.refuse("definition-not-mapping", "")
        self.rest = set(self.data)

    def refuse(self, code: str, name: str, **params: Any) -> NoReturn:  # noqa: ANN401
        setting = ".".join(filter(None, (self.place, name)))
        raise DefinitionError(code, file=self.file, setting=setting, **params)

    def names(self) -> list[str]:
        return list(self.data)

    def has(self, name: str) -> bool:
        return name in self.data

    def is_section(self, name: str) -> bool:
        return isinstance(self.data[name], Mapping)

    def section(self, name: str) -> _Reader:
        return _Reader(self.file, ".".join(filter(None, (self.place, name))), self._take(name, {}))

    def text(self, name: str, default: str | None = None) -> str:
        value = self._take(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.refuse("definition-not-text", name, value=value)
        return value

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self._take(name, default)
        listed = isinstance(value, (list, tuple)) and all(isinstance(each, str) and each for each in value)
        if not listed or (default is None and not value):
            self.refuse("definition-not-list", name, value=value)
        return tuple(value)

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in choices:
            self.refuse("definition-not-choice", name, value=value, choices=", ".join(choices))
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._take(name, default)
        if not isinstance(value, bool):
            self.refuse("definition-not-flag", name, value=value)
        return value

    def number(self, name: str, least: float, most: float | None = None) -> float:
        value = self._take(name, None)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < least:
            self.refuse("definition-not-number", name, value=value)
        if most is not None and value > most:
            self.refuse("definition-not-number", name, value=value)
        return float(value)

    def end(self) -> None:
        """Refuse what nobody asked for: a misspelt setting must not count as absent."""
        if self.rest:
            self.refuse("definition-unknown", sorted(self.rest)[0])

    def _take(self, name: str, default: Any) -> Any:  # noqa: ANN401
        self.rest.discard(name)
        value = self.data.get(name, default)
        if value is None:
            self.refuse("definition-missing", name)
        return value
