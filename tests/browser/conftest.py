"""One Chromium for all browser tests: two cannot be driven at once."""

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from faker import Faker
from playwright.sync_api import expect, sync_playwright

from tests.browser.slow_line import slow_line

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


Faker.seed(28)  # the same names in every run
# A machine that does much beside needs longer than Playwright's five seconds.
expect.set_options(timeout=60_000)
# Set to have the pages come in two pieces: see slow_line.
SLOW = os.environ.get("SOCLE_SLOW_LINE")


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, without its calls home."""
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        with slow_line() if SLOW else nullcontext() as proxy:
            options = {"proxy": {"server": proxy, "bypass": "<-loopback>"}} if proxy else {}
            browser = playwright.chromium.launch(executable_path=program, args=QUIET, **options)
            yield browser
            browser.close()


def broken_rules(page):
    """What axe finds on a page, once it is whole: the rule and the lines of HTML of each."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


@pytest.fixture(scope="session")
def reset_db_once(reset_db_once):
    """CKAN's own fixture leaves the core's tables only: every plugin's are made again."""
    ckan = Path(sys.executable).parent / "ckan"
    subprocess.run([ckan, "-c", os.environ["CKAN_INI"], "db", "pending-migrations", "--apply"], check=True)
