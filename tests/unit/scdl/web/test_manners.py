"""Retries, waiting, redirects, and who gets to see which header."""

import time
from email.utils import formatdate

import pytest

from ckanext.scdl import web


@pytest.mark.parametrize("status", ["429 Busy", "500 Error", "502 Bad", "503 Down", "504 Late"])
def test_what_may_pass_is_tried_again(make_client, serve, answer, status):
    server = serve(answer(status=status), answer(status=status), answer(b"at last"))
    assert make_client(retries=2).get(server.url).content == b"at last"


def test_a_cut_connection_is_tried_again(make_client, serve, answer):
    assert make_client(retries=1).get(serve(b"", answer(b"at last")).url).content == b"at last"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_a_no_is_taken_for_a_no(make_client, serve, answer, status):
    server = serve(answer(b'{"message": "why"}', status=f"{status} No"))
    with pytest.raises(web.HttpStatus) as caught:
        make_client(retries=3).get(server.url)
    assert (caught.value.status, caught.value.excerpt) == (status, b'{"message": "why"}')
    assert str(status) in caught.value.message()
    assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "number"), [("503 Down", 3), ("501 Never", 1)])
def test_retries_end(make_client, serve, answer, status, number):
    server = serve(answer(status=status, Retry_After="0"))
    with pytest.raises(web.TryLater) as caught:
        make_client(retries=2).get(server.url)
    assert caught.value.status == int(status[:3])
    assert len(server.requests) == number


@pytest.mark.parametrize("as_date", [False, True])
def test_the_server_says_how_long_to_wait(make_client, serve, answer, as_date):
    start = time.monotonic()
    wait = formatdate(time.time() + 2, usegmt=True) if as_date else "1"  # a date has whole seconds
    server = serve(answer(status="429 Busy", Retry_After=wait), answer(b"ok"))
    assert make_client(retries=1, total_time=30).get(server.url).content == b"ok"
    assert time.monotonic() - start > 0.8


@pytest.mark.parametrize(
    ("given", "least"), [("86400", 86400), ("9" * 40, 9e9), ("Fri, 31 Dec 2999 23:59:59 GMT", 1e9)]
)
def test_a_long_wait_is_left_to_the_caller(make_client, serve, answer, given, least):
    server = serve(answer(status="503 Down", Retry_After=given))
    with pytest.raises(web.TryLater) as caught:
        make_client(retries=3).get(server.url)
    assert caught.value.retry_after >= least
    assert len(server.requests) == 1


@pytest.mark.parametrize("given", ["-5", "soon", "²", "Fri, 99 Dec 2999 23:59:59 GMT", "1e9", ""])
def test_a_wait_that_cannot_be_read_counts_for_nothing(make_client, serve, answer, given):
    server = serve(answer(status="503 Down", Retry_After=given), answer(b"ok"))
    assert make_client(retries=1).get(server.url).content == b"ok"


def test_waiting_never_goes_beyond_the_whole_time(make_client, serve, answer):
    start = time.monotonic()
    with pytest.raises(web.TryLater):
        make_client(retries=3, total_time=30).get(serve(answer(status="503 Down", Retry_After="40")).url)
    assert time.monotonic() - start < 20


def test_a_redirect_is_followed_to_another_server(client, serve, answer):
    end = serve(answer(b"arrived"))
    got = client.get(serve(answer(status="302 There", Location=f"{end.url}a%20b?c=d#e")).url)
    assert (got.content, got.url) == (b"arrived", f"{end.url}a%20b?c=d")


@pytest.mark.parametrize("place", ["/données/été", "données/été", "?q=été", "/a b"])
def test_a_redirect_may_be_relative_and_accented(client, serve, answer, place):
    server = serve(answer(status="302 There", Location=place), answer(b"arrived"))
    assert client.get(server.url).content == b"arrived"
    assert server.requests[1].split("\r\n")[0].isascii()


SECRETS = {"Authorization": "Bearer secret", "Cookie": "secret", "X-API-KEY": "secret", "Private-Token": "secret"}


def test_secrets_do_not_go_to_another_server(client, serve, answer):
    end = serve(answer(b"arrived"))
    start = serve(answer(status="307 There", Location=end.url))
    client.get(start.url, headers={**SECRETS, "Accept": "text/csv", "X-Fields": "data"})
    assert start.requests[0].count("secret") == 4
    assert "secret" not in end.requests[0]
    assert "text/csv" in end.requests[0]


def test_secrets_stay_with_their_server(client, serve, answer):
    server = serve(answer(status="307 There", Location="/next"), answer(b"arrived"))
    client.get(server.url, headers=SECRETS)
    assert server.requests[1].count("secret") == 4


def test_a_cookie_is_not_kept(client, serve, answer):
    server = serve(answer(b"one", Set_Cookie="a=b"), answer(b"two"))
    client.get(server.url)
    client.get(server.url)
    assert "cookie" not in server.requests[1].lower()


def test_a_redirect_that_is_not_to_be_followed_is_told(client, serve, answer):
    with pytest.raises(web.HttpStatus) as caught:
        client.get(serve(answer(status="301 There", Location="http://a.fr/")).url, redirects=False)
    assert (caught.value.status, caught.value.location) == (301, "http://a.fr/")


def test_a_value_is_sent_once(make_client, serve, answer):
    server = serve(answer(b'{"id": 1}', status="201 Created"), answer(status="503 Down"))
    client = make_client(retries=3)
    assert client.send("POST", server.url, {"a": 1}, {"X-API-KEY": "k"}).json() == {"id": 1}
    with pytest.raises(web.TryLater):
        client.send("PUT", server.url, {"a": 1})
    assert len(server.requests) == 2
    assert "application/json" in server.requests[0]


def test_parameters_join_the_query(client, serve, answer):
    server = serve(answer(b"ok"))
    client.get(f"{server.url}chemin?a=1", params={"tag": "eau & été"})
    assert server.requests[0].startswith("GET /chemin?a=1&tag=eau+%26+%C3%A9t%C3%A9 ")


def test_a_line_break_cannot_add_a_header(client, serve, answer):
    server = serve(answer(b"ok"))
    client.get(f"{server.url}a\r\nX-Evil: 1\r\n", params={"q": "a\r\nX-Evil: 1"})
    assert "\r\nX-Evil" not in server.requests[0]


def test_connections_are_used_again(client, serve):
    def script(connection):
        for _ in range(2):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            connection.recv(65536)

    server = serve(script)
    assert [client.get(server.url).content for _ in range(2)] == [b"ok", b"ok"]
    assert len(server.requests) == 1
