"""A dataset of data.gouv.fr (API v1 or v2, resources inline) written as a dataset of the portal.

What has a field in schemas/dataset.yaml goes there; what has none goes to an extra whose name begins with `datagouv_`;
what the platform computes for its own pages is left out by name; anything else is reported (`reading.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ckanext.socle.harvesters.datagouv import vocabularies as voc
from ckanext.socle.harvesters.datagouv.identifiers import package_id
from ckanext.socle.harvesters.datagouv.reading import Audit, Record
from ckanext.socle.harvesters.datagouv.resources import ResourceContext, read_resource
from ckanext.socle.harvesters.datagouv.values import day, email, moment, tag_name, web_address

# To be raised when the same answer must give another dataset: what was taken before is then read anew.
VERSION = 2
MARK = "datagouv_dataset_id"

# Of the platform's own pages and rights, or said elsewhere in the same answer.
PLATFORM = (
    "metrics",
    "permissions",
    "community_resources",
    "featured",
    "uri",
    "description_short",
    "owner",
    "geopf",
    "topics",
    "dataservices",
)


@dataclass(frozen=True)
class Portal:
    """What the portal's own form accepts.

    Attributes:
        zone: returns a zone's present identifier, None for one that the COG does not know.
        schema: returns the address of a schema's version, from its name and version (empty for the latest).
        frequencies: addresses that the field «frequency» takes; empty for any.
        resource_id: returns the identifier of a resource, from the API's and the dataset's.
    """

    zone: Callable[[str], str | None]
    schema: Callable[[str, str], str | None]
    frequencies: frozenset[str]
    resource_id: Callable[[str, str], str]


@dataclass(frozen=True)
class Mapped:
    """A dataset ready for the portal, without `owner_org` and `name`; `audit` is what its reading met."""

    package: dict[str, Any]
    slug: str
    audit: Audit

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.package["title"])


def map_dataset(dataset: dict[str, Any], portal: Portal) -> Mapped:
    """Return a dataset as `package_create` takes it.

    Args:
        dataset: as the API gives it, `resources` being a list.
        portal: what the portal's fields accept.

    Raises:
        KeyError: it has no identifier.
    """
    audit = Audit()
    record = Record(dataset, "", audit)
    identifier = str(dataset["id"])
    record.skip("id", *PLATFORM)
    extras: dict[str, Any] = {MARK: identifier}
    package: dict[str, Any] = {"id": package_id(identifier), "type": "dataset", "state": "active", "private": False}
    slug = record.text("slug")
    package |= _words(record, extras, slug or identifier)
    package |= _time(record, extras, portal)
    package |= _space(record, extras, portal)
    package |= _contact(record, extras)
    _provenance(record, extras)
    context = ResourceContext(package["id"], portal.schema, portal.resource_id)
    package["resources"] = [read_resource(each, context) for each in record.records("resources")]
    _dataset_schema(record, extras, portal)
    record.close()
    package["extras"] = [{"key": key, "value": _stored(value)} for key, value in sorted(extras.items()) if value]
    return Mapped(package, slug, audit)


def _words(record: Record, extras: dict[str, Any], fallback: str) -> dict[str, Any]:
    title = record.text("title") or fallback
    tags = list(dict.fromkeys(filter(None, map(tag_name, record.texts("tags")))))
    kinds = [each.text("kind") for each in record.records("badges")]
    licence = record.text("license") or voc.NO_LICENCE
    extras["datagouv_badges"] = [kind for kind in kinds if kind]
    extras["datagouv_acronym"] = record.text("acronym")
    extras["datagouv_doi"] = record.text("doi")
    page = record.text("page")
    found: dict[str, Any] = {
        "title": title,
        "notes": record.text("description") or title,
        "tags": [{"name": tag} for tag in tags],
        "license_id": licence,
        "url": page if web_address(page) else "",
    }
    if voc.HVD_BADGE in kinds:
        category = next((voc.HVD_TAGS[tag] for tag in tags if tag in voc.HVD_TAGS), None)
        found |= {"hvd_category": voc.HVD_CATEGORY + category} if category else {}
    return found


def _time(record: Record, extras: dict[str, Any], portal: Portal) -> dict[str, Any]:
    extras["issued"] = moment(record.text("created_at"))
    extras["modified"] = moment(record.text("last_modified"))
    extras["datagouv_last_update"] = moment(record.text("last_update"))
    extras["datagouv_frequency_date"] = moment(record.text("frequency_date"))
    record.skip("internal")
    word = record.text("frequency")
    coverage = record.record("temporal_coverage")
    found = {"temporal_start": day(coverage.text("start")), "temporal_end": day(coverage.text("end"))}
    coverage.close()
    if word in voc.FREQUENCIES:
        address = voc.FREQUENCY + voc.FREQUENCIES[word]
        if not portal.frequencies or address in portal.frequencies:
            return found | {"frequency": address}
    elif word:
        record.audit.unexpected["frequency"] += 1
    # The form has no such choice, and a neighbouring one would be a false promise.
    extras["datagouv_frequency"] = word
    return found


def _space(record: Record, extras: dict[str, Any], portal: Portal) -> dict[str, Any]:
    spatial = record.record("spatial")
    zones = [zone_id(each) for each in spatial.items("zones")]
    extras["datagouv_zones"] = [zone for zone in zones if zone]
    geometry = spatial.object("geom")
    extras["spatial"] = geometry if geometry.get("type") in ("Polygon", "MultiPolygon") else {}
    granularity = spatial.left.pop("granularity", None)
    extras["datagouv_granularity"] = zone_id(granularity)
    spatial.skip("centroid")
    spatial.close()
    known = [zone for each in zones if (zone := portal.zone(each))]
    return {"spatial_zone": known[0] if known else ""}


def zone_id(value: object) -> str:
    """Return the identifier of a zone, given as such or expanded as an object (API v2 on demand)."""
    identifier = value.get("id") if isinstance(value, dict) else value
    return identifier.partition("@")[0].strip() if isinstance(identifier, str) else ""


def _contact(record: Record, extras: dict[str, Any]) -> dict[str, Any]:
    contacts = [_contact_point(each) for each in record.records("contact_points")]
    extras["datagouv_contact_points"] = contacts
    chosen = next((each for each in contacts if each.get("role") == "contact"), contacts[0] if contacts else {})
    return {"contact_name": chosen.get("name", ""), "contact_email": email(chosen.get("email", ""))}


def _contact_point(record: Record) -> dict[str, str]:
    record.skip("id", "organization", "owner")
    found = {key: record.text(key) for key in ("name", "email", "contact_form", "role")}
    record.close()
    return {key: value for key, value in found.items() if value}


def _provenance(record: Record, extras: dict[str, Any]) -> None:
    organization = record.object("organization")
    extras["datagouv_organization"] = {
        key: organization[key] for key in ("id", "name", "slug", "page") if organization.get(key)
    }
    extras["datagouv_harvest"] = record.object("harvest")
    extras["datagouv_quality"] = record.object("quality")
    extras["datagouv_extras"] = record.object("extras")
    extras["datagouv_access"] = {
        key: value
        for key in ("access_type_reason", "access_type_reason_category", "authorization_request_url")
        if (value := record.text(key))
    }
    audiences = record.items("access_audiences")
    access = record.text("access_type")
    if access and access != "open":
        extras["datagouv_access"] |= {"access_type": access, "access_audiences": audiences}
    record.skip("archived", "deleted", "private")


def _dataset_schema(record: Record, extras: dict[str, Any], portal: Portal) -> None:
    """Keep the schema of a whole dataset, which API v1 has and which is rarely set."""
    schema = record.record("schema")
    name, version, url = schema.text("name"), schema.text("version"), schema.text("url")
    schema.close()
    extras["datagouv_schema"] = url or (portal.schema(name, version) if name else "") or name


def _stored(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def hosts(resources: Iterable[dict[str, Any]]) -> list[str]:
    """Return the addresses of resources as the API gives them."""
    return [str(each["url"]) for each in resources if isinstance(each, dict) and each.get("url")]
