"""Actions of the deposits: all that the pages do, for programs too (every public function is exported)."""

from __future__ import annotations

from dataclasses import asdict as _asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as _ckan_model
from ckan.types import Context, DataDict

from ckanext.deposit import bodies as _bodies
from ckanext.deposit import checking as _checking
from ckanext.deposit import deciding as _deciding
from ckanext.deposit import files as _files
from ckanext.deposit import model as _model
from ckanext.deposit import receiving as _receiving
from ckanext.deposit import releasing as _releasing
from ckanext.deposit import states as _states
from ckanext.deposit import table as _table
from ckanext.deposit import view_model as _view_model
from ckanext.deposit.choices import Choices as _Choices
from ckanext.deposit.logic import schema as _schema
from ckanext.scdl import registry as _registry


@tk.side_effect_free
@tk.validate_action_data(_schema.searched)
def deposit_organization_search(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the bodies that the user may act for.

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
        deposit = _receiving.begin(owner_org, entry.name, _ckan_model.User.get(context["user"]).id)
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
    return _view_model.shown(_get("deposit_show", context, data_dict), context["user"])


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
    if not deposit.report.get("error_count"):
        raise tk.ObjectNotFound(tk._("This file has no errors."))
    return {"csv": _files.load_beside(deposit.file_key, _files.ERRORS).decode("utf-8-sig")}


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
    upload = data_dict["upload"]
    if not _receiving.receive(deposit, upload.filename, upload.stream.read()):
        raise tk.ValidationError({"upload": [tk._("This file is already published. Begin a new publication.")]})
    _checking.start(_model.existing(deposit.id))
    return _view_model.shown(_model.existing(deposit.id))


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
    _deciding.recheck(deposit)
    return _view_model.shown(_model.existing(deposit.id))


@tk.validate_action_data(_schema.answer)
def deposit_answer(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Answer a question that the check asks (``report.questions``), and check the file again with the answer.

    Args:
        context: of the call.
        data_dict: ``id``; ``key`` of the question; ``choice``, one of its answers, empty to take an answer back.

    Returns:
        The deposit, as ``deposit_show`` does.

    Raises:
        ValidationError: no such question or answer, or the deposit is published.
    """
    deposit = _get("deposit_answer", context, data_dict)
    _deciding.recheck(deposit, _deciding.answered(deposit, data_dict["key"], data_dict["choice"]))
    return _view_model.shown(_model.existing(deposit.id))


@tk.validate_action_data(_schema.repair)
def deposit_repair(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Refuse repairs that the portal made, or accept them again. All of them are accepted until then.

    Args:
        context: of the call.
        data_dict: ``id``; ``refuse`` and ``accept``: keys of ``report.repairs``, of a rule in a column
            (``date:3``) or of one cell of it (``date:3:12``).

    Returns:
        The deposit, as ``deposit_show`` does.

    Raises:
        ValidationError: the deposit is published, or has no file.
    """
    deposit = _get("deposit_repair", context, data_dict)
    _deciding.recheck(deposit, deposit.choices.refusing(data_dict["refuse"], data_dict["accept"]))
    return _view_model.shown(_model.existing(deposit.id))


@tk.validate_action_data(_schema.columns)
def deposit_columns(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say which column of the file each expected column is; the body's next file is read in the same way.

    Args:
        context: of the call.
        data_dict: ``id``; ``columns``: the schema's name of a column → the file's, empty when the file has none;
            ``header_row``, the row of the names, and ``sheet``, when they were not found.

    Returns:
        The deposit, as ``deposit_show`` does.

    Raises:
        ValidationError: a column that is not there, or is chosen twice.
    """
    deposit = _get("deposit_columns", context, data_dict)
    named = _deciding.named(deposit, data_dict["columns"], data_dict.get("header_row"), data_dict.get("sheet"))
    _deciding.recheck(deposit, named)
    return _view_model.shown(_model.existing(deposit.id))


@tk.validate_action_data(_schema.change_schema)
def deposit_change_schema(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Check the same file as other data: the wrong kind was chosen.

    Args:
        context: of the call.
        data_dict: ``id``; ``schema``, its name in the catalogue.

    Returns:
        The deposit, as ``deposit_show`` does.

    Raises:
        ValidationError: no such table, or the deposit is published.
    """
    deposit = _get("deposit_change_schema", context, data_dict)
    entry = _registry.entry(data_dict["schema"])
    columns = _Choices(columns=_model.remembered(deposit.owner_org, entry.name))
    address = entry.latest.url
    _deciding.recheck(deposit, columns, schema_name=entry.name, schema_url=address, fields={}, target="", report={})
    return _view_model.shown(_model.existing(deposit.id))


@tk.validate_action_data(_schema.personal_data)
def deposit_personal_data(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Decide what becomes of the personal data found in the file; each decision is logged with its author.

    Args:
        context: of the call.
        data_dict: ``id``; ``decisions``: a list of ``finding`` (the key of a group of ``report.personal``, or of one of
            its cells), ``choice`` (one that the group offers, or ``publish``; empty to decide again), ``reason`` (for
            ``publish``), ``value`` (for ``replace``).

    Returns:
        The deposit, as ``deposit_show`` does.

    Raises:
        ValidationError: an unknown finding or choice, or something published without a reason.
    """
    deposit = _get("deposit_personal_data", context, data_dict)
    decisions = data_dict.get("decisions") or []
    choices = _deciding.hidden(deposit, decisions)
    _deciding.log_decisions(context, deposit, decisions)
    _deciding.recheck(deposit, choices)
    return _view_model.shown(_model.existing(deposit.id))


@tk.validate_action_data(_schema.identified)
def deposit_cancel(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Stop the check of a file. The file and what was decided are kept: ``deposit_check`` begins it again.

    Args:
        context: of the call.
        data_dict: ``id``.

    Returns:
        The deposit, as ``deposit_show`` does; as it is when no check was going on.
    """
    deposit = _get("deposit_cancel", context, data_dict)
    turn = deposit.turn
    if _model.move(deposit.id, _states.Event.CANCEL, only_turn=turn, progress={}, turn=""):
        _checking.stop(turn)
    return _view_model.shown(_model.existing(deposit.id))


@tk.validate_action_data(_schema.identified)
def deposit_load(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Load the rows of a published file again, when that failed.

    Args:
        context: of the call.
        data_dict: ``id``.

    Returns:
        The deposit, as ``deposit_show`` does; ``table_state`` says how it went.
    """
    deposit = _get("deposit_load", context, data_dict)
    if deposit.state == _states.State.PUBLISHED and deposit.table_state in {"failed", "waiting"}:
        _model.write(deposit.id, table_state="waiting", attempts=0)
        _table.start(deposit.id)
    return _view_model.shown(_model.existing(deposit.id))


@tk.validate_action_data(_schema.publish)
def deposit_publish(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish a checked deposit: the file, its description, its rows. Done twice, it publishes once.

    Args:
        context: of the call.
        data_dict: ``id``; ``target``, when the body has already published this data: the id of the resource to replace,
            or ``beside``; ``despite_errors``, where the portal's policy allows it; description fields to change
            (``title``, ``notes``, ``theme``, ``frequency``, ``license_id``, ``temporal_start``, ``temporal_end``,
            ``contact_name``, ``contact_email``, ``tag_string``); ``turn``, of a request: what was looked at.

    Returns:
        The deposit, as ``deposit_show`` does; ``package_id`` and ``resource_id`` say where it is.

    Raises:
        NotAuthorized: the user only prepares (a contributor).
        ValidationError: the file is not publishable as it is, nobody decided on personal data that is in it
            (``personal_data`` names it), a field is refused, or ``target`` must be chosen.
    """
    deposit = _get("deposit_publish", context, data_dict)
    if _releasing.claim(deposit, data_dict, context["user"]):
        _releasing.release(context, _model.existing(deposit.id))
    return _view_model.shown(_model.existing(deposit.id))


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
    keys = (deposit.file_key, deposit.mended_key)
    if not _model.delete(deposit.id):
        raise tk.ValidationError({"id": [tk._("This is published: it is no longer a draft.")]})
    for key in keys:
        _files.remove(key)


def _get(action: str, context: Context, data_dict: DataDict) -> _model.Deposit:
    """Return the deposit that an action is about; to who may not see it, it does not exist."""
    try:
        tk.check_access("deposit_show", context, data_dict)
    except tk.NotAuthorized:
        return _model.existing("")
    tk.check_access(action, context, data_dict)
    return _model.existing(data_dict["id"])
