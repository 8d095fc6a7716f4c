"""Whatever is written into an address, the portal answers with a page of its own, never with a failure."""

from __future__ import annotations

import itertools
import re
from urllib.parse import quote

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories

# One value a kind of trouble: markup, query syntax, SQL, numbers of every sort, paths, what no database stores.
HOSTILE = (
    "",
    "<script>alert(1)</script>",
    "{!x}",
    '"',
    "--mot",
    "a:b:c",
    "(((",
    "[* TO",
    "' OR 1=1 --",
    "-1",
    "99999999999999999999",
    "1e9",
    "NaN",
    "../../etc/passwd",
    "\x00",
    "😀",
    "é" * 3000,
    "2024-13-45",
)
PARAMETERS = (
    "q", "page", "sort", "rows", "limit", "offset", "start", "fq", "fl", "facet.field", "organization", "schema", "id",
    "license_id", "res_format", "tags", "type", "departement", "letter", "view_id", "activity_id", "came_from", "next",
    "profiles", "modified_since", "_organization_limit", "ext_bbox", "filters", "version",
)  # fmt: skip
TRIES = 8  # of the 522 pairs at each page; another eight at the next one
# Each of these ended as a 500 once.
FOUND = (
    "/dataset/?q=--mot",
    "/catalog.xml?q=--mot",
    "/catalog.rdf?q=--mot",
    "/catalog.pdf",
    "/catalog.xml?modified_since=99999999999999999999",
    "/feeds/custom.atom?sort=%7B%21x%7D",
    "/feeds/dataset.atom?page=99999999999999999999",
    "/feeds/tag/%7B%21x%7D.atom",
    "/organization/bulk_process/chateaudun-28088?sort=0",
    "/organization/new?type=../../etc/passwd",
    "/dataset/new?tags=x",
    "/user/?limit=x",
    "/api/util/user/autocomplete?q=x",
    "/api/action/package_search?start=",
    "/group/member_new/deliberations",
    "/dataset/%00",
)
SKIPPED = ("/static", "/webassets", "/testing", "/user/_logout", "/uploads", "/health", "/no/", "/zh_")


def _addresses(portal) -> list[str]:
    """Every page's address, as it should be, with hostile parameters, and with hostile parts."""
    known = {"resource_id": portal.table, "name": "chateaudun-28088", "ver": "3", "logic_function": "package_search"}
    known |= {"_format": "xml", "extension": "csv", "organization": "chateaudun-28088", "lang": "fr"}
    pairs = itertools.cycle(itertools.product(PARAMETERS, HOSTILE))
    values = itertools.cycle(HOSTILE)
    addresses = []
    for rule in portal.app.flask_app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(SKIPPED):
            continue
        main = "chateaudun-28088" if "organization" in rule.rule else "deliberations"
        address = _filled(rule.rule, lambda name, main=main: known.get(name, main))
        addresses += [address, *(f"{address}?{p}={quote(h)}" for p, h in itertools.islice(pairs, TRIES))]
        addresses += [_filled(rule.rule, lambda _name: next(values) or "x")]
    return addresses


def _filled(rule: str, value) -> str:
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: quote(value(found[1]), safe=""), rule)


def _fails(portal, address: str) -> bool:
    answer = portal.app.get(address, headers={"Authorization": portal.token}, follow_redirects=False)
    return answer.status_code >= 500


@pytest.mark.parametrize("address", FOUND)
def test_what_failed_once_is_refused_in_a_page(portal, migrate_db_for, address):
    answer = portal.app.get(address, headers={"Authorization": portal.token}, follow_redirects=False)
    assert 200 <= answer.status_code < 500


def test_no_page_fails(portal, migrate_db_for):
    migrate_db_for("deposit")
    assert [address for address in _addresses(portal) if _fails(portal, address)] == []


# Every list, and what one may write where it reads the words of a search, the number of a page, an order or a filter.
LISTS = (
    "/dataset/", "/organization/", "/harvest", "/harvest/moisson", "/harvest/moisson/job", "/question/recues",
    "/animer", "/animer/grand-chateaudun-200070159", "/animer/grand-chateaudun-200070159/grille.csv",
    "/animer/grand-chateaudun-200070159/moderation", "/animer/grand-chateaudun-200070159/brouillons", "/mon-espace",
    "/mon-espace/chateaudun-28088", "/mon-espace/chateaudun-28088/adresses/donner", "/deposer/", "/agir-pour",
    "/territoire", "/dataset/deliberations", "/organization/chateaudun-28088",
    "/organization/chateaudun-28088/data-gouv-fr", "/catalog.xml",
)  # fmt: skip
ODD = ("(", ":", "*", '"', "-1", "x", "²", "99999999999999999999", "\x00", "%ff")
READ = (
    "page",
    "sort",
    "organization",
    "type",
    "state",
    "what",
    "kind",
    "group",
    "due",
    "after",
    "res_format",
    "_page",
    "id",
)


@pytest.fixture(scope="module")
def source(portal):
    """A source of harvests with a run, for its pages."""
    with portal.app.flask_app.test_request_context():
        context = {"user": factories.Sysadmin()["name"], "model": model, "session": model.Session}
        data = {"name": "moisson", "title": "Moisson", "url": "https://exemple.fr/", "source_type": "datagouv"}
        made = tk.get_action("harvest_source_create")(dict(context), {**data, "owner_org": "chateaudun-28088"})
        tk.get_action("harvest_job_create")(context, {"source_id": made["id"], "run": False})


@pytest.mark.parametrize("value", ODD)
def test_no_list_fails(portal, source, value):
    asked = value if value == "%ff" else quote(value)
    queries = (f"q={asked}", "&".join(f"{name}={asked}" for name in READ))
    addresses = (f"{each}?{query}" for each in LISTS for query in queries)
    assert [each for each in addresses if _fails(portal, each)] == []


@pytest.mark.parametrize("address", LISTS)
def test_each_list_opens(portal, source, address):
    assert portal.app.get(address, headers={"Authorization": portal.token}).status_code == 200


def test_a_refusal_is_a_page_of_the_portal_in_french(portal):
    answer = portal.app.get("/user/?limit=beaucoup")
    assert answer.status_code == 400
    assert "<nav" in answer.text


def test_the_api_refuses_in_json(portal):
    answer = portal.app.get("/api/action/package_search?start=", follow_redirects=False)
    assert answer.status_code == 409
    assert answer.json["error"]["start"]
