"""Rows that are published already with another content: the schema's senses say which columns name a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from ckanext.scdl.checking.beyond.amounts import read
from ckanext.scdl.checking.beyond.base import View
from ckanext.scdl.context import Context, Published, Unread
from ckanext.scdl.report import Finding

Key = tuple[str, ...]


class AlreadyPublished:
    """A row of the same key is published with another value in a column that both tables have."""

    codes: ClassVar[tuple[str, ...]] = ("published-otherwise", "published-unread")

    def find(self, view: View) -> Iterator[Finding]:
        """See the protocol."""
        names = view.senses.key
        if not names or not view.context.published or not view.has(*names):
            return
        keys = list(zip(*(view.cells(name) for name in names), strict=True))
        needed = [place for place, name in enumerate(names) if name not in view.senses.key_blanks]
        for one in view.context.published:
            if isinstance(one, Unread):
                yield Finding("published-unread", params={"title": one.title, "reason": one.reason})
            else:
                yield from _differences(view, one, keys, needed)


def _differences(view: View, one: Published, keys: Sequence[Key], needed: Sequence[int]) -> Iterator[Finding]:
    other = View(one.table, view.schema, Context())
    if not other.has(*view.senses.key):
        return
    names = [name for name in view.fields if other.has(name)]
    rows = _by_key(other, view.senses.key)
    for index, key in enumerate(keys):
        before = rows.get(key) if all(key[place].strip() for place in needed) else None
        differing = [] if before is None else [name for name in names if _differs(view, name, index, other, before)]
        if before is not None and differing:
            params = {"title": one.title, "published": _cell(other, differing[0], before), "others": differing}
            found = Finding("published-otherwise", params=params)
            yield view.at(found, index, differing[0], view.cells(differing[0])[index])


def _differs(view: View, name: str, index: int, other: View, before: int) -> bool:
    """Whether two cells of a column say different things; 12.50 is 12.5, which is how a database has it."""
    one, two = _cell(view, name, index), _cell(other, name, before)
    if one == two or view.typed[name] not in {"number", "integer"}:
        return one != two
    number = read(one)
    return number is None or number != read(two)


def _cell(view: View, name: str, index: int) -> str:
    return view.cells(name)[index].strip()


def _by_key(other: View, names: Sequence[str]) -> dict[Key, int]:
    """The row of each key; a key that comes twice says nothing and is left out."""
    rows: dict[Key, int] = {}
    twice: set[Key] = set()
    for index, key in enumerate(zip(*(other.cells(name) for name in names), strict=True)):
        if key in rows:
            twice.add(key)
        rows[key] = index
    return {key: index for key, index in rows.items() if key not in twice}
