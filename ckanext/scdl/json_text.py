"""A report as JSON text, piece by piece: a million findings are never all in memory as text.

The entries of a list stand one on a line: short to read, and written by Python's quick encoder, which knows no indents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

# Pieces written at a time.
BATCH = 2_000
_encode = json.JSONEncoder(ensure_ascii=False).encode


def written(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the text of a value, in parts of some hundred kilobytes; lists may be iterators."""
    pieces = _pieces(value, "")
    while part := "".join(islice(pieces, BATCH)):
        yield part


def whole(value: Any) -> Any:  # noqa: ANN401
    """Return a value with lists in the place of iterators."""
    if isinstance(value, Mapping):
        return {name: whole(each) for name, each in value.items()}
    return list(value) if isinstance(value, Iterator) else value


def _pieces(value: Any, indent: str) -> Iterator[str]:  # noqa: ANN401
    inner = f"{indent}  "
    if isinstance(value, Mapping):
        yield from _enclosed("{}", (_entry(key, each, inner) for key, each in value.items()), indent)
    elif isinstance(value, (list, Iterator)):
        yield from _enclosed("[]", ([_encode(each)] for each in value), indent)
    else:
        yield _encode(value)


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:  # noqa: ANN401
    yield f"{_encode(key)}: "
    yield from _pieces(value, indent)


def _enclosed(brackets: str, entries: Iterator[Any], indent: str) -> Iterator[str]:
    filled = False
    for entry in entries:
        yield f"{',' if filled else brackets[0]}\n{indent}  "
        yield from entry
        filled = True
    yield f"\n{indent}{brackets[1]}" if filled else brackets
