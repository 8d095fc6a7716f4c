"""A catalogue of any size for the search bench: the communes of France and what they publish.

Everything is drawn from a fixed seed, so two runs measure the same catalogue.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from ckan.model import Package

from ckanext.territories.cog import cog
from ckanext.territories.french import of, slug

SEED = 28
# Centre-Val de Loire, Normandie, Nouvelle-Aquitaine: 8,700 communes.
REGIONS = ("24", "28", "75")
# (title, notes, tags, formats): titles take the commune («de Châteaudun») and a year.
SUBJECTS = (
    ("Délibérations {of}", "Actes du conseil municipal, séance après séance.", ["délibérations", "vie municipale"], 2),
    ("Budget {year} {of}", "Budget primitif voté par le conseil municipal, par nature et par fonction.", ["budget"], 1),
    ("Subventions versées en {year} {of}", "Aides aux associations attribuées par délibération.", ["subventions"], 1),
    ("Équipements collectifs {of}", "Gymnases, écoles, salles et aires de jeux.", ["équipements", "sport"], 2),
    ("Menus de la cantine {of}", "Repas servis dans les écoles, semaine par semaine.", ["cantine", "écoles"], 1),
    ("Défibrillateurs {of}", "Emplacement et accès des appareils du territoire.", ["santé", "dae"], 2),
    ("Adresses {of}", "Base adresse locale certifiée par la mairie.", ["adresses", "bal"], 1),
    ("Marchés publics {year} {of}", "Données essentielles de la commande publique.", ["marchés publics"], 1),
    ("Bornes de recharge {of}", "Points de recharge pour véhicules électriques.", ["mobilité", "irve"], 1),
    ("Arbres remarquables {of}", "Inventaire du patrimoine arboré du domaine municipal.", ["environnement"], 2),
    ("Résultats des élections {year} {of}", "Voix par bureau de vote.", ["élections"], 1),
    ("Prénoms des nouveau-nés {of}", "Naissances déclarées à l’état civil municipal.", ["état civil"], 1),
)
# In the notes of one dataset in two, and of one in 5,000.
FREQUENT, RARE = "intercommunal", "zinguerie"
FORMATS = ("CSV", "XLSX", "GeoJSON", "PDF", "JSON")
LICENCES = ("lov2", "odc-odbl", "notspecified")
PADDING = "Fichier conforme au schéma national, mis à jour par le secrétariat de mairie et relu avant publication."
START = datetime(2020, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Organization:
    """A commune, as CKAN's organisation."""

    id: str
    name: str
    title: str
    commune: str
    insee: str

    def summary(self) -> dict[str, Any]:
        """Return what `package_show` says of the organisation."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title,
            "type": "organization",
            "description": "",
            "image_url": "",
            "created": START.replace(tzinfo=None).isoformat(),
            "is_organization": True,
            "approval_status": "approved",
            "state": "active",
        }


def organizations(count: int) -> list[Organization]:
    """Return communes, spread over the country."""
    communes = [commune for region in REGIONS for commune in cog().communes_of_region(region)]
    chosen = random.Random(SEED).sample(communes, count)
    return [
        Organization(
            _id(f"org-{commune.code}"),
            f"{slug(commune.name)}-{commune.code.lower()}",
            commune.name,
            commune.name,
            commune.code,
        )
        for commune in chosen
    ]


def datasets(count: int, owners: list[Organization]) -> Iterator[tuple[dict[str, Any], Organization]]:
    """Yield what `package_create` takes for each dataset, and its owner."""
    draw = random.Random(SEED)
    for number in range(count):
        yield _dataset(number, owners[number % len(owners)], draw)


def _dataset(number: int, owner: Organization, draw: random.Random) -> tuple[dict[str, Any], Organization]:
    title, notes, tags, files = SUBJECTS[(number // 7 + number) % len(SUBJECTS)]
    year = draw.randint(2018, 2026)
    title = title.format(of=of(owner.commune), year=year)
    notes += (
        f" {PADDING}" + (f" Service {FREQUENT}." if number % 2 else "") + (f" {RARE}." if number % 5000 == 7 else "")
    )
    name = f"{slug(title)[:70]}-{number}"
    made = {
        "name": name,
        "title": title,
        "notes": notes,
        "owner_org": owner.id,
        "license_id": draw.choice(LICENCES),
        "maintainer": f"Mairie {of(owner.commune)}",
        "maintainer_email": f"mairie@{owner.name}.example",
        "version": str(year),
        "tags": [{"name": tag} for tag in sorted({*tags, owner.commune.replace("’", " "), str(year)})],
        "extras": [
            {"key": "frequency", "value": draw.choice(("ANNUAL", "MONTHLY", "IRREG"))},
            {"key": "spatial_zone", "value": f"fr:commune:{owner.insee}"},
            {"key": "theme", "value": draw.choice(("GOVE", "TRAN", "EDUC", "ENVI"))},
        ],
        "resources": [_resource(name, position, draw) for position in range(files)],
    }
    return made, owner


def _resource(name: str, position: int, draw: random.Random) -> dict[str, Any]:
    kind = draw.choice(FORMATS)
    return {
        "name": f"Fichier {kind}",
        "description": "Une ligne par enregistrement, en-têtes du schéma.",
        "format": kind,
        "url": f"https://donnees.example/{name}/{position}.{kind.lower()}",
    }


def shown(dataset: dict[str, Any], owner: Organization, number: int) -> dict[str, Any]:
    """Return what CKAN indexes of a dataset: `package_show` with the default schema, as `with_custom_schema` too."""
    modified = (START + timedelta(minutes=37 * number)).replace(tzinfo=None).isoformat()
    id_ = _id(dataset["name"])
    licence = Package.get_license_register().get(dataset["license_id"])
    base = {
        **dict.fromkeys(("author", "author_email", "url"), None),
        **{key: value for key, value in dataset.items() if key not in ("tags", "extras", "resources")},
        "creator_user_id": _id("creator"),
        "id": id_,
        "isopen": bool(licence and licence.isopen()),
        **({"license_url": licence.url} if licence and licence.url else {}),
        "license_title": licence.title if licence else dataset["license_id"],
        "metadata_created": modified,
        "metadata_modified": modified,
        "num_resources": len(dataset["resources"]),
        "num_tags": len(dataset["tags"]),
        "organization": owner.summary(),
        "private": False,
        "state": "active",
        "type": "dataset",
        "resources": [_shown_resource(file, id_, order, modified) for order, file in enumerate(dataset["resources"])],
        "tags": [_shown_tag(tag["name"]) for tag in dataset["tags"]],
        "extras": sorted(dataset["extras"], key=lambda extra: extra["key"]),
        "groups": [],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }
    return {**base, "with_custom_schema": base}


def _shown_resource(file: dict[str, Any], dataset: str, position: int, modified: str) -> dict[str, Any]:
    empty = ("cache_last_updated", "cache_url", "last_modified", "mimetype", "mimetype_inner", "resource_type", "size")
    return {
        **dict.fromkeys((*empty, "url_type"), None),
        **file,
        "created": modified,
        "hash": "",
        "id": _id(f"{dataset}-{position}"),
        "metadata_modified": modified,
        "package_id": dataset,
        "position": position,
        "state": "active",
    }


def _shown_tag(name: str) -> dict[str, Any]:
    return {"display_name": name, "id": _id(f"tag-{name}"), "name": name, "state": "active", "vocabulary_id": None}


def _id(text: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, text))
