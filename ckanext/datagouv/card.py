"""What a feed says of a dataset: CKAN's dictionaries read into typed values, one field at a time.

Nothing here knows CKAN or RDF. A value that data.gouv.fr would not understand, or that would cost the dataset, is None.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ckanext.datagouv import vocabularies as voc
from ckanext.datagouv.addresses import dataset_path, email, organization_path, public_url
from ckanext.datagouv.dates import full_day, past_moment
from ckanext.datagouv.distribution import Distribution, distribution
from ckanext.datagouv.text import clean, plain_markdown

Dict = Mapping[str, Any]
HVD_KEYWORD = "hvd"


@dataclass(frozen=True)
class Body:
    """The organisation that publishes. `iri` is its address on the portal, which does not change with its name."""

    iri: str
    name: str | None
    email: str | None
    website: str | None
    siren: str | None


@dataclass(frozen=True)
class Place:
    """A zone covered. `iri` is INSEE's, None where INSEE has none that can be made from the code."""

    iri: str | None
    code: str
    label: str | None


@dataclass(frozen=True)
class Contact:
    """Whom to write to: udata keeps one that has an e-mail or, failing that, a page."""

    name: str
    email: str | None
    page: str | None


@dataclass(frozen=True)
class DatasetCard:
    """One dataset, as a harvester should read it."""

    identifier: str
    title: str | None
    description: str | None
    landing_page: str
    issued: datetime | None
    modified: datetime | None
    frequency: str | None
    licence: str | None
    keywords: tuple[str, ...]
    themes: tuple[tuple[str, str], ...]
    hvd_category: str | None
    start: date | None
    end: date | None
    place: Place | None
    contact: Contact | None
    publisher: Body | None
    distributions: tuple[Distribution, ...]


@dataclass(frozen=True)
class Surroundings:
    """What a dataset's own dictionary does not hold.

    Attributes:
        base: the portal's address, without a final slash.
        now: the present, with its zone.
        publisher: the organisation of the dataset.
        zone_label: name of the dataset's `spatial_zone`, if known.
    """

    base: str
    now: datetime
    publisher: Body | None = None
    zone_label: str | None = None


def body(organization: Dict, base: str) -> Body:
    """Return the publisher that an organisation of CKAN is, `base` being the portal's address."""
    return Body(
        iri=base + organization_path(organization["id"]),
        name=clean(organization.get("title")) or clean(organization.get("name")),
        email=email(organization.get("official_email")),
        website=public_url(organization.get("website")),
        siren=clean(organization.get("siren")),
    )


def dataset_card(package: Dict, around: Surroundings) -> DatasetCard:
    """Return what a feed says of a dataset, from the dictionary that `package_show` gives."""
    licence = licence_iri(package)
    files = [distribution(resource, package, around.base, around.now) for resource in package.get("resources") or ()]
    distributions = tuple(file for file in files if file)
    category = hvd_category(package)
    place = place_covered(package, around.zone_label)
    return DatasetCard(
        identifier=package["id"],
        title=clean(package.get("title")) or clean(package.get("name")),
        description=plain_markdown(package.get("notes")),
        landing_page=around.base + dataset_path(package["name"]),
        issued=past_moment(package.get("metadata_created"), around.now),
        modified=last_change(package, distributions, around.now),
        frequency=frequency_iri(package.get("frequency")),
        licence=licence,
        keywords=keywords(package, place, category),
        themes=tuple((iri, voc.THEMES[iri]) for iri in _values(package.get("theme")) if iri in voc.THEMES),
        hvd_category=category,
        start=full_day(package.get("temporal_start")),
        end=full_day(package.get("temporal_end"), last=True),
        place=place,
        contact=contact(package, around.publisher),
        publisher=around.publisher,
        distributions=distributions,
    )


def frequency_iri(value: object) -> str | None:
    """Return the EU address of a frequency, given as such or as its code (`ANNUAL`); None if udata does not know it."""
    code = str(value or "").strip().removeprefix(voc.FREQUENCY).upper()
    return voc.FREQUENCY + code if code in voc.FREQUENCIES else None


def licence_iri(package: Dict) -> str | None:
    """Return the address by which data.gouv.fr knows the licence, or the one that the portal's list gives."""
    known = voc.LICENCES.get(str(package.get("license_id") or "").lower())
    return known or public_url(package.get("license_url"))


def hvd_category(package: Dict) -> str | None:
    """Return the category of regulation (EU) 2023/138, if it is one of the six."""
    return next((iri for iri in _values(package.get("hvd_category")) if iri in voc.HVD_CATEGORIES), None)


def keywords(package: Dict, place: Place | None, category: str | None) -> tuple[str, ...]:
    """Return the keywords, once each; the territory's name is one of them, since udata reads no zone."""
    tags = [clean(tag.get("display_name") or tag.get("name")) for tag in package.get("tags") or ()]
    if category:
        tags += [HVD_KEYWORD, voc.HVD_CATEGORIES[category]]
    found = [*tags, place.label if place else None]
    return tuple(dict.fromkeys(word for word in found if word))


def place_covered(package: Dict, label: str | None) -> Place | None:
    """Return the zone covered, from data.gouv.fr's identifier of it (`fr:commune:28088`)."""
    zone = str(package.get("spatial_zone") or "")
    if zone == "country:fr":
        return Place(voc.FRANCE, "fr", clean(label))
    country, _, rest = zone.partition(":")
    level, _, code = rest.partition(":")
    if country != "fr" or not (code.isascii() and code.isalnum()):
        return None
    insee = voc.INSEE_GEOGRAPHY.get(level)
    return Place(insee + code if insee else None, code, clean(label))


def contact(package: Dict, publisher: Body | None) -> Contact | None:
    """Return the dataset's contact; what it lacks comes from its organisation, None if nobody can be reached."""
    address = email(package.get("contact_email")) or (publisher.email if publisher else None)
    page = publisher.website if publisher else None
    name = clean(package.get("contact_name")) or (publisher.name if publisher else None)
    return Contact(name or str(address), address, page) if address or page else None


def last_change(package: Dict, files: Iterable[Distribution], now: datetime) -> datetime | None:
    """Return when a file last changed, else when the dataset did: an edited title does not make data fresher."""
    changes = [file.modified for file in files if file.modified]
    return max(changes, default=None) or past_moment(package.get("metadata_modified"), now)


def _values(value: object) -> list[str]:
    """Read a choice, or several, as scheming stores them: text, list, or list in JSON."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    if isinstance(value, str):
        return [value.strip()]
    return [str(item).strip() for item in value] if isinstance(value, list) else []
