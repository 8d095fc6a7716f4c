"""Run CKAN's own search tests, as shipped in its wheel, on the PostgreSQL search.

    python tests/ckan_search/run.py [pytest options]

Without `CKAN_INI` in the environment it starts a throw-away stack for itself.

Prints how many passed, failed and were excluded. `exclusions.yaml` lists the tests that are about Solr itself, with the
reason of each; an entry that matches no test fails the run, so the list cannot outlive what it excludes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from configparser import RawConfigParser
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from factory.random import reseed_random
from faker import Faker

HERE = Path(__file__).parent
SEED = 2026
SUITES = (
    "tests/lib/search",
    "tests/cli/test_search_index.py",
    "tests/logic/action/test_get.py::TestPackageAutocomplete",
    "tests/logic/action/test_get.py::TestPackageAutocompleteWithDatasetForm",
    "tests/logic/action/test_get.py::TestPackageSearch",
    "tests/logic/action/test_get.py::TestUserAutocomplete",
    "tests/logic/action/test_get.py::TestFormatAutocomplete",
    "tests/logic/action/test_get.py::TestBadLimitQueryParameters",
    "tests/logic/action/test_get.py::TestPackageMemberList",
    "tests/logic/action/test_get.py::TestCollaboratorsSearch",
    "tests/logic/action/test_get.py::TestResourceSearch",
    "tests/controllers/test_package.py::TestSearch",
    "tests/controllers/test_package.py::TestCollaborators",
)
# What the stack's configuration keeps; the rest is that of CKAN's own tests.
KEPT = {"use", "secret_key", "sqlalchemy.url", "ckan.redis.url", "ckan.storage_path"} | {
    "ckan.datastore.write_url",
    "ckan.datastore.read_url",
}
SETTINGS = {
    "testing": "true",
    "ckan.plugins": "pg_search",
    "ckan.site_id": "test.ckan.net",
    "ckan.site_title": "CKAN",
    "ckan.site_url": "http://test.ckan.net",
    "ckan.extra_resource_fields": "alt_url",
    "ckan.locale_default": "en",
    "ckan.auth.user_create_organizations": "true",
    "ckan.auth.user_create_groups": "true",
    "ckan.auth.create_unowned_dataset": "true",
    "ckan.auth.create_dataset_if_not_in_organization": "true",
    "ckan.auth.user_delete_groups": "true",
    "ckan.auth.user_delete_organizations": "true",
    "ckan.datasets_per_page": "20",
    "WTF_CSRF_ENABLED": "false",
}


class Exclusions:
    """Deselects the excluded tests and counts how the others end."""

    def __init__(self, reasons: dict[str, str]) -> None:
        self.reasons = reasons
        self.met: set[str] = set()
        self.passed: set[str] = set()
        self.failed: set[str] = set()
        self.skipped: set[str] = set()
        self.excluded: list[str] = []

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        kept, dropped = [], []
        for item in items:
            name = item.nodeid[item.nodeid.index("tests/") :]
            entry = next((entry for entry in self.reasons if name == entry or name.startswith(entry + "[")), None)
            if entry:
                self.met.add(entry)
                self.excluded.append(name)
            (dropped if entry else kept).append(item)
        items[:] = kept
        config.hook.pytest_deselected(items=dropped)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)
        elif report.skipped:
            self.skipped.add(report.nodeid)
        elif report.when == "call":
            self.passed.add(report.nodeid)


def write_configuration(stack: Path) -> Path:
    """Write the configuration of CKAN's tests, on the servers of the stack."""
    source = RawConfigParser()
    source.optionxform = str  # type: ignore[assignment,method-assign]
    source.read(stack, encoding="utf-8")
    made = RawConfigParser()
    made.optionxform = str  # type: ignore[assignment,method-assign]
    made.read_dict({name: dict(source[name]) for name in source.sections() if name != "app:main"})
    main = source["app:main"]
    made["app:main"] = {name: value for name, value in main.items() if name.lower() in KEPT} | SETTINGS
    target = stack.with_name("ckan-search.ini")
    with target.open("w", encoding="utf-8") as file:
        made.write(file)
    return target


def on_a_stack(options: list[str]) -> int:
    """Run this script again on a throw-away PostgreSQL and Redis."""
    command = [sys.executable, "-W", "ignore"]
    inner = [*command, str(HERE / "run.py"), *options]
    env = {**os.environ, "SOCLE_TEST_PLUGINS": "pg_search"}
    return subprocess.run([*command, str(HERE.parent / "with_stack.py"), *inner], env=env, check=False).returncode


def main(options: list[str]) -> int:
    if "CKAN_INI" not in os.environ:
        return on_a_stack(options)
    ini = write_configuration(Path(os.environ["CKAN_INI"]))
    os.environ["CKAN_INI"] = str(ini)
    package = Path(str(next(iter(find_spec("ckan").submodule_search_locations))))  # type: ignore[union-attr,arg-type]
    exclusions = Exclusions(yaml.safe_load((HERE / "exclusions.yaml").read_text(encoding="utf-8")) or {})
    suites = [str(package / suite) for suite in SUITES]
    arguments = [f"--ckan-ini={ini}", "-c", os.devnull, "--rootdir", str(package), "-p", "no:cacheprovider", "-q"]
    # CKAN's tests write random English words into their datasets, now and then the very one that they search.
    Faker.seed(SEED)
    reseed_random(SEED)
    status = pytest.main([*arguments, *options, *suites], plugins=[exclusions])
    passed = exclusions.passed - exclusions.failed
    print(f"\nCKAN's search tests on PostgreSQL: {len(passed)} passed, {len(exclusions.failed)} failed,", end=" ")
    print(f"{len(exclusions.excluded)} excluded, {len(exclusions.skipped)} skipped by CKAN")
    for name, reason in exclusions.reasons.items():
        print(f"  excluded: {name}\n            {reason}")
    stale = set(exclusions.reasons) - exclusions.met
    if stale:
        print("Exclusions that match no test:", *sorted(stale))
    return int(status) or int(bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
