"""Servers that would keep the client busy for ever, or fill its memory."""

import gzip
import socket
import threading
import time
import zlib
from contextlib import suppress

import pytest

from ckanext.scdl import web

MEGABYTE = 1024 * 1024


def drip(head, piece, pause=0.05):
    """A script that sends ``piece`` again and again, never long silent."""

    def script(connection):
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return script


ENDLESS = {
    "status line": drip(b"", b"H"),
    "headers": drip(b"HTTP/1.1 200 OK\r\n", b"a"),
    "continue": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    "announced body": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x"),
    "chunks": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "size of a chunk": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
    "trailers": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n"),
    "empty gzip members": drip(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
    "error page": drip(b"HTTP/1.1 404 No\r\n\r\n", b"x"),
    "redirect body": drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_server_that_drips_is_left_when_the_time_is_over(make_client, serve, name):
    start = time.monotonic()
    with pytest.raises((web.TryLater, web.BadAnswer, web.HttpStatus)):
        make_client(total_time=0.3).get(serve(ENDLESS[name]).url)
    assert time.monotonic() - start < 20


def test_a_secure_connection_that_drips_is_left(make_client):
    listener = socket.create_server(("127.0.0.1", 0))

    def shake_hands():
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"\x16\x03\x03\x3f\xff")
                while True:
                    connection.sendall(b"\x00")
                    time.sleep(0.05)

    threading.Thread(target=shake_hands, daemon=True).start()
    start = time.monotonic()
    with pytest.raises(web.WebError), listener:
        make_client(connect_time=0.3).get(f"https://127.0.0.1:{listener.getsockname()[1]}/")
    assert time.monotonic() - start < 20


def test_a_silent_server_is_left_after_the_read_time(make_client, serve):
    with pytest.raises(web.TryLater) as caught:
        make_client(read_time=0.2).get(serve(lambda _: time.sleep(2)).url)
    assert caught.value.code == "web-timeout"


def test_a_download_has_its_own_time(make_client, serve, tmp_path):
    with pytest.raises(web.TryLater):
        make_client(download_time=0.5).download(serve(ENDLESS["body"]).url, tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_the_body_of_a_redirect_is_not_waited_for(client, serve, answer):
    end = serve(answer(b"arrived"))
    head = f"HTTP/1.1 302 There\r\nLocation: {end.url}\r\n\r\n".encode()
    assert client.get(serve(drip(head, b"x" * 1000, 0.001)).url).content == b"arrived"


def test_a_closed_port_is_told(client, serve, answer):
    server = serve(answer())
    server.close()
    with pytest.raises(web.TryLater) as caught:
        client.get(server.url)
    assert caught.value.code == "web-unreachable"


SWELLING = {
    "one gzip member": ("gzip", lambda: gzip.compress(bytes(60 * MEGABYTE), 1)),
    "many gzip members": ("gzip", lambda: gzip.compress(bytes(MEGABYTE)) * 60),
    "zlib": ("deflate", lambda: zlib.compress(bytes(60 * MEGABYTE), 1)),
    "deflate": ("deflate", lambda: zlib.compress(bytes(60 * MEGABYTE), 1)[2:-4]),
}


@pytest.mark.parametrize("name", SWELLING)
def test_a_body_that_swells_is_stopped(client, serve, answer, name):
    coding, pack = SWELLING[name]
    packed = pack()
    assert len(packed) < MEGABYTE
    with pytest.raises(web.TooLarge) as caught:
        client.get(serve(answer(packed, Content_Encoding=coding)).url, max_bytes=5 * MEGABYTE)
    assert caught.value.params["limit"] == 5


@pytest.mark.parametrize("length", ["10", None])
def test_the_limit_is_the_number_of_bytes_allowed(client, serve, answer, length):
    server = serve(answer(b"x" * 10, Content_Length=length))
    assert client.get(server.url, max_bytes=10).content == b"x" * 10
    with pytest.raises(web.TooLarge):
        client.get(server.url, max_bytes=9)


def test_an_announced_length_over_the_limit_is_believed_at_once(make_client, serve):
    start, slow = time.monotonic(), drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n", b"x", pause=1)
    with pytest.raises(web.TooLarge):
        make_client(read_time=60, total_time=60).get(serve(slow).url, max_bytes=100)
    assert time.monotonic() - start < 20


def test_endless_headers_are_refused(client, serve):
    with pytest.raises(web.BadAnswer) as caught:
        client.get(serve(drip(b"HTTP/1.1 200 OK\r\n", b"a: " + b"b" * 60000 + b"\r\n", 0)).url)
    assert caught.value.code == "web-protocol"


def test_a_size_line_without_end_is_refused(client, serve):
    script = drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0" * 65536, 0)
    with pytest.raises(web.BadAnswer):
        client.get(serve(script).url)


@pytest.mark.parametrize("number", [2, 3])
def test_redirects_are_counted(make_client, serve, answer, number):
    server = serve(answer(status="302 There", Location="/again"))
    with pytest.raises(web.BadAnswer) as caught:
        make_client(redirects=number).get(server.url)
    assert caught.value.code == "web-redirects"
    assert len(server.requests) == number + 1
