"""A portal of any size for the bench of feeds: some datasets made by CKAN's actions, then copied in the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins.toolkit import get_action

SAMPLES = 50
EU = "http://publications.europa.eu/resource/authority/"
# Every table that holds rows of a dataset, its column that names the dataset, and what tells a copy's row from it.
NEW = "'id', md5(t.id || c.n)::uuid::text"
TABLES = (
    ("package", "id", "'id', c.new, 'name', t.name || '-' || c.n"),
    ("resource", "package_id", NEW + ", 'package_id', c.new"),
    ("package_tag", "package_id", NEW + ", 'package_id', c.new"),
    ("member", "table_id", NEW + ", 'table_id', c.new"),
)
# `jsonb_populate_record` keeps all other columns.
COPY = (
    "INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object({changes}))).*"
    " FROM {table} t JOIN feed_copy c ON c.old = t.{column}"
)


def make_samples() -> list[str]:
    """Make datasets of ten communes by CKAN's actions; return their identifiers."""
    context = {"ignore_auth": True, "user": get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
    owners = [_commune(context, number) for number in range(10)]
    made = []
    for number in range(SAMPLES):
        data = _dataset(number, owners[number % len(owners)])
        made.append(get_action("package_create")(dict(context), data)["id"])
    return made


def grow(samples: list[str], total: int) -> None:
    """Copy the samples until the portal has so many datasets; their rows are those that the actions wrote."""
    with model.meta.engine.begin() as connection:
        run = connection.execute
        have = run(sa.text("SELECT count(*) FROM package")).scalar_one()
        first = have // len(samples)
        run(sa.text("CREATE TEMPORARY TABLE feed_copy (old text, new text, n text) ON COMMIT DROP"))
        copies = [{"old": old, "n": str(number)} for number in range(first, total // len(samples)) for old in samples]
        run(sa.text("INSERT INTO feed_copy VALUES (:old, md5(:old || :n)::uuid::text, :n)"), copies)
        for table, column, changes in TABLES:
            run(sa.text(COPY.format(table=table, column=column, changes=changes)))
    with model.meta.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    model.Session.rollback()


def assert_copies_are_true(samples: list[str]) -> None:
    """Check that CKAN shows a copy as it shows its original, but for what tells them apart."""
    name = model.Package.get(samples[0]).name
    shown = [get_action("package_show")({"ignore_auth": True}, {"id": each}) for each in (name, f"{name}-1")]
    original, copy = (_comparable(each) for each in shown)
    assert original == copy, (original, copy)


def _comparable(package: dict[str, Any]) -> dict[str, Any]:
    files = [{**file, "id": "", "package_id": ""} for file in package["resources"]]
    return {**package, "id": "", "name": "", "resources": files}


def _commune(context: dict[str, Any], number: int) -> str:
    fields = {
        "name": f"commune-{number}",
        "title": f"Commune {number}",
        "official_email": f"mairie@commune-{number}.fr",
        "website": f"https://www.commune-{number}.fr/",
    }
    identifier: str = get_action("organization_create")(dict(context), fields)["id"]
    return identifier


def _dataset(number: int, owner: str) -> dict[str, Any]:
    files = [
        {
            "url": f"https://www.exemple.fr/fichiers/{number}/{rank}.csv",
            "name": f"Fichier {rank}",
            "format": "CSV",
            "mimetype": "text/csv",
            "size": 18_234 + rank,
            "hash": f"{number:064x}",
            "description": "Conforme au schéma national.",
            "last_modified": "2026-03-02T09:30:00",
        }
        for rank in range(1 + number % 3)
    ]
    return {
        "name": f"jeu-{number}",
        "title": f"Délibérations du conseil municipal, volume {number}",
        "notes": "Délibérations **publiées** au format SCDL.\n\n* séances\n* votes\n\n"
        + "Relu avant publication. " * 8,
        "owner_org": owner,
        "license_id": "lov2",
        "frequency": EU + "frequency/BIMONTHLY",
        "theme": EU + "data-theme/GOVE",
        "spatial_zone": "fr:commune:28088",
        "temporal_start": "2025-01-01",
        "temporal_end": "2025-12-31",
        "contact_name": "Secrétariat",
        "contact_email": "secretariat@exemple.fr",
        "tags": [{"name": "délibérations"}, {"name": "conseil municipal"}],
        "resources": files,
    }
