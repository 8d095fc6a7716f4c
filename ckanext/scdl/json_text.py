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
        before = "{"
        for key, each in value.items():
            yield f"{before}\n{inner}{_encode(key)}: "
            yield from _pieces(each, inner)
            before = ","
        yield f"\n{indent}}}" if value else "{}"
    elif isinstance(value, (list, Iterator)):
        # A loop of its own: there are tens of thousands of entries.
        before = "["
        for each in value:
            yield f"{before}\n{inner}{_encode(each)}"
            before = ","
        yield f"\n{indent}]" if before == "," else "[]"
    else:
        yield _encode(value)
