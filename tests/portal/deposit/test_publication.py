import threading

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories, helpers

from ckanext.deposit import files
from ckanext.deposit import model as deposits
from tests.portal.deposit.conftest import FAULTY, VALID, package, rows, upload

SCHEMA_URL = "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.5/schema.json"


def packages(town):
    return model.Session.query(model.Package).filter_by(state="active", owner_org=town.id).count()


def resources(town):
    return model.Session.query(model.Resource).join(model.Package).filter_by(owner_org=town.id).count()


def test_a_right_file_becomes_a_dataset_with_all_its_fields(town, begin, act):
    deposit = begin(VALID)
    assert deposit["state"] == "valid"
    done = act(town.secretary, "deposit_publish", id=deposit["id"])
    dataset = package(done["package_id"])
    resource = dataset["resources"][0]
    assert done["state"] == "published"
    assert (dataset["name"], dataset["title"]) == (f"deliberations-{town.name}", "Délibérations de Châteaudun")
    assert (dataset["license_id"], dataset["spatial_zone"]) == ("lov2", "fr:commune:28088")
    assert dataset["contact_email"] == "mairie@chateaudun.example"
    assert dataset["frequency"].endswith("/QUARTERLY")
    assert "Châteaudun" in {tag["name"] for tag in dataset["tags"]}
    assert (resource["schema"], resource["validation_status"]) == (SCHEMA_URL, "success")
    assert (resource["format"], resource["mimetype"]) == ("CSV", "text/csv")
    assert (resource["hash_algorithm"], resource["size"]) == ("sha256", VALID.stat().st_size)
    assert resource["hash"] == deposit["file"]["hash"]


def test_the_period_is_that_of_the_dates_of_the_table(town, begin, act):
    done = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    dataset = package(done["package_id"])
    dates = sorted(row["DELIB_DATE"][:10] for row in rows(done["resource_id"])[0])
    assert (dataset["temporal_start"], dataset["temporal_end"]) == (dates[0], dates[-1])


def test_rows_are_loaded_with_the_types_of_the_schema(town, begin, act):
    done = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    records, types = rows(done["resource_id"])
    assert done["table_state"] == "loaded"
    assert len(records) == begin(VALID)["report"]["table"]["rows"]
    assert (types["DELIB_DATE"], types["COLL_SIRET"]) == ("date", "text")


def test_a_column_with_a_cell_that_does_not_fit_is_text(town, begin, act, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.deposit.publish_invalid", True)
    deposit = act(town.secretary, "deposit_repair", id=begin(FAULTY)["id"], refuse=["date:4"])
    done = act(town.secretary, "deposit_publish", id=deposit["id"], despite_errors=True)
    records, types = rows(done["resource_id"])
    assert types["DELIB_DATE"] == "text"
    assert package(done["package_id"])["resources"][0]["validation_status"] == "failure"
    assert len(records) == done["report"]["table"]["rows"]


def test_a_file_with_errors_stays_a_draft(town, begin, act):
    deposit = begin(FAULTY)
    assert deposit["state"] == "invalid"
    assert not deposit["can_publish"]
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_publish", id=deposit["id"], despite_errors=True)
    assert packages(town) == 0


def test_nothing_is_public_before_publication(town, begin):
    begin(VALID)
    assert (packages(town), resources(town)) == (0, 0)


def test_publishing_twice_makes_one_dataset(town, begin, act):
    deposit = begin(VALID)
    first = act(town.secretary, "deposit_publish", id=deposit["id"])
    again = act(town.secretary, "deposit_publish", id=deposit["id"])
    assert (first["resource_id"], packages(town)) == (again["resource_id"], 1)


def test_two_clicks_at_once_publish_once(town, begin, act, app):
    deposit = begin(VALID)
    failures = []

    def click():
        with app.flask_app.test_request_context():
            try:
                act(town.secretary, "deposit_publish", id=deposit["id"])
            except tk.ValidationError as err:
                failures.append(err)
            finally:
                model.Session.remove()

    clicks = [threading.Thread(target=click) for _ in range(3)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    model.Session.remove()
    assert (failures, packages(town)) == ([], 1)
    assert resources(town) == 1


def test_a_new_file_keeps_the_dataset_the_resource_and_the_address(town, begin, act):
    first = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    url = package(first["package_id"])["resources"][0]["url"]
    lines = VALID.read_text(encoding="utf-8").splitlines(keepends=True)
    second = begin(content="".join(lines[:3]).encode(), name="autre nom.csv")
    done = act(town.secretary, "deposit_publish", id=second["id"], target=first["resource_id"])
    dataset = package(first["package_id"])
    assert (done["package_id"], done["resource_id"]) == (first["package_id"], first["resource_id"])
    assert [resource["url"] for resource in dataset["resources"]] == [url]
    assert dataset["resources"][0]["hash"] == second["file"]["hash"] != first["file"]["hash"]
    assert len(rows(first["resource_id"])[0]) == 2


def test_a_replaced_dataset_keeps_what_was_written_about_it(town, begin, act):
    first = act(town.secretary, "deposit_publish", id=begin(VALID)["id"], title="Nos délibérations")
    second = begin(VALID)
    assert second["fields"]["title"] == "Nos délibérations"
    act(town.secretary, "deposit_publish", id=second["id"], target=first["resource_id"])
    assert package(first["package_id"])["title"] == "Nos délibérations"


def test_a_file_beside_joins_the_same_dataset(town, begin, act):
    first = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    second = act(town.secretary, "deposit_publish", id=begin(VALID)["id"], target="beside")
    dataset = package(first["package_id"])
    assert second["package_id"] == first["package_id"]
    assert [resource["id"] for resource in dataset["resources"]] == [first["resource_id"], second["resource_id"]]


def test_a_second_file_without_a_choice_is_asked_about(town, begin, act):
    act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    second = begin(VALID)
    with pytest.raises(tk.ValidationError) as raised:
        act(town.secretary, "deposit_publish", id=second["id"])
    assert list(raised.value.error_dict) == ["target"]
    assert act(town.secretary, "deposit_show", id=second["id"])["state"] == "valid"


def test_only_a_file_of_the_same_body_can_be_replaced(town, begin, act):
    other = factories.Organization()
    dataset = factories.Dataset(owner_org=other["id"], license_id="lov2")
    foreign = factories.Resource(package_id=dataset["id"], schema=SCHEMA_URL)
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_publish", id=begin(VALID)["id"], target=foreign["id"])
    assert helpers.call_action("resource_show", id=foreign["id"])["hash"] == foreign["hash"]


def test_a_refused_field_leaves_a_draft_with_what_was_typed(town, begin, act):
    deposit = begin(VALID)
    with pytest.raises(tk.ValidationError) as raised:
        act(town.secretary, "deposit_publish", id=deposit["id"], title="", notes="Nos votes")
    after = act(town.secretary, "deposit_show", id=deposit["id"])
    assert "title" in raised.value.error_dict
    assert (after["state"], after["fields"]["notes"], packages(town)) == ("valid", "Nos votes", 0)


def test_an_interrupted_publication_is_resumed_without_a_double(town, begin, act, monkeypatch):
    deposit = begin(VALID)

    def killed(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("ckanext.deposit.publishing._describe", killed)
        with pytest.raises(KeyboardInterrupt):
            act(town.secretary, "deposit_publish", id=deposit["id"])
    assert act(town.secretary, "deposit_publish", id=deposit["id"])["state"] == "publishing"
    silence(deposit["id"])
    assert act(town.secretary, "deposit_publish", id=deposit["id"])["state"] == "published"
    assert (packages(town), resources(town)) == (1, 1)


def test_a_file_whose_rows_cannot_be_loaded_is_published_all_the_same(town, begin, act, monkeypatch):
    def refused(*_args, **_kwargs):
        raise tk.ValidationError({"fields": ["refused"]})

    monkeypatch.setattr("ckanext.deposit.table.load", refused)
    done = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    assert (done["state"], done["table_state"]) == ("published", "failed")
    assert package(done["package_id"])["resources"]


def test_the_private_copy_is_forgotten_once_the_rows_are_loaded(town, begin, act):
    deposit = begin(VALID)
    key = deposits.get(deposit["id"]).file_key
    assert files.load(key) == VALID.read_bytes()
    act(town.secretary, "deposit_publish", id=deposit["id"])
    with pytest.raises(tk.ObjectNotFound):
        files.load(key)


def test_a_published_deposit_takes_no_other_file(town, begin, act):
    deposit = begin(VALID)
    act(town.secretary, "deposit_publish", id=deposit["id"])
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_file", id=deposit["id"], upload=upload(VALID))


def silence(deposit_id):
    """Let ten minutes pass without a sign of life."""
    old = deposits.now() - deposits.timedelta(minutes=10)
    model.Session.query(deposits.Deposit).filter_by(id=deposit_id).update({"modified": old})
    model.Session.commit()


def test_readers_of_the_rows_never_find_fewer_while_they_are_replaced(town, begin, act, app):
    first = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    whole = len(rows(first["resource_id"])[0])
    counts, over = [], threading.Event()

    def read():
        with app.flask_app.test_request_context():
            while not over.is_set():
                counts.append(len(rows(first["resource_id"])[0]))
                model.Session.remove()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        done = act(town.secretary, "deposit_publish", id=begin(VALID)["id"], target=first["resource_id"])
    finally:
        over.set()
        reader.join()
    assert done["table_state"] == "loaded"
    assert set(counts) == {whole}


def test_rows_that_are_refused_leave_those_before(town, begin, act, monkeypatch):
    first = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    before = rows(first["resource_id"])[0]

    def broken(_columns, _rows):
        yield {"COLL_NOM": "une ligne"}
        yield {"colonne inconnue": "une autre"}

    with monkeypatch.context() as patch:
        patch.setattr("ckanext.deposit.columns.records", broken)
        second = act(town.secretary, "deposit_publish", id=begin(VALID)["id"], target=first["resource_id"])
    assert second["table_state"] == "failed"
    assert rows(first["resource_id"])[0] == before


def test_the_aliases_of_a_table_stay_with_its_new_rows(town, begin, act):
    first = act(town.secretary, "deposit_publish", id=begin(VALID)["id"])
    alias = f"alias_{first['resource_id'][:8]}"
    helpers.call_action("datastore_create", resource_id=first["resource_id"], aliases=alias, force=True)
    lines = VALID.read_text(encoding="utf-8").splitlines(keepends=True)
    second = begin(content="".join(lines[:3]).encode())
    act(town.secretary, "deposit_publish", id=second["id"], target=first["resource_id"])
    assert len(rows(alias)[0]) == 2
