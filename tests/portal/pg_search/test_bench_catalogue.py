import json
import re
import sys
from pathlib import Path

import pytest
from ckan.tests import factories, helpers

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks" / "search"))

VOLATILE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\d{4}-\d\d-\d\dT[\d:.]+Z?|^[0-9a-f]{32}$")


def settled(value):
    """The same value without identifiers and times."""
    if isinstance(value, dict):
        return {name: settled(item) for name, item in value.items()}
    if isinstance(value, list):
        return sorted((settled(item) for item in value), key=str)
    if isinstance(value, str) and value.startswith("{"):
        return settled(json.loads(value))
    return VOLATILE.sub("…", value) if isinstance(value, str) else value


@pytest.mark.ckan_config("ckan.plugins", "pg_search")
@pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True)
@pytest.mark.usefixtures("portal", "with_request_context")
def test_the_bench_indexes_what_ckan_would_index():
    import catalogue
    import run

    owners = catalogue.organizations(3)
    made = {document["name"]: document for document in next(run.index_documents(8, 3))}
    user = factories.Sysadmin()
    for owner in owners:
        helpers.call_action(
            "organization_create", {"user": user["name"]}, id=owner.id, name=owner.name, title=owner.title
        )
    for dataset, _ in list(catalogue.datasets(8, owners)):
        with run.recording(look_up=True) as recorder:
            helpers.call_action("package_create", {"user": user["name"]}, **dataset)
        assert settled(made[dataset["name"]]) == settled(recorder.documents[-1])
