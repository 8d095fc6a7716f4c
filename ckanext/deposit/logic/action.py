"""Actions of the deposits: all that the pages do, for programs too (every public function is exported)."""

from __future__ import annotations

import hashlib as _hashlib
from dataclasses import asdict as _asdict
from pathlib import PurePath as _PurePath
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as _ckan_model
from ckan.types import Context, DataDict

from ckanext.deposit import bodies as _bodies
from ckanext.deposit import checking as _checking
from ckanext.deposit import config as _config
from ckanext.deposit import files as _files
from ckanext.deposit import model as _model
from ckanext.deposit import publishing as _publishing
from ckanext.deposit import states as _states
from ckanext.deposit import table as _table
from ckanext.deposit import view_model as _view_model
from ckanext.deposit.exceptions import PublicationConflictError as _PublicationConflictError
from ckanext.deposit.logic import schema as _schema
from ckanext.deposit.metadata import EDITABLE as _EDITABLE
from ckanext.scdl import registry as _registry

_FILE_NAME_LENGTH = 200


@tk.side_effect_free
@tk.validate_action_data(_schema.searched)
def deposit_organization_search(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the bodies that the user may publish for.

    Args:
        context: of the call.
        data_dict: ``q`` (words of the name, postal or INSEE code; all when empty), ``limit`` (20).

    Returns:
        ``count``, and ``results``: id, name, title, postal_codes, insee_code, by title.
    """
    tk.check_access("deposit_organization_search", context, data_dict)
    found = _bodies.search(context["user"], data_dict["q"])
    return {"count": len(found), "results": [_asdict(choice) for choice in found[: data_dict["limit"]]]}


@tk.validate_action_data(_schema.create)
def deposit_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Begin a deposit; a draft of the same data that has no file yet is taken up again.

    Args:
        context: of the call.
        data_dict: ``organization`` (id or name), ``schema`` (its name in the catalogue; the latest version is used).

    Returns:
        The deposit, as ``deposit_show`` does.
    """
    tk.check_access("deposit_create", context, data_dict)
    owner_org = _ckan_model.Group.get(data_dict["organization"]).id
    entry = _registry.entry(data_dict["schema"])
    deposit = _model.unused(owner_org, entry.name)
    if deposit is None:
        user = _ckan_model.User.get(context["user"])
        deposit = _model.Deposit(
            owner_org=owner_org, user_id=user.id, schema_name=entry.name, schema_url=entry.latest.url
        )
        _ckan_model.Session.add(deposit)
        _ckan_model.Session.commit()
    return _view_model.shown(deposit)


@tk.side_effect_free
@tk.validate_action_data(_schema.identified)
def deposit_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return a deposit: state, file, report (first errors of each cause), description, files it may replace.

    Args:
        context: of the call.
        data_dict: ``id``.

    Raises:
        ObjectNotFound: there is none, or the user may not publish for its body.
    """
    return _view_model.shown(_get("deposit_show", context, data_dict))


@tk.side_effect_free
@tk.validate_action_data(_schema.listed)
def deposit_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the drafts of the user's bodies, or what they published from here, the last changed first.

    Args:
        context: of the call.
        data_dict: ``organization`` (default: all those of the user), ``published`` (false), ``limit`` (20), ``offset``.
    """
    tk.check_access("deposit_list", context, data_dict)
    if data_dict.get("organization"):
        ids: set[str] | None = {_ckan_model.Group.get(data_dict["organization"]).id}
    else:
        ids = _bodies.allowed_ids(context["user"])
    found = _model.listed(ids, published=data_dict["published"], limit=data_dict["limit"], offset=data_dict["offset"])
    return [_view_model.listed(deposit) for deposit in found]


@tk.side_effect_free
@tk.validate_action_data(_schema.identified)
def deposit_errors(context: Context, data_dict: DataDict) -> dict[str, str]:
    """Return every error of the file as a table: ``csv``, its text.

    Args:
        context: of the call.
        data_dict: ``id``.

    Raises:
        ObjectNotFound: no such deposit, or its file has no errors.
    """
    deposit = _get("deposit_errors", context, data_dict)
    return {"csv": _files.load_errors(deposit.file_key).decode("utf-8-sig")}


@tk.validate_action_data(_schema.file)
def deposit_file(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Keep a file for a deposit, in place of the one before, and check it: at once, or in a job when it is large.

    Args:
        context: of the call.
        data_dict: ``id``, ``upload`` (multipart).

    Returns:
        The deposit, as ``deposit_show`` does: its state is ``checking`` while a job is at work.

    Raises:
        ValidationError: no file, an empty one, one over the limit; or the deposit is published.
    """
    deposit = _get("deposit_file", context, data_dict)
    before, upload = deposit.file_key, data_dict["upload"]
    content = upload.stream.read()
    key = _files.save(deposit.id, content)
    kept = _model.move(
        deposit.id,
        _states.Event.FILE,
        file_key=key,
        file_name=_PurePath(upload.filename.replace("\\", "/")).name[-_FILE_NAME_LENGTH:],
        file_size=len(content),
        file_hash=_hashlib.sha256(content).hexdigest(),
        report={},
        progress={"step": "waiting"},
    )
    _files.remove(before if kept else key)
    if not kept:
        raise tk.ValidationError({"upload": [tk._("This file is already published. Begin a new publication.")]})
    _checking.start(_reloaded(deposit.id))
    return _view_model.shown(_reloaded(deposit.id))


@tk.validate_action_data(_schema.identified)
def deposit_check(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Check the file of a deposit again: after an interruption, or for a new version of the rules.

    A check that is going on goes on. Returns the deposit, as ``deposit_show`` does.

    Args:
        context: of the call.
        data_dict: ``id``.

    Raises:
        ValidationError: the deposit has no file, or is published.
    """
    deposit = _get("deposit_check", context, data_dict)
    if deposit.state == _states.State.CHECKING and not _checking.is_stale(deposit):
        return _view_model.shown(deposit)
    if not deposit.file_key or not _model.move(deposit.id, _states.Event.CHECK, progress={"step": "waiting"}):
        raise tk.ValidationError({"id": [tk._("There is no file to check.")]})
    _checking.start(_reloaded(deposit.id))
    return _view_model.shown(_reloaded(deposit.id))


@tk.validate_action_data(_schema.publish)
def deposit_publish(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish a checked deposit: the file, its description, its rows. Done twice, it publishes once.

    Args:
        context: of the call.
        data_dict: ``id``; ``target``, when the body has already published this data: the id of the resource to replace,
            or ``beside``; ``despite_errors``, where the portal's policy allows it; description fields to change
            (``title``, ``notes``, ``theme``, ``frequency``, ``license_id``, ``temporal_start``, ``temporal_end``,
            ``contact_name``, ``contact_email``, ``tag_string``).

    Returns:
        The deposit, as ``deposit_show`` does; ``package_id`` and ``resource_id`` say where it is.

    Raises:
        ValidationError: the file is not publishable as it is, a field is refused, or ``target`` must be chosen.
    """
    deposit = _get("deposit_publish", context, data_dict)
    if _claim(deposit, data_dict):
        _publish(context, _reloaded(deposit.id))
    return _view_model.shown(_reloaded(deposit.id))


@tk.validate_action_data(_schema.identified)
def deposit_delete(context: Context, data_dict: DataDict) -> None:
    """Delete a draft and its file. What it published before, if anything, stays.

    Args:
        context: of the call.
        data_dict: ``id``.

    Raises:
        ValidationError: the deposit is published.
    """
    deposit = _get("deposit_delete", context, data_dict)
    key = deposit.file_key
    if not _model.delete(deposit.id):
        raise tk.ValidationError({"id": [tk._("This is published: it is no longer a draft.")]})
    _files.remove(key)


def _get(action: str, context: Context, data_dict: DataDict) -> _model.Deposit:
    """Return the deposit that an action is about; to who may not see it, it does not exist."""
    try:
        tk.check_access(action, context, data_dict)
    except tk.NotAuthorized as err:
        raise _view_model.not_found() from err
    return _reloaded(data_dict["id"])


def _reloaded(deposit_id: str) -> _model.Deposit:
    deposit = _model.get(deposit_id)
    if deposit is None:
        raise _view_model.not_found()
    return deposit


def _claim(deposit: _model.Deposit, data_dict: DataDict) -> bool:
    """Take the deposit to publish it; False when it is published, or being published, by an earlier call."""
    state = _states.State(deposit.state)
    if state is _states.State.PUBLISHED or (state is _states.State.PUBLISHING and not _checking.is_stale(deposit)):
        return False
    allowed = bool(data_dict["despite_errors"]) and _config.publish_invalid()
    checked = _states.State.VALID if deposit.report.get("valid") else _states.State.INVALID
    resumed = checked if state is _states.State.PUBLISHING else state
    event = _states.publish_event(resumed, invalid_allowed=allowed)
    if event is None:
        raise tk.ValidationError({"id": [tk._("This file is not ready to be published.")]})
    ids = {} if deposit.resource_id else _publishing.reserve()
    fields = {**deposit.fields, **_changed(deposit, data_dict)}
    target = data_dict.get("target", deposit.target)
    return _model.move(
        deposit.id, event, only_file=deposit.file_key, stale=_config.stale_after(), target=target, fields=fields, **ids
    )


def _changed(deposit: _model.Deposit, data_dict: DataDict) -> dict[str, str]:
    """Return the fields that differ from what is filled in; a form sends them all, and the rest must stay automatic."""
    known = _view_model.shown(deposit)["fields"]
    return {key: data_dict[key] for key in _EDITABLE if key in data_dict and data_dict[key].strip() != known.get(key)}


def _publish(context: Context, deposit: _model.Deposit) -> None:
    deposit_id, failure = deposit.id, _states.failure_event(valid=bool(deposit.report["valid"]))
    try:
        package_id, resource_id = _publishing.publish(context, deposit)
    except tk.ValidationError:
        _ckan_model.Session.rollback()
        _model.move(deposit_id, failure)
        raise
    except _PublicationConflictError as err:
        _ckan_model.Session.rollback()
        _model.move(deposit_id, failure)
        sentence = tk._("Files of this data are already published. Say whether yours replaces one of them.")
        raise tk.ValidationError({"target": [sentence]}) from err
    _model.move(
        deposit_id,
        _states.Event.DONE,
        published=_model.now(),
        package_id=package_id,
        resource_id=resource_id,
        table_state="waiting",
    )
    _table.start(_reloaded(deposit_id))
