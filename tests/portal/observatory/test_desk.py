"""The animator's desk: who opens it, what the grid holds, reminders by real SMTP."""

from types import SimpleNamespace
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories, helpers
from flask import g

from ckanext.observatory import contacts, desk, reminders
from tests.portal.smtp import links, mailbox  # noqa: F401  # fixture


@pytest.fixture
def land(non_clean_db, migrate_db_for, with_plugins, with_request_context):
    """An intercommunality with two communes: one that must publish and has not, one that is small."""
    for name in ("deposit", "territories", "observatory"):
        migrate_db_for(name)
    mark = uuid4().hex[:8]
    animator = factories.UserWithToken()
    epci = factories.Organization(
        name=f"epci-{mark}",
        title="Grand Châteaudun",
        territory_type="epci",
        users=[{"name": animator["name"], "capacity": "admin"}],
    )
    town = factories.Organization(
        name=f"ville-{mark}",
        title="Châteaudun",
        territory_type="commune",
        population="13000",
        official_email="mairie@chateaudun.example",
        parent=epci["name"],
    )
    factories.Organization(
        name=f"village-{mark}", title="Abondant", territory_type="commune", population="300", parent=epci["name"]
    )
    return SimpleNamespace(epci=epci, town=town, animator=animator["name"], token=animator["token"])


@pytest.fixture
def get(app, land):
    """Return a function that reads an address of the desk, as the animator or with another token."""

    def read(address="", status=200, token=land.token):
        g.pop("_login_user", None)  # CKAN keeps the last visitor for the whole context of a test
        headers = {"Authorization": token} if token else {}
        address = f"/en/animer/{land.epci['name']}{address}"
        return app.get(address, headers=headers, status=status, follow_redirects=False)

    return read


@pytest.fixture
def page(get):
    """Return a function that reads a page of the desk as a parsed document."""
    return lambda *arguments, **named: BeautifulSoup(get(*arguments, **named).body, "html.parser")


def test_the_grid_has_a_row_for_each_commune_and_a_column_for_each_obligation(page):
    document = page()
    assert [row.get_text() for row in document.select(".o-grid tbody th a")] == ["Abondant", "Châteaudun"]
    headers = [each.get_text() for each in document.select(".o-grid thead th")]
    assert len(headers) == len(document.select(".o-grid tbody tr")[0].find_all(["td", "th"]))
    assert "have never published" in document.get_text()


def test_the_filters_keep_what_they_name(page):
    assert [row.get_text() for row in page("?q=abon").select(".o-grid tbody th a")] == ["Abondant"]
    assert [row.get_text() for row in page("?state=no-address").select(".o-grid tbody th a")] == ["Abondant"]
    assert "No commune answers" in page("?q=zzz").get_text()


def test_a_long_grid_is_paged_and_found_counted_and_taken_away_whole(get, monkeypatch, page):
    monkeypatch.setattr(desk, "PAGE_SIZE", 1)
    first, second = page("?sort=late&state=never"), page("?sort=late&state=never&page=2")
    rows = [document.select_one(".o-grid tbody th a").get_text() for document in (first, second)]
    assert sorted(rows) == ["Abondant", "Châteaudun"]
    assert first.select_one(".o-count").get_text() == "2 of 2 communes"
    assert first.select_one(".s-pager [rel=next]")["href"].endswith("?state=never&sort=late&page=2#communes")
    assert page("?page=9").select_one(".s-pager [aria-current]").get_text() == "Page 2"
    away = first.select_one("a[href*='grille.csv']")["href"]
    assert len(get(f"/grille.csv?{away.partition('?')[2]}").body.strip().splitlines()) == 3


def test_only_who_animates_the_territory_opens_its_desk(page, land):
    editor = factories.UserWithToken()
    helpers.call_action("organization_member_create", id=land.town["id"], username=editor["name"], role="editor")
    page(status=403, token=editor["token"])
    page("/relances", status=403, token=editor["token"])
    page("/grille.csv", status=403, token=editor["token"])
    page(status=302, token="")


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_grid_is_taken_away_as_a_file(kind, start, get):
    answer = get(f"/grille.{kind}?q=chat")
    assert answer.data.startswith(start)
    if kind == "csv":
        assert len(answer.body.strip().splitlines()) == 2


def test_the_menu_shows_the_desk_to_animators_alone(page, app):
    assert page().select(".s-header__nav a[href$='/animer']")
    g.pop("_login_user", None)
    assert "/animer" not in app.get("/en/").body


def test_reminders_go_once_by_mail_and_are_kept(land, mailbox, monkeypatch, page):
    late = {"late": True, "schema": "scdl/budget", "due": "2026-06-30", "period": "2026"}
    known = reminders.territory.rows
    monkeypatch.setattr(
        reminders.territory,
        "rows",
        lambda *arguments: [
            reminders.Row(**{**vars(row), "cells": {"budget": {**row.cells["budget"], **late}}})
            for row in known(*arguments)
        ],
    )
    assert "Budget" in page("/relances").get_text()
    assert reminders.send(land.epci["id"]) == 1
    assert reminders.send(land.epci["id"]) == 0
    assert any(link.endswith("/mon-espace") for link in links(mailbox.last("mairie@chateaudun.example")))
    [told] = helpers.call_action(
        "observatory_contact_list", {"user": land.animator, "ignore_auth": False}, organization=land.epci["name"]
    )["results"]
    assert (told["address"], told["delivered"]) == ("mairie@chateaudun.example", True)
    assert "mairie@chateaudun.example" in page("/relances").select("[aria-labelledby=told] table")[0].get_text()


def test_monthly_reminders_are_started_and_stopped(land):
    context = {"user": land.animator, "ignore_auth": False}
    for monthly in (True, False):
        helpers.call_action("observatory_reminder_set", context, organization=land.epci["name"], monthly=monthly)
        assert contacts.is_reminded(land.epci["id"]) is monthly


def test_a_stranger_sends_nothing(land):
    context = {"user": factories.User()["name"], "ignore_auth": False}
    with pytest.raises(tk.NotAuthorized):
        helpers.call_action("observatory_reminder_send", context, organization=land.epci["name"])
