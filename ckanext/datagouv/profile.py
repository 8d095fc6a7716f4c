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
        write_dataset(self.g, dataset_ref, dataset_card(dataset_dict, surroundings(dataset_dict)))


def portal_address() -> str:
    """Return the public address of the portal, without language or final slash."""
    return str(tk.h.url_for("/", locale="default", qualified=True)).rstrip("/")


def surroundings(package: dict[str, Any], publisher: Body | None = None) -> Surroundings:
    """Return what a feed needs beside the dataset; the publisher is looked up if it is not given."""
    base = portal_address()
    owner = package.get("owner_org")
    zone = cog().zone(package.get("spatial_zone") or "")
    return Surroundings(
        base=base,
        now=datetime.now(timezone.utc),
        publisher=publisher or (_owner(owner, base) if owner else None),
        zone_label=zone.label if zone else None,
    )


def _owner(identifier: str, base: str) -> Body | None:
    # The model rather than organization_show: the whole portal's feed asks for a hundred of them in one page.
    group = model.Group.get(identifier)
    return body({**group.extras, "id": group.id, "name": group.name, "title": group.title}, base) if group else None
