"""What a certificate says, and what has changed since."""

import hashlib
import json

from ckanext.window import content


def written(*files, title="Délibérations"):
    return content.write({"title": "Châteaudun"}, [{"title": title, "files": list(files)}], "2026-11-29T10:00:00Z", "")


def file(key="a", sha256="1" * 64, url="https://exemple.fr/a.csv"):
    return {"id": key, "name": f"{key}.csv", "sha256": sha256, "url": url}


def test_the_digest_is_that_of_the_bytes_that_everybody_can_download():
    one = written(file())
    assert content.digest(one) == hashlib.sha256(content.canonical(one)).hexdigest()
    assert content.digest(json.loads(json.dumps(one))) == content.digest(one)


def test_the_digest_changes_with_any_word():
    assert content.digest(written(file())) != content.digest(written(file(), title="Deliberations"))


def test_the_same_files_are_no_change():
    assert content.changes(written(file()), written(file(url="https://exemple.fr/moved.csv"))) == []


def test_a_replaced_a_withdrawn_and_a_new_file_are_told_apart():
    before = written(file("a"), file("b"))
    after = written(file("a", sha256="2" * 64), file("c"))
    assert [(each.kind, each.file) for each in content.changes(before, after)] == [
        ("replaced", "a.csv"),
        ("withdrawn", "b.csv"),
        ("added", "c.csv"),
    ]


def test_a_link_is_compared_by_its_address():
    before = written(file(sha256=""))
    assert content.changes(before, written(file(sha256=""))) == []
    assert content.changes(before, written(file(sha256="", url="https://exemple.fr/b.csv")))[0].kind == "replaced"
