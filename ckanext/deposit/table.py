"""Load the rows of a published file in the DataStore, for those who query them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import ckan.plugins.toolkit as tk
from ckan import model as ckan_model
from ckan.plugins import plugin_loaded
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from ckanext.deposit import columns, config, files, model
from ckanext.scdl import registry
from ckanext.scdl.reading import Table, read
from ckanext.scdl.schema import Schema

log = logging.getLogger(__name__)

CHUNK_ROWS = 2_000
JOB_SECONDS = 3600

T = TypeVar("T")


def start(deposit: model.Deposit) -> None:
    """Load the table of a deposit that was just published, now or in a job."""
    if not plugin_loaded("datastore"):
        files.remove(deposit.file_key)
    elif int(deposit.report["table"]["rows"]) <= config.load_at_once_rows():
        run(deposit.id)
    else:
        title = f"Load the table of deposit {deposit.id}"
        try:
            tk.enqueue_job(run, [deposit.id], title=title, rq_kwargs={"timeout": JOB_SECONDS})
        except RedisError as err:
            log.warning("No job queue (%s): the table of deposit %s is loaded at once", err, deposit.id)
            run(deposit.id)


def run(deposit_id: str) -> None:
    """Load the rows, then forget the private copy of the file; safe to run again.

    A failure leaves the file published: it is written to the log and to the deposit (``table_state``).
    """
    deposit = model.get(deposit_id)
    if deposit is None or not deposit.resource_id or deposit.table_state == "loaded":
        return
    resource_id, schema, key = deposit.resource_id, registry.find(deposit.schema_url), deposit.file_key
    labels = {name: words.label for name, words in registry.words(deposit.schema_name).fields.items()}
    try:
        load(resource_id, schema, read(files.load(key), known=schema.field_names), labels)
    except (tk.ValidationError, tk.ObjectNotFound, SQLAlchemyError) as err:
        ckan_model.Session.rollback()
        log.error("The rows of resource %s were not loaded, deposit %s: %s", resource_id, deposit_id, err)
        model.write(deposit_id, table_state="failed")
        return
    model.write(deposit_id, table_state="loaded")
    files.remove(key)


def load(resource_id: str, schema: Schema, table: Table, labels: dict[str, str]) -> None:
    """Replace the DataStore table of a resource.

    Raises:
        ValidationError: the DataStore refuses the table.
    """
    planned = columns.plan(schema, table.labels, table.rows)
    for column in planned:
        if column.fell_back:
            log.warning("Column «%s» of resource %s is kept as text: some cells do not fit", column.name, resource_id)
    _delete(resource_id)
    fields = [
        {"id": column.name, "type": column.type, "info": {"label": labels.get(column.name, column.name)}}
        for column in planned
    ]
    _act("datastore_create", resource_id=resource_id, fields=fields)
    for chunk in _chunks(columns.records(planned, table.rows), CHUNK_ROWS):
        _act("datastore_upsert", resource_id=resource_id, method="insert", records=chunk, calculate_record_count=False)


def _delete(resource_id: str) -> None:
    try:
        _act("datastore_delete", resource_id=resource_id)
    except tk.ObjectNotFound:
        return


def _act(action: str, **data: Any) -> None:  # noqa: ANN401
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    # `force`: the rows of an uploaded file are read-only for everyone else.
    tk.get_action(action)({"ignore_auth": True, "user": site_user}, {**data, "force": True})


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
