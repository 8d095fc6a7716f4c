import pytest
from ckan.tests import factories, helpers

SOURCE = {"url": "https://moisson.example/catalogue.json", "title": "Catalogue voisin", "source_type": "ckan"}


@pytest.fixture
def harvesting(clean_db, migrate_db_for, connection, with_plugins, with_request_context):
    """A portal with ckanext-harvest, and one harvest source."""
    migrate_db_for("harvest")
    return helpers.call_action(
        "harvest_source_create", {"user": factories.Sysadmin()["name"]}, name="voisin", active=True, **SOURCE
    )


@pytest.mark.ckan_config("ckan.plugins", "harvest ckan_harvester pg_search")
@pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True)
class TestHarvest:
    def test_sources_are_searched_apart_from_datasets(self, harvesting):
        factories.Dataset(name="recolte")
        sources = helpers.call_action("package_search", fq="+dataset_type:harvest", rows=1000)
        others = helpers.call_action("package_search", fq="-dataset_type:harvest")
        assert [found["name"] for found in sources["results"]] == ["voisin"]
        assert [found["name"] for found in others["results"]] == ["recolte"]

    def test_the_source_page_lists_sources(self, app, harvesting):
        page = app.get("/harvest", status=200).body
        assert "Catalogue voisin" in page

    def test_what_a_source_brought_is_counted_and_cleared(self, harvesting):
        extras = [{"key": "harvest_source_id", "value": harvesting["id"]}, {"key": "guid", "value": "fr:a/b:1"}]
        factories.Dataset(name="recolte", extras=extras)
        fq = f'+harvest_source_id:"{harvesting["id"]}"'
        assert helpers.call_action("package_search", fq=fq)["count"] == 1
        assert helpers.call_action("package_search", q='guid:"fr:a/b:1"')["count"] == 1
        helpers.call_action("harvest_source_index_clear", {"user": factories.Sysadmin()["name"]}, id=harvesting["id"])
        assert helpers.call_action("package_search", fq=fq)["count"] == 0
        assert helpers.call_action("package_search", fq="+dataset_type:harvest")["count"] == 1


@pytest.mark.ckan_config("ckan.plugins", "dcat pg_search")
@pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True)
@pytest.mark.usefixtures("portal")
class TestDcat:
    @pytest.mark.parametrize(
        ("since", "named"), [("2020-01-01", True), ("2020-01-01T10:00:00", True), ("2999-01-01", False)]
    )
    def test_the_feed_is_limited_by_date(self, app, since, named):
        factories.Dataset(title="Délibérations")
        feed = app.get("/catalog.ttl", query_string={"modified_since": since}, status=200).body
        assert ("Délibérations" in feed) is named

    def test_the_feed_takes_a_query(self, app):
        factories.Dataset(title="Délibérations")
        factories.Dataset(title="Budget")
        feed = app.get("/catalog.ttl", query_string={"q": "deliberation"}, status=200).body
        assert "Délibérations" in feed
        assert "Budget" not in feed
