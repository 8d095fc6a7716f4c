"""The workbook to fill: downloaded, filled, sent back, published as a table and nothing else."""

import io

import openpyxl
import pytest
from ckan.tests import factories
from flask import g

from ckanext.scdl.reading.template import HEADER_ROW, SHEET
from tests.portal.deposit.conftest import SCHEMA, VALID, package
from tests.unit.scdl.filling.test_template import example, filled


def get(app, path, user, **kwargs):
    g.pop("_login_user", None)
    token = factories.APIToken(user=user)["token"]
    return app.get(path, headers={"Authorization": token}, **kwargs)


@pytest.mark.parametrize("name", ["deliberations", "scdl/deliberations", "scdl/deliberations@2.1.3"])
def test_anybody_downloads_the_workbook_of_a_schema(town, app, name):
    answer = app.get(f"/modeles/{name}.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames[0] == SHEET
    assert answer.headers["Content-Disposition"] == "attachment; filename=deliberations.xlsx"
    again = app.get(f"/modeles/{name}.xlsx", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = app.flask_app.test_client().head(f"/modeles/{name}.xlsx")
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize("name", ["nothing", "etalab/schema-irve", "https://example.org/x", "../../etc/passwd"])
def test_what_has_no_workbook_is_not_found(town, app, name):
    assert app.get(f"/modeles/{name}.xlsx", status=404)


def test_a_draft_s_workbook_knows_its_town_hall_and_its_published_rows(town, app, act, begin):
    sent = begin(VALID)
    act(town.secretary, "deposit_publish", id=sent["id"])
    deposit = begin()
    book = openpyxl.load_workbook(io.BytesIO(get(app, f"/deposer/{deposit['id']}/modele.xlsx", town.secretary).data))
    assert "Châteaudun" in book[SHEET].cell(HEADER_ROW + 1, 1).value
    renewed = get(app, f"/deposer/{deposit['id']}/modele.xlsx?lignes=1", town.secretary)
    sheet = openpyxl.load_workbook(io.BytesIO(renewed.data))[SHEET]
    assert sheet.cell(HEADER_ROW + 1, 3).value == example()[0]["DELIB_ID"]


def test_another_town_s_draft_has_no_workbook(town, app, begin):
    deposit = begin()
    assert get(app, f"/deposer/{deposit['id']}/modele.xlsx", factories.User()["name"], status=404)


def test_a_filled_workbook_is_published_as_its_table_alone(town, app, act, begin):
    from ckanext.scdl import registry
    from ckanext.scdl.filling import template

    schema = registry.find(SCHEMA)
    deposit = begin(content=filled(template(schema), schema, example()), name="Délibérations.xlsx")
    assert (deposit["state"], deposit["report"]["error_count"]) == ("valid", 0)
    assert deposit["report"]["table"]["format"] == "csv"
    published = act(town.secretary, "deposit_publish", id=deposit["id"])
    assert package(published["package_id"])["resources"][0]["format"] == "CSV"
