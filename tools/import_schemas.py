"""Build schemas/scdl from a folder of official schemas: facts only, never a sentence of their authors.

Usage: ``python tools/import_schemas.py OFFICIAL_FOLDER`` where the folder holds ``schemas-scdl.json`` (the catalogue of
schema.data.gouv.fr cut to the label) and ``schemas/<owner>/<name>/<version>/<file>``. The French words beside the facts
(``fr.yaml``) are written by hand and left alone, and so are the facts of a schema that has no machine-readable form
(«other»: the BAL), which are written as a Table Schema.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

BY_HAND = "other"
TARGET = Path(__file__).parent.parent / "schemas" / "scdl"

# What a checker needs; titles, descriptions and examples are their authors' text and stay out.
FIELD_FACTS = (
    "name",
    "type",
    "format",
    "constraints",
    "trueValues",
    "falseValues",
    "decimalChar",
    "groupChar",
    "bareNumber",
    "arrayItem",
)
TABLE_FACTS = ("missingValues", "primaryKey", "uniqueKeys", "foreignKeys", "custom_checks")
PROSE = ("title", "description", "examples", "example", "$comment", "contributors", "resources", "sources", "name")


def main(official: Path) -> None:
    """Write the catalogue and the facts of every version."""
    catalogue = json.loads((official / "schemas-scdl.json").read_text(encoding="utf-8"))["schemas"]
    for entry in catalogue:
        for version in entry["versions"] if entry["schema_type"] != BY_HAND else ():
            source = official / PurePosixPath(urlsplit(version["schema_url"]).path).relative_to("/")
            _write(
                TARGET / entry["name"] / f"{version['version_name']}.json",
                _facts(entry["schema_type"], source, version["schema_url"]),
            )
    _write(TARGET / "catalogue.json", [_catalogue_entry(entry) for entry in catalogue])


def _catalogue_entry(entry: dict[str, Any]) -> dict[str, Any]:
    versions = [{"version": v["version_name"], "url": v["schema_url"]} for v in entry["versions"]]
    kind = "tableschema" if entry["schema_type"] == BY_HAND else entry["schema_type"]
    return {"name": entry["name"], "kind": kind, "url": entry["schema_url"], "versions": versions}


def _facts(kind: str, source: Path, url: str) -> dict[str, Any]:
    descriptor = json.loads(source.read_text(encoding="utf-8"))
    if kind == "jsonschema":
        return {key: _without_prose(value) for key, value in descriptor.items() if key not in {"allOf", *PROSE}}
    if kind == "datapackage":
        return {"resources": [_resource(resource, url) for resource in descriptor["resources"]]}
    facts: dict[str, Any] = {"fields": [_pick(field, FIELD_FACTS) for field in descriptor["fields"]]}
    return facts | _pick(descriptor, TABLE_FACTS)


def _resource(resource: dict[str, Any], url: str) -> dict[str, str]:
    """Name a resource's own schema: «irve-statique» of etalab/schema-irve is etalab/schema-irve-statique."""
    _, _, owner, _, version, _ = urlsplit(url).path.split("/")
    return {"name": resource["name"], "schema": f"{owner}/schema-{resource['name']}@{version}"}


def _pick(source: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: source[key] for key in keys if key in source}


def _without_prose(node: Any, *, names: bool = False) -> Any:  # noqa: ANN401
    """Copy a JSON schema without its sentences; the keys of ``properties`` are names, not keywords."""
    if isinstance(node, list):
        return [_without_prose(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if names or key not in PROSE}
    return {key: _without_prose(value, names=key == "properties" and not names) for key, value in kept.items()}


def _write(path: Path, content: Any) -> None:  # noqa: ANN401
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
