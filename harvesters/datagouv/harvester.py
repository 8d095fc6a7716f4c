"""The harvester that ckanext-harvest calls: its three stages, in the portal's language, with signs of life."""

from __future__ import annotations

import time
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.harvest.model import HarvestJob, HarvestObject
from ckanext.socle.harvesters.datagouv import gathering, heart, portal, records, taking
from ckanext.socle.harvesters.datagouv.api import Catalogue, api_root
from ckanext.socle.harvesters.datagouv.problems import HarvestingError
from ckanext.socle.harvesters.datagouv.settings import SettingsError, load
from ckanext.socle.harvesters.datagouv.words import say

from ckanext.socle import web as portal_web
from ckanext.socle.language import in_portal_language

TYPE = "datagouv"
ADDRESS = "https://www.data.gouv.fr/api/1/"
REMEMBERED = 600  # seconds during which a process keeps what it asked of producers and schemas

_catalogues: dict[str, tuple[float, Catalogue]] = {}


def info() -> dict[str, str]:
    """Describe the harvester, as `IHarvester.info`."""
    return {
        "name": TYPE,
        "title": tk._("data.gouv.fr"),
        "description": tk._("Takes up datasets of data.gouv.fr: those of a producer, of a territory, of a schema."),
        "form_config_interface": "Text",
    }


def validate_config(text: str | None) -> str:
    """Check the settings of a source, as `IHarvester.validate_config`.

    Raises:
        ValueError: with a sentence for each fault; ckanext-harvest shows it beside the field.
    """
    try:
        settings = load(text, portal.zone)
    except SettingsError as error:
        raise ValueError(" ".join(say(each) for each in error.problems)) from error
    for name in settings.fixed_owners.values():
        if portal.organization(name) is None:
            raise ValueError(say(portal.unknown_owner(name)))
    return text if text and text.strip() else "{}"


def gather(job: HarvestJob) -> list[str]:
    """Run the first stage."""
    with in_portal_language(), heart.beating(heart.gather_key(job.id)):
        try:
            return gathering.gather(job, catalogue(job.source.url))
        except HarvestingError as error:
            records.gather_error(job, say(error.problem))
            return []


def fetch(harvest_object: HarvestObject) -> taking.Done:
    """Run the second stage."""
    with in_portal_language(), heart.beating(heart.fetch_key(harvest_object.id)):
        return taking.fetch(harvest_object, catalogue(harvest_object.source.url))


def take(harvest_object: HarvestObject) -> taking.Done:
    """Run the third stage."""
    with in_portal_language(), heart.beating(heart.fetch_key(harvest_object.id)):
        return taking.take(harvest_object, catalogue(harvest_object.source.url))


def original_url(object_id: str) -> str | None:
    """Return the address of a dataset on data.gouv.fr, for the error report."""
    found: HarvestObject | None = HarvestObject.get(object_id)
    if found is None:
        return None
    page: Any = records.read(found).page
    return page or f"{api_root(found.source.url)}datasets/{found.guid}/"


def catalogue(address: str) -> Catalogue:
    """Return the catalogue at an address; a process keeps it for some minutes, with what it learned of producers.

    Raises:
        HarvestingError: it is no address.
    """
    key = f"{address} {portal_web.settings()}"
    now = time.monotonic()
    opened, found = _catalogues.get(key, (0.0, None))
    if found is None or now - opened > REMEMBERED:
        found = Catalogue(address, portal_web.client())
        _catalogues[key] = (now, found)
    return found
