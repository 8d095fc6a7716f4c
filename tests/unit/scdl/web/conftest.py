"""Real servers on loopback, as ill-mannered as a test wants them."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_network

import pytest

from ckanext.scdl import web

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass
class Server:
    """Answers the n-th request with the n-th script (bytes, or a function of the connection); then the last one."""

    scripts: list
    host: str = "127.0.0.1"
    requests: list[str] = field(default_factory=list)
    family: int = socket.AF_INET

    def __post_init__(self):
        self._listener = socket.socket(self.family)
        self._listener.bind((self.host, 0))
        self._listener.listen(20)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://{'[::1]' if ':' in self.host else self.host}:{self.port}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        with connection:
            try:
                request = b""
                while b"\r\n\r\n" not in request:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    request += piece
                script = self.scripts[min(len(self.requests), len(self.scripts) - 1)]
                self.requests.append(request.decode("latin-1"))
                connection.sendall(script) if isinstance(script, bytes) else script(connection)
            except OSError:
                return

    def close(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def http(body=b"", status="200 OK", **headers):
    lines = {"Content-Length": len(body), "Connection": "close", **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


@pytest.fixture
def serve():
    servers = []

    def _serve(*scripts, **options):
        servers.append(Server(list(scripts), **options))
        return servers[-1]

    yield _serve
    for server in servers:
        server.close()


@pytest.fixture
def make_client():
    clients = []

    def _make(**changes):
        quick = {"connect_time": 1, "read_time": 1, "total_time": 5, "download_time": 5, "retries": 0, "backoff": 0.01}
        clients.append(web.Client(web.Settings(**{"allowed_networks": LOOPBACK, **quick, **changes})))
        return clients[-1]

    yield _make
    for client in clients:
        client.close()


@pytest.fixture
def client(make_client):
    return make_client()


@pytest.fixture
def outsider(make_client):
    """A client as the portal has it by default: the public Internet only."""
    return make_client(allowed_networks=())


@pytest.fixture
def answer():
    return http
