"""A running portal with the communes of Eure-et-Loir and a few publications, and Chromium to look at it."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from tests.browser.face import seed

ACCOUNT = ("claire", "un mot de passe long")


def ckan(*arguments):
    command = [str(Path(sys.executable).parent / "ckan"), "-c", os.environ["CKAN_INI"], *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """Start the portal, fill it, and return its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "CKAN_SITE_URL": address}
    command = [str(Path(sys.executable).parent / "ckan"), "-c", os.environ["CKAN_INI"], "run"]
    with (tmp_path_factory.mktemp("server") / "log").open("wb") as log:
        options = ["--host", "127.0.0.1", "--port", str(port), "--disable-reloader"]
        server = subprocess.Popen([*command, *options], env=environment, stdout=log, stderr=log)
        try:
            fill(address)
            yield address
        finally:
            server.terminate()
            server.wait(120)


def fill(address):
    name, password = ACCOUNT
    ckan("territories", "load", "--departement", "28")
    ckan("user", "add", name, f"email={name}@exemple.fr", f"password={password}", "fullname=Claire Durand")
    ckan("sysadmin", "add", name)
    token = re.findall(r"\S+", ckan("user", "token", "add", name, "test"))[-1]
    wait_for(address)
    seed.main(address, token)


def wait_for(address):
    for _ in range(1500):
        try:
            if requests.get(address, timeout=30).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    pytest.fail("The portal did not start.")


@pytest.fixture
def tab(chromium, portal):
    """Return a function that opens a tab of a width; every address outside the portal fails the test."""
    opened = []
    strangers = []

    def note(request):
        if not request.url.startswith((portal, "data:")):
            strangers.append(request.url)

    def new(width=1280, height=900, **options):
        context = chromium.new_context(base_url=portal, viewport={"width": width, "height": height}, **options)
        opened.append(context)
        page = context.new_page()
        page.on("request", note)
        return page

    yield new
    for context in opened:
        context.close()
    assert strangers == []
