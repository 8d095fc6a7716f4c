"""What a body shows under its own name: the block on another site, the certificate by keyboard, axe on each page."""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import broken_rules
from tests.browser.face.conftest import ACCOUNT
from tests.browser.face.test_face import press_until

TOWN = "/organization/chateaudun-28088"
PAGES = {"block": f"{TOWN}/bloc", "embed": f"{TOWN}/integrer", "check": "/attestation?numero=2026-0000-0000"}


def found(page, name, width):
    if folder := os.environ.get("SOCLE_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    return broken_rules(page)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name, width, tab):
    page = tab(width)
    page.goto(PAGES[name])
    assert found(page, name, width) == []


def test_a_certificate_is_written_and_checked_by_keyboard_alone(tab):
    page = tab()
    page.goto(f"/user/login?came_from={TOWN}/attestation")
    page.fill("#field-login", ACCOUNT[0])
    page.fill("#field-password", ACCOUNT[1])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)
    assert found(page, "certify", 1280) == []
    press_until(page, "Établir l’attestation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/attestation/2*")
    expect(page.get_by_text("Authentique", exact=True)).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert found(page, "certificate", width) == []
    press_until(page, "Télécharger le PDF")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.startswith("attestation-")
    if folder := os.environ.get("SOCLE_SCREENSHOTS"):
        download.value.save_as(Path(folder) / "certificate.pdf")


@pytest.fixture
def hall(chromium, portal):
    """Return a function that opens a page of a town hall's own site, with the policy of a careful webmaster."""
    policy = f"default-src 'none'; script-src {portal}; connect-src {portal}; frame-src {portal}"
    lines = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(f"<!doctype html><html lang='fr'><title>Mairie</title><body>{lines[-1]}</body>".encode())

        def log_message(self, *_arguments):
            """Say nothing."""

    context = chromium.new_context()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def opened(html, heard=None):
        lines.append(html)
        page = context.new_page()
        page.on("console", lambda message: heard.append(message.text) if heard is not None else None)
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        return page

    yield opened
    context.close()
    server.shutdown()
    server.server_close()


def test_the_lines_to_copy_work_on_a_site_with_a_strict_policy(hall, tab):
    embed = tab()
    embed.goto(f"{TOWN}/integrer")
    frame, script = (embed.locator(f"#{name}-lines").input_value() for name in ("frame", "script"))
    page = hall(script + frame)
    page.locator("[data-donnees] li a").first.wait_for()
    expect(page.get_by_role("heading", name="ses données ouvertes", level=2)).to_be_visible()
    inside = page.frame_locator("iframe").get_by_role("link", name="Délibérations de Châteaudun")
    inside.wait_for()
    assert inside.get_attribute("target") == "_top"
    assert page.context.cookies() == []


def test_no_other_page_of_the_portal_shows_inside_a_frame(hall, portal):
    heard = []
    page = hall(f"<iframe src='{portal}{TOWN}'></iframe>", heard)
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors" in text for text in heard)
