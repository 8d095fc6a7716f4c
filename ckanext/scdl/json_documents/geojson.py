"""GeoJSON itself (RFC 7946): the shape of features and geometries, and where their points lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.scdl.checking.beyond.places import FRANCE
from ckanext.scdl.report import Finding

# How deep the positions of a geometry lie, and how many a line of them has at least.
GEOMETRIES = {
    "Point": (0, 1),
    "MultiPoint": (1, 0),
    "LineString": (1, 2),
    "MultiLineString": (2, 2),
    "Polygon": (2, 4),
    "MultiPolygon": (3, 4),
}
LONGEST, HIGHEST = 180, 90
# Names of the one reference system of RFC 7946, in the older standard's «crs».
WGS84 = ("crs84", "epsg:4326", "epsg::4326")
Position = list[Any]


def is_collection(document: Any) -> bool:  # noqa: ANN401
    """Whether a document is a GeoJSON collection of features."""
    return (
        isinstance(document, dict)
        and document.get("type") == "FeatureCollection"
        and isinstance(document.get("features"), list)
    )


def of_document(document: dict[str, Any]) -> Iterator[Finding]:
    """Yield what is to be said of the whole collection."""
    if document.get("crs") is not None:
        name = _crs_name(document["crs"])
        if not name.lower().endswith(WGS84):
            yield Finding("geojson-crs", value=name)
    if not document["features"]:
        yield Finding("no-row")


def _crs_name(crs: Any) -> str:  # noqa: ANN401
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name")) if isinstance(properties, dict) else str(crs)


def faults(feature: Any, row: int) -> Iterator[Finding]:  # noqa: ANN401
    """Yield the errors of one feature's shape."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield Finding("geojson-feature", row=row)
        return
    if not isinstance(feature.get("properties"), (dict, type(None))):
        yield Finding("geojson-feature", kind="properties", row=row, field="properties")
    geometry = feature.get("geometry")
    if geometry is not None:
        yield from _geometry_faults(geometry, row)


def doubts(feature: dict[str, Any], row: int) -> Iterator[Finding]:
    """Yield the warnings about where a well-shaped feature lies, the first of a kind."""
    geometry = feature.get("geometry")
    if geometry is None:
        yield Finding("geojson-nowhere", row=row, field="geometry")
        return
    for longitude, latitude in _points(geometry):
        code = _doubt(longitude, latitude)
        if code:
            yield Finding(code, row=row, field="geometry", value=f"[{longitude}, {latitude}]")
            return


def _doubt(longitude: float, latitude: float) -> str | None:
    if any(each.holds(longitude, latitude) for each in FRANCE):
        return None
    if any(each.holds(latitude, longitude) for each in FRANCE):
        return "swapped-coordinates"
    if abs(longitude) > LONGEST or abs(latitude) > HIGHEST:
        return "geojson-not-degrees"
    return "outside-france"


def _geometry_faults(geometry: Any, row: int) -> Iterator[Finding]:  # noqa: ANN401
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
        for each in geometry["geometries"]:
            yield from _geometry_faults(each, row)
        return
    if not isinstance(kind, str) or kind not in GEOMETRIES:
        yield Finding("geojson-geometry", row=row, field="geometry", value=str(kind)[:100])
        return
    depth, least = GEOMETRIES[kind]
    if not _is_shaped(geometry.get("coordinates"), depth, least, closed=kind.endswith("Polygon")):
        yield Finding("geojson-coordinates", row=row, field="geometry.coordinates", params={"geometry": kind})


def _is_shaped(value: Any, depth: int, least: int, *, closed: bool) -> bool:  # noqa: ANN401
    if not depth:
        return _is_position(value)
    if not isinstance(value, list):
        return False
    if depth > 1:
        return all(_is_shaped(each, depth - 1, least, closed=closed) for each in value)
    whole = len(value) >= least and all(map(_is_position, value))
    return whole and (not closed or value[0] == value[-1])


def _is_position(value: Any) -> bool:  # noqa: ANN401
    """Two numbers, or three with the height."""
    return (
        isinstance(value, list)
        and len(value) >= 2
        and all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in value)
    )


def _points(geometry: dict[str, Any]) -> Iterator[tuple[float, float]]:
    waiting: list[Any] = geometry.get("geometries") or [geometry["coordinates"]]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.get("geometries") or [value["coordinates"]]
        elif value and isinstance(value[0], (int, float)):
            yield value[0], value[1]
        else:
            waiting += value
