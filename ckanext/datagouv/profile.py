"""The RDF profile `socle_datagouv`: how a dataset of the portal is written for data.gouv.fr.

It reads like DCAT-AP 3 (ckanext-dcat's own parser) and writes its own triples, since that profile's defaults cost
data.gouv.fr the licence, the checksum, the schema, or the whole dataset (docs/operator/datagouv.md).
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckanext.dcat.profiles import EuropeanDCATAP3Profile
from rdflib import URIRef

from ckanext.datagouv.card import Body, Surroundings, body, dataset_card
from ckanext.datagouv.rdf import bind_prefixes, write_dataset
from ckanext.territories.cog import cog


class DatagouvProfile(EuropeanDCATAP3Profile):
    """DCAT-AP 3 in the forms that udata reads."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Add a dataset, given as `package_show` gives it, to the graph of this profile."""
        bind_prefixes(self.g)
        around = surroundings(dataset_dict, owner(dataset_dict.get("owner_org")))
        write_dataset(self.g, dataset_ref, dataset_card(dataset_dict, around))


def portal_address() -> str:
    """Return the public address of the portal, without language or final slash."""
    return str(tk.h.url_for("/", locale="default", qualified=True)).rstrip("/")


def surroundings(package: dict[str, Any], publisher: Body | None) -> Surroundings:
    """Return what a feed needs beside the dataset and its publisher."""
    zone = cog().zone(package.get("spatial_zone") or "")
    return Surroundings(portal_address(), datetime.now(timezone.utc), publisher, zone.label if zone else None)


def owner(package_owner: str | None) -> Body | None:
    """Return the publisher that a dataset's `owner_org` names; None for a dataset of nobody."""
    # The model rather than organization_show: the whole portal's feed asks for a hundred of them in one page.
    group = model.Group.get(package_owner) if package_owner else None
    if group is None:
        return None
    fields = {**group.extras, "id": group.id, "name": group.name, "title": group.title}
    return body(fields, portal_address())
