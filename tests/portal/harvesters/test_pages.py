import json
import re

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.common import g
from ckan.tests import factories, helpers
from ckanext.harvest.model import HarvestJob
from ckanext.socle.harvesters.datagouv import mail, sources_shown

from tests.portal.harvesters.conftest import taken

AGGLO = {"territory_type": "epci", "siren": "200040277"}


@pytest.fixture
def agglo(town, sysadmin):
    """An EPCI above the town, with an editor who has no right elsewhere."""
    editor = factories.UserWithToken(email="animatrice@agglo.exemple")
    group = factories.Organization(
        user={"name": sysadmin}, name="agglo", users=[{"name": editor["name"], "capacity": "editor"}], **AGGLO
    )
    helpers.call_action("organization_patch", {"user": sysadmin}, id=town["id"], parent="agglo")
    return group | {"editor": editor}


@pytest.fixture
def visit(app):
    """Return a function that asks for a page as somebody, told by an API token, and gives the answer."""

    def ask(path, user=None, status=200, data=None):
        # The test's own request context keeps who is logged in.
        g.pop("_login_user", None)
        headers = {"Authorization": user["token"]} if user else {}
        answer = app.post(path, data=data, headers=headers) if data else app.get(path, headers=headers)
        g.pop("_login_user", None)
        assert answer.status_code == status, path
        return answer

    return ask


def form(**changes):
    return {
        "title": "Moisson de Dreux",
        "name": "moisson-de-dreux",
        "url": "",
        "source_type": "datagouv",
        "frequency": "MANUAL",
        "datagouv_form": "1",
        **changes,
    }


def test_a_source_is_made_by_the_form(visit, catalogue, agglo):
    data = form(
        owner_org=agglo["id"],
        url=catalogue.url,
        datagouv_organizations="212801344\n\n64a1000000000000000000e2",
        datagouv_zones="28134, fr:epci:200040277",
        datagouv_zones_below="1",
        datagouv_files="mirror",
        datagouv_max_file_size="12",
        datagouv_owner="fixed",
        datagouv_owner_name="dreux",
        datagouv_exclude_tags="Voirie",
    )
    visit("/harvest/new", agglo["editor"], data=data)
    source = helpers.call_action("harvest_source_show", id="moisson-de-dreux")
    assert json.loads(source["config"]) == {
        "organizations": ["212801344", "64a1000000000000000000e2"],
        "zones": ["fr:commune:28134", "fr:epci:200040277"],
        "zones_below": True,
        "files": "mirror",
        "max_file_size": 12,
        "owner": "dreux",
        "exclude": {"tags": ["voirie"]},
    }
    page = visit("/harvest/edit/moisson-de-dreux", agglo["editor"], 200).body
    assert re.search(r'value="fixed"[^>]* checked', page)
    assert "fr:epci:200040277</textarea>" in page


def test_each_wrong_field_says_what_is_wrong(visit, agglo):
    data = form(owner_org=agglo["id"], datagouv_zones="99999", datagouv_max_file_size="gros", datagouv_owner="siren")
    page = visit("/harvest/new", agglo["editor"], data=data).body
    assert 'id="field-datagouv_zones-error"' in page
    assert 'id="field-datagouv_max_file_size-error"' in page
    assert ">99999</textarea>" in page


def test_json_is_accepted_and_every_error_named(agglo):
    context = {"user": agglo["editor"]["name"]}
    data = {
        "name": "source-json",
        "title": "x",
        "source_type": "datagouv",
        "owner_org": agglo["id"],
        "url": "https://x.fr",
    }
    with pytest.raises(tk.ValidationError) as caught:
        tk.get_action("harvest_source_create")(dict(context), data | {"config": '{"zones": ["x"], "fichiers": 1}'})
    assert len(caught.value.error_dict["config"]) == 2
    tk.get_action("harvest_source_create")(dict(context), data | {"config": '{"tags": ["budget"]}'})


def test_a_source_names_only_organisations_of_its_own(agglo, town, sysadmin):
    other = factories.Organization(user={"name": sysadmin}, name="chartres")
    data = {
        "name": "source-droits",
        "title": "x",
        "source_type": "datagouv",
        "url": "https://x.fr",
        "owner_org": agglo["id"],
    }
    context = {"user": agglo["editor"]["name"]}
    create = tk.get_action("harvest_source_create")
    with pytest.raises(tk.ValidationError):
        create(dict(context), data | {"config": json.dumps({"owner": other["name"]})})
    with pytest.raises(tk.ValidationError):
        create(dict(context), data | {"config": json.dumps({"owner": "personne"})})
    create(dict(context), data | {"config": json.dumps({"owner": "dreux"})})
    with pytest.raises(tk.NotAuthorized):
        create({"user": factories.User()["name"]}, data | {"name": "autre"})


def test_a_source_fills_only_what_those_who_manage_it_may(catalogue, agglo, town, run, new_source, sysadmin):
    factories.Organization(user={"name": sysadmin}, name="sde28", siren="252800016", territory_type="syndicat")
    mine, theirs = catalogue.add(), catalogue.add_harvested()
    source = new_source(user=agglo["editor"]["name"], owner_org=agglo["id"], owner="siren")
    run(source)
    assert taken(mine)["owner_org"] == town["id"]
    assert taken(theirs) is None
    # The operator's source may.
    run(new_source(owner="siren", q="bornes"))
    assert taken(theirs)


def test_the_preview_says_what_would_happen(visit, catalogue, agglo, new_source, run):
    for number in range(25):
        catalogue.add(number)
    catalogue.datasets[0]["harvest"] = {"domain": "test.ckan.net"}
    catalogue.datasets[1]["tags"] = ["voirie"]
    source = new_source(
        user=agglo["editor"]["name"], owner_org=agglo["id"], owner="siren", exclude={"tags": ["voirie"]}
    )
    before = model.Session.query(model.Package).count()
    shown = helpers.call_action(
        "datagouv_source_preview", {"user": agglo["editor"]["name"], "ignore_auth": False}, id=source["id"]
    )
    decisions = [each["decision"] for each in shown["datasets"]]
    assert decisions == ["refuse", "refuse"] + ["create"] * 18
    assert shown["total"] == 25
    assert shown["datasets"][2]["organization"] == {"name": "dreux", "title": "Dreux"}
    assert model.Session.query(model.Package).count() == before
    page = visit(f"/harvest/{source['name']}/apercu", agglo["editor"], 200).body
    assert page.count("<tr>") == 21
    assert f"/harvest/{source['name']}/apercu" in visit(f"/harvest/admin/{source['name']}", agglo["editor"], 200).body
    run(source)
    shown = helpers.call_action("datagouv_source_preview", id=source["id"])
    assert [each["decision"] for each in shown["datasets"]][2:] == ["unchanged"] * 18


def test_a_preview_of_what_is_not_saved(catalogue, agglo):
    catalogue.add()
    context = {"user": agglo["editor"]["name"], "ignore_auth": False}
    shown = helpers.call_action("datagouv_source_preview", context, owner_org="agglo", url=catalogue.url, config="{}")
    assert [each["decision"] for each in shown["datasets"]] == ["create"]


def test_a_preview_tells_what_fails(visit, catalogue, agglo, new_source):
    source = new_source(user=agglo["editor"]["name"], owner_org=agglo["id"])
    catalogue.faults["/api/1/datasets/"] = ["html"] * 10
    page = visit(f"/harvest/{source['name']}/apercu", agglo["editor"], 200).body
    assert "s-notice--error" in page


def test_strangers_see_neither_preview_nor_report(visit, catalogue, new_source, run):
    source = new_source()
    job = run(source)
    stranger = factories.UserWithToken()
    visit(f"/harvest/{source['name']}/apercu", stranger, 404)
    visit(f"/harvest/{source['name']}/job/{job['id']}/erreurs.csv", stranger, 404)
    visit("/harvest/inconnue/apercu", None, 404)


def test_the_report_is_a_table_to_act_on(visit, catalogue, agglo, new_source, run):
    catalogue.add(1, title="=1+1", harvest={"domain": "test.ckan.net"})
    bad = catalogue.add(2, nouveau=True)
    bad["resources"][0]["schema"] = {"url": "ftp://x/y", "name": "x"}
    source = new_source(user=agglo["editor"]["name"], owner_org=agglo["id"])
    job = run(source)
    answer = visit(f"/harvest/{source['name']}/job/{job['id']}/erreurs.csv", agglo["editor"], 200)
    text = answer.get_data().decode("utf-8-sig")
    assert text.count("\r\n") >= 3
    assert "'=1+1" in text
    assert "https://www.data.gouv.fr/datasets/jeu-2" in text
    page = visit(f"/harvest/{source['name']}/job/{job['id']}", agglo["editor"], 200).body
    assert "erreurs.csv" in page


def test_those_who_manage_a_source_hear_of_errors_once(catalogue, agglo, new_source, mail_server, ckan_config, run):
    ckan_config["smtp.mail_from"] = "portail@exemple.fr"
    bad = catalogue.add()
    catalogue.faults[f"/api/1/datasets/{bad['id']}"] = [500] * 9
    source = new_source(user=agglo["editor"]["name"], owner_org=agglo["id"])
    run(source)
    assert mail.write_due() == 1
    assert mail.write_due() == 0
    (message,) = mail_server.get_smtp_messages()
    assert "animatrice@agglo.exemple" in message[2]


def test_the_pages_of_ckanext_harvest_open(visit, catalogue, agglo, new_source, run):
    catalogue.add()
    source = new_source(user=agglo["editor"]["name"], owner_org=agglo["id"], tags=["subventions"])
    run(source)
    for path in ("", "/new", "/{}", "/admin/{}", "/about/{}", "/edit/{}", "/{}/job", "/{}/job/last"):
        visit("/harvest" + path.format(source["name"]), agglo["editor"])
    # After a run too, the form holds the settings: saving it loses none.
    assert "subventions</textarea>" in visit(f"/harvest/edit/{source['name']}", agglo["editor"]).body
    assert helpers.call_action("harvest_source_show", id=source["id"])["source_type"] == "datagouv"


ACTING = ("refresh/{name}", "clear/{name}", "delete/{name}", "{name}/job/{job}/abort")


@pytest.fixture
def filled(catalogue, agglo, new_source, run):
    """A source of the EPCI that has brought one dataset, with its last run."""
    catalogue.add()
    source = new_source(user=agglo["editor"]["name"], owner_org=agglo["id"])
    return source | {"job": run(source)["id"]}


def brought():
    return model.Session.query(model.Package).filter_by(type="dataset", state="active").count()


@pytest.mark.parametrize("address", ACTING)
def test_a_visit_of_an_address_does_nothing(visit, agglo, filled, address):
    address = f"/harvest/{address.format(name=filled['name'], job=filled['job'])}"
    page = visit(address, agglo["editor"]).body
    assert f"/harvest/{filled['name']}/run" in page
    source = helpers.call_action("harvest_source_show", id=filled["id"])
    assert (brought(), source["state"], source["status"]["job_count"]) == (1, "active", 1)


def test_the_buttons_of_a_source(visit, agglo, filled):
    def press(what):
        return visit(f"/harvest/{filled['name']}/{what}", agglo["editor"], data={"x": "1"}).body

    def last():
        return helpers.call_action("harvest_source_show", id=filled["id"])["status"]["last_job"]

    assert "dans la minute" in press("run")
    assert last()["status"] == "Running"
    assert "déjà en cours" in press("run")
    assert "est arrêté" in press("stop")
    page = f"/harvest/{filled['name']}/job"
    assert ("arrêté" in visit(page, agglo["editor"]).body, last()["status"]) == (True, "Finished")
    assert "avant sa fin" in visit(f"{page}/last", agglo["editor"]).body
    assert "arrêté" not in visit(f"{page}/{filled['job']}", agglo["editor"]).body
    assert "Aucun passage" in press("stop")
    assert "est vidée" in press("clear")
    assert (brought(), last()) == (0, None)
    assert "est supprimée" in press("delete")
    assert helpers.call_action("harvest_source_show", id=filled["id"])["state"] == "deleted"
    assert "a été supprimée" in press("run")


def test_a_page_of_runs_holds_the_newest(visit, agglo, filled):
    for _ in range(sources_shown.PAGE_SIZE):
        HarvestJob(source_id=filled["id"], status="Finished").save()
    page = f"/harvest/{filled['name']}/job"
    first, last = visit(page, agglo["editor"]).body, visit(f"{page}?page=2", agglo["editor"]).body
    assert ("?page=2" in first, filled["job"] in first, filled["job"] in last) == (True, False, True)
    assert filled["job"] in visit(f"{page}?page=9", agglo["editor"]).body


def test_the_preview_has_the_tabs_of_the_other_pages(visit, agglo, filled):
    page = visit(f"/harvest/{filled['name']}/apercu", agglo["editor"]).body
    assert all(f"/harvest/{path}" in page for path in (f"{filled['name']}/job", f"edit/{filled['name']}"))
    assert re.search(r'apercu" aria-current="page"', page)


@pytest.mark.parametrize("what", ["run", "stop", "clear", "delete"])
def test_the_buttons_are_for_those_who_manage_the_source(visit, filled, what):
    for user in (None, factories.UserWithToken()):
        visit(f"/harvest/{filled['name']}/{what}", user, 404, {"x": "1"})
    assert brought() == 1


def test_no_page_of_a_source_stumbles(visit, agglo, filled):
    package = model.Session.query(model.Package.name).filter_by(type="dataset").first().name
    name, editor = filled["name"], agglo["editor"]
    for path in (
        f"{name}?page=x",
        f"{name}?page=99999",
        f"about/{name}",
        f"{name}/job/{filled['job']}?page=x",
        f"{name}/job?page=x",
        "",
    ):
        assert "<h1>" in visit(f"/harvest/{path}", editor).body
    for path in (f"admin/{package}", f"about/{package}", f"{package}/job", f"clear/{package}", "admin/inconnue"):
        visit(f"/harvest/{path}", editor, 404)
    visit(f"/harvest/{package}/run", editor, 404, {"x": "1"})


def test_the_report_of_a_run_says_what_to_do(visit, catalogue, agglo, new_source, run):
    catalogue.add()
    catalogue.add_harvested()
    source = new_source(user=agglo["editor"]["name"], owner_org=agglo["id"], owner="siren")
    job = run(source)
    page = visit(f"/harvest/{source['name']}/job/{job['id']}", agglo["editor"]).body
    assert "Créez son organisation" in page
    assert "erreurs.csv" in page
