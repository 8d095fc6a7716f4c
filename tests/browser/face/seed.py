"""A small territory with publications of every kind, put on a running portal through its API.

    python tests/browser/face/seed.py http://127.0.0.1:5000 API_TOKEN

The organisations must be there (`ckan territories load`).
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, field
from pathlib import Path

import requests

EXAMPLES = Path(__file__).parents[3] / "test-data" / "scdl"
SCHEMAS = "https://schema.data.gouv.fr/schemas/"
THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
FREQUENCIES = "http://publications.europa.eu/resource/authority/frequency/"
COPIES = 20  # so that a table has several pages


@dataclass(frozen=True)
class Example:
    """One dataset: who publishes it, what it is called, its file, its schema, its validity."""

    name: str
    title: str
    body: str
    file: str
    schema: str = ""
    status: str = "success"
    theme: str = "GOVE"
    frequency: str = "ANNUAL"
    licence: str = "lov2"
    keywords: tuple[str, ...] = ("exemple",)
    links: tuple[str, ...] = field(default=())
    notes: str = "Données d’exemple, écrites pour montrer le portail : elles ne décrivent aucun fait réel."


CHATEAUDUN = "chateaudun-28088"
DELIBERATIONS = SCHEMAS + "scdl/deliberations/2.1.5/schema.json"
DATASETS = [
    Example(
        "deliberations-chateaudun",
        "Délibérations de Châteaudun",
        CHATEAUDUN,
        "deliberations-chateaudun.csv",
        DELIBERATIONS,
        frequency="MONTHLY",
        keywords=("délibérations", "conseil municipal"),
        links=("https://www.exemple.fr/guide-des-deliberations.pdf",),
    ),
    Example(
        "subventions-chateaudun",
        "Subventions versées par Châteaudun",
        CHATEAUDUN,
        "subventions-chateaudun.csv",
        SCHEMAS + "scdl/subventions/2.1.0/schema.json",
        "failure",
        theme="ECON",
        keywords=("subventions", "associations"),
    ),
    Example(
        "equipements-chateaudun",
        "Équipements publics de Châteaudun",
        CHATEAUDUN,
        "equipements-chateaudun.csv",
        SCHEMAS + "scdl/equipements/0.1.5/schema.json",
        theme="REGI",
        licence="odc-odbl",
    ),
    Example(
        "prenoms-chateaudun",
        "Prénoms donnés à Châteaudun",
        CHATEAUDUN,
        "prenoms-chateaudun.csv",
        status="",
        theme="SOCI",
    ),
    Example(
        "deliberations-bonneval",
        "Délibérations de Bonneval",
        "bonneval-28051",
        "deliberations-chateaudun.csv",
        DELIBERATIONS,
    ),
    Example(
        "budget-nogent",
        "Budget primitif de Nogent-le-Rotrou",
        "nogent-le-rotrou-28280",
        "budget-chateaudun.csv",
        theme="ECON",
    ),
]
LINKED = Example(
    "menus-dreux",
    "Menus des cantines de Dreux",
    "dreux-28134",
    "",
    status="",
    theme="EDUC",
    links=("https://www.exemple.fr/menus.csv",),
)


class Portal:
    """The API of a portal, used with a token."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.headers["Authorization"] = token

    def call(self, action: str, data: dict[str, object], upload: Path | None = None) -> dict[str, object]:
        url = f"{self.address}/api/3/action/{action}"
        if upload:
            with upload.open("rb") as stream:
                answer = self.session.post(url, data=data, files={"upload": stream}, timeout=60)
        else:
            answer = self.session.post(url, json=data, timeout=60)
        if not answer.ok:
            raise SystemExit(f"{action}: {answer.text[:500]}")
        result: dict[str, object] = answer.json()["result"]
        return result

    def publish(self, example: Example) -> None:
        """Create a dataset with its file, its rows and its links."""
        package = self.call("package_create", _package(example))
        if example.file:
            self._file(str(package["id"]), example)
        for url in example.links:
            kind = "documentation" if url.endswith(".pdf") else "file"
            name = "Guide de lecture" if kind == "documentation" else "Menus de la semaine"
            self.call(
                "resource_create",
                {
                    "package_id": package["id"],
                    "url": url,
                    "name": name,
                    "resource_type": kind,
                    "format": url.rpartition(".")[2].upper(),
                },
            )

    def _file(self, package_id: str, example: Example) -> None:
        path = EXAMPLES / example.file
        facts: dict[str, object] = {"package_id": package_id, "name": path.name, "format": "CSV"}
        if example.schema:
            facts["schema"] = example.schema
        if example.status:
            facts |= {"validation_status": example.status, "validation_timestamp": "2026-11-20T09:30:00"}
        resource = self.call("resource_create", facts, upload=path)
        header, rows = _table(path)
        records = [dict(zip(header, row, strict=False)) for row in rows * COPIES]
        fields = [{"id": name, "type": "text"} for name in header]
        self.call(
            "datastore_create", {"resource_id": resource["id"], "fields": fields, "records": records, "force": True}
        )


def _package(example: Example) -> dict[str, object]:
    return {
        "name": f"exemple-{example.name}",
        "title": example.title,
        "owner_org": example.body,
        "notes": example.notes,
        "license_id": example.licence,
        "theme": THEMES + example.theme,
        "frequency": FREQUENCIES + example.frequency,
        "temporal_start": "2025-01-01",
        "temporal_end": "2025-12-31",
        "contact_name": "Secrétariat de mairie",
        "contact_email": "mairie@exemple.fr",
        "tag_string": ",".join(example.keywords),
        "spatial_zone": "fr:commune:" + example.body.rpartition("-")[2],
    }


def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    text = path.read_text(encoding="utf-8-sig")
    header, *rows = csv.reader(text.splitlines(), delimiter=max(",;", key=text.splitlines()[0].count))
    return header, rows


def main(address: str, token: str) -> None:
    portal = Portal(address, token)
    portal.call(
        "organization_patch",
        {
            "id": CHATEAUDUN,
            "official_email": "mairie@exemple.fr",
            "website": "https://www.exemple.fr/",
            "description": "Châteaudun publie ses délibérations, ses subventions et ses équipements.",
        },
    )
    for example in [*DATASETS, LINKED]:
        portal.publish(example)


if __name__ == "__main__":
    main(*sys.argv[1:])
