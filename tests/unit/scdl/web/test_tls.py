"""Certificates are checked, and a secure address never leads to one that is not."""

import shutil
import ssl
import subprocess
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ckanext.scdl import web

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate of these tests")


class Handler(BaseHTTPRequestHandler):
    def __init__(self, location, *args):
        self.location = location
        super().__init__(*args)

    def do_GET(self):
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", self.location)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    target = ["-addext", "subjectAltName=DNS:localhost", "-keyout", path, "-out", f"{path}.crt"]
    subprocess.run([*command.split(), *target], check=True, capture_output=True)
    path.write_text(path.read_text() + path.with_name("both.pem.crt").read_text())
    return path


@pytest.fixture
def secure(certificate, serve, answer):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, serve(answer(b"bare")).url))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_unknown_certificate_is_refused(client, secure):
    with pytest.raises(web.BadAnswer) as caught:
        client.get(secure)
    assert caught.value.code == "web-certificate"


def test_a_certificate_of_the_operator_is_trusted(make_client, secure, certificate):
    assert make_client(ca_file=certificate).get(secure).content == b"ok"


def test_a_certificate_of_another_name_is_refused(make_client, secure, certificate):
    with pytest.raises(web.BadAnswer):
        make_client(ca_file=certificate).get(secure.replace("localhost", "127.0.0.1"))


def test_a_secure_address_does_not_lead_to_a_bare_one(make_client, secure, certificate):
    with pytest.raises(web.Refused) as caught:
        make_client(ca_file=certificate).get(f"{secure}/away")
    assert caught.value.code == "address-downgrade"


def test_bare_http_on_a_secure_address_is_told(client, serve, answer):
    with pytest.raises(web.WebError):
        client.get(serve(answer(b"ok")).url.replace("http:", "https:"))
