"""Three things of ckanext-harvest 1.6.3 that do not hold on today's CKAN and Redis, put right for the whole portal.

A fourth, the way it indexes a source, is put right by the action `harvest_source_reindex`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import ckan.model as model
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.harvest import queue as messages
from ckanext.harvest.logic import schema, validators
from ckanext.harvest.logic.action import update
from ckanext.harvest.model import HarvestObject
from ckanext.socle.harvesters.datagouv.heart import FORMAT, fetch_key, gather_key

TURN = 2  # seconds, well below any time-out of a socket
# Fields of a dataset that a setting of the same name must not overwrite.
FIELDS = (
    "tags",
    "organization",
    "groups",
    "resources",
    "extras",
    "id",
    "name",
    "title",
    "url",
    "notes",
    "state",
    "type",
)


def mend() -> None:
    """Put ours in the place of ckanext-harvest's; safe to repeat."""
    messages.RedisConsumer.consume = consume
    update.resubmit_objects = resubmit_objects
    schema.harvest_source_convert_from_config = convert_from_config


def consume(self: Any, queue: str) -> Iterator[tuple[Any, Any, str]]:  # noqa: ANN401, ARG001
    """Yield messages for ever, each noted as being worked on; in place of `RedisConsumer.consume`.

    That one waits without end, which redis-py from 8 on cuts after its socket's time-out: an idle consumer ended with
    an exception every few seconds. This one waits by short turns.
    """
    while True:
        found = self.redis.blpop(self.routing_key, timeout=TURN)
        if found:
            body = found[1]
            self.redis.set(self.persistance_key(body), datetime.now().strftime(FORMAT))  # noqa: DTZ005
            yield messages.FakeMethod(body), self, body


def resubmit_objects() -> None:
    """Send again the objects that wait and that no queue and no process holds; in place of ckanext-harvest's.

    That one asks the queue only: it sent a second time what a consumer had just taken, or a gather was about to send.
    The second message, when it came after the end of its run, marked as errored a dataset that was well taken.
    """
    connection = messages.get_connection_redis()
    routing_key = messages.get_fetch_routing_key()
    # In this order, what is taken from the queue meanwhile is known by its key, or waits no more at the last question.
    queued = {json.loads(each)["harvest_object_id"] for each in connection.lrange(routing_key, 0, -1)}
    keys = (routing_key, messages.get_gather_routing_key())
    held = {name for key in keys for name in connection.scan_iter(f"{key}:*")}
    waiting = model.Session.query(HarvestObject.id, HarvestObject.harvest_job_id).filter_by(state="WAITING")
    for row in waiting:
        if row.id not in queued and not {fetch_key(row.id), gather_key(row.harvest_job_id)} & held:
            connection.rpush(routing_key, json.dumps({"harvest_object_id": row.id}))


def convert_from_config(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Show each setting as a field of its source, as ckanext-harvest does, save those that bear a field's name.

    A setting `tags` took the place of the source's keywords, and the form could not be opened.
    """
    before = {(name,): data[(name,)] for name in FIELDS if (name,) in data}
    validators.harvest_source_convert_from_config(key, data, errors, context)
    for name in FIELDS:
        data.pop((name,), None)
    data.update(before)
