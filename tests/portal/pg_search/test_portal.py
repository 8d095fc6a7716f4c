import multiprocessing
import threading

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan
from ckan.common import config
from ckan.lib.search import make_connection
from ckan.plugins.toolkit import get_action
from ckan.tests import factories, helpers

from ckanext.pg_search.table import DOCUMENT

pytestmark = pytest.mark.usefixtures("portal")


def dataset_of(**fields):
    return factories.Dataset(license_id="lov2", owner_org=factories.Organization()["id"], **fields)


def test_a_portal_needs_no_solr_address():
    assert config["solr_url"] == "postgresql"


def test_private_datasets_are_found_by_their_organisation_only():
    member, stranger = factories.User(), factories.User()
    owner = factories.Organization(users=[{"name": member["name"], "capacity": "editor"}])
    dataset = factories.Dataset(license_id="lov2", private=True, owner_org=owner["id"])
    found = {
        user["name"]: helpers.call_action(
            "package_search", {"user": user["name"], "ignore_auth": False}, include_private=True
        )["count"]
        for user in (member, stranger)
    }
    assert found == {member["name"]: 1, stranger["name"]: 0}
    assert dataset["private"]


def test_autocompletion_finds_the_middle_of_titles_without_accents():
    dataset = dataset_of(title="Menus de la cantine à l’école")
    dataset_of(title="Autre chose")
    for typed in ("ecol", "CANTI", "ntine à"):
        assert [found["name"] for found in helpers.call_action("package_autocomplete", q=typed)] == [dataset["name"]]
    assert helpers.call_action("package_autocomplete", q=dataset["name"][9:16])[0]["name"] == dataset["name"]


def test_the_search_page_answers_in_every_order_and_facets_are_counted(app):
    dataset_of(title="Délibérations de Dreux", tags=[{"name": "vie municipale"}])
    for sort in (
        "score desc, metadata_modified desc",
        "title_string asc",
        "title_string desc",
        "metadata_modified desc",
    ):
        page = app.get("/dataset/", query_string={"q": "deliberation", "sort": sort}, status=200).body
        assert "Délibérations de Dreux" in page
    found = helpers.call_action("package_search", q="deliberation", **{"facet.field": ["tags"], "rows": 0})
    assert found["facets"]["tags"] == {"vie municipale": 1}


def test_rebuild_check_show_and_clear(cli):
    dataset = dataset_of(title="Délibérations")
    assert cli.invoke(ckan, ["search-index", "clear"]).exit_code == 0
    assert "1 out of 1" in cli.invoke(ckan, ["search-index", "check"]).output
    assert cli.invoke(ckan, ["search-index", "rebuild"]).exit_code == 0
    assert "0 out of 1" in cli.invoke(ckan, ["search-index", "check"]).output
    assert "Délibérations" in cli.invoke(ckan, ["search-index", "show", dataset["name"]]).output


def test_a_table_that_was_dropped_is_made_again(connection):
    with connection.engine.begin() as sql:
        sql.execute(sa.text("DROP TABLE pg_search_document, pg_search_facet, pg_search_scope"))
    assert connection.search(q="*:*").hits == 0


def _index(worker):
    connection = make_connection()
    for number in range(15):
        shared = {"index_id": "shared", "name": "shared", "tags": [f"t{number}", "all"]}
        own = {"index_id": f"{worker}-{number}", "name": f"w{worker}-{number}", "tags": ["all", f"w{worker}"]}
        connection.add([shared, own] if worker % 2 else [own, shared])
        connection.search(q="tags:all", **{"facet.field": ["tags"]})


def test_several_processes_index_and_search_at_once(connection):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.map_async(_index, range(4)).get(timeout=60)
    found = connection.search(q="tags:all", rows=0, **{"facet.field": ["tags"], "facet.mincount": 1})
    counts = dict(
        zip(found.facets["facet_fields"]["tags"][::2], found.facets["facet_fields"]["tags"][1::2], strict=True)
    )
    assert (found.hits, counts["all"], counts["w3"]) == (61, 61, 15)


def test_an_open_transaction_of_ckan_holds_up_neither_indexing_nor_searching(connection):
    model.Session.execute(sa.text("SELECT 1 FROM package"))
    done = threading.Thread(target=_index, args=(9,), daemon=True)
    done.start()
    done.join(timeout=30)
    assert not done.is_alive()
    model.Session.rollback()


def test_wide_columns_stay_out_of_the_rows_that_searches_read(connection):
    with connection.engine.connect() as sql:
        options = sql.execute(
            sa.text("SELECT reloptions FROM pg_class WHERE oid = 'pg_search_document'::regclass")
        ).scalar_one()
        columns = set(
            sql.execute(
                sa.text("SELECT column_name FROM information_schema.columns WHERE table_name = 'pg_search_document'")
            ).scalars()
        )
    assert options == ["toast_tuple_target=128"]
    assert columns == set(DOCUMENT.columns.keys())


def test_a_broken_request_does_not_reach_the_searches_transaction(connection):
    dataset_of(title="Eau")
    with pytest.raises(sa.exc.ProgrammingError):
        model.Session.execute(sa.text("SELECT nothing FROM nowhere"))
    assert get_action("package_search")({"ignore_auth": True, "session": model.Session}, {"q": "zzz"})["count"] == 0
    model.Session.rollback()
