"""One Chromium for all browser tests: two cannot be driven at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

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


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, without its calls home."""
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reset_db_once(reset_db_once):
    """CKAN's own fixture leaves the core's tables only: every plugin's are made again."""
    ckan = Path(sys.executable).parent / "ckan"
    subprocess.run([ckan, "-c", os.environ["CKAN_INI"], "db", "pending-migrations", "--apply"], check=True)
