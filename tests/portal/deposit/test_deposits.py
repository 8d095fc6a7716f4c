import ckan.plugins.toolkit as tk
import pytest
from ckan.lib import jobs
from ckan.tests import factories
from redis import ConnectionPool

from ckanext.deposit import checking, files
from ckanext.deposit import model as deposits
from tests.portal.deposit.conftest import FAULTY, SCHEMA, VALID, upload
from tests.portal.deposit.test_publication import silence


def everyone(town):
    """Who may, and who may not, act on a deposit of the town."""
    above = factories.Organization()
    animator, stranger, member = factories.User(), factories.User(), factories.User()
    tk.get_action("organization_member_create")(
        {"ignore_auth": True, "user": factories.Sysadmin()["name"]},
        {"id": above["id"], "username": animator["name"], "role": "editor"},
    )
    tk.get_action("organization_member_create")(
        {"ignore_auth": True, "user": factories.Sysadmin()["name"]},
        {"id": town.id, "username": member["name"], "role": "member"},
    )
    tk.get_action("organization_patch")(
        {"ignore_auth": True, "user": factories.Sysadmin()["name"]}, {"id": town.id, "parent": above["name"]}
    )
    other = factories.Organization(users=[{"name": stranger["name"], "capacity": "admin"}])
    assert other
    return {
        "secretary": (town.secretary, True),
        "animator above": (animator["name"], True),
        "operator": (factories.Sysadmin()["name"], True),
        "contributor": (member["name"], True),
        "stranger": (stranger["name"], False),
        "nobody": ("", False),
    }


ON_A_DEPOSIT = {
    "deposit_show": {},
    "deposit_errors": {},
    "deposit_check": {},
    "deposit_file": {"upload": None},
    "deposit_publish": {},
    "deposit_delete": {},
}


@pytest.mark.parametrize("action", ON_A_DEPOSIT)
def test_a_deposit_exists_only_for_those_who_act_for_its_body(town, begin, act, action):
    for role, (user, allowed) in everyone(town).items():
        deposit = begin(FAULTY)
        try:
            act(user, action, id=deposit["id"], **{key: upload(VALID) for key in ON_A_DEPOSIT[action]})
            found = True
        except tk.ObjectNotFound:
            found = False
        except tk.ValidationError:  # a file with errors is not published, but who may publish is told why
            found = True
        except tk.NotAuthorized:  # a contributor sees the deposit, and does not publish it
            found = (role, action) == ("contributor", "deposit_publish")
        assert found is allowed, role


def test_a_contributor_prepares_and_a_publisher_publishes(town, act):
    contributor = everyone(town)["contributor"][0]
    deposit = act(contributor, "deposit_create", organization=town.name, schema=SCHEMA)
    act(contributor, "deposit_file", id=deposit["id"], upload=upload(VALID))
    with pytest.raises(tk.NotAuthorized, match=r"préparez|prepare"):
        act(contributor, "deposit_publish", id=deposit["id"])
    assert act(town.secretary, "deposit_publish", id=deposit["id"])["state"] == "published"


@pytest.mark.parametrize("role", ["stranger", "nobody"])
def test_only_who_acts_for_a_body_begins_a_deposit_for_it(town, act, role):
    user, _allowed = everyone(town)[role]
    with pytest.raises(tk.NotAuthorized):
        act(user, "deposit_create", organization=town.name, schema=SCHEMA)


def test_the_list_holds_the_drafts_of_my_bodies_only(town, begin, act):
    deposit = begin(VALID)
    people = everyone(town)
    assert [each["id"] for each in act(town.secretary, "deposit_list")] == [deposit["id"]]
    assert [each["id"] for each in act(people["animator above"][0], "deposit_list")] == [deposit["id"]]
    assert deposit["id"] in [each["id"] for each in act(people["operator"][0], "deposit_list")]
    assert act(people["stranger"][0], "deposit_list") == []
    with pytest.raises(tk.NotAuthorized):
        act(people["stranger"][0], "deposit_list", organization=town.name)


def test_a_published_deposit_leaves_the_drafts(town, begin, act):
    deposit = begin(VALID)
    act(town.secretary, "deposit_publish", id=deposit["id"])
    assert act(town.secretary, "deposit_list") == []
    assert [each["id"] for each in act(town.secretary, "deposit_list", published=True)] == [deposit["id"]]


def test_a_draft_without_a_file_is_taken_up_again(town, begin):
    assert begin()["id"] == begin()["id"]


@pytest.mark.parametrize("schema", ["scdl/inconnu", "etalab/schema-amenagements-cyclables", ""])
def test_data_that_is_no_known_table_is_refused(town, act, schema):
    with pytest.raises(tk.ValidationError) as raised:
        act(town.secretary, "deposit_create", organization=town.name, schema=schema)
    assert list(raised.value.error_dict) == ["schema"]


@pytest.mark.parametrize("sent", [None, "", upload(content=b"", name="vide.csv"), upload(content=b"a", name=" ")])
def test_a_missing_or_empty_file_is_refused(town, begin, act, sent):
    deposit = begin()
    with pytest.raises(tk.ValidationError) as raised:
        act(town.secretary, "deposit_file", id=deposit["id"], upload=sent)
    assert list(raised.value.error_dict) == ["upload"]


def test_a_file_over_the_limit_is_refused(town, begin, act, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckan.max_resource_size", 1)
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_file", id=begin()["id"], upload=upload(content=b"a" * (1024**2 + 1)))


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n", b"\x00\x01\x02" * 50])
def test_a_file_that_is_no_table_gets_a_sentence(begin, content):
    deposit = begin(content=content, name="table.csv")
    assert deposit["state"] == "unreadable"
    assert len(deposit["report"]["message"]) > 20


def test_errors_are_grouped_by_cause_with_their_rows(begin):
    report = begin(FAULTY)["report"]
    assert report["left_count"] == sum(cause["count"] for cause in report["errors"])
    assert len({(cause["title"], cause["field"]) for cause in report["errors"]}) == len(report["errors"])
    assert all(each["message"] for cause in report["errors"] for each in cause["shown"])


def test_thousands_of_errors_are_counted_and_can_be_downloaded(town, begin, act):
    lines = VALID.read_text(encoding="utf-8").splitlines()
    bad = lines[1].replace("2025-01-27", "hier")
    deposit = begin(content="\n".join([lines[0], *(bad.replace("001", str(n)) for n in range(200))]).encode())
    dates = next(cause for cause in deposit["report"]["errors"] if cause["field"] == "DELIB_DATE")
    assert (dates["count"], len(dates["shown"])) == (200, 20)
    listed = act(town.secretary, "deposit_errors", id=deposit["id"])["csv"].splitlines()
    assert len(listed) == deposit["report"]["error_count"] + 1


def test_a_corrected_file_takes_the_place_of_the_first(town, begin, act):
    deposit = begin(FAULTY)
    first = deposits.get(deposit["id"]).file_key
    after = act(town.secretary, "deposit_file", id=deposit["id"], upload=upload(VALID))
    assert (after["state"], after["file"]["name"]) == ("valid", VALID.name)
    with pytest.raises(tk.ObjectNotFound):
        files.load(first)


def test_a_large_file_is_checked_by_a_job(clean_queues, town, begin, act, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.deposit.check_at_once_size", 10)
    deposit = begin(VALID)
    assert (deposit["state"], deposit["progress"]["step"], deposit["stale"]) == ("checking", "waiting", False)
    jobs.Worker().work(burst=True)
    assert act(town.secretary, "deposit_show", id=deposit["id"])["state"] == "valid"


def test_a_waiting_check_is_not_thought_dead(begin, clean_queues, ckan_config, monkeypatch, act, town):
    monkeypatch.setitem(ckan_config, "ckanext.deposit.check_at_once_size", 10)
    deposit = begin(VALID)
    silence(deposit["id"])
    assert not act(town.secretary, "deposit_show", id=deposit["id"])["stale"]


def test_a_check_whose_worker_was_killed_can_be_started_again(town, begin, act, clean_queues, monkeypatch, ckan_config):
    monkeypatch.setattr("ckanext.deposit.checking.start", lambda _deposit: None)
    deposit = begin(VALID)
    monkeypatch.undo()
    assert not act(town.secretary, "deposit_show", id=deposit["id"])["stale"]
    silence(deposit["id"])
    assert act(town.secretary, "deposit_show", id=deposit["id"])["stale"]
    assert act(town.secretary, "deposit_check", id=deposit["id"])["state"] == "valid"


def test_without_a_job_queue_a_large_file_is_kept_and_its_check_can_be_started_later(
    town, begin, act, monkeypatch, ckan_config
):
    monkeypatch.setitem(ckan_config, "ckanext.deposit.check_at_once_size", 10)
    with monkeypatch.context() as outage:
        # Nothing listens there.
        outage.setattr("ckan.lib.redis._connection_pool", ConnectionPool(host="127.0.0.1", port=1))
        deposit = begin(VALID)
        silence(deposit["id"])
        assert act(town.secretary, "deposit_show", id=deposit["id"])["stale"]
    act(town.secretary, "deposit_check", id=deposit["id"])
    jobs.Worker().work(burst=True)
    assert act(town.secretary, "deposit_show", id=deposit["id"])["state"] == "valid"


def test_a_late_check_of_a_replaced_file_says_nothing(town, begin, act):
    deposit = begin(FAULTY)
    late = deposits.get(deposit["id"]).file_key
    act(town.secretary, "deposit_file", id=deposit["id"], upload=upload(VALID))
    checking.run(deposit["id"], late)
    assert act(town.secretary, "deposit_show", id=deposit["id"])["state"] == "valid"


def test_a_deleted_draft_leaves_nothing(town, begin, act):
    deposit = begin(FAULTY)
    key = deposits.get(deposit["id"]).file_key
    act(town.secretary, "deposit_delete", id=deposit["id"])
    assert deposits.get(deposit["id"]) is None
    with pytest.raises(tk.ObjectNotFound):
        files.load_beside(key, files.ERRORS)


def test_what_is_published_is_no_draft_to_delete(town, begin, act):
    deposit = begin(VALID)
    act(town.secretary, "deposit_publish", id=deposit["id"])
    with pytest.raises(tk.ValidationError):
        act(town.secretary, "deposit_delete", id=deposit["id"])


@pytest.mark.parametrize(
    ("text", "found"), [("", 1), ("châteaudun", 1), ("CHATEAU", 1), ("28200", 1), ("28088", 1), ("nogent", 0)]
)
def test_a_body_is_found_by_name_and_codes(town, act, text, found):
    assert act(town.secretary, "deposit_organization_search", q=text)["count"] == found


def test_the_animator_finds_every_body_below(town, act):
    people = everyone(town)
    names = {each["name"] for each in act(people["animator above"][0], "deposit_organization_search")["results"]}
    assert town.name in names
    assert act(people["stranger"][0], "deposit_organization_search", q="châteaudun")["count"] == 0
    assert act(people["contributor"][0], "deposit_organization_search")["count"] == 1


@pytest.mark.parametrize("siret", ["21280088200012", "21280088200020"])
def test_a_head_office_that_moved_blocks_no_deposit(town, begin, act, siret):
    """The file has the SIRET of before or of after (betagouv/api-subventions-asso#4046): the SIREN is the same."""
    patch = {"id": town.id, "siret": "21280088200020"}
    tk.get_action("organization_patch")({"ignore_auth": True, "user": factories.Sysadmin()["name"]}, patch)
    content = VALID.read_bytes().replace(b"21280088200012", siret.encode())
    deposit = begin(content=content, name="deliberations.csv")
    assert deposit["state"] == "valid"
    assert act(town.secretary, "deposit_publish", id=deposit["id"])["state"] == "published"
