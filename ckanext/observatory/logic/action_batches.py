"""Actions of the drafts prepared for others (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan.types import Context, DataDict

from ckanext.observatory import batches as _batches
from ckanext.observatory import drafts as _drafts
from ckanext.observatory import view_model as _view_model
from ckanext.observatory.logic import schema as _schema
from ckanext.socle.queues import SLOW as _SLOW
from ckanext.territories import tree as _tree


@tk.validate_action_data(_schema.batch)
def observatory_batch_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Cut one file by body and say what would go to whom. Nothing is sent yet: ``observatory_batch_send`` does.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above; ``schema``, the name of the data in the catalogue; ``upload``
            (multipart); ``column``, which says whose each row is (SIRET, SIREN or INSEE code), found without it;
            ``replace`` (true): each part takes the place of what its body has published.

    Returns:
        As ``observatory_batch_show``.

    Raises:
        ValidationError: the file is too large or unreadable, or no row of it is a body's of the territory.
    """
    body = _allowed("observatory_batch_create", context, data_dict)
    found = _drafts.preview(
        body,
        _authz.get_user_id_for_username(context["user"]),
        data_dict["schema"],
        data_dict["upload"],
        data_dict["column"].strip(),
        replace=data_dict["replace"],
    )
    return _view_model.batch(found)


@tk.side_effect_free
@tk.validate_action_data(_schema.of_batch)
def observatory_batch_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return a file for many bodies.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above; ``batch``, its id.

    Returns:
        ``id, schema, plain_name, file_name, column, replace, created``, ``state`` (``ready``, ``sending``, ``sent``),
        ``silent`` (its worker was stopped), ``parts`` by title (``id, title, address, rows``, then ``outcome``,
        ``deposit_id`` and ``told`` of ``deposit_prepare``) and ``left_out`` (``identifier``, ``reason``: ``none``,
        ``unknown`` or ``elsewhere``, ``title``, ``count``, first ``rows``).
    """
    body = _allowed("observatory_batch_show", context, data_dict)
    return _view_model.batch(_batches.required(data_dict["batch"], body))


@tk.validate_action_data(_schema.of_batch)
def observatory_batch_send(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Make the drafts of a file and write to each town hall, in the background; done twice, it is done once.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above; ``batch``, the id of the file.

    Returns:
        As ``observatory_batch_show``.
    """
    body = _allowed("observatory_batch_send", context, data_dict)
    batch_id = _batches.required(data_dict["batch"], body).id
    if _batches.claim(batch_id):
        tk.enqueue_job(
            _drafts.send, [batch_id], title="Prepare drafts for others", queue=_SLOW, rq_kwargs={"timeout": 3600}
        )
    return _view_model.batch(_batches.required(batch_id, body))


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def observatory_batch_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the last files for many bodies that were sent in a territory, the newest first.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above.

    Returns:
        As ``observatory_batch_show``.
    """
    body = _allowed("observatory_batch_list", context, data_dict)
    return [_view_model.batch(each) for each in _batches.recent(body)]


def _allowed(action: str, context: Context, data_dict: DataDict) -> str:
    """Return the id of the body that an action is about, if the visitor animates its territory."""
    group = _tree.required(data_dict["organization"])
    tk.check_access(action, context, {"organization": group.id})
    return str(group.id)
