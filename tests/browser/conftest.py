"""One Chromium for all browser tests: two cannot be driven at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

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


# A machine that does much beside needs longer than Playwright's five seconds.
expect.set_options(timeout=60_000)
# Set to have the pages come slowly: a test that reads a page before it is whole fails then, and not once in a hundred.
SLOW = os.environ.get("SOCLE_SLOW_BROWSER")
SLOW_LINE = {"offline": False, "latency": 100, "downloadThroughput": 150_000, "uploadThroughput": 400_000}


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, without its calls home."""
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        if SLOW:
            browser.on("context", lambda context: context.on("page", _slow))
        yield browser
        browser.close()


def _slow(page):
    line = page.context.new_cdp_session(page)
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 3})


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
