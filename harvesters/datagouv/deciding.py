"""What becomes of one dataset: taken by which organisation, or refused and why. Preview and harvest both ask here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.socle.harvesters.datagouv import loop_guard, mapping, ownership, records
from ckanext.socle.harvesters.datagouv.api import Catalogue
from ckanext.socle.harvesters.datagouv.identifiers import package_id
from ckanext.socle.harvesters.datagouv.ownership import Body, Directory, Producer
from ckanext.socle.harvesters.datagouv.problems import Problem
from ckanext.socle.harvesters.datagouv.settings import ZONE, Settings


@dataclass(frozen=True)
class Circumstances:
    """What a decision depends on besides the dataset.

    Attributes:
        settings: of the source.
        directory: the portal's organisations and which of them the source may fill.
        own: identifier of the source's organisation, empty for none.
        source_id: of the source, empty for one that is not saved.
        ourselves: what is the portal's own.
        fields: what its fields accept.
    """

    settings: Settings
    directory: Directory
    own: str
    source_id: str
    ourselves: loop_guard.Ourselves
    fields: mapping.Portal


def receiver(dataset: dict[str, Any], around: Circumstances, catalogue: Catalogue) -> Body | Problem:
    """Return the organisation that receives a dataset, or why it is not taken.

    Raises:
        WebError: its producer has to be asked for, and the catalogue cannot be had.
    """
    refused = loop_guard.ours(dataset, around.ourselves)
    if refused:
        return refused
    other = records.holder(package_id(dataset["id"]), around.source_id)
    if other:
        return Problem("taken-elsewhere", {"title": other})
    settings = around.settings
    # A fixed receiver, or the territory's, needs no question about the producer.
    asked = settings.owner != ZONE and "owner" not in settings.fixed_owners
    producer = catalogue.producer(dataset.get("organization")) if asked else Producer()
    return ownership.assign(settings, around.directory, around.own, producer, zones(dataset, around.fields))


def zones(dataset: dict[str, Any], fields: mapping.Portal) -> list[str]:
    """Return the present identifiers of the zones that a dataset covers, as far as the COG knows them."""
    spatial = dataset.get("spatial")
    listed = spatial.get("zones") if isinstance(spatial, dict) else None
    names = [mapping.zone_id(each) for each in listed] if isinstance(listed, list) else []
    return [zone for name in names if (zone := fields.zone(name))]
