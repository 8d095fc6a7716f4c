import pytest
from ckan.tests import factories, helpers

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


@pytest.fixture(scope="module")
def opened():
    return []


@pytest.fixture
def territory(with_plugins, reset_db, opener, opened):
    """Châteaudun, Saint-Denis-Lanneray, Brou, Arcisses, L’Aigle and Œting, opened once: the tests only read them."""
    if not opened:
        reset_db()
        opened += opener("28088", "28334", "28061", "28236", "61214", "57521")


def names(**data):
    return [row["name"] for row in helpers.call_action("territories_search", **data)]


@pytest.mark.parametrize(
    "q", ["Châteaudun", "chateaudun", "CHATEAU", "mairie de Châteaudun", "28088", "28200", "2820", "212 800 882"]
)
def test_a_commune_is_found_by_what_people_type(territory, q):
    assert "chateaudun-28088" in names(q=q, type="commune")


@pytest.mark.parametrize(
    ("q", "name"),
    [("st denis", "saint-denis-lanneray-28334"), ("l'aigle", "l-aigle-61214"), ("L’AIGLE", "l-aigle-61214"),
     ("oeting", "oeting-57521"), ("Œting", "oeting-57521"), ("lanneray", "saint-denis-lanneray-28334")],
)  # fmt: skip
def test_spelling_does_not_matter(territory, q, name):
    assert names(q=q, type="commune") == [name]


def test_the_exact_name_comes_first_whatever_its_kind(territory):
    assert names(q="chateaudun")[0] == "chateaudun-28088"
    assert "communaute-de-communes-du-grand-chateaudun-200069961" in names(q="chateaudun")


def test_the_beginning_of_a_word_only_counts(territory):
    assert names(q="dun") == []


@pytest.mark.parametrize("q", ["%", "_", "' OR 1=1 --", "(", "\\", "zzz", "99999"])
def test_what_means_nothing_finds_nothing_and_breaks_nothing(territory, q):
    assert isinstance(names(q=q), list)
    assert names(q="zzz") == []


def test_a_result_carries_what_a_list_of_choices_needs(territory):
    found = helpers.call_action("territories_search", q="chateaudun", type="commune")[0]
    assert found["label"] == "Commune de Châteaudun"
    assert found["postal_codes"] == ["28200"]
    assert found["population"] == 12830
    assert found["parent"]["title"] == "Communauté de communes du Grand Châteaudun"


def test_the_former_code_finds_the_present_commune(territory):
    assert names(q="28063") == ["arcisses-28236"]


def test_a_merged_commune_gives_way_to_the_present_one(territory):
    factories.Organization(name="brunelles", title="Brunelles", territory_type="commune", insee_code="28063")
    assert names(q="brunelles", type="commune") == ["arcisses-28236"]


def test_several_kinds_may_be_asked_for(territory):
    assert names(q="eure", type="departement,region") == ["departement-eure-et-loir"]


def test_the_limit_counts(territory):
    assert len(names(q="", limit=3)) == 3


def test_only_where_the_user_may_publish(territory, member):
    user = member("communaute-de-communes-du-grand-chateaudun-200069961", "editor")
    found = helpers.call_action("territories_search", {"user": user}, q="", type="commune", permission="create_dataset")
    assert [row["name"] for row in found] == ["brou-28061", "chateaudun-28088", "saint-denis-lanneray-28334"]
    assert helpers.call_action("territories_search", {"user": ""}, q="", permission="create_dataset") == []


def test_anybody_may_search_by_address(territory, app):
    answer = app.get("/api/3/action/territories_search?q=brou&limit=1")
    assert answer.json["result"][0]["name"] == "brou-28061"


@pytest.mark.parametrize("limit", ["beaucoup", "-1"])
def test_a_wrong_limit_is_an_error_in_words(app, limit):
    assert app.get(f"/api/3/action/territories_search?q=a&limit={limit}").status_code == 409
