"""How udata reads a file (`resource_from_rdf`): which values it keeps, and which cost the whole dataset."""

from __future__ import annotations

from datetime import datetime

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from ckanext.datagouv.rdf import DCAT, DCT, SPDX
from ckanext.datagouv.simulator.circumstances import Circumstances
from ckanext.datagouv.simulator.forecast import DatasetForecast, FileForecast
from ckanext.datagouv.simulator.reading import Described, has_markup, is_reachable, is_whole, moment
from ckanext.datagouv.vocabularies import FILE_TYPE, MEDIA_TYPE

DIGESTS = {SPDX[f"checksumAlgorithm_{name}"]: name for name in ("md5", "sha1", "sha256")}
NAMELESS = "Ressource sans nom"


def read_file(node: Described, forecast: DatasetForecast, around: Circumstances, *, part: bool = False) -> None:
    """Add a file to the forecast of its dataset, and what there is to say of it.

    Args:
        node: a distribution, or a part of the dataset.
        forecast: of its dataset; changed in place.
        around: what it depends on.
        part: whether it came by `dct:hasPart`: udata then takes the node's own address.
    """
    url = _url(node, part=part)
    if not url:
        forecast.note("file-without-address", str(node.text(DCT.title) or ""))
        return
    if not is_reachable(url):
        forecast.note("file-address-bad", url, address=url)
    format_ = _format(node)
    file = FileForecast(
        url=url,
        title=_title(node, url, format_),
        description=_description(node, forecast, url),
        type="other" if part else "api" if node.all(DCAT.accessService) else "main",
        format=format_,
        mime=_mime(node),
        size=_size(node, forecast, url),
        checksum=_checksum(node, forecast, url),
        schema=read_schema(node, forecast, around, url),
        modified=read_modified(node, forecast, around, url),
    )
    check_issued(node, forecast, url)
    _put(file, forecast)


def _put(file: FileForecast, forecast: DatasetForecast) -> None:
    """Keep the last of two files with one address, as udata does, which knows a file by its address alone."""
    places = [number for number, other in enumerate(forecast.files) if other.url == file.url]
    if places:
        forecast.note("file-address-twice", file.url, title=file.title, other=forecast.files[places[0]].title)
        forecast.files[places[0]] = file
    else:
        forecast.files.append(file)


def _url(node: Described, *, part: bool) -> str | None:
    if part:
        return str(node.node) if isinstance(node.node, URIRef) else None
    found = next((each for name in (DCAT.downloadURL, DCAT.accessURL) for each in node.all(name)), None)
    return str(found) if found else None


def _title(node: Described, url: str, format_: str | None) -> str:
    last = url.split("/")[-1]
    from_url = last if "." in last and "?" not in last else None
    return node.text(DCT.title) or from_url or (f"Ressource {format_}" if format_ else NAMELESS)


def _description(node: Described, forecast: DatasetForecast, url: str) -> str:
    text = node.one(DCT.description)
    written = str(text).strip() if isinstance(text, Literal) else ""
    if has_markup(written):
        forecast.note("description-flattened", url)
    return written


def _format(node: Described) -> str | None:
    words = node.label(DCT["format"])
    if not words:
        return None
    if words.startswith(FILE_TYPE):
        return words.removeprefix(FILE_TYPE).lower()
    return (words.rpartition("/")[2] if words.startswith(MEDIA_TYPE) else words).lower()


def _mime(node: Described) -> str | None:
    words = node.label(DCAT.mediaType)
    return words.removeprefix(MEDIA_TYPE) if words else None


def _size(node: Described, forecast: DatasetForecast, url: str) -> int | None:
    size = node.one(DCAT.byteSize)
    if size is None:
        return None
    try:
        return int(size.toPython()) if isinstance(size, Literal) else int(str(size))
    except (TypeError, ValueError):
        forecast.note("file-size-bad", url, value=str(size))
        return None


def _checksum(node: Described, forecast: DatasetForecast, url: str) -> tuple[str, str] | None:
    checksum = next(node.following(SPDX.checksum), None)
    if checksum is None:
        return None
    algorithm = next(iter(checksum.all(SPDX.algorithm)), None)
    value = checksum.one(SPDX.checksumValue)
    if not isinstance(algorithm, URIRef | BNode):
        forecast.note("file-checksum-bad", url)
        return None
    if algorithm not in DIGESTS:
        forecast.note("checksum-unknown", url)
        return None
    if not isinstance(value, Literal) or not isinstance(value.toPython(), str):
        forecast.note("file-checksum-bad", url)
        return None
    return DIGESTS[algorithm], str(value)


def read_schema(
    node: Described, forecast: DatasetForecast, around: Circumstances, file: str = ""
) -> dict[str, str | None] | None:
    """Return the schema that a file, or a dataset, follows: known only if its address is the catalogue's exactly."""
    declared = next(iter(node.all(DCT.conformsTo)), None)
    address = _schema_address(node, declared)
    if address is None:
        return None
    known = around.schemas.get(address)
    if known:
        if not known.version:
            forecast.note("schema-without-version", file, schema=known.name)
        return {"name": known.name, "version": known.version, "url": None}
    if not is_reachable(address):
        forecast.note("schema-not-address", file, schema=address)
        return None
    forecast.note("schema-unknown", file, schema=address)
    title = None if isinstance(declared, Literal) else Described(node.graph, declared).text(DCT.title)  # type: ignore[arg-type]
    return {"name": title, "version": None, "url": address}


def _schema_address(node: Described, declared: Node | None) -> str | None:
    if declared is None:
        return None
    if isinstance(declared, Literal) or is_reachable(str(declared)):
        return str(declared)
    kind = next(iter(Described(node.graph, declared).all(DCT.type)), None)
    return str(kind) if kind is not None and is_reachable(str(kind)) else None


def read_modified(node: Described, forecast: DatasetForecast, around: Circumstances, file: str = "") -> datetime | None:
    """Return the date of change that udata keeps: neither one that it cannot read nor one in the future."""
    value = node.one(DCT.modified)
    try:
        when = moment(value)
    except ValueError:
        forecast.note("modified-unreadable", file, value=str(value))
        return None
    if when and when > around.naive_now:
        forecast.note("modified-future", file, value=str(value))
        return None
    if when and value is not None and not is_whole(value):
        forecast.note("date-incomplete", file, value=str(value))
    return when


def check_issued(node: Described, forecast: DatasetForecast, file: str = "") -> None:
    """Note a date of publication or creation that costs the dataset: udata stores them without looking."""
    for predicate in (DCT.issued, DCT.created):
        value = node.one(predicate)
        try:
            moment(value)
        except ValueError:
            forecast.note("date-unreadable", file, value=str(value))
        else:
            if value is not None and not is_whole(value):
                forecast.note("date-incomplete", file, value=str(value))
