"""From the document that CKAN indexes to a row of the search table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any

from ckanext.pg_search import fields
from ckanext.pg_search.errors import QueryError
from ckanext.pg_search.fields import Kind
from ckanext.pg_search.query import dates
from ckanext.pg_search.text import fold, grams, index_text, words

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# Only returned, never compared.
PAYLOAD = frozenset({"data_dict", "validated_data_dict"})
HEADLINE = ("name", "tags", "groups", "organization")
REST = ("text", "license", "res_name", "res_description", "maintainer", "author")
REST_PREFIXES = ("extras_", "res_extras_", "vocab_")

Values = dict[str, list[str]]


@dataclass(frozen=True)
class Row:
    """A row: `columns` as the table has them, the words of the four weights, the values that have numbers elsewhere."""

    columns: dict[str, Any]
    weighted: dict[str, str]
    facets: tuple[tuple[str, str], ...]
    scope: dict[str, Any]


def read(document: Mapping[str, Any], now: datetime) -> Row:
    """Turn an index document into a row.

    Args:
        document: as CKAN gives it to Solr: strings, dates as ISO 8601 with Z, lists of strings.
        now: `indexed_ts` where the document has none.
    """
    values = _values({"indexed_ts": now, **document})
    columns: dict[str, Any] = {name: _first(values, name) for name in fields.STRING_COLUMNS}
    columns["index_id"] = columns["index_id"] or hashlib.sha256(str(columns["id"]).encode()).hexdigest()
    columns |= {name: _date(_first(values, name)) for name in fields.DATE_COLUMNS}
    texts = _texts(values)
    title = " ".join(words(_first(values, "title_string") or _first(values, "title") or ""))
    return Row(
        columns
        | {
            "title_key": title or None,
            "grams": grams(f"{fold(columns['name'] or '')}\n{title}"),
            "texts": texts,
            "fields": {name: _stored(name, found) for name, found in values.items()},
        }
        | {name: document.get(name) for name in PAYLOAD},
        _weighted(values, texts),
        tuple(sorted({(name, value) for name in values if _counted(name) for value in values[name]})),
        {name: _first(values, name) for name in sorted(fields.SCOPE_COLUMNS)}
        | {"permission_labels": sorted(values.get("permission_labels", []))},
    )


def _values(document: Mapping[str, Any]) -> Values:
    found: Values = {}
    for name, value in document.items():
        if name in PAYLOAD:
            continue
        many = value if isinstance(value, (list, tuple, set)) else [value]
        texts = [text for text in (_text(item) for item in many) if text]
        if fields.kind(name) is Kind.DATE:
            texts = [text for text in (_iso(text) for text in texts) if text]
        if texts:
            found[name] = texts
    return found


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a plugin puts into a document
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (dict, list, tuple)):
        value = json.dumps(value, ensure_ascii=False)
    # PostgreSQL stores no null character, nor half of a surrogate pair.
    return str(value).replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _iso(text: str) -> str:
    """Return a date in UTC, as Solr reads it: no decimals or three of them; empty if it is none.

    Three, and not fewer: CKAN's package_show compares the first two with those of the database, and reads the whole
    dataset anew, without what plugins had added to the index, when they differ.
    """
    try:
        moment = dates.parse(text, EPOCH)
    except QueryError:
        return ""
    seconds = moment.strftime("%Y-%m-%dT%H:%M:%S")
    milliseconds = f".{moment.microsecond // 1000:03d}" if moment.microsecond else ""
    return f"{seconds}{milliseconds}Z"


def _date(text: str | None) -> datetime | None:
    return dates.parse(text, EPOCH) if text else None


def _first(values: Values, name: str) -> str | None:
    return values[name][0] if name in values else None


def _stored(name: str, found: list[str]) -> Any:  # noqa: ANN401 - JSON
    if fields.kind(name) is Kind.NUMBER:
        return int(found[0]) if found[0].lstrip("-").isdigit() else None
    return found if fields.is_multivalued(name) or len(found) > 1 else found[0]


def _texts(values: Values) -> dict[str, str]:
    urls = [value for name in fields.URL_SOURCES for value in values.get(name, [])]
    sources = values | ({"urls": urls} if urls else {})
    return {name: index_text(found) for name, found in sources.items() if fields.kind(name) is Kind.TEXT}


def _weighted(values: Values, texts: dict[str, str]) -> dict[str, str]:
    rest = [value for name in _rest(values) for value in values[name]]
    headline = [value for name in HEADLINE for value in values.get(name, [])]
    return {
        "A": texts.get("title", ""),
        "B": index_text(headline),
        "C": texts.get("notes", ""),
        "D": index_text([*rest, texts.get("urls", "")]),
    }


def _rest(values: Values) -> Iterator[str]:
    return (name for name in values if name in REST or name.startswith(REST_PREFIXES))


def _counted(name: str) -> bool:
    return name in fields.FACETS or name.startswith("vocab_")
