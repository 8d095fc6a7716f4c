"""A small data.gouv.fr on loopback: the API's real shapes, our own datasets, and errors on demand."""

from __future__ import annotations

import copy
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

DATA = Path(__file__).parents[3] / "test-data" / "datagouv" / "api"
BLANK_RESOURCE = {"checksum": None, "schema": None, "filesize": None, "harvest": None, "extras": {}}


def read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def new_id(number):
    return f"{number:024x}"


class Catalogue:
    """State of the server; change it as you like while it runs.

    `faults` maps a path's beginning to a list of faults used up one by one: a status (429, 503…), "truncated", "html",
    "not-json", "slow", "hang" or a (status, headers) pair. `before_page` is called before each page of datasets.
    """

    def __init__(self):
        self.datasets, self.organizations, self.files = [], read("organizations.json"), {}
        self.faults, self.requests, self.before_page = {}, [], lambda _number: None
        self.gone, self.rename = {}, {}
        self.v2, self.masks, self.lock = True, True, threading.Lock()

    def add(self, number=None, **changes):
        """Add a dataset like dataset.json; with a number, one with its own identifiers."""
        dataset = copy.deepcopy(read("dataset.json"))
        if number is not None:
            dataset |= {"id": new_id(number), "slug": f"jeu-{number}", "title": f"Jeu {number}"}
            dataset["page"] = f"https://www.data.gouv.fr/datasets/jeu-{number}"
            dataset["created_at"] = (
                f"2025-01-{1 + number // 1440 % 28:02d}T{number // 60 % 24:02d}:{number % 60:02d}:00+00:00"
            )
            for place, resource in enumerate(dataset["resources"]):
                resource["id"] = f"{number:08x}-0000-4000-8000-{place:012x}"
        dataset |= changes
        self.datasets.append(dataset)
        return dataset

    def add_harvested(self, **changes):
        self.datasets.append(read("dataset_harvested.json") | changes)
        return self.datasets[-1]

    def remove(self, identifier, status=410):
        self.datasets = [each for each in self.datasets if each["id"] != identifier]
        self.gone[identifier] = status

    def restore(self, dataset):
        self.gone.pop(dataset["id"], None)
        self.datasets.append(dataset)

    def asked(self, part):
        return [path for path in self.requests if part in path]

    def __enter__(self):
        handler = type("Handler", (_Handler,), {"catalogue": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.root = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.url = f"{self.root}/api/1/"
        return self

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    catalogue = None
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        with self.catalogue.lock:
            self.catalogue.requests.append(self.path)
            fault = next(
                (f.pop(0) for start, f in self.catalogue.faults.items() if self.path.startswith(start) and f), None
            )
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if fault is not None and self._fail(fault):
            return
        if parts.path.startswith("/files/"):
            content = self.catalogue.files.get(parts.path.removeprefix("/files/"))
            self._send(200 if content is not None else 404, content or b"", "text/csv")
            return
        status, body = self._answer(parts.path, query)
        mask = self.headers.get("X-Fields")
        if status == 200 and mask and self.catalogue.masks:
            body = masked(body, mask)
        if isinstance(body, dict):
            body = {self.catalogue.rename.get(key, key): value for key, value in body.items()}
        self._send(status, json.dumps(body).encode(), "application/json")

    def _fail(self, fault):
        if fault == "slow":
            time.sleep(1)
            return False
        if fault == "hang":
            time.sleep(60)
            return True
        if fault == "truncated":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"data": [')
            self.close_connection = True
            return True
        if fault == "html":
            self._send(200, b"<!doctype html><title>Maintenance</title>", "text/html")
            return True
        if fault == "not-json":
            self._send(200, b"bonjour", "application/json")
            return True
        status, headers = fault if isinstance(fault, tuple) else (fault, {})
        self._send(status, b'{"message": "essai"}', "application/json", headers)
        return True

    def _send(self, status, content, media_type, headers=()):
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(content)
        except ConnectionError:  # the client had enough
            self.close_connection = True

    def _answer(self, path, query):
        c = self.catalogue
        found = re.fullmatch(r"/api/(\d)/datasets/", path)
        if found:
            return self._datasets(query, int(found[1]))
        if path == "/api/1/datasets/schemas/":
            return 200, [
                {
                    "name": "etalab/schema-essai",
                    "schema_url": "https://schema.exemple/latest.json",
                    "versions": [{"version_name": "1.2.0", "schema_url": "https://schema.exemple/1.2.0.json"}],
                }
            ]
        found = re.fullmatch(r"/api/(\d)/datasets/([^/]+)/", path)
        if found:
            if found[1] == "2" and not c.v2:
                return 404, {"message": "inconnu"}
            dataset = next((each for each in c.datasets if found[2] in (each["id"], each["slug"])), None)
            if dataset is None or dataset["private"]:
                status = c.gone.get(found[2], 404)
                return status, {"message": "Dataset has been deleted" if status == 410 else "inconnu"}
            return 200, self._version(dataset, int(found[1]))
        found = re.fullmatch(r"/api/2/datasets/([^/]+)/resources/", path)
        if found:
            dataset = next(each for each in c.datasets if each["id"] == found[1])
            return self._page(dataset["resources"], query)
        if path == "/api/1/organizations/":
            rows = c.organizations
            number, words = query.get("business_number_id"), query.get("q")
            rows = [row for row in rows if not number or row["business_number_id"] == number[0]]
            rows = [row for row in rows if not words or words[0].lower() in row["name"].lower()]
            return self._page(rows, query)
        found = re.fullmatch(r"/api/1/organizations/([^/]+)/", path)
        if found:
            row = next((each for each in c.organizations if found[1] in (each["id"], each["slug"])), None)
            return (200, row) if row else (404, {"message": "inconnu"})
        return 404, {"message": "inconnu"}

    def _datasets(self, query, version):
        c = self.catalogue
        c.before_page(int(query.get("page", ["1"])[0]))
        rows = [each for each in c.datasets if not (each["private"] or each["deleted"] or each["archived"])]
        tests = {
            "organization": lambda each, value: (each["organization"] or {}).get("id") == value,
            "geozone": lambda each, value: value in ((each["spatial"] or {}).get("zones") or ()),
            "license": lambda each, value: each["license"] == value,
            "tag": lambda each, value: value in each["tags"],
            "schema": lambda each, value: any((r.get("schema") or {}).get("name") == value for r in each["resources"]),
            "q": lambda each, value: value.lower() in each["title"].lower(),
        }
        for key, test in tests.items():
            for value in query.get(key, ()):
                rows = [each for each in rows if test(each, value)]
        rows = sorted(rows, key=lambda each: each["created_at"])
        return self._page([self._version(each, version) for each in rows], query)

    def _version(self, dataset, version):
        if version == 1:
            return dataset
        link = {"rel": "subsection", "href": "…", "type": "GET", "total": len(dataset["resources"])}
        return {key: value for key, value in dataset.items() if key != "schema"} | {"resources": link}

    def _page(self, rows, query):
        number, size = int(query.get("page", ["1"])[0]), int(query.get("page_size", ["20"])[0])
        if number < 1 or size < 1:
            return 400, {"errors": {"page": "…"}, "message": "Input payload validation failed"}
        part = rows[(number - 1) * size : number * size]
        if not part and number > 1:
            return 404, {"message": "inconnu"}
        more = number * size < len(rows)
        following = f"{self.catalogue.root}{urlsplit(self.path).path}?page={number + 1}" if more else None
        return 200, {
            "data": part,
            "page": number,
            "page_size": size,
            "total": len(rows),
            "next_page": following,
            "previous_page": None,
        }


def masked(body, mask):
    """Apply an `X-Fields` mask such as `data{id,title},total`."""
    fields, position = _fields(mask, 0)
    assert position == len(mask), mask
    return _apply(body, fields)


def _fields(mask, start):
    fields, name, position = {}, "", start
    while position < len(mask):
        char = mask[position]
        if char == "{":
            fields[name], position = _fields(mask, position + 1)
            name = ""
        elif char == "}":
            if name:
                fields[name] = None
            return fields, position + 1
        elif char == ",":
            if name:
                fields[name] = None
            name, position = "", position + 1
        else:
            name, position = name + char, position + 1
    if name:
        fields[name] = None
    return fields, position


def _apply(value, fields):
    if fields is None or value is None:
        return value
    if isinstance(value, list):
        return [_apply(each, fields) for each in value]
    return {key: _apply(value[key], inner) for key, inner in fields.items() if key in value}
