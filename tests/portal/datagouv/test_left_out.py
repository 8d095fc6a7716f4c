import pytest
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

LINK = {"url": "https://exemple.fr/a.csv", "format": "CSV"}


def codes(package):
    found = call_action("datagouv_left_out", {"user": "", "ignore_auth": False}, id=package["id"])
    return {(each["field"], each["code"]) for each in found}


def test_whole_dataset_loses_nothing(deposit):
    assert codes(deposit()) == set()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("url", "http://sig.mairie.interne/a.csv", "file-address"),
        ("url", "https://exemple.fr/un fichier.csv", "address-mended"),
        ("hash", "inconnue", "checksum"),
        ("mimetype", "CSV", "media-type"),
        ("last_modified", "2199-01-01T00:00:00", "future"),
    ],
)
def test_what_a_file_loses_is_said(publish, field, value, code):
    assert codes(publish(resources=[{**LINK, field: value}])) == {(field, code)}


def test_html_in_the_description_is_said(publish):
    assert codes(publish(notes="Voir <a href='https://exemple.fr/'>ici</a>")) == {("notes", "tags")}


def test_it_says_which_file_and_what_to_do(publish):
    package = publish(resources=[LINK, {**LINK, "url": "http://nas.local/b.csv"}])
    [found] = call_action("datagouv_left_out", id=package["name"])
    assert found["resource"] == package["resources"][1]["id"]
    assert found["value"] == "http://nas.local/b.csv"
    assert "public" in found["message"]


def test_hidden_dataset_is_not_told_of(publish):
    package = publish(private=True)
    with pytest.raises(tk.NotAuthorized):
        call_action("datagouv_left_out", {"user": "", "ignore_auth": False}, id=package["id"])
