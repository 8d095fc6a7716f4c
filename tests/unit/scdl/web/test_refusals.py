"""Ways of getting the client to talk to someone inside. None of them sends a byte."""

import socket
import time

import pytest

from ckanext.scdl import web

# How 127.0.0.1 (and its like) can be spelt; every one is really resolved by the system.
SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::1%25lo]",
    "[64:ff9b::7f00:1]",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "１２７．０．０．１",
    "127。0。0。1",
    "ｌｏｃａｌｈｏｓｔ",
]
MALFORMED = [
    "",
    " ",
    "http://",
    "http:///chemin",
    "http://[::1",
    "http://[zz]/",
    "http://a b/",
    "http://%31%32%37.0.0.1/",
]
MALFORMED += [
    "http://ho\x00te/",
    "http://h:99999/",
    "http://h:abc/",
    "http://" + "a" * 9000,
    "http://é" + "a" * 80 + ".fr",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_machine_itself_is_not_reached(outsider, serve, answer, spelling):
    server = serve(answer(b"secret"))
    with pytest.raises((web.Refused, web.TryLater)) as caught:
        outsider.get(f"http://{spelling}:{server.port}/")
    assert caught.value.code in {"address-private", "address-malformed", "web-unknown-host"}
    assert server.requests == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.fr/", "gopher://a.fr/", "javascript:1", "//a.fr/", "a.fr"]
)
def test_other_schemes_are_refused(client, url):
    with pytest.raises(web.Refused, match="http"):
        client.get(url)


@pytest.mark.parametrize("url", MALFORMED)
def test_what_is_no_address_is_refused(client, url):
    with pytest.raises((web.Refused, web.TryLater)) as caught:
        client.get(url)
    assert caught.value.code in {"address-malformed", "address-scheme", "web-unknown-host"}


@pytest.mark.parametrize("url", ["http://moi:secret@{}/", "http://moi@{}/", "http://8.8.8.8:80@{}/", "http://:@{}/"])
def test_a_name_or_password_in_the_address_is_refused(client, serve, answer, url):
    server = serve(answer(b"ok"))
    with pytest.raises(web.Refused) as caught:
        client.get(url.format(f"127.0.0.1:{server.port}"))
    assert caught.value.code == "address-credentials"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("port", [0, 22, 25, 110, 389, 6000, 6667])
def test_ports_of_other_services_are_refused(client, port):
    with pytest.raises(web.Refused) as caught:
        client.get(f"http://127.0.0.1:{port}/")
    assert caught.value.code == "address-port"


@pytest.mark.parametrize(
    "trick", ["http://{}#@8.8.8.8/", "http://{}\\@8.8.8.8/", "http://{}/@8.8.8.8", "http://{}?@8.8.8.8/"]
)
def test_readers_of_addresses_cannot_be_set_against_each_other(outsider, serve, answer, trick):
    server = serve(answer(b"secret"))
    with pytest.raises(web.Refused):
        outsider.get(trick.format(f"127.0.0.1:{server.port}"))
    assert server.requests == []


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_judged(outsider, serve, answer, monkeypatch):
    """DNS rebinding: public at the first question, inside at the next one."""
    server, real, asked = serve(answer(b"secret")), socket.getaddrinfo, []

    def resolver(host, port, *args, **kwargs):
        asked.append(host)
        return real("192.0.2.1" if len(asked) == 1 else "127.0.0.1", port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    with pytest.raises(web.Refused):
        outsider.get(f"http://rebond.example:{server.port}/")
    assert asked == ["rebond.example"]
    assert server.requests == []


def test_of_a_name_with_several_addresses_only_the_public_ones_are_tried(make_client, serve, answer, monkeypatch):
    """127.0.0.2 stands for the inside, 127.0.0.1 for the Internet."""
    from ipaddress import ip_network

    inside = serve(answer(b"secret"), host="127.0.0.2")
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, inside.port)) for host in ("127.0.0.2", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
    with pytest.raises(web.TryLater):
        make_client(allowed_networks=(ip_network("127.0.0.1/32"),)).get(f"http://deux.example:{inside.port}/")
    assert inside.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_the_inside_is_refused(make_client, serve, answer, status):
    from ipaddress import ip_network

    inside = serve(answer(b"secret"), host="127.0.0.2")
    outside = serve(answer(status=f"{status} There", Location=inside.url))
    with pytest.raises(web.Refused) as caught:
        make_client(allowed_networks=(ip_network("127.0.0.1/32"),)).get(outside.url)
    assert caught.value.code == "address-private"
    assert inside.requests == []


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://a:b@127.0.0.1/", "http://127.0.0.1:22/", "http://["]
)
def test_a_redirect_is_judged_as_an_address_is(client, serve, answer, place):
    with pytest.raises(web.Refused):
        client.get(serve(answer(status="302 There", Location=place)).url)


def test_the_refusal_does_not_say_what_stands_behind_a_name(outsider):
    with pytest.raises(web.Refused) as caught:
        outsider.get("http://localhost:8080/")
    assert "127.0.0.1" not in caught.value.message("fr") + caught.value.message("en")


def test_proxies_of_the_environment_are_not_used(client, serve, answer, monkeypatch):
    proxy, server = serve(answer(b"proxy")), serve(answer(b"direct"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    assert client.get(server.url).content == b"direct"
    assert proxy.requests == []


def test_passwords_of_the_home_folder_are_not_sent(client, serve, answer, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login moi password secret")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    server = serve(answer(b"ok"))
    client.get(server.url)
    assert "authorization" not in server.requests[0].lower()


def test_nothing_connects_outside_a_fetch(client):
    with pytest.raises(LookupError):
        client._pools.urlopen("GET", "http://127.0.0.1:9/", retries=False)


def test_ipv6_is_spoken(client, serve, answer):
    assert client.get(serve(answer(b"six"), host="::1", family=socket.AF_INET6).url).content == b"six"


def test_a_refusal_takes_no_time(make_client):
    start = time.monotonic()
    with pytest.raises(web.Refused):
        make_client(allowed_networks=(), connect_time=30).get("http://169.254.169.254/latest/meta-data/")
    assert time.monotonic() - start < 20
