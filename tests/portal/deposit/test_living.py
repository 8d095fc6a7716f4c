"""What becomes of data once they are public: updated, kept by version, taken down, put back."""

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories, helpers
from flask import g

from tests.portal.deposit.conftest import FAULTY, VALID, package
from tests.portal.deposit.test_pages import visit  # noqa: F401  # fixture
from tests.portal.deposit.test_space import send  # noqa: F401  # fixture

LINES = VALID.read_text(encoding="utf-8").splitlines(keepends=True)
SHORTER = "".join(LINES[:4]).encode()


@pytest.fixture
def first(town, act, begin):
    """The first file, public."""
    return act(town.secretary, "deposit_publish", id=begin(VALID)["id"])


@pytest.fixture
def update(town, act, begin, first):
    """Return a function that publishes another file in the place of the first."""

    def updated(content=SHORTER):
        draft = begin(content=content)
        return act(town.secretary, "deposit_publish", id=draft["id"], target=first["resource_id"])

    return updated


def page_of(published):
    return f"/dataset/{package(published['package_id'])['name']}"


def versions_of(act, user, published):
    return act(user, "deposit_version_list", id=published["package_id"])


def anonymous(app, address):
    g.pop("_login_user", None)
    return app.get(address, follow_redirects=False)


def test_what_is_public_stays_until_its_update_is_published(town, act, begin, first, app):
    before = package(first["package_id"])
    begin(FAULTY)
    begin(content=SHORTER)
    assert package(first["package_id"])["resources"] == before["resources"]
    assert app.get(before["resources"][0]["url"]).data == VALID.read_bytes()


def test_every_version_is_kept_and_can_be_downloaded_by_all(act, first, update, app):
    update()
    new, old = versions_of(act, "", first)
    assert (new["number"], old["number"], new["rows"], old["valid"]) == (2, 1, 3, True)
    address = f"/dataset/{first['package_id']}/versions/"
    assert anonymous(app, address + old["id"]).data == VALID.read_bytes()
    assert anonymous(app, address + new["id"]).data == SHORTER
    assert address + old["id"] in anonymous(app, page_of(first)).body
    assert anonymous(app, f"/dataset/other/versions/{old['id']}").status_code == 404


def test_data_taken_down_are_nowhere_for_the_others(town, act, first, app, visit):
    resource = package(first["package_id"])["resources"][0]
    [version] = versions_of(act, "", first)
    said = act(town.secretary, "deposit_withdraw", id=first["package_id"], reason="A name")
    assert said["reason"] == "A name"
    doors = [
        page_of(first),
        resource["url"],
        f"/dataset/{first['package_id']}/resource/{resource['id']}/fichier.csv",
        f"/dataset/{first['package_id']}/versions/{version['id']}",
        f"/datastore/dump/{resource['id']}",
    ]
    assert {anonymous(app, door).status_code for door in doors} <= {403, 404}
    with pytest.raises(tk.NotAuthorized):
        act("", "datastore_search", resource_id=resource["id"])
    assert first["package_id"] not in anonymous(app, f"/organization/{town.name}/catalog.xml").body
    assert helpers.call_action("package_search", fq=f"id:{first['package_id']}")["count"] == 0
    assert "A name" in visit(page_of(first)).body
    assert "A name" in visit("/mon-espace").body


def test_what_was_taken_down_is_put_back_as_it_was(town, act, first, app):
    act(town.secretary, "deposit_withdraw", id=first["package_id"], reason="A doubt")
    with pytest.raises(tk.ValidationError, match="'id'"):
        act(town.secretary, "deposit_withdraw", id=first["package_id"], reason="A doubt")
    assert act(town.secretary, "deposit_put_back", id=first["package_id"])["lifted"]
    assert anonymous(app, page_of(first)).status_code == 200
    assert [each["hidden"] for each in versions_of(act, "", first)] == [False]
    with pytest.raises(tk.ValidationError, match="'id'"):
        act(town.secretary, "deposit_put_back", id=first["package_id"])


def test_another_file_in_its_place_is_public_and_the_old_one_stays_hidden(town, act, begin, first, update, app):
    act(town.secretary, "deposit_withdraw", id=first["package_id"], reason="A name")
    draft = begin(content=SHORTER)
    with pytest.raises(tk.ValidationError, match="'target'"):
        act(town.secretary, "deposit_publish", id=draft["id"], target="beside")
    update()
    assert anonymous(app, page_of(first)).status_code == 200
    assert [each["number"] for each in versions_of(act, "", first)] == [2]
    own = versions_of(act, town.secretary, first)
    assert [(each["number"], each["hidden"]) for each in own] == [(2, False), (1, True)]
    assert anonymous(app, f"/dataset/{first['package_id']}/versions/{own[1]['id']}").status_code == 404


def test_nobody_takes_down_another_commune_s_data(act, first):
    stranger = factories.User()["name"]
    for action, more in (("deposit_withdraw", {"reason": "x"}), ("deposit_put_back", {})):
        with pytest.raises(tk.ObjectNotFound):
            act(stranger, action, id=first["package_id"], **more)


def test_taking_down_asks_why_and_takes_two_clicks(first, visit, send, app):
    address = f"/retirer/{first['package_id']}"
    assert f'href="{address}"' in visit(page_of(first)).body
    visit(address)
    assert "s-error-summary" in send(address, reason=" ").body
    assert send(address, reason="Un nom").status_code == 302
    assert anonymous(app, page_of(first)).status_code == 404
    assert send(f"{address}/remettre").status_code == 302
    assert anonymous(app, page_of(first)).status_code == 200


def test_a_draft_begins_from_the_published_file(town, act, first, send):
    draft = act(town.secretary, "deposit_again", organization=town.name, schema="scdl/deliberations")
    assert (draft["state"], draft["report"]["table"]["rows"]) == ("valid", first["report"]["table"]["rows"])
    assert "/deposer/" in send(f"/retirer/reprendre/{town.name}", schema="scdl/deliberations").headers["Location"]
    with pytest.raises(tk.ObjectNotFound):
        act(town.secretary, "deposit_again", organization=town.name, schema="scdl/budget")
