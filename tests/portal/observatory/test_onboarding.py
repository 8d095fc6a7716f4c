"""Communes taken on board: what a list names, what is opened, who is invited, and nothing of it twice."""

import io
from datetime import datetime
from types import SimpleNamespace
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories, helpers
from flask import g
from werkzeug.datastructures import FileStorage

from ckanext.observatory import boarding, contacts
from ckanext.territories import mergers, roles
from ckanext.territories.cog import cog
from ckanext.territories.model import Access
from tests.portal.smtp import links, mailbox  # noqa: F401  # fixture

# Communauté de communes de la vallée de Chamonix-Mont-Blanc: four communes, which no other test opens.
SIREN = "200023372"


@pytest.fixture
def land(non_clean_db, migrate_db_for, with_plugins, with_request_context):
    """An intercommunality of the COG that has no commune on the portal yet; what an earlier test opened is gone."""
    for name in ("deposit", "territories", "observatory"):
        migrate_db_for(name)
    communes = cog().communes_of_epci(SIREN)
    mark = uuid4().hex[:8]
    for group in model.Session.query(model.Group).filter(
        model.Group.extras["insee_code"].astext.in_([each.code for each in communes])
        | (model.Group.extras["siren"].astext == SIREN)
    ):
        group.extras = {"territory_type": "autre"}
        group.name = f"{group.name}-{mark}"
    model.Session.commit()
    animator = factories.UserWithToken()
    epci = factories.Organization(
        name=f"epci-{mark}",
        territory_type="epci",
        siren=SIREN,
        users=[{"name": animator["name"], "capacity": "admin"}],
    )
    return SimpleNamespace(
        epci=epci, communes=communes, animator=animator["name"], token=animator["token"], user_id=animator["id"]
    )


@pytest.fixture
def ask(land):
    """Return a function that runs an action of the onboarding as the animator, or as somebody else."""

    def run(action, user=land.animator, **data):
        context = {"user": user, "ignore_auth": False}
        return helpers.call_action(f"observatory_onboarding_{action}", context, organization=land.epci["name"], **data)

    return run


def file(*lines, name="communes.csv"):
    return FileStorage(io.BytesIO("\n".join(lines).encode()), filename=name)


def test_the_communes_of_the_geographic_code_are_listed(land, ask):
    found = ask("list")
    assert {each["code"] for each in found} == {each.code for each in land.communes}
    assert {(each["state"], each["asks"]) for each in found} == {("new", True)}


def test_a_list_is_read_line_by_line(land, ask):
    one, two, three, *_others = land.communes
    read = ask(
        "read",
        upload=file(
            "Code INSEE;Nom;Courriel",
            f"{one.code};{one.name};Mairie@un.example",
            f"{two.siren};{two.name};",
            f"{three.code};Marseille;",
            "28088;Châteaudun;",
            "99999;;",
            ";;x@y.example",
            f"{one.code};;",
            f"{three.code};;pas une adresse",
        ),
    )
    assert read["communes"] == {one.code: "mairie@un.example", two.code: ""}
    assert [(each["line"], each["code"]) for each in read["problems"]] == [
        (4, "other-name"),
        (5, "outside"),
        (6, "unknown"),
        (7, "empty"),
        (8, "repeated"),
        (9, "email"),
    ]
    assert all(each["sentence"] for each in read["problems"])


@pytest.mark.parametrize("upload", [file("a;b", "1;2"), file("", name="vide.csv"), "no file"])
def test_a_list_without_codes_is_refused_with_a_sentence(upload, ask):
    with pytest.raises(tk.ValidationError) as refused:
        ask("read", upload=upload)
    assert list(refused.value.error_dict) == ["upload"]


def test_a_commune_is_opened_and_invited_once(land, ask, mailbox):
    one, two, *_others = land.communes
    address = f"mairie-{uuid4().hex[:8]}@un.example"
    chosen = {one.code: address, two.code: ""}
    plan = {each["code"]: (each["state"], each["outcome"]) for each in ask("preview", communes=chosen)}
    assert plan == {one.code: ("new", "invited"), two.code: ("new", "no-address")}
    assert ask("send", communes=chosen) == {"bodies": 2}
    assert boarding.take(land.epci["id"], chosen, land.user_id) == {"invited": 1, "no-address": 1}
    group = mergers.by_insee_code(one.code)
    shown = helpers.call_action("organization_show", id=group.id)
    assert (shown["official_email"], shown["siren"], shown["parent"]) == (address, one.siren, land.epci["name"])
    assert any("/rejoindre/invitation/" in link for link in links(mailbox.last(address)))
    assert boarding.take(land.epci["id"], chosen, land.user_id) == {"known": 1, "no-address": 1}
    assert len(mailbox.to(address)) == 1
    told = helpers.call_action("observatory_contact_list", {"user": land.animator}, organization=land.epci["name"])
    assert [(each["kind"], each["address"]) for each in told["results"]] == [("invitation", address)]


@pytest.mark.parametrize("end", [{"expires": datetime(2026, 1, 1)}, {"state": "withdrawn"}])  # noqa: DTZ001
def test_an_invitation_that_can_no_longer_be_accepted_holds_no_reminder_back(land, mailbox, end):
    code = land.communes[0].code
    boarding.take(land.epci["id"], {code: f"mairie-{uuid4().hex[:8]}@un.example"}, land.user_id)
    body = mergers.by_insee_code(code).id
    told = contacts.last([body])[body]
    assert told.asked == told.day != ""
    model.Session.execute(sa.update(Access).where(Access.organization_id == body).values(**end))
    assert (contacts.last([body])[body].asked, contacts.last([body])[body].day) == ("", told.day)


def test_an_address_that_the_portal_knows_is_kept(land, ask, mailbox):
    one = land.communes[0]
    known = f"mairie-{uuid4().hex[:8]}@un.example"
    fields = {"insee_code": one.code, "territory_type": "commune", "official_email": known}
    factories.Organization(parent=land.epci["name"], **fields)
    boarding.take(land.epci["id"], {one.code: "autre@un.example"}, land.user_id)
    assert (len(mailbox.to(known)), mailbox.to("autre@un.example")) == (1, [])


def test_a_commune_of_another_body_is_left_out(land, ask, mailbox):
    one = land.communes[0]
    factories.Organization(insee_code=one.code, territory_type="commune")
    assert boarding.take(land.epci["id"], {one.code: "m@un.example"}, land.user_id) == {"elsewhere": 1}
    assert boarding.take(land.epci["id"], {"28088": "m@un.example"}, land.user_id) == {}
    assert mailbox.messages == []


def test_a_mail_that_does_not_leave_is_sent_by_doing_it_again(land, ask, mailbox, ckan_config, monkeypatch):
    code, address = land.communes[0].code, f"mairie-{uuid4().hex[:8]}@un.example"
    with monkeypatch.context() as away:
        away.setitem(ckan_config, "smtp.server", "127.0.0.1:1")
        assert boarding.take(land.epci["id"], {code: address}, land.user_id) == {"unsent": 1}
    assert boarding.take(land.epci["id"], {code: ""}, land.user_id) == {"invited": 1}


def test_only_who_animates_the_territory_takes_communes_on_board(ask):
    stranger = factories.User()["name"]
    for action, data in (("list", {}), ("preview", {"communes": {"28088": ""}}), ("send", {"communes": {"28088": ""}})):
        with pytest.raises(tk.NotAuthorized):
            ask(action, stranger, **data)


def test_the_page_ticks_a_list_then_says_what_would_be_done(land, app):
    one, two, *_others = land.communes

    def call(method, **data):
        g.pop("_login_user", None)
        address, headers = f"/animer/{land.epci['name']}/accueillir", {"Authorization": land.token}
        answer = getattr(app, method)(address, headers=headers, follow_redirects=False, **data)
        return BeautifulSoup(answer.body, "html.parser"), answer

    upload = (io.BytesIO(f"siren;mail\n{one.siren};a@b.example\n28088;".encode()), "liste.csv")
    page, _ = call("post", data={"what": "read", "upload": upload}, content_type="multipart/form-data")
    assert [each["value"] for each in page.select("input[name=commune][checked]")] == [one.code]
    assert page.select(".s-notice--warning li")
    page, _ = call("post", data={"what": "preview"})
    assert page.select(".s-error-summary")
    page, _ = call("post", data={"what": "preview", "commune": two.code, f"address-{two.code}": "faux"})
    assert page.select(".s-error-summary")
    chosen = {"commune": one.code, f"address-{one.code}": "a@b.example"}
    page, _ = call("post", data={"what": "preview", **chosen})
    assert "a@b.example" in page.get_text()
    again, _ = call("post", data={"what": "again", **chosen})
    assert [each["value"] for each in again.select("input[name=commune][checked]")] == [one.code]
    assert again.select_one(f"input[name=address-{one.code}]")["value"] == "a@b.example"
    _, answer = call("post", data={"what": "send", **chosen})
    assert answer.headers["Location"].endswith("/accueillir")


@pytest.fixture
def syndicat(land):
    """A syndicat with its animator; the intercommunality of the COG is beneath it."""
    animator = factories.User()
    found = factories.Organization(
        territory_type="syndicat", users=[{"name": animator["name"], "capacity": "admin"}], siren="252800016"
    )
    helpers.call_action("organization_patch", id=land.epci["id"], parent=found["name"])
    return SimpleNamespace(id=found["id"], name=found["name"], animator=animator["name"], user_id=animator["id"])


def test_a_syndicat_takes_the_communes_of_what_it_serves_on_board(land, syndicat, mailbox):
    as_animator = {"user": syndicat.animator, "ignore_auth": False}
    listed = helpers.call_action("observatory_onboarding_list", as_animator, organization=syndicat.name)
    assert {each["code"] for each in listed} == {each.code for each in land.communes}
    code, address = land.communes[0].code, f"mairie-{uuid4().hex[:8]}@un.example"
    assert boarding.take(syndicat.id, {code: address}, syndicat.user_id) == {"invited": 1}
    shown = helpers.call_action("organization_show", id=mergers.by_insee_code(code).id)
    assert (shown["parent"], shown["official_email"]) == (land.epci["name"], address)
    assert roles.held(syndicat.animator, shown["id"]).role is roles.Role.ANIMATOR


def test_a_syndicat_that_serves_nobody_opens_nothing(land, mailbox):
    alone = factories.Organization(territory_type="syndicat")
    assert boarding.take(alone["id"], {land.communes[0].code: "m@un.example"}, land.user_id) == {}


def test_a_commune_whose_intercommunality_is_elsewhere_is_left_out(land, mailbox):
    """Haute-Savoie (74) has the four communes; another body has their intercommunality."""
    departement = factories.Organization(territory_type="departement", insee_code="74")
    code = land.communes[0].code
    assert boarding.take(departement["id"], {code: "m@un.example"}, land.user_id) == {"elsewhere": 1}
    departement_group = model.Group.get(departement["id"])
    departement_group.extras = {"territory_type": "autre"}
    model.Session.commit()
