import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
from ckan.lib.dictization import model_dictize
from ckan.tests import factories, helpers

from ckanext.territories import tree

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")


@pytest.fixture
def territory():
    """An EPCI with two communes: their names."""
    above = factories.Organization(territory_type="departement", title="Département d’Eure-et-Loir")
    epci = factories.Organization(territory_type="epci", parent=above["name"])
    communes = [
        factories.Organization(territory_type="commune", title=t, parent=epci["name"]) for t in ("Brou", "Anet")
    ]
    return epci["name"], communes[0]["name"], communes[1]["name"]


def show(name):
    return helpers.call_action("organization_show", id=name)


def patch(name, user="", **fields):
    context = {"user": user, "ignore_auth": False} if user else {}
    return helpers.call_action("organization_patch", context, id=name, **fields)


def may(user, action, **data):
    return helpers.call_auth(action, {"user": user, "model": model}, **data)


def test_an_organisation_is_created_beneath_its_parent():
    above = factories.Organization(territory_type="epci")
    below = factories.Organization(territory_type="commune", parent=above["name"])
    assert show(below["id"])["parent"] == above["name"]
    assert [group.id for group in model.Group.get(below["id"]).get_parent_groups("organization")] == [above["id"]]


def test_the_parent_lies_in_the_tree_only():
    above = factories.Organization()
    below = factories.Organization(parent=above["name"])
    assert "parent" not in model.Group.get(below["id"]).extras


def test_a_patch_of_another_field_leaves_the_parent():
    above = factories.Organization()
    below = factories.Organization(parent=above["name"])
    patch(below["name"], website="https://commune.example")
    assert show(below["name"])["parent"] == above["name"]


def test_an_update_that_says_nothing_of_it_leaves_the_parent():
    above = factories.Organization()
    below = factories.Organization(parent=above["name"])
    helpers.call_action("organization_update", id=below["id"], name=below["name"], title="Autre")
    assert show(below["name"])["parent"] == above["name"]


def test_an_empty_parent_makes_it_stand_alone():
    below = factories.Organization(parent=factories.Organization()["name"])
    patch(below["name"], parent="")
    assert "parent" not in show(below["name"])


def test_moving_replaces_the_parent():
    first, second = factories.Organization(), factories.Organization()
    below = factories.Organization(parent=first["name"])
    patch(below["name"], parent=second["name"])
    assert [group["name"] for group in show(below["name"])["groups"]] == [second["name"]]


def test_an_unknown_parent_is_refused_at_its_field():
    with pytest.raises(tk.ValidationError) as caught:
        factories.Organization(parent="nulle-part")
    assert list(caught.value.error_dict) == ["parent"]


def test_a_loop_is_refused():
    top = factories.Organization()
    below = factories.Organization(parent=top["name"])
    for parent in (below["name"], top["name"]):
        with pytest.raises(tk.ValidationError, match="parent"):
            patch(top["name"], parent=parent)


def test_the_groups_of_ckan_are_checked_like_the_parent():
    top = factories.Organization()
    below = factories.Organization(parent=top["name"])
    with pytest.raises(tk.ValidationError, match="parent"):
        helpers.call_action("organization_update", id=top["id"], name=top["name"], groups=[{"name": below["name"]}])


@pytest.mark.parametrize("groups", [[{"name": "nulle-part"}], ["x"], "x", [{"name": "a"}, {"name": "b"}]])
def test_a_wrong_list_of_groups_is_refused_without_a_trace(groups):
    with pytest.raises(tk.ValidationError):
        helpers.call_action("organization_create", name="seule", title="Seule", groups=groups)


def test_an_administrator_of_a_commune_cannot_leave_its_epci(territory, member):
    epci, commune, _ = territory
    user = member(commune, "admin")
    with pytest.raises(tk.ValidationError, match="parent"):
        patch(commune, user, parent="")
    assert show(commune)["parent"] == epci


def test_an_administrator_of_a_commune_edits_the_rest(territory, member):
    epci, commune, _ = territory
    patch(commune, member(commune, "admin"), website="https://commune.example")
    assert (show(commune)["website"], show(commune)["parent"]) == ("https://commune.example", epci)


def test_an_administrator_above_both_places_moves_a_commune(territory, member):
    epci, commune, sibling = territory
    patch(commune, member(epci, "admin"), parent=sibling)
    assert show(commune)["parent"] == sibling


@pytest.mark.parametrize("action", ["member_create", "member_delete"])
def test_the_tree_is_not_changed_through_member_rows(territory, member, action):
    epci, commune, _ = territory
    user = member(commune, "admin")
    with pytest.raises(tk.NotAuthorized):
        may(user, action, id=commune, object=epci, object_type="group", capacity="parent")


def test_an_editor_of_the_epci_publishes_for_its_commune(territory, member):
    epci, commune, _ = territory
    assert may(member(epci, "editor"), "package_create", owner_org=show(commune)["id"])


def test_an_editor_of_the_commune_does_not_publish_for_the_epci(territory, member):
    epci, commune, _ = territory
    with pytest.raises(tk.NotAuthorized):
        may(member(commune, "editor"), "package_create", owner_org=show(epci)["id"])


def test_an_editor_of_a_commune_does_not_publish_for_its_neighbour(territory, member):
    _, commune, sibling = territory
    with pytest.raises(tk.NotAuthorized):
        may(member(sibling, "editor"), "package_create", owner_org=show(commune)["id"])


def test_a_member_without_publishing_right_does_not_gain_it_below(territory, member):
    epci, commune, _ = territory
    with pytest.raises(tk.NotAuthorized):
        may(member(epci, "member"), "package_create", owner_org=show(commune)["id"])


def test_the_tree_of_an_organisation_says_who_is_above_and_below(territory):
    epci, commune, sibling = territory
    found = helpers.call_action("territories_tree", id=epci)
    assert [row["title"] for row in found["ancestors"]] == ["Département d’Eure-et-Loir"]
    assert [row["name"] for row in found["organizations"][0]["children"]] == [sibling, commune]


def test_the_whole_tree_starts_at_its_roots(territory):
    found = helpers.call_action("territories_tree")
    top = helpers.call_action("territories_tree", id=territory[0])["ancestors"][0]["name"]
    assert top in [row["name"] for row in found["organizations"]]
    assert territory[0] not in [row["name"] for row in found["organizations"]]


def test_an_unknown_organisation_has_no_tree():
    with pytest.raises(tk.ObjectNotFound):
        helpers.call_action("territories_tree", id="nulle-part")


def test_helpers_name_an_organisation_and_those_above(territory):
    commune = show(territory[1])
    assert tk.h.territories_label(commune) == "Commune de Brou"
    assert [row["name"] for row in tk.h.territories_ancestors(commune)][-1] == territory[0]
    assert tk.h.territories_of("Le Mans") == "du Mans"


@pytest.fixture
def shown_by_ckan(monkeypatch, territory):
    """Return a function that shows an organisation as CKAN does without our action; `parent` is ours alone."""

    def shown(context, **data):
        with monkeypatch.context() as stock:
            stock.setattr(tree, "names_groups", lambda *_: False)
            return tk.get_action("organization_show")(context, data)

    return shown


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"include_groups": False},
        {"include_groups": "false"},
        {"include_groups": "true"},
        {"include_dataset_count": False},
    ],
)
def test_an_organisation_is_shown_as_ckan_shows_it(asked, territory, shown_by_ckan):
    epci, commune, _ = territory
    factories.Dataset(owner_org=commune, private=True, license_id="lov2")
    editor = factories.User()["name"]
    helpers.call_action("organization_member_create", id=commune, username=editor, role="editor")
    for name, user in [(epci, ""), (commune, ""), (commune, editor)]:
        context = {"user": user, "ignore_auth": False}
        ours = tk.get_action("organization_show")({**context}, {"id": name, **asked})
        assert ours == shown_by_ckan({**context}, id=name, **asked)


def test_a_body_that_stands_alone_has_no_groups():
    assert show(factories.Organization()["name"])["groups"] == []


def test_what_is_no_boolean_is_refused(territory):
    with pytest.raises(tk.ValidationError):
        helpers.call_action("organization_show", id=territory[0], include_groups="perhaps")


def test_the_datasets_of_other_bodies_are_not_counted_to_show_one(territory, monkeypatch):
    monkeypatch.setattr(model_dictize, "get_group_dataset_counts", lambda *_, **__: pytest.fail("counted"))
    assert show(territory[1])["groups"] == [{"name": territory[0], "capacity": "parent"}]
