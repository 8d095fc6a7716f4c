from datetime import timedelta
from types import SimpleNamespace

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories, helpers

from ckanext.territories import delegations, roles

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")


@pytest.fixture
def land():
    """A département, an EPCI in it with two communes, and a commune elsewhere: their names."""
    departement = factories.Organization(territory_type="departement")["name"]
    epci = factories.Organization(territory_type="epci", parent=departement)["name"]
    brou, anet = (
        factories.Organization(territory_type="commune", title=title, parent=epci)["name"] for title in ("Brou", "Anet")
    )
    foreign = factories.Organization(territory_type="commune")["name"]
    return SimpleNamespace(departement=departement, epci=epci, brou=brou, anet=anet, foreign=foreign)


@pytest.fixture
def delegate(land):
    """Somebody who acts for Brou from today on, for a week; the number of the delegation."""
    user = factories.User()["name"]
    return user, grant(user, land.brou)


def grant(user, *bodies, first=0, last=7, by=None):
    day = delegations.today()
    values = {"starts": str(day + timedelta(first)), "ends": str(day + timedelta(last)), "reason": "Convention"}
    context = {"user": by} if by else {"user": factories.Sysadmin()["name"]}
    rows = act(context["user"], "territories_delegation_create", user=user, organizations=list(bodies), **values)
    return rows[0]["id"]


def act(user, action, /, **data):
    return tk.get_action(action)({"user": user, "ignore_auth": False}, data)


def role(user, body):
    found = roles.held(user, body)
    return found.role.value if found else None


def mine(user, **data):
    return {each["name"]: each["role"] for each in act(user, "territories_my_bodies", **data)["results"]}


@pytest.mark.parametrize(
    ("capacity", "place", "expected"),
    [
        ("admin", "departement", {"departement": "animator", "epci": "animator", "brou": "animator"}),
        ("admin", "brou", {"brou": "publisher"}),
        ("editor", "epci", {"epci": "publisher", "brou": "publisher", "anet": "publisher"}),
        ("editor", "brou", {"brou": "publisher"}),
        ("member", "epci", {"epci": "contributor"}),
        ("member", "brou", {"brou": "contributor"}),
    ],
)
def test_a_role_comes_from_the_place_and_goes_down_the_tree(land, member, capacity, place, expected):
    user = member(getattr(land, place), capacity)
    places = ("departement", "epci", "brou", "anet", "foreign")
    found = {each: role(user, getattr(land, each)) for each in places}
    assert {each: name for each, name in found.items() if name} == expected | (
        {"anet": "animator"} if place == "departement" else {}
    )


def test_the_list_of_ones_bodies_agrees_with_each_role(land, member):
    user = member(land.epci, "admin")
    helpers.call_action("organization_member_create", id=land.foreign, username=user, role="member")
    grant(user, land.departement)
    assert mine(user) == {
        land.epci: "animator",
        land.brou: "animator",
        land.anet: "animator",
        land.foreign: "contributor",
        land.departement: "delegate",
    }
    assert mine(user) == {name: role(user, name) for name in mine(user)}
    assert land.foreign not in mine(user, publishes=True)
    assert list(mine(user, q="anet")) == [land.anet]
    assert mine(user, limit=1, offset=1) != mine(user, limit=1)


def test_the_strongest_of_several_roles_counts(land, member):
    user = member(land.brou, "member")
    grant(user, land.brou)
    assert (role(user, land.brou), mine(user)[land.brou]) == ("delegate", "delegate")


def test_a_role_is_found_in_four_queries_whatever_lies_above(land, member):
    user, asked = member(land.departement, "admin"), []
    seen = (model.Session.get_bind(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    sa.event.listen(*seen)
    found = role(user, land.brou)
    sa.event.remove(*seen)
    assert (found, len(asked)) == ("animator", 4), asked


def test_a_role_that_another_process_takes_away_is_gone_at_once(land, member):
    user = member(land.departement, "admin")
    assert [role(user, land.brou) for _ in range(2)] == ["animator"] * 2
    model.Session.rollback()
    with model.meta.engine.begin() as elsewhere:
        elsewhere.execute(sa.text("UPDATE member SET state = 'deleted' WHERE table_name = 'user'"))
    assert role(user, land.brou) is None


def test_who_is_deleted_and_a_body_that_is_deleted_above_give_no_role(land, member):
    user, gone = member(land.departement, "admin"), member(land.brou, "editor")
    model.Group.get(land.departement).state = model.User.get(gone).state = "deleted"
    model.Session.commit()
    assert (role(user, land.brou), role(gone, land.brou)) == (None, None)


def test_an_operator_acts_for_every_body(land):
    operator = factories.Sysadmin()["name"]
    assert role(operator, land.foreign) == "operator"
    assert mine(operator, q="Anet", limit=1000)[land.anet] == "operator"


@pytest.mark.parametrize(
    ("capacity", "prepares", "publishes", "people"),
    [("admin", True, True, True), ("editor", True, True, True), ("member", True, False, False)],
)
def test_what_each_role_in_a_commune_may_do(land, member, capacity, prepares, publishes, people):
    user = member(land.brou, capacity)
    assert may(user, land.brou) == (prepares, publishes, people)
    assert may(user, land.anet) == (False, False, False)


def may(user, body):
    context = {"user": user, "auth_user_obj": model.User.get(user)}
    rights = ("territories_body_prepare", "territories_body_publish", "territories_body_people")
    return tuple(_may(right, context, body) for right in rights)


def _may(right, context, body):
    try:
        return bool(tk.check_access(right, dict(context), {"organization": body}))
    except tk.NotAuthorized:
        return False


@pytest.mark.parametrize(
    ("first", "last", "expected"), [(-7, -1, None), (1, 7, None), (0, 0, "delegate"), (-1, 1, "delegate")]
)
def test_a_delegation_counts_from_its_first_day_to_its_last(land, first, last, expected):
    user, day = factories.User(), delegations.today()
    body = model.Group.get(land.brou)
    delegations.grant([body.id], user["id"], "", day + timedelta(first), day + timedelta(last), "")
    assert role(user["name"], land.brou) == expected
    assert may(user["name"], land.brou) == ((True, True, False) if expected else (False, False, False))


def test_a_delegate_publishes_and_edits_as_ckan_sees_it_until_it_ends(land, delegate):
    user, number = delegate
    owner = model.Group.get(land.brou).id
    made = act(user, "package_create", **dataset(owner_org=owner, private=True))
    assert act(user, "package_patch", id=made["id"], title="Autre")["title"] == "Autre"
    assert act(user, "package_show", id=made["id"])["private"]
    assert owner in [each["id"] for each in act(user, "organization_list_for_user", permission="create_dataset")]
    with pytest.raises(tk.ValidationError):
        act(user, "package_patch", id=made["id"], owner_org=model.Group.get(land.anet).id)
    act(user, "territories_delegation_revoke", id=number, reason="Fini")
    for action in ("package_show", "package_update", "package_delete"):
        with pytest.raises(tk.NotAuthorized):
            act(user, action, id=made["id"])


def dataset(**values):
    return {**vars(factories.Dataset.stub(**values)), "license_id": "lov2"}


def test_both_sides_read_the_log(land, delegate, member):
    user, number = delegate
    publisher = member(land.brou, "editor")
    theirs, own = (
        act(publisher, "territories_delegation_list", organization=land.brou),
        act(user, "territories_delegation_list"),
    )
    assert [each["id"] for each in theirs] == [each["id"] for each in own] == [number]
    assert (own[0]["active"], own[0]["reason"], own[0]["user"]["name"]) == (True, "Convention", user)
    act(publisher, "territories_delegation_revoke", id=number, reason="Convention finie")
    line = act(user, "territories_delegation_list")[0]
    assert (line["active"], line["revoked_by"]["name"], line["revoke_reason"]) == (False, publisher, "Convention finie")


def test_nobody_delegates_what_they_do_not_manage(land, delegate, member):
    user, number = delegate
    for other in (user, member(land.anet, "admin"), member(land.brou, "member")):
        with pytest.raises(tk.NotAuthorized):
            grant(factories.User()["name"], land.brou, by=other)
    with pytest.raises(tk.NotAuthorized):
        grant(factories.User()["name"], land.brou, land.anet, by=member(land.brou, "admin"))
    for action, data in (("revoke", {"id": number}), ("list", {"organization": land.brou})):
        with pytest.raises(tk.NotAuthorized):
            act(member(land.anet, "admin"), f"territories_delegation_{action}", **data)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends": "2020-01-01"}, "ends"),
        ({"ends": "demain"}, "ends"),
        ({"starts": "2030-01-02", "ends": "2030-01-01"}, "ends"),
        ({"user": "personne", "ends": "2100-01-01"}, "user"),
        ({"organizations": [], "ends": "2100-01-01"}, "organizations"),
    ],
)
def test_a_delegation_that_means_nothing_is_refused_in_words(land, values, field):
    data = {"user": factories.User()["name"], "organizations": [land.brou], **values}
    with pytest.raises(tk.ValidationError) as caught:
        helpers.call_action("territories_delegation_create", **data)
    assert list(caught.value.error_dict) == [field]
