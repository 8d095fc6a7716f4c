"""A proxy that lets the first bytes of a page through at once and the rest later.

A test that reads a page before it is whole fails behind it each time, and not once in a hundred.
"""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

FIRST, PAUSE = 2_000, 0.5  # bytes of a page, seconds
# What concerns one connection only. A page that is packed would not come in pieces.
DROPPED = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "content-length", "accept-encoding"}


class Handler(socketserver.StreamRequestHandler):
    """One request on one connection, which is closed after it."""

    def handle(self) -> None:
        method, address, _version = self.rfile.readline().decode().split()
        if method == "CONNECT":  # the browser's own calls home
            return
        headers = {}
        while (line := self.rfile.readline().decode().strip()) != "":
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        sent = {name: value for name, value in headers.items() if name not in DROPPED}
        answer = requests.request(
            method, address, headers=sent, data=body, allow_redirects=False, stream=True, timeout=120
        )
        content = answer.raw.read(decode_content=False)
        lines = [f"HTTP/1.1 {answer.status_code} {answer.reason}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in answer.raw.headers.items() if name.lower() not in DROPPED]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode())
        if answer.headers.get("content-type", "").startswith("text/html"):
            self.wfile.write(content[:FIRST])
            time.sleep(PAUSE)
            content = content[FIRST:]
        self.wfile.write(content)


@contextmanager
def slow_line() -> Iterator[str]:
    """Serve the proxy; its address."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
