"""A body is whole, or it is an error."""

import gzip

import pytest

from ckanext.scdl import web

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
CUT = {
    "shorter than announced": b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
    "nothing of what was announced": b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
    "within a chunk": CHUNKED + b"5\r\nabc",
    "without a last chunk": CHUNKED + b"3\r\nabc\r\n",
    "within gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"abc" * 99)[:-9],
    "within the second member": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    + gzip.compress(b"a")
    + gzip.compress(b"b")[:9],
}
ILL = {
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "a status that is none": b"HTTP/1.1 abc OK\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "unknown coding": b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nabc",
    "twice packed": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\nabc",
    "not what the coding says": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nplain text",
    "rubbish after gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"a") + b"rubbish",
    "redirect to nowhere": b"HTTP/1.1 302 There\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("name", CUT)
def test_a_cut_body_is_no_body(client, serve, tmp_path, name):
    server = serve(CUT[name])
    with pytest.raises(web.BadAnswer) as caught:
        client.get(server.url)
    assert caught.value.code == "web-truncated"
    with pytest.raises(web.BadAnswer):
        client.download(server.url, tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ILL)
def test_an_answer_that_is_none_is_told(client, serve, name):
    with pytest.raises(web.BadAnswer) as caught:
        client.get(serve(ILL[name]).url)
    assert caught.value.code in {"web-protocol", "web-coding", "web-redirect-nowhere"}


def test_a_cut_body_is_asked_for_again(make_client, serve, answer, tmp_path):
    server = serve(CUT["shorter than announced"], answer(b"whole"))
    assert make_client(retries=1).download(server.url, tmp_path / "file").size == 5
    assert (tmp_path / "file").read_bytes() == b"whole"


def test_an_older_file_survives_a_failure(client, serve, tmp_path):
    (tmp_path / "file").write_bytes(b"older")
    with pytest.raises(web.BadAnswer):
        client.download(serve(CUT["within a chunk"]).url, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"older"


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, 300_000])
def test_a_packed_body_is_unpacked(client, serve, answer, size):
    members = gzip.compress(b"x" * size) + gzip.compress(b"end") + bytes(512)
    assert client.get(serve(answer(members, Content_Encoding="gzip")).url).content == b"x" * size + b"end"


def test_what_lies_beyond_the_announced_length_is_not_read(make_client, serve):
    client = make_client(retries=1)  # the server may hang up while the second question is on its way
    server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    assert [client.get(server.url).content for _ in range(2)] == [b"abc", b"abc"]
