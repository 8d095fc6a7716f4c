import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
import requests
from ckan.tests import factories

from tests.browser.conftest import broken_rules

PASSWORD = "Correct-Horse-28"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# Set to a folder to keep a picture of every page.
PICTURES = os.environ.get("SOCLE_SCREENSHOTS")


@pytest.fixture(scope="session")
def portal(reset_db_once, tmp_path_factory):
    """The portal behind its real server, with the token of forms checked; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    folder = tmp_path_factory.mktemp("portal")
    ini = folder / "portal.ini"
    text = Path(os.environ["CKAN_INI"]).read_text(encoding="utf-8")
    text = text.replace("WTF_CSRF_ENABLED = false", "WTF_CSRF_ENABLED = true").replace(
        "http://test.ckan.net", f"http://{address}"
    )
    ini.write_text(text, encoding="utf-8")
    command = [Path(sys.executable).parent / "gunicorn", "ckanext.socle.launcher.wsgi:application", "--bind", address]
    with (folder / "web.log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--threads", "4"], env={**os.environ, "CKAN_INI": str(ini)}, stdout=log, stderr=log
        )
    try:
        _wait(f"http://{address}/api/3/action/status_show", folder / "web.log")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(120)
    # No page may fail, even one that a test did not look at.
    assert "Traceback" not in (folder / "web.log").read_text(), (folder / "web.log").read_text()


def _wait(url, log):
    for _ in range(600):
        try:
            if requests.get(url, timeout=30).ok:
                return
        except requests.RequestException:
            time.sleep(0.5)
    raise AssertionError(log.read_text())


@pytest.fixture
def town(portal, with_plugins, with_request_context):
    """Châteaudun and its secretary."""
    secretary = factories.User(password=PASSWORD)
    organization = factories.Organization(
        name=f"chateaudun-{uuid4().hex[:8]}",
        title="Châteaudun",
        territory_type="commune",
        insee_code="28088",
        postal_codes="28200",
        official_email="mairie@chateaudun.example",
        users=[{"name": secretary["name"], "capacity": "editor"}],
    )
    return SimpleNamespace(name=organization["name"], secretary=secretary["name"])


@pytest.fixture
def browsing(chromium, portal):
    """Return a context manager that opens a window, with or without script."""

    @contextmanager
    def opened(script=True):
        context = chromium.new_context(
            base_url=portal, java_script_enabled=script, viewport=DESK, locale="fr-FR", accept_downloads=True
        )
        context.set_default_timeout(60_000)
        yield context.new_page()
        context.close()

    return opened


def log_in(page, user):
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def look(page, name, axe=True):
    """Axe finds nothing, and nothing is wider than a phone. Keep the pictures if they are asked for.

    Where scripts are off, axe cannot run: it never answers.
    """
    page.wait_for_load_state()
    assert not axe or broken_rules(page) == []
    assert page.locator("h1").count() == 1
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-1280.png", full_page=True)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-390.png", full_page=True)
    page.set_viewport_size(DESK)
