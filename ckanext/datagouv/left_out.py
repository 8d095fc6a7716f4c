"""What a feed leaves out of a dataset, or writes otherwise, and why: the words for who can put it right.

udata fails a whole dataset for one bad address, size or checksum. So a feed leaves out what is bad, or mends it, and
the body that publishes is told. Nothing here knows CKAN's database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.datagouv.addresses import email
from ckanext.datagouv.card import DatasetCard, Surroundings
from ckanext.datagouv.dates import past_moment
from ckanext.datagouv.distribution import Distribution, declared_media_type
from ckanext.datagouv.text import clean

Dict = Mapping[str, Any]
NO_LICENCE = frozenset({"", "notspecified"})


@dataclass(frozen=True)
class LeftOut:
    """One value that data.gouv.fr does not get as it is.

    Attributes:
        code: of the reason, a key of `sentences`.
        field: of the dataset, or of the file.
        value: as it is on the portal.
        resource: identifier of the file; None for a field of the dataset.
    """

    code: str
    field: str
    value: str
    resource: str | None = None


def sentences() -> dict[str, str]:
    """Return what each code means and what to do, in the visitor's language."""
    return {
        "file-address": tk._("The world cannot reach this address, so the whole file is left out. Give a public one."),
        "address-mended": tk._(
            "This address has characters that no address may have: they are written as %20 and so on."
        ),
        "size": tk._("A size is a number of bytes, without a unit: it is left out."),
        "checksum": tk._("This is no MD5, SHA-1 or SHA-256 checksum, or not of the kind that is said: it is left out."),
        "schema": tk._("A model is named by the exact address of one of its versions: it is left out."),
        "media-type": tk._("This is no media type such as text/csv: the usual one of the format takes its place."),
        "future": tk._("A date in the future, or none that can be read, is left out."),
        "unknown-value": tk._("data.gouv.fr does not know this value: it is left out. Choose one of the list."),
        "licence": tk._("data.gouv.fr does not know this licence: it is left out. Choose one of the list."),
        "date": tk._("A date is written as 2025-12-31: it is left out."),
        "email": tk._("This is no e-mail address: the organisation’s takes its place."),
        "tags": tk._("The layout is written more simply, since data.gouv.fr would run all paragraphs together."),
    }


def left_out(package: Dict, card: DatasetCard, around: Surroundings) -> list[LeftOut]:
    """Return all that a dataset loses on its way, in the order of its fields and files.

    Args:
        package: as `package_show` gives it.
        card: what the feeds say of it.
        around: what that card was made with.
    """
    files = {file.identifier: file for file in card.distributions}
    found = list(_of_dataset(package, card))
    for resource in package.get("resources") or ():
        found += _of_file(resource, files.get(resource["id"]), around)
    return found


def _of_dataset(package: Dict, card: DatasetCard) -> Iterator[LeftOut]:
    known = {
        "frequency": ("unknown-value", card.frequency),
        "theme": ("unknown-value", card.themes),
        "hvd_category": ("unknown-value", card.hvd_category),
        "spatial_zone": ("unknown-value", card.place),
        "temporal_start": ("date", card.start),
        "temporal_end": ("date", card.end),
        "contact_email": ("email", email(package.get("contact_email"))),
    }
    for field, (code, kept) in known.items():
        if _given(package, field) and not kept:
            yield LeftOut(code, field, _given(package, field))
    if _given(package, "license_id") not in NO_LICENCE and not card.licence:
        yield LeftOut("licence", "license_id", _given(package, "license_id"))
    if (clean(package.get("notes")) or "") != (card.description or ""):
        yield LeftOut("tags", "notes", "")


def _of_file(resource: Dict, file: Distribution | None, around: Surroundings) -> Iterator[LeftOut]:
    identifier, url = resource["id"], _given(resource, "url")
    if file is None:
        yield LeftOut("file-address", "url", url, identifier)
        return
    if resource.get("url_type") not in ("upload", "datastore") and file.url != url:
        yield LeftOut("address-mended", "url", url, identifier)
    kept: dict[str, tuple[str, object]] = {
        "size": ("size", file.size is not None),
        "hash": ("checksum", file.checksum),
        "schema": ("schema", file.schema),
        "mimetype": ("media-type", declared_media_type(resource)),
        "created": ("future", file.issued),
        "last_modified": ("future", past_moment(resource.get("last_modified"), around.now)),
    }
    for field, (code, value) in kept.items():
        if _given(resource, field) and not value:
            yield LeftOut(code, field, _given(resource, field), identifier)


def _given(fields: Dict, name: str) -> str:
    value = fields.get(name)
    return "" if value is None or value == [] else str(value).strip()
