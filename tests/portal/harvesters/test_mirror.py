import hashlib
from pathlib import Path

import pytest
from ckan.lib.uploader import get_resource_uploader
from ckan.tests import helpers

from tests.portal.harvesters.conftest import taken

TABLE = b"nom;montant\nAmicale;1200\n"


@pytest.fixture
def hosted(catalogue):
    """A dataset with one file, served by the catalogue itself."""

    def add(content=TABLE, size=None, checksum="sha1", number=None):
        dataset = catalogue.add(number)
        name = f"{dataset['id']}.csv"
        catalogue.files[name] = content
        resource = dataset["resources"][0]
        resource |= {"url": f"{catalogue.root}/files/{name}", "filesize": size, "checksum": None}
        if checksum:
            resource["checksum"] = {"type": checksum, "value": hashlib.new(checksum, TABLE).hexdigest()}
        dataset["resources"] = [resource]
        return dataset

    return add


def file_of(dataset):
    return taken(dataset)["resources"][0]


def stored(file):
    """The bytes of a copy, public or not: the room of validation keeps a file until it is checked."""
    return Path(get_resource_uploader(dict(file)).get_path(file["id"])).read_bytes()


def test_a_file_is_copied_once_and_again_when_it_changes(catalogue, hosted, new_source, run):
    dataset = hosted()
    source = new_source(files="mirror")
    run(source)
    file = file_of(dataset)
    assert (file["url_type"], file["size"]) == ("upload", len(TABLE))
    assert (file["hash"], file["hash_algorithm"]) == (hashlib.sha256(TABLE).hexdigest(), "sha256")
    assert stored(file) == TABLE
    dataset |= {"title": "Autre titre", "last_modified": "2026-06-01T00:00:00+00:00"}
    run(source)
    assert len(catalogue.asked("/files/")) == 1
    assert file_of(dataset)["url"] == file["url"]
    assert stored(file) == TABLE
    catalogue.files[f"{dataset['id']}.csv"] = b"nom;montant\n"
    dataset["resources"][0] |= {"checksum": None, "last_modified": "2026-07-01T00:00:00+00:00"}
    run(source)
    assert stored(file_of(dataset)) == b"nom;montant\n"


def test_what_cannot_be_copied_stays_a_link_with_a_note(catalogue, hosted, new_source, run):
    announced = hosted(size=3 << 30, number=1)
    unannounced = hosted(content=b"x" * (2 << 20), checksum=None, number=2)
    altered = hosted(content=b"autre chose", number=3)
    missing = hosted(number=4)
    del catalogue.files[f"{missing['id']}.csv"]
    job = run(new_source(files="mirror", max_file_size=1))
    assert job["stats"]["added"] == 4
    for dataset in (announced, unannounced, altered, missing):
        file = file_of(dataset)
        assert file["url"] == dataset["resources"][0]["url"]
        assert file["datagouv_note"]
        assert file["url_type"] in ("", None)
    assert not any(announced["id"] in path for path in catalogue.asked("/files/"))


def test_a_copy_becomes_a_link_when_the_source_asks_for_links(catalogue, hosted, new_source, run, sysadmin):
    dataset = hosted()
    source = new_source(files="mirror")
    run(source)
    helpers.call_action("harvest_source_update", {"user": sysadmin}, **source | {"config": "{}"})
    run(source)
    assert file_of(dataset)["url"] == dataset["resources"][0]["url"]
