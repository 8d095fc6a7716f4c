"""Load the rows of a published file in the DataStore, for those who query them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import ckan.plugins.toolkit as tk
from ckan import model as ckan_model
from ckan.plugins import plugin_loaded
from ckan.types import Context
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from ckanext.deposit import columns, config, files, model, swap
from ckanext.scdl import registry
from ckanext.scdl.reading import Table, read
from ckanext.scdl.schema import Schema

log = logging.getLogger(__name__)

CHUNK_ROWS = 2_000
JOB_SECONDS = 3600

T = TypeVar("T")


def start(deposit_id: str) -> None:
    """Load the table of a deposit that was just published, now or in a job."""
    if not plugin_loaded("datastore"):
        forget(deposit_id)
    elif int(model.existing(deposit_id).report["table"]["rows"]) <= config.load_at_once_rows():
        run(deposit_id)
    else:
        title = f"Load the table of deposit {deposit_id}"
        try:
            tk.enqueue_job(run, [deposit_id], title=title, rq_kwargs={"timeout": JOB_SECONDS})
        except RedisError as err:
            log.warning("No job queue (%s): the table of deposit %s is loaded at once", err, deposit_id)
            run(deposit_id)


def run(deposit_id: str) -> None:
    """Load the rows, then forget the private copy of what is public; safe to run again.

    A failure leaves the file published: it is written to the log and to the deposit (``table_state``).
    """
    deposit = model.get(deposit_id)
    if deposit is None or not deposit.resource_id or deposit.table_state == "loaded":
        return
    resource_id, schema = deposit.resource_id, registry.find(deposit.schema_url)
    labels = {name: words.label for name, words in registry.words(deposit.schema_name).fields.items()}
    try:
        load(resource_id, schema, read(files.load(deposit.public_key), known=schema.field_names), labels)
    except (tk.ValidationError, tk.ObjectNotFound, SQLAlchemyError) as err:
        ckan_model.Session.rollback()
        log.error("The rows of resource %s were not loaded, deposit %s: %s", resource_id, deposit_id, err)
        model.write(deposit_id, table_state="failed")
        return
    model.write(deposit_id, table_state="loaded")
    forget(deposit_id)


def forget(deposit_id: str) -> None:
    """Delete the private copy of what is public; the file sent stays a while when it is not what was published."""
    deposit = model.existing(deposit_id)
    if deposit.mended_key:
        files.remove(deposit.mended_key)
        model.write(deposit_id, mended_key="")
    else:
        files.remove(deposit.file_key)
        model.write(deposit_id, file_key="")


def load(resource_id: str, schema: Schema, table: Table, labels: dict[str, str]) -> None:
    """Replace the DataStore table of a resource: who reads it meanwhile gets the rows before, then those after.

    Raises:
        ValidationError: the DataStore refuses the table.
    """
    planned = columns.plan(schema, table.labels, table.rows)
    for column in planned:
        if column.fell_back:
            log.warning("Column «%s» of resource %s is kept as text: some cells do not fit", column.name, resource_id)
    fields = [
        {"id": column.name, "type": column.type, "info": {"label": labels.get(column.name, column.name)}}
        for column in planned
    ]
    swap.replace(resource_id, fields, _chunks(columns.records(planned, table.rows), CHUNK_ROWS))
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    # It finds the table in its place: it adds the indexes and says that the resource has rows. `force`: the rows of an
    # uploaded file are read-only for everyone else.
    context: Context = {"ignore_auth": True, "user": site_user}
    tk.get_action("datastore_create")(context, {"resource_id": resource_id, "fields": fields, "force": True})


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
