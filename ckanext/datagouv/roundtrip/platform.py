"""data.gouv.fr's API (udata), as far as the round trip needs it: bodies, harvest sources, datasets.

The key goes in one header, which the HTTP client keeps to the API's own host, and nowhere else.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ckanext.datagouv.roundtrip.problems import BodyError, RoundTripError, StopError, of_web
from ckanext.datagouv.roundtrip.sirets import first_sirets
from ckanext.scdl import web

Dict = dict[str, Any]
PAGE_SIZE = 100
LAST_PAGE = 10_000
SIRETS_TRIED = 5
BAD, FORBIDDEN, UNKNOWN, CONFLICT, GONE, TOO_MANY = 400, 403, 404, 409, 410, 429
DATASET = (
    "id,title,page,archived,deleted,private,organization{id,name},harvest,last_modified,resources{url,title,schema}"
)
DATASETS = f"data{{{DATASET}}},next_page,page,total"


class Platform:
    """data.gouv.fr, or a server that stands in for it.

    Args:
        base: of the API's first version, with its final slash.
        key: of an account of data.gouv.fr; empty where nothing is written.
        client: that fetches.
    """

    def __init__(self, base: str, key: str, client: web.Client) -> None:
        self.base, self._key, self._client = base, key, client

    def organization(self, datagouv_id: str, siret: str, siren: str, title: str) -> Dict:
        """Return the account of a body, found by its identifier there, else by its SIRET, else by those of its SIREN.

        Raises:
            BodyError: the body has none of the three, or none of them is known there.
        """
        if datagouv_id:
            return self._by_identifier(datagouv_id, title)
        tried = [siret] if siret else list(first_sirets(siren, SIRETS_TRIED)) if siren else []
        if not tried:
            raise BodyError("no-identity", title=title)
        for number in tried:
            # A server that ignored the filter would give everybody.
            found = [
                each
                for each in self._get("organizations/", {"business_number_id": number})["data"]
                if each.get("business_number_id") == number and not each.get("deleted")
            ]
            if found:
                return dict(found[0])
        raise BodyError("organization-unknown", title=title, value=siret or siren)

    def _by_identifier(self, identifier: str, title: str) -> Dict:
        try:
            return self._get(f"organizations/{quote(identifier, safe='')}/")
        except web.HttpStatus as error:
            if error.status in (UNKNOWN, GONE):
                code = "organization-unknown" if error.status == UNKNOWN else "organization-gone"
                raise BodyError(code, title=title, value=identifier) from error
            raise

    def sources(self, organization: str) -> list[Dict]:
        """Return the harvest sources of an account, deleted ones left out."""
        listed = self._pages("harvest/sources/", {"organization": organization}, "")
        return [each for each in listed if (each.get("organization") or {}).get("id") == organization]

    def create_source(self, values: Dict) -> Dict:
        """Create a harvest source.

        Raises:
            RoundTripError: it is refused.
        """
        return self._send("POST", "harvest/sources/", values)

    def update_source(self, identifier: str, values: Dict) -> Dict:
        """Change some values of a harvest source.

        Raises:
            RoundTripError: it is refused.
        """
        return self._send("PUT", f"harvest/source/{quote(identifier, safe='')}/", values)

    def refusals(self, job: str) -> dict[str, str]:
        """Return why a harvest failed at, or skipped, some datasets, by their identifier here."""
        found: dict[str, str] = {}
        for status in ("failed", "skipped"):
            for item in self._pages(f"harvest/job/{quote(job, safe='')}/items/", {"status": status}, ""):
                errors = [str(each.get("message") or "") for each in item.get("errors") or []]
                found[str(item.get("remote_id") or "")] = " ".join(errors)[:500]
        return found

    def datasets(self, organization: str) -> Iterator[Dict]:
        """Yield the public datasets of an account: neither archived nor deleted."""
        return self._pages("datasets/", {"organization": organization, "sort": "created"}, DATASETS)

    def dataset(self, identifier: str) -> Dict | None:
        """Return a dataset, archived or not; None when it is gone or hidden."""
        try:
            return self._get(f"datasets/{quote(identifier, safe='')}/", mask=DATASET)
        except web.HttpStatus as error:
            if error.status in (UNKNOWN, GONE):
                return None
            raise

    def _pages(self, path: str, params: dict[str, str], mask: str) -> Iterator[Dict]:
        for number in range(1, LAST_PAGE):
            try:
                page = self._get(path, params | {"page": str(number), "page_size": str(PAGE_SIZE)}, mask)
            except web.HttpStatus as error:
                if error.status == UNKNOWN and number > 1:  # the list has become shorter
                    return
                raise
            yield from page["data"]
            if not page.get("next_page"):
                return

    def _get(self, path: str, params: dict[str, str] | None = None, mask: str = "") -> Dict:
        headers = {"Accept": "application/json"} | ({"X-Fields": mask} if mask else {})
        found = self._client.get(self.base + path, params, headers, redirects=False).json()
        if not isinstance(found, dict) or (params is not None and not isinstance(found.get("data"), list)):
            raise StopError("answer", address=self.base + path)
        return found

    def _send(self, method: str, path: str, values: Dict) -> Dict:
        headers = {"X-API-KEY": self._key, "Accept": "application/json"}
        try:
            found = self._insist(method, path, values, headers).json()
        except web.HttpStatus as error:
            raise _refusal(error) from error
        if not isinstance(found, dict) or not found.get("id"):
            raise StopError("answer", address=self.base + path)
        return found

    def _insist(self, method: str, path: str, values: Dict, headers: dict[str, str]) -> web.Answer:
        """Send again, once, what data.gouv.fr had no time for: alone of all failures, this one says it did nothing."""
        try:
            return self._client.send(method, self.base + path, values, headers)
        except web.TryLater as error:
            wait = error.retry_after
            if error.status != TOO_MANY or wait is None or wait > self._client.settings.longest_wait:
                raise
            time.sleep(wait)
            return self._client.send(method, self.base + path, values, headers)


def _refusal(error: web.HttpStatus) -> RoundTripError:
    """Return what a refusal means; udata says with 400 on which field, and a stranger's body is one of them."""
    said = _said(error.excerpt)
    errors = said.get("errors")
    fields: Dict = errors if isinstance(errors, dict) else {}
    if error.status == FORBIDDEN or (error.status == BAD and "organization" in fields):
        return BodyError("not-member")
    if error.status in (UNKNOWN, GONE):
        return BodyError("source-gone")
    if error.status == CONFLICT:
        return BodyError("conflict", said=str(said.get("message") or ""))
    if error.status == BAD:
        details = "; ".join(f"{key}: {value}" for key, value in fields.items())
        return BodyError("refused", said=details or str(said.get("message") or ""))
    return of_web(error)


def _said(excerpt: bytes) -> Dict:
    try:
        said = json.loads(excerpt)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
