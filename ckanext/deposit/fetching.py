"""Fetch an address and let its file go the way of every file: read, repaired by sure rules, checked, published.

One job an address, bounded in time and size, in the queue of what may last: a slow server holds nobody who waits. A job
that was killed is begun again by the clock; a file that was dealt with is not dealt with twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from ckan import model as ckan_model
from redis.exceptions import RedisError

from ckanext.deposit import address_news, addresses, bodies, checking, config, following, model, receiving, unattended
from ckanext.deposit.addresses import Address
from ckanext.deposit.states import DELETABLE_STATES, State
from ckanext.scdl import ScdlError, web
from ckanext.scdl.reading.kind import kind_of
from ckanext.socle import web as portal_web
from ckanext.socle.language import in_portal_language
from ckanext.socle.queues import SLOW

log = logging.getLogger(__name__)

# After a fault, the next day is soon enough, and not too late for a table of the month.
RETRY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """An address as it was when its fetch began: no transaction stays open over it."""

    id: str
    owner_org: str
    schema_name: str
    url: str
    user_id: str
    user: str
    digest: str
    conditions: dict[str, str]
    deposit_id: str
    resource_id: str
    public_digest: str


@dataclass(frozen=True)
class Fetched:
    """What came, with what spares fetching it again; ``content`` is None when it has not changed."""

    content: bytes | None
    name: str = ""
    etag: str = ""
    last_modified: str = ""


def start_due() -> int:
    """Begin a job for each address that is due, those of merged communes for the new one; return how many."""
    with in_portal_language():
        following.follow()
    return sum(start(address_id) for address_id in addresses.due())


def start(address_id: str) -> bool:
    """Begin a job that fetches an address; False when one is at it, or there is no queue."""
    claimed = addresses.claim(address_id)
    if claimed is None:
        return False
    try:
        title = f"Fetch the address {address_id}"
        options = {"timeout": addresses.JOB_SECONDS}
        tk.enqueue_job(run, [address_id, claimed.isoformat()], title=title, queue=SLOW, rq_kwargs=options)
    except RedisError as err:
        log.error("No job queue to fetch the address %s: %s", address_id, err)
        addresses.finish(address_id, claimed)
        return False
    return True


def run(address_id: str, claimed: str) -> None:
    """Fetch an address, deal with its file, keep and tell what came of it; late or twice, it does nothing."""
    address, moment = addresses.get(address_id), datetime.fromisoformat(claimed)
    if address is None or address.begun != moment:
        return
    with in_portal_language():
        found = _dealt_with(address)
        if addresses.finish(address_id, moment, **found):
            address_news.tell(addresses.existing(address_id))


def _dealt_with(address: Address) -> dict[str, Any]:
    """What to write of an address once it was fetched."""
    every, paused, failures = address.every, address.paused, address.failures
    # The day after a fault is no turn of the schedule.
    turn = model.now() if failures else address.due or model.now()
    due = None if paused == addresses.BY_HAND else addresses.next_turn(turn, every, model.now())
    asked = _asked(address)
    ckan_model.Session.commit()
    if not bodies.may_publish(asked.user, asked.owner_org):
        return {"paused": addresses.RIGHTS, "due": None}
    tried = {"tried": model.now()}
    try:
        fetched = _fetch(asked)
        # What it was paused for is over.
        good = {"read": model.now(), "failures": 0, "fault": {}, "due": due, "paused": paused if due is None else ""}
        return {**tried, **good, **_kept(asked, fetched)}
    except ScdlError as err:
        log.info("The address %s was not read: %s", asked.id, err)
        stop = failures + 1 >= config.address_failures()
        soon = min(due, model.now() + RETRY) if due else None
        pause = {"paused": paused or addresses.FAILURES, "due": None} if stop else {"due": soon}
        return {**tried, **pause, "failures": failures + 1, "fault": {"code": err.code, "params": _plain(err.params)}}


def _asked(address: Address) -> Asked:
    known = {"If-None-Match": address.etag, "If-Modified-Since": address.last_modified}
    user = ckan_model.User.get(address.user_id)
    last = model.get(address.deposit_id) if address.deposit_id else None
    public = last if last and last.state == State.PUBLISHED else None
    return Asked(
        id=address.id,
        owner_org=address.owner_org,
        schema_name=address.schema_name,
        url=address.url,
        user_id=address.user_id,
        user=user.name if user and user.state == "active" else "",
        digest=address.digest,
        conditions={name: value for name, value in known.items() if value and address.digest},
        deposit_id=address.deposit_id,
        # A draft may have been published by hand, elsewhere than before.
        resource_id=public.resource_id if public else address.resource_id,
        public_digest=public.file_hash if public else "",
    )


def _fetch(asked: Asked) -> Fetched:
    """Ask the server for the file, or whether it changed.

    Raises:
        WebError: it did not come.
        UnreadableFile: what came is no table, by its first bytes.
    """
    host = str(urlsplit(asked.url).hostname)
    with portal_web.client(download_time=config.address_time()) as client, TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        answer = client.download(asked.url, path, config.largest_file(), asked.conditions)
        if answer.unchanged and not asked.conditions:
            raise web.BadAnswer("web-protocol", host=host)
        if answer.unchanged:
            return Fetched(None)
        content = path.read_bytes()
    try:
        kind_of(content)
    except ScdlError as err:
        if err.code == "not-a-table.html":
            raise web.BadAnswer("web-html", host=host) from err
        raise
    return Fetched(content, answer.file_name or "table", answer.etag or "", answer.last_modified or "")


def _kept(asked: Asked, fetched: Fetched) -> dict[str, Any]:
    """Deal with what came, and return what to remember of it."""
    if fetched.content is None:
        return {}
    signs = {"etag": fetched.etag, "last_modified": fetched.last_modified}
    digest = sha256(fetched.content).hexdigest()
    if digest == asked.digest:
        return signs
    if digest == asked.public_digest:  # its job was killed, or its address changed, and the file is public
        return {**signs, "digest": digest, "outcome": {"state": unattended.PUBLISHED}}
    deposit = _received(asked, fetched, digest)
    checking.run(deposit.id, deposit.turn)
    outcome = unattended.publish(model.existing(deposit.id), asked.resource_id, asked.user)
    done = model.existing(deposit.id)
    public = {"resource_id": done.resource_id} if outcome["state"] == unattended.PUBLISHED else {}
    return {**signs, **public, "digest": digest, "outcome": outcome}


def _received(asked: Asked, fetched: Fetched, digest: str) -> model.Deposit:
    """Give the file to the address's own draft, as long as nobody sent another file there; else to a new one."""
    content = fetched.content or b""
    draft = model.get(asked.deposit_id) if asked.deposit_id else None
    ours = draft is not None and draft.state in DELETABLE_STATES and draft.schema_name == asked.schema_name
    if draft is None or not ours or draft.file_hash not in {"", asked.digest, digest}:
        draft = receiving.begin(asked.owner_org, asked.schema_name, asked.user_id)
        addresses.change(asked.id, deposit_id=draft.id)
    if not receiving.receive(draft, fetched.name, content):  # published between the two
        draft = receiving.begin(asked.owner_org, asked.schema_name, asked.user_id)
        addresses.change(asked.id, deposit_id=draft.id)
        receiving.receive(draft, fetched.name, content)
    return model.existing(draft.id)


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a sentence, as JSON holds them."""
    return {key: value if isinstance(value, (int, float)) else str(value) for key, value in params.items()}
