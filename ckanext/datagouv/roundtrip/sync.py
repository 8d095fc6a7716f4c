"""One harvest source on data.gouv.fr for each body: created, put right, or left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.datagouv.roundtrip.platform import Dict, Platform

BACKEND = "dcat"


@dataclass(frozen=True)
class Body:
    """An organisation of the portal: what names it on data.gouv.fr, and the feed that it is to be harvested from."""

    id: str
    name: str
    title: str
    feed: str
    datagouv_id: str = ""
    siret: str = ""
    siren: str = ""


@dataclass(frozen=True)
class Outcome:
    """What was done for a body.

    Attributes:
        done: `created`, `updated` or `unchanged`; in a dry run, what would be.
        account: identifier of the body on data.gouv.fr.
        source_id: of its source; empty if it would be created.
        validation: see `model.Source`.
        doubles: how many other sources there read the same feed.
    """

    done: str
    account: str
    source_id: str = ""
    validation: str = ""
    doubles: int = 0


def synchronise(platform: Platform, body: Body, known: str = "", *, dry_run: bool = False) -> Outcome:
    """Create the source of a body, or put it right; a second call changes nothing.

    Args:
        platform: data.gouv.fr.
        body: of the portal.
        known: identifier of the source that an earlier call made, whose address may have changed since.
        dry_run: say what would be done, and do nothing.

    Raises:
        RoundTripError: it cannot be done.
        WebError: data.gouv.fr cannot be had.
    """
    account = str(platform.organization(body.datagouv_id, body.siret, body.siren, body.title)["id"])
    found = [each for each in platform.sources(account) if each["id"] == known or same(each.get("url"), body.feed)]
    found.sort(key=lambda each: each["id"] != known)
    wanted = {"url": body.feed, "backend": BACKEND, "active": True}
    if not found:
        return _create(platform, body, account, wanted, dry_run=dry_run)
    source, doubles = found[0], len(found) - 1
    changes = {key: value for key, value in wanted.items() if source.get(key) != value}
    if changes and not dry_run:
        # The whole of what the source must have: udata takes what is sent and leaves the rest.
        source = platform.update_source(source["id"], {**wanted, "name": source["name"]})
    done = "updated" if changes else "unchanged"
    return Outcome(done, account, str(source["id"]), validation(source), doubles)


def _create(platform: Platform, body: Body, account: str, wanted: dict[str, Any], *, dry_run: bool) -> Outcome:
    if dry_run:
        return Outcome("created", account)
    owner = {"class": "Organization", "id": account}
    made = platform.create_source({"name": body.title, "organization": owner, **wanted})
    return Outcome("created", account, str(made["id"]), validation(made))


def validation(source: Dict) -> str:
    """Return what data.gouv.fr's people decided of a source."""
    return str((source.get("validation") or {}).get("state") or "pending")


def same(one: object, other: str) -> bool:
    """Tell whether two addresses are one, scheme and final slash aside: a portal moves from http to https."""
    return str(one or "").partition("://")[2].rstrip("/") == other.partition("://")[2].rstrip("/")
