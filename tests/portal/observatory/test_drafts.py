"""Drafts prepared for others: one file, a draft and a letter for each commune, published by its town hall alone."""

import io
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

from ckanext.deposit import model as deposits
from ckanext.observatory import batches, drafts
from tests.portal.deposit.conftest import VALID
from tests.portal.smtp import links, mailbox, text  # noqa: F401  # fixture

SCHEMA = "scdl/deliberations"
HEADER, FIRST, *_OTHERS = VALID.read_text(encoding="utf-8").splitlines()
TOWN, VILLAGE, ELSEWHERE = "21280088200012", "21280001500019", "21280404100011"


@pytest.fixture
def land(non_clean_db, migrate_db_for, with_plugins, with_request_context):
    """An intercommunality with two communes, and a commune elsewhere; each with its own SIREN."""
    for name in ("deposit", "territories", "observatory"):
        migrate_db_for(name)
    mark = uuid4().hex[:8]
    animator = factories.UserWithToken()
    epci = factories.Organization(
        name=f"epci-{mark}", territory_type="epci", users=[{"name": animator["name"], "capacity": "admin"}]
    )
    sirens = iter((TOWN[:9], VILLAGE[:9], ELSEWHERE[:9]))

    def commune(title, parent=None, address=""):
        siren, email = next(sirens), {"official_email": address} if address else {}
        place = {"parent": parent} if parent else {}
        return factories.Organization(
            name=f"{title.lower()}-{mark}", title=title, territory_type="commune", siren=siren, **email, **place
        )

    address = f"mairie-{mark}@chateaudun.example"
    town = commune("Chateaudun", epci["name"], address)
    village = commune("Abondant", epci["name"])
    return SimpleNamespace(
        epci=epci,
        town=town,
        village=village,
        elsewhere=commune("Vernouillet"),
        animator=animator["name"],
        token=animator["token"],
        address=address,
    )


def file(*rows, name="délibérations.csv"):
    return FileStorage(io.BytesIO("\n".join(rows).encode()), filename=name)


def table(*codes):
    """The same valid row for several bodies."""
    return file(HEADER, *(FIRST.replace(TOWN, code) for code in codes))


@pytest.fixture
def ask(land):
    """Return a function that runs an action of the desk as the animator, or as somebody else."""

    def run(action, user=land.animator, **data):
        context = {"user": user, "ignore_auth": False}
        return helpers.call_action(f"observatory_batch_{action}", context, organization=land.epci["name"], **data)

    return run


@pytest.fixture
def sent(ask):
    """Return a function that takes a file from the preview to the last letter."""

    def run(upload, **data):
        batch = ask("create", schema=SCHEMA, upload=upload, **data)
        ask("send", batch=batch["id"])
        drafts.send(batch["id"])
        return ask("show", batch=batch["id"])

    return run


@pytest.fixture
def visit(app):
    """Return a function that opens a page without an account, or answers it."""

    def visited(link, **data):
        g.pop("_login_user", None)
        address = link.removeprefix("http://test.ckan.net")
        return app.post(address, data=data) if data else app.get(address)

    return visited


def letter(mailbox, land):
    return next(each for each in links(mailbox.last(land.address)) if "/accord/" in each)


def outcomes(batch):
    return {each["title"]: each["outcome"] for each in batch["parts"]}


def test_the_preview_says_what_goes_to_whom_and_what_is_left_out(land, ask):
    batch = ask("create", schema=SCHEMA, upload=table(TOWN, VILLAGE, TOWN, ELSEWHERE, "99999", ""))
    assert [(each["title"], each["rows"], each["address"]) for each in batch["parts"]] == [
        ("Abondant", 1, ""),
        ("Chateaudun", 2, land.address),
    ]
    left = {each["identifier"]: (each["reason"], each["count"]) for each in batch["left_out"]}
    assert left == {ELSEWHERE: ("elsewhere", 1), "99999": ("unknown", 1), "": ("none", 1)}
    assert deposits.listed([land.town["id"], land.village["id"]], published=False, limit=9, offset=0) == []


@pytest.mark.parametrize(
    ("upload", "field"),
    [
        (lambda: file("a,b", "c,d"), "column"),
        (lambda: table(ELSEWHERE), "column"),
        (lambda: file("", name="vide.csv"), "upload"),
        (lambda: "no file", "upload"),
    ],
)
def test_a_file_that_cannot_be_shared_out_is_refused_with_a_sentence(upload, field, ask):
    with pytest.raises(tk.ValidationError) as refused:
        ask("create", schema=SCHEMA, upload=upload())
    assert list(refused.value.error_dict) == [field]


def test_a_town_hall_publishes_by_its_link_alone(land, sent, mailbox, visit):
    batch = sent(table(TOWN, VILLAGE))
    assert (batch["state"], set(outcomes(batch))) == ("sent", {"Abondant", "Chateaudun"})
    [draft] = deposits.listed([land.town["id"]], published=False, limit=9, offset=0)
    draft_id, turn = draft.id, draft.turn
    assert draft.state == "requested"
    link = letter(mailbox, land)
    page = visit(link)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert visit(f"{link}x", answer="publish", turn=turn).status_code == 404
    assert "s-error-summary" in visit(link, answer="refuse", reason=" ").body
    assert visit(link, answer="publish", turn=turn).status_code == 200
    assert deposits.get(draft_id).state == "published"
    assert visit(link).status_code == 404


def test_the_history_says_who_was_told(land, sent, mailbox):
    sent(table(TOWN, VILLAGE))
    told = helpers.call_action("observatory_contact_list", {"user": land.animator}, organization=land.epci["name"])
    assert [(each["organization"], each["kind"], each["delivered"]) for each in told["results"]] == [
        (land.town["id"], "draft", True)
    ]


def test_the_same_file_twice_makes_one_draft_and_one_letter(land, sent, mailbox):
    sent(table(TOWN))
    again = sent(table(TOWN))
    assert outcomes(again) == {"Chateaudun": "unchanged"}
    assert len(deposits.listed([land.town["id"]], published=False, limit=9, offset=0)) == 1
    assert len(mailbox.to(land.address)) == 1


def test_another_file_takes_the_place_of_a_draft_that_nobody_touched(land, sent, mailbox, visit):
    sent(table(TOWN))
    first = letter(mailbox, land)
    wrong = file(HEADER, FIRST.replace("2025-01-27", "un jour"))
    assert outcomes(sent(wrong)) == {"Chateaudun": "to-correct"}
    assert len(deposits.listed([land.town["id"]], published=False, limit=9, offset=0)) == 1
    assert visit(first).status_code == 404


def test_a_draft_that_the_town_hall_works_on_is_left_to_it(land, sent, mailbox, visit):
    sent(table(TOWN))
    visit(letter(mailbox, land), answer="refuse", reason="Il manque juin")
    assert outcomes(sent(table(TOWN))) == {"Chateaudun": "taken-up"}
    [draft] = deposits.listed([land.town["id"]], published=False, limit=9, offset=0)
    helpers.call_action("deposit_check", {"user": land.animator}, id=draft.id)
    assert outcomes(sent(table(TOWN, TOWN))) == {"Chateaudun": "taken-up"}
    assert len(mailbox.to(land.address)) == 1
    assert "Il manque juin" in text(mailbox.last(model.User.get(land.animator).email))


def test_where_the_animator_approves_the_town_hall_gives_the_second_word(
    land, sent, mailbox, visit, ckan_config, monkeypatch
):
    monkeypatch.setitem(ckan_config, "ckanext.deposit.approval", "animator")
    sent(table(TOWN))
    [draft] = deposits.listed([land.town["id"]], published=False, limit=9, offset=0)
    secretary = factories.User()["name"]
    helpers.call_action("organization_member_create", id=land.town["id"], username=secretary, role="editor")
    done = helpers.call_action("deposit_publish", {"user": secretary, "ignore_auth": False}, id=draft.id)
    assert done["state"] == "published"


def test_a_cut_job_goes_on_where_it_was(land, ask, mailbox, monkeypatch):
    batch = ask("create", schema=SCHEMA, upload=table(TOWN, VILLAGE))
    assert batches.claim(batch["id"])
    assert not batches.claim(batch["id"])
    known = drafts._prepare
    monkeypatch.setattr(drafts, "_prepare", lambda *arguments: known(*arguments) if not land.stop else 1 / 0)
    land.stop = True
    with pytest.raises(ZeroDivisionError):
        drafts.send(batch["id"])
    land.stop = False
    drafts.send(batch["id"])
    drafts.send(batch["id"])
    assert ask("show", batch=batch["id"])["state"] == "sent"
    assert len(mailbox.to(land.address)) == 1


def test_only_who_animates_the_territory_prepares(land, ask, sent):
    batch = ask("create", schema=SCHEMA, upload=table(TOWN))
    editor = factories.User()["name"]
    helpers.call_action("organization_member_create", id=land.town["id"], username=editor, role="admin")
    for action, data in (("list", {}), ("show", {"batch": batch["id"]}), ("send", {"batch": batch["id"]})):
        with pytest.raises(tk.NotAuthorized):
            ask(action, editor, **data)
    with pytest.raises(tk.ObjectNotFound):
        ask("show", batch="unknown")


def test_the_pages_preview_send_and_tell(land, app, mailbox):
    address = f"/animer/{land.epci['name']}/brouillons"

    def call(method, path, **data):
        g.pop("_login_user", None)
        headers = {"Authorization": land.token}
        return getattr(app, method)(path, headers=headers, follow_redirects=False, **data)

    assert call("get", address).status_code == 200
    refused = call("post", address, data={"schema": "", "upload": "", "replace": "1"})
    assert "s-error-summary" in refused.body
    upload = (io.BytesIO(table(TOWN, ELSEWHERE).stream.read()), "délibérations.csv")
    data = {"schema": SCHEMA, "upload": upload, "replace": "1"}
    preview = call("post", address, data=data, content_type="multipart/form-data").headers["Location"]
    preview = preview.removeprefix("http://test.ckan.net")
    page = call("get", preview).body
    assert "Chateaudun" in page
    assert "Vernouillet" in page
    call("post", preview)
    drafts.send(preview.rsplit("/", 1)[1])
    assert "s-notice--success" in call("get", preview).body
    assert preview in call("get", address).body


def test_a_town_hall_with_several_files_says_which_one_is_replaced(land, sent, visit, mailbox):
    site = {"user": helpers.call_action("get_site_user")["name"]}
    public = []
    for target in ("", "beside"):
        draft = tk.get_action("deposit_create")(dict(site), {"organization": land.town["id"], "schema": SCHEMA})
        tk.get_action("deposit_file")(dict(site), {"id": draft["id"], "upload": table(TOWN)})
        done = tk.get_action("deposit_publish")(dict(site), {"id": draft["id"], "target": target})
        public.append(done["resource_id"])
    upload = file(HEADER, FIRST.replace(TOWN, TOWN).replace("EXEMPLE-2025-001", "EXEMPLE-2025-777"))
    assert outcomes(sent(upload)) == {"Chateaudun": "asked"}
    page = BeautifulSoup(visit(letter(mailbox, land)).body, "html.parser")
    assert [each["value"] for each in page.select("input[name=target]")] == [*public, "beside"]
    assert not page.select("input[name=target][checked]")
    told = [each.text for each in page.select(".s-choice--card small")]
    assert ["1 ligne modifiée" in each for each in told] == [True, True, False], told
    assert mailbox.last(land.address).get_body(("plain",)).get_content().count("1 ligne modifiée") == 2
    turn = page.select_one("input[name=turn]")["value"]
    for wrong in ({}, {"target": "nowhere"}):
        again = visit(letter(mailbox, land), answer="publish", turn=turn, **wrong).body
        assert BeautifulSoup(again, "html.parser").select(".s-error-summary a[href='#field-target']")
    done = visit(letter(mailbox, land), answer="publish", turn=turn, target=public[1])
    assert done.status_code == 200
    versions = {
        each: model.Session.scalar(
            sa.text("SELECT count(*) FROM deposit_version WHERE resource_id = :id"), {"id": each}
        )
        for each in public
    }
    assert versions == {public[0]: 1, public[1]: 2}
