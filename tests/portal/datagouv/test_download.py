from hashlib import sha256
from pathlib import Path

import pytest
from ckan.lib import uploader
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action


def path_of(package):
    return f"/dataset/{package['id']}/resource/{package['resources'][0]['id']}/fichier.csv"


def test_file_is_sent_without_a_redirect(app, deposit, content):
    answer = app.get(path_of(deposit()), follow_redirects=False)
    assert answer.status_code == 200
    assert answer.get_data() == content("deliberations.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=deliberations.csv"


def test_head_tells_the_size(app, deposit, content):
    answer = app.test_client().head(path_of(deposit()))
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) == len(content("deliberations.csv"))


def test_address_survives_a_replacement_under_another_name(app, deposit, sysadmin, upload, content):
    package = deposit()
    context = {"user": sysadmin, "ignore_auth": True}
    resource = package["resources"][0]
    new = upload("deliberations-corrigees.csv")
    call_action("resource_patch", context, id=resource["id"], upload=new)
    call_action("package_patch", context, id=package["id"], name=package["name"] + "-bis")
    answer = app.get(path_of(package), follow_redirects=False)
    assert answer.get_data() == content("deliberations-corrigees.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=deliberations-corrigees.csv"


def test_address_survives_a_change_of_format(deposit, sysadmin, publish):
    package = deposit()
    context = {"user": sysadmin, "ignore_auth": True}
    resource = package["resources"][0]
    call_action("resource_patch", context, id=resource["id"], format="XLSX")
    call_action("package_patch", context, id=package["id"], title="Autre titre")
    changed = call_action("resource_show", id=resource["id"])
    assert changed["format"] == "XLSX"
    assert tk.h.datagouv_download_url(changed, package) == "http://test.ckan.net" + path_of(package)


def test_helper_gives_the_address(deposit):
    package = deposit()
    address = tk.h.datagouv_download_url(package["resources"][0], package)
    assert address == "http://test.ckan.net" + path_of(package)


def test_extension_is_not_looked_at(app, deposit):
    path = path_of(deposit()).removesuffix(".csv")
    assert [app.get(path + ending).status_code for ending in ("", ".xlsx")] == [200, 200]


@pytest.mark.parametrize("hidden", [{"private": True}, {"state": "draft"}])
def test_hidden_file_is_not_found(app, deposit, sysadmin, hidden):
    package = deposit()
    call_action("package_patch", {"user": sysadmin, "ignore_auth": True}, id=package["id"], **hidden)
    assert app.get(path_of(package), follow_redirects=False).status_code == 404


def test_file_of_another_dataset_is_not_found(app, deposit):
    package, other = deposit(), deposit()
    assert app.get(path_of({**package, "id": other["id"]})).status_code == 404


def test_unknown_file_is_not_found(app, with_plugins):
    assert app.get("/dataset/x/resource/y/fichier.csv").status_code == 404


def test_lost_file_is_not_found(app, deposit):
    package = deposit()
    resource = package["resources"][0]
    storage = uploader.get_resource_uploader(dict(resource))
    remove(storage, resource["id"])
    assert app.get(path_of(package)).status_code == 404


def remove(storage, resource_id):
    """Delete the bytes of an upload, whichever of CKAN's two uploaders keeps them."""
    path = storage.get_path(resource_id)
    inner = getattr(storage, "storage", None)
    Path(inner.full_path(path) if inner else path).unlink()


def test_part_of_a_file_can_be_asked_for(app, deposit):
    answer = app.get(path_of(deposit()), headers={"Range": "bytes=0-7"})
    assert (answer.status_code, answer.get_data()) == (206, b"COLL_NOM")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_checksum_follows_the_file(deposit, sysadmin, upload, content):
    package = deposit()
    [before] = package["resources"]
    context = {"user": sysadmin, "ignore_auth": True}
    after = call_action("resource_patch", context, id=before["id"], upload=upload("deliberations-corrigees.csv"))
    assert before["hash"] == sha256(content("deliberations.csv")).hexdigest()
    assert after["hash"] == sha256(content("deliberations-corrigees.csv")).hexdigest()


def test_checksum_of_a_link_is_left_alone(publish):
    resource = {"url": "https://exemple.fr/a.csv", "hash": "ab" * 32}
    assert publish(resources=[resource])["resources"][0]["hash"] == "ab" * 32
