"""What reusers and other harvesters count on in CKAN's API, asked as they ask it: anonymously, by its addresses."""

import pytest
from ckan import model
from ckan.tests.helpers import call_action

LINK = {"url": "https://exemple.fr/a.csv"}
# What CKAN alone gives for every dataset and resource, whatever was filled in.
# fmt: off
DATASET = [
    "id", "name", "title", "notes", "url", "author", "author_email", "maintainer", "maintainer_email",
    "license_id", "license_title", "license_url", "type", "state", "private", "isopen", "version",
    "metadata_created", "metadata_modified", "owner_org", "organization", "creator_user_id", "resources",
    "tags", "groups", "extras", "num_resources", "num_tags", "relationships_as_subject",
    "relationships_as_object",
]
RESOURCE = [
    "id", "package_id", "name", "description", "url", "url_type", "format", "mimetype", "mimetype_inner",
    "hash", "size", "position", "resource_type", "state", "created", "last_modified", "metadata_modified",
    "cache_url", "cache_last_updated",
]
# fmt: on


@pytest.fixture
def ask(app):
    """Call an action by its address and return what it gives."""

    def call(action, **query):
        answer = app.get(f"/api/3/action/{action}", query_string=query, follow_redirects=False)
        assert (answer.status_code, answer.json["success"]) == (200, True)
        assert answer.headers["Content-Type"].startswith("application/json")
        return answer.json["result"]

    return call


def test_package_list_gives_names_of_public_datasets(ask, publish):
    public, hidden, draft = publish(), publish(private=True), publish(state="draft")
    names = ask("package_list")
    assert public["name"] in names
    assert not {hidden["name"], draft["name"]} & set(names)
    assert len(ask("package_list", limit=1, offset=1)) <= 1


def test_package_search_is_paged_past_its_limit(ask, publish, town, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckan.search.rows_max", 2)  # stands for CKAN's 1,000
    published = {publish()["id"] for _ in range(5)}
    query = {"fq": f"organization:{town['name']}", "rows": 5000, "sort": "id asc"}
    pages = [ask("package_search", start=start, **query) for start in (0, 2, 4)]
    assert [page["count"] for page in pages] == [5, 5, 5]
    assert [len(page["results"]) for page in pages] == [2, 2, 1]
    assert {each["id"] for page in pages for each in page["results"]} == published


def test_package_search_answers_q_facets_and_extras(ask, publish, town):
    package = publish(title="Recensement des girouettes", extras=[{"key": "cle", "value": "valeur"}])
    facets = '["organization", "tags"]'
    found = ask("package_search", q="girouette", fq=f"organization:{town['name']}", **{"facet.field": facets})
    assert [each["id"] for each in found["results"]] == [package["id"]]
    assert found["search_facets"]["organization"]["items"][0]["name"] == town["name"]
    assert {"key": "cle", "value": "valeur"} in found["results"][0]["extras"]


@pytest.mark.parametrize("key", ["id", "name"])
def test_package_show_has_every_key_of_ckan(ask, publish, key):
    package = publish(resources=[LINK])
    shown = ask("package_show", id=package[key])
    assert (shown["id"], shown["type"], shown["state"]) == (package["id"], "dataset", "active")
    assert [name for name in DATASET if name not in shown] == []
    [resource] = shown["resources"]
    assert [name for name in RESOURCE if name not in resource] == []
    assert resource["description"] is None


def test_search_gives_the_same_dataset_as_show(ask, publish, town):
    package = publish(resources=[LINK])
    [found] = ask("package_search", fq=f"organization:{town['name']}")["results"]
    shown = ask("package_show", id=package["id"])
    assert set(found["resources"][0]) == set(shown["resources"][0])


def test_resource_show(ask, publish):
    [resource] = publish(resources=[LINK])["resources"]
    shown = ask("resource_show", id=resource["id"])
    assert (shown["url"], shown["package_id"]) == (LINK["url"], resource["package_id"])
    assert model.Resource.get(shown["id"])


def test_datastore_is_searched_and_paged(ask, publish, sysadmin):
    package = publish()
    rows = [{"commune": "Châteaudun", "montant": number} for number in range(5)]
    context = {"user": sysadmin, "ignore_auth": True}
    table = call_action("datastore_create", context, resource={"package_id": package["id"]}, records=rows)
    page = ask("datastore_search", resource_id=table["resource_id"], limit=2, offset=3, sort="montant")
    assert (page["total"], [row["montant"] for row in page["records"]]) == (5, [3, 4])
    found = ask("datastore_search", resource_id=table["resource_id"], filters='{"montant": 1}')
    assert [row["commune"] for row in found["records"]] == ["Châteaudun"]


def test_what_is_not_there_is_said_as_ckan_says_it(app, publish):
    hidden = publish(private=True)
    asked = {"nulle-part": 404, hidden["name"]: 403}
    for name, status in asked.items():
        answer = app.get("/api/3/action/package_show", query_string={"id": name})
        assert (answer.status_code, answer.json["success"]) == (status, False)
