"""A small national table, and what serves it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path

from ckanext.socle.harvesters.projection import manifest, running
from ckanext.socle.harvesters.projection.definition import Column, Expected, Key, Source, Table, Words
from ckanext.socle.harvesters.projection.keys import Targets

from ckanext.scdl import web

CHATEAUDUN, CHARTRES, DREUX_AGGLO = "28088", "28085", "200040277"
TODAY = date(2026, 11, 22)
TARGETS = Targets(
    frozenset({CHATEAUDUN, CHARTRES, "75056"}),
    {"212800882": CHATEAUDUN, "212800858": CHARTRES, DREUX_AGGLO: DREUX_AGGLO},
)


def table(**changes) -> Table:
    source = {
        "publisher": "INSEE",
        "page": "https://exemple.fr",
        "dataset": "exemple",
        "addresses": ("http://x/t.csv",),
    }
    source |= {"form": "csv", "separator": ";"} | changes.pop("source", {})
    known = Table(
        name="essai",
        source=Source(**source),
        key=Key("insee", ("commune",)),
        columns=(Column("nom", "Nom"), Column("valeur", "Valeur")),
        words=Words("Essai {de}", "Un essai.", ("essai",), "Aucune.", "Aucune."),
        licence="lov2",
        frequency="ANNUAL",
        theme="REGI",
        expected=Expected(0, 1.0),
        digest="1",
    )
    return replace(known, **changes)


def rows_of(folder: Path, code: str) -> list[str]:
    path = folder / "slices" / f"{code}.csv"
    return path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []


def client(**changes) -> web.Client:
    return web.Client(web.Settings(allowed_networks=(ip_network("127.0.0.0/8"),), retries=0, **changes))


def run(table: Table, folder: Path, targets: Targets = TARGETS, **settings) -> tuple[str, manifest.Manifest]:
    with client() as connected:
        return running.run(table, targets, folder, connected, TODAY, running.Settings(**settings))


class Server:
    """Serves files by path, with an ETag, and remembers what it answered."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.answered: list[tuple[str, int]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = server.files.get(self.path)
                tag = f'"{hash(content)}"'
                status = 404 if content is None else 304 if self.headers["If-None-Match"] == tag else 200
                server.answered.append((self.path, status))
                self.send_response(status)
                self.send_header("ETag", tag)
                self.send_header("Last-Modified", "Mon, 02 Nov 2026 08:00:00 GMT")
                self.send_header("Content-Length", str(len(content) if status == 200 else 0))
                self.end_headers()
                if status == 200 and self.command == "GET":
                    self.wfile.write(content)

            def do_HEAD(self) -> None:
                self.do_GET()

            def log_message(self, *args) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
