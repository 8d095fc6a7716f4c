"""What an answer and a download say of themselves."""

import hashlib
from urllib.parse import quote

import pytest
from urllib3 import HTTPHeaderDict

from ckanext.scdl import messages, web

NAMES = {
    'attachment; filename="déchets 2024.csv"'.encode().decode("latin-1"): "déchets 2024.csv",
    'attachment; filename="déchets 2024.csv"': "déchets 2024.csv",
    f"attachment; filename*=UTF-8''{quote('déchets 2024.csv')}": "déchets 2024.csv",
    'attachment; filename="../../etc/passwd"': "passwd",
    "attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd": "passwd",
    'attachment; filename="..\\..\\autoexec.bat"': "autoexec.bat",
    'attachment; filename=".."': "table.csv",
    'attachment; filename="/"': "table.csv",
    'attachment; filename="a\u202egnp.exe"'.encode().decode("latin-1"): "a gnp.exe",
    "attachment; filename*=UTF-8''a%00%0A%1Bb.csv": "a b.csv",
    f'attachment; filename="{"n" * 500}.csv"': "n" * 130 + ".csv",
    "inline": "table.csv",
    "; ;;filename": "table.csv",
}


@pytest.mark.parametrize(("disposition", "name"), NAMES.items())
def test_a_file_name_is_safe(disposition, name):
    headers = HTTPHeaderDict({"Content-Disposition": disposition})
    assert web.Download("https://a.fr/dossier/table.csv", 200, headers).file_name == name


@pytest.mark.parametrize("path", ["", "/", "/..", "/%2e%2e/%00"])
def test_an_address_may_give_no_name(path):
    assert web.Download(f"https://a.fr{path}", 200, HTTPHeaderDict()).file_name == ""


def test_a_download_is_described(client, serve, answer, tmp_path):
    body = b"a,b\n" * 100_000
    server = serve(answer(body, Content_Type="Text/CSV; charset=utf-8", ETag='"v1"', Last_Modified="Mon"))
    done = client.download(server.url + "d%C3%A9chets.csv", tmp_path / "file")
    assert (done.size, done.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    assert (done.media_type, done.etag, done.last_modified, done.file_name) == (
        "text/csv",
        '"v1"',
        "Mon",
        "déchets.csv",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_has_not_changed_is_not_sent_again(client, serve, answer, tmp_path):
    server = serve(answer(status="304 Same", ETag='"v1"'))
    assert client.get(server.url, headers={"If-None-Match": '"v1"'}).unchanged
    assert client.download(server.url, tmp_path / "file", headers={"If-None-Match": '"v1"'}).unchanged
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("été".encode(), "text/plain", "été"),
        ("\ufeffété".encode(), "text/plain; charset=utf-8", "été"),
        ("été".encode("latin-1"), "text/plain; charset=ISO-8859-1", "été"),
        ("été".encode("cp1252"), "text/plain", "été"),
        ("été".encode("cp1252"), "text/plain; charset=utf-8", "été"),
        ("été".encode(), "text/plain; charset=klingon", "été"),
    ],
)
def test_text_is_read_in_its_charset(body, content_type, text):
    assert web.Answer("https://a.fr/", 200, HTTPHeaderDict({"Content-Type": content_type}), body).text() == text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<!DOCTYPE html><p>Oups", "web-html"),
        (b"\n <html>", "web-html"),
        (b"", "web-not-json"),
        (b'{"a": ', "web-not-json"),
        (b"[" * 100_000, "web-not-json"),
        (b'{"a": NaN}', "web-not-json"),
        (b"[1e9999, -Infinity]", "web-not-json"),
        (b"9" * 10_000, "web-not-json"),
        ('"été"'.encode("utf-16"), "web-not-json"),
    ],
)
def test_what_is_not_json_is_told(body, code):
    with pytest.raises(web.BadAnswer) as caught:
        web.Answer("https://a.fr/", 200, HTTPHeaderDict(), body).json()
    assert caught.value.code == code
    assert "a.fr" in caught.value.message("en")


def test_json_may_begin_with_a_mark():
    assert web.Answer("https://a.fr/", 200, HTTPHeaderDict(), b'\xef\xbb\xbf{"a": 1}').json() == {"a": 1}


CODES = [key for key in messages.catalogue() if key.startswith(("web-", "address-"))]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("key", CODES)
def test_every_sentence_names_the_server_and_says_what_to_do(key, lang):
    params = {"host": "a.fr", "address": "a.fr", "status": 418, "limit": 5, "port": 22, "coding": "br"}
    sentence = messages.render(key, params, lang)
    assert "a.fr" in sentence
    assert sentence.count(".") + sentence.count(":") >= 3
