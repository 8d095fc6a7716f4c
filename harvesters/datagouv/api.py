"""The reading side of data.gouv.fr's API (udata), with the manners of a real network.

Every request goes through the one HTTP client, which retries what may work later; here are the API's own ways:
pages that move during a crawl, a page past the end, a web page in place of JSON, datasets too large for one answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from ckanext.socle.harvesters.datagouv.entries import Entry, read_entry
from ckanext.socle.harvesters.datagouv.ownership import Producer
from ckanext.socle.harvesters.datagouv.problems import HarvestingError, Problem, WrongAnswerError
from ckanext.socle.harvesters.datagouv.selection import Question
from ckanext.socle.harvesters.datagouv.settings import IDENTIFIER

from ckanext.scdl import web

PAGE_SIZE = 100  # datasets; the API has no limit of its own, but answers slowly
RESOURCES_PAGE_SIZE = 500
MANY_RESOURCES = 200  # beyond, the dataset and its resources are asked apart
LAST_PAGE = 100_000
LOOKS = 3  # crawls of a list that moves
ATTEMPTS = 3  # at an answer that is no JSON
FAILURES = 3  # requests in a row, each with its own retries, after which a catalogue that is down is left alone
REST = 300.0  # seconds
ENTRY_MASK = (
    "data{id,slug,title,page,last_modified,last_update,archived,deleted,private,tags,organization{id,name,slug},"
    "harvest,internal{last_modified_internal},resources{id,last_modified}},next_page,page,total"
)
ORGANIZATION_MASK = "id,name,slug,business_number_id"
PRODUCERS_MASK = f"data{{{ORGANIZATION_MASK}}},next_page,total"
SIRETS_TRIED = 5
GONE = (404, 410)


@dataclass
class Crawl:
    """What the lists hold, by identifier, in the order met.

    Attributes:
        entries: of the datasets found.
        steady: whether the lists stood still: only then is what they lack really missing from them.
        total: datasets that the lists announce, those found twice counted twice.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    steady: bool = True
    total: int = 0


class Catalogue:
    """data.gouv.fr, or a server that stands in for it."""

    def __init__(self, address: str, client: web.Client) -> None:
        self.base = api_root(address)
        self._client = client
        self._failures, self._failed_at = 0, 0.0
        self._producers: dict[str, Producer] = {}
        self._all: list[Producer] | None = None
        self._schemas: dict[tuple[str, str], str] | None = None

    def crawl(self, asked: Sequence[Question], enough: int | None = None) -> Crawl:
        """Return the entries of every list, each dataset once.

        Args:
            asked: the lists.
            enough: stop when so many are found; the crawl then is not steady.

        Raises:
            WebError: a page cannot be had, or is not what the API promises.
        """
        crawl = Crawl()
        for question in asked:
            self._look(question, crawl, enough)
            if enough is not None and len(crawl.entries) >= enough:
                crawl.steady = False
                break
        return crawl

    def _look(self, question: Question, crawl: Crawl, enough: int | None) -> None:
        """Read a list until two ends of one crawl agree, since a dataset removed meanwhile hides another."""
        for _ in range(LOOKS):
            found: dict[str, Entry] = {}
            totals: list[int] = []
            for page in self._pages(question, enough):
                found |= {entry.id: entry for entry in map(read_entry, page["data"]) if entry}
                totals.append(page["total"])
                if enough is not None and len(crawl.entries.keys() | found.keys()) >= enough:
                    break
            crawl.entries |= found
            if enough is not None or not totals or totals[0] == totals[-1] == len(found):
                crawl.total += totals[-1] if totals else 0
                return
        crawl.total += totals[-1]
        crawl.steady = False

    def _pages(self, question: Question, enough: int | None) -> Iterator[dict[str, Any]]:
        # The oldest first: what is added during the crawl comes last.
        size = PAGE_SIZE if enough is None else min(enough, PAGE_SIZE)
        params = dict(question.filters) | {"sort": "created", "page_size": str(size)}
        for number in range(1, LAST_PAGE):
            try:
                page = self._json("datasets/", params | {"page": str(number)}, ENTRY_MASK)
            except web.HttpStatus as error:
                if error.status == GONE[0] and number > 1:
                    return
                raise
            yield _checked_page(page, self.base)
            if not page.get("next_page"):
                return

    def dataset(self, identifier: str, resources: int = 0) -> dict[str, Any]:
        """Return a dataset with all its resources.

        Args:
            identifier: of the dataset.
            resources: how many it is known to have; many are read page by page.

        Raises:
            WebError: it cannot be had; `HttpStatus` 410 when it was deleted, 404 when it is private or unknown.
        """
        if resources <= MANY_RESOURCES:
            try:
                return self._object(f"datasets/{quote(identifier)}/")
            except web.TooLarge:
                pass
        dataset = self._object(f"datasets/{quote(identifier)}/", version=2)
        if not isinstance(dataset.get("resources"), list):
            dataset["resources"] = self._resources(identifier)
        return dataset

    def _resources(self, identifier: str) -> list[dict[str, Any]]:
        """Return the resources of a dataset, once each, in the order of the pages."""
        found: dict[str, dict[str, Any]] = {}
        for number in range(1, LAST_PAGE):
            params = {"page": str(number), "page_size": str(RESOURCES_PAGE_SIZE)}
            try:
                page = self._json(f"datasets/{quote(identifier)}/resources/", params, version=2)
            except web.HttpStatus as error:
                if error.status == GONE[0] and number > 1:
                    break
                raise
            rows = _checked_page(page, self.base)["data"]
            found |= {str(row["id"]): row for row in rows if isinstance(row, dict) and row.get("id")}
            if not page.get("next_page"):
                break
        return list(found.values())

    def producer(self, organization: object) -> Producer:
        """Return the producer of a dataset with its SIREN, asked once for each.

        Args:
            organization: as a dataset has it, None for a dataset of a person.

        Raises:
            WebError: the catalogue cannot be had.
        """
        known = organization if isinstance(organization, dict) else {}
        identifier = str(known.get("id") or "")
        if not identifier:
            return Producer()
        if identifier not in self._producers:
            try:
                full = self._object(f"organizations/{quote(identifier)}/", mask=ORGANIZATION_MASK)
            except web.HttpStatus as error:
                if error.status not in GONE:
                    raise
                full = known
            self._producers[identifier] = _producer(full)
        return self._producers[identifier]

    def organization_ids(self, reference: str, name: str = "") -> list[str]:
        """Return the identifiers of the producers that a setting names.

        Args:
            reference: identifier, slug, SIRET, or SIREN: the API finds by exact SIRET only, so that the first ones of
                the SIREN are asked for, then the name, then everybody.
            name: of the body that has the SIREN, if the COG knows it.

        Returns:
            An empty list where the catalogue knows nobody.
        """
        if IDENTIFIER.fullmatch(reference):
            return [reference]
        if reference.isdigit() and len(reference) in (9, 14):
            return self._by_number(reference, name)
        try:
            return [str(self._object(f"organizations/{quote(reference)}/", mask=ORGANIZATION_MASK)["id"])]
        except web.HttpStatus as error:
            if error.status in GONE:
                return []
            raise

    def _by_number(self, reference: str, name: str) -> list[str]:
        if len(reference) == 14:
            return self._found({"business_number_id": reference}, reference)
        questions = [{"business_number_id": siret} for siret in first_sirets(reference, SIRETS_TRIED)]
        questions += [{"q": name, "page_size": str(PAGE_SIZE)}] if name else []
        found = next((ids for params in questions if (ids := self._found(params, reference))), None)
        return found or [each.identifier for each in self._everybody() if each.siren == reference]

    def _found(self, params: dict[str, str], reference: str) -> list[str]:
        page = _checked_page(self._json("organizations/", params, PRODUCERS_MASK), self.base)
        # A server that ignores a filter would otherwise give everybody.
        numbered = (row for row in page["data"] if str(row.get("business_number_id") or "").startswith(reference))
        return [str(row["id"]) for row in numbered]

    def _everybody(self) -> list[Producer]:
        """Return every producer, read once: some thousands, for the SIREN that nothing else finds."""
        if self._all is None:
            self._all = []
            for number in range(1, LAST_PAGE):
                params = {"page": str(number), "page_size": str(PAGE_SIZE), "sort": "created"}
                try:
                    page = _checked_page(self._json("organizations/", params, PRODUCERS_MASK), self.base)
                except web.HttpStatus as error:
                    if error.status == GONE[0] and number > 1:
                        break
                    raise
                self._all += [_producer(row) for row in page["data"] if isinstance(row, dict)]
                if not page.get("next_page"):
                    break
        return self._all

    def schema(self, name: str, version: str) -> str | None:
        """Return the address of a schema's version by the catalogue's list, the latest without a version."""
        if self._schemas is None:
            try:
                listed = self._json("datasets/schemas/", {})
            except web.WebError:
                listed = []
            self._schemas = dict(_schema_addresses(listed if isinstance(listed, list) else []))
        return self._schemas.get((name, version))

    def _object(self, path: str, version: int = 1, mask: str = "") -> dict[str, Any]:
        found = self._json(path, {}, mask, version)
        if not isinstance(found, dict):
            raise WrongAnswerError(Problem("answer-not-object", {"address": self.base + path}))
        return found

    def _json(self, path: str, params: dict[str, str], mask: str = "", version: int = 1) -> Any:  # noqa: ANN401
        root = self.base if version == 1 else self.base.removesuffix("1/") + f"{version}/"
        headers = {"Accept": "application/json"} | ({"X-Fields": mask} if mask else {})
        if self._failures >= FAILURES and time.monotonic() - self._failed_at < REST:
            raise HarvestingError(Problem("catalogue-down"))
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = self._client.get(root + path, params, headers)
                self._failures = 0
                return answer.json()
            except web.TryLater:
                self._failures, self._failed_at = self._failures + 1, time.monotonic()
                raise
            except web.BadAnswer:
                # A proxy's page for a moment in place of the API's answer.
                if attempt == ATTEMPTS:
                    raise
                time.sleep(self._client.settings.backoff * attempt)
        raise AssertionError("the last attempt returns or raises")


def api_root(address: str) -> str:
    """Return the address of API v1, with its final slash, from any address of the catalogue.

    Raises:
        HarvestingError: it is no web address.
    """
    base = address.strip().partition("?")[0].rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise HarvestingError(Problem("address-wrong", {"address": address}))
    for version in ("/api/1", "/api/2", "/api"):
        if base.endswith(version):
            return base.removesuffix(version) + "/api/1/"
        if f"{version}/" in base and version != "/api":
            return base.partition(f"{version}/")[0] + "/api/1/"
    return base + "/api/1/"


def first_sirets(siren: str, count: int) -> Iterator[str]:
    """Yield the first SIRETs of a SIREN: establishments are numbered from 1, and the fourteenth digit is a Luhn key."""
    for number in range(1, count + 1):
        body = f"{siren}{number:04d}"
        doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
        total = sum(value - 9 if value > 9 else value for value in doubled)
        yield f"{body}{-total % 10}"


def _producer(organization: dict[str, Any]) -> Producer:
    number = "".join(filter(str.isdigit, str(organization.get("business_number_id") or "")))
    siren = number[:9] if len(number) in (9, 14) else ""
    return Producer(str(organization.get("id") or ""), str(organization.get("name") or ""), siren)


def _checked_page(page: object, base: str) -> dict[str, Any]:
    """Return a page that has what the API promises."""
    if not isinstance(page, dict) or not isinstance(page.get("data"), list):
        raise WrongAnswerError(Problem("answer-not-page", {"address": base}))
    total = page.get("total")
    return page | {"total": total if isinstance(total, int) else len(page["data"])}


def _schema_addresses(listed: list[Any]) -> Iterator[tuple[tuple[str, str], str]]:
    for each in listed:
        if not isinstance(each, dict) or not each.get("name"):
            continue
        name = str(each["name"])
        if each.get("schema_url"):
            yield (name, ""), str(each["schema_url"])
        for version in each.get("versions") or []:
            if isinstance(version, dict) and version.get("schema_url"):
                yield (name, str(version.get("version_name"))), str(version["schema_url"])
