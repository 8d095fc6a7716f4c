"""The pages of a source of data.gouv.fr: axe, and a phone."""

import os
import re
from pathlib import Path

import pytest
import requests

from tests.browser.conftest import broken_rules
from tests.browser.face.conftest import ACCOUNT, ckan

OUTSIDE = """() => [...document.querySelectorAll('main *')]
    .filter(each => !each.closest('.s-table-region') && each.getBoundingClientRect().right > window.innerWidth + 1)
    .map(each => each.outerHTML.slice(0, 80))"""
PAGES = {
    "harvest-list": "/harvest",
    "harvest-new": "/harvest/new",
    "harvest-source": "/harvest/datagouv-28",
    "harvest-edit": "/harvest/edit/datagouv-28",
    "harvest-admin": "/harvest/admin/datagouv-28",
    "harvest-jobs": "/harvest/datagouv-28/job",
    "harvest-job": "/harvest/datagouv-28/job/{job}",
    "harvest-preview": "/harvest/datagouv-28/apercu",
}


@pytest.fixture(scope="module")
def job(portal):
    """A source with a run that was stopped."""
    token = re.findall(r"\S+", ckan("user", "token", "add", ACCOUNT[0], "harvest"))[-1]

    def act(action, **data):
        answer = requests.post(
            f"{portal}/api/3/action/{action}", json=data, headers={"Authorization": token}, timeout=60
        )
        assert answer.ok, answer.text
        return answer.json()["result"]

    organisation = act("organization_show", id="departement-eure-et-loir")["id"]
    source = act(
        "harvest_source_create",
        name="datagouv-28",
        title="data.gouv.fr pour l’Eure-et-Loir",
        url="https://www.data.gouv.fr/api/1/",
        source_type="datagouv",
        owner_org=organisation,
        config='{"zones": ["fr:departement:28"], "zones_below": true}',
    )
    job = act("harvest_job_create", source_id=source["id"], run=False)["id"]
    act("harvest_job_abort", source_id=source["id"])
    return job


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name, width, tab, job):
    page = tab(width)
    page.goto("/user/login")
    page.fill("#field-login", ACCOUNT[0])
    page.fill("#field-password", ACCOUNT[1])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    assert page.goto(PAGES[name].format(job=job)).status == 200
    if folder := os.environ.get("SOCLE_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    assert broken_rules(page) == []
    assert page.evaluate(OUTSIDE) == []
