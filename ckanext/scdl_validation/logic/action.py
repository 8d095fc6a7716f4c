"""Actions of the room (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as _model
from ckan.types import Action, Context, DataDict

from ckanext.scdl_validation import batch as _batch
from ckanext.scdl_validation import calls as _calls
from ckanext.scdl_validation import checking as _checking
from ckanext.scdl_validation import contract as _contract
from ckanext.scdl_validation import decisions as _decisions
from ckanext.scdl_validation import gate as _gate
from ckanext.scdl_validation import limits as _limits
from ckanext.scdl_validation import personal as _personal
from ckanext.scdl_validation import queue as _queue
from ckanext.scdl_validation import results as _results
from ckanext.scdl_validation import shown as _shown
from ckanext.scdl_validation import signals as _signals
from ckanext.scdl_validation import states as _states
from ckanext.scdl_validation.logic import schema as _schema
from ckanext.scdl_validation.subject import Subject as _Subject
from ckanext.scdl_validation.subject import load as _load


@tk.validate_action_data(_schema.decide)
def personal_data_decide(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Write what a person decides on personal data that was found in a file; the file goes out once all is let out.

    Args:
        context: of the call.
        data_dict: ``organization`` (id or name); ``file_hash`` (sha-256 of the file); ``decisions``, a list of
            ``finding`` (its ``key`` in the report, or the key without the row for the whole column), ``choice``
            (``publish``, ``keep-looked-at`` and ``public-by-law`` let it out; ``drop``, ``mask``, ``initials`` and the
            report's other actions say that the file must change first) and ``reason``, wanted when it is let out.

    Returns:
        The decisions as they were written: ``id``, ``organization``, ``file_hash``, ``finding``, ``kind``, ``place``
        (``column``, ``row``, ``sheet``), ``choice``, ``reason``, ``user``, ``created``.

    Raises:
        ValidationError: an unknown finding or choice, nothing decided, or something let out without a reason.
    """
    tk.check_access("personal_data_decide", context, data_dict)
    made = data_dict.get("decisions") or []
    if not made:
        raise tk.ValidationError({"decisions": [tk._("Say what you decide on at least one finding.")]})
    errors = [_decisions.unreasoned(each) for each in made]
    if any(errors):
        raise tk.ValidationError({"decisions": errors})
    written = _decisions.record(data_dict["organization"], data_dict["file_hash"], context["user"], made)
    for resource_id in _gate.refresh(data_dict["organization"], data_dict["file_hash"]):
        _signals.released.send(resource_id)
    return written


@tk.side_effect_free
@tk.validate_action_data(_schema.decided)
def personal_data_decision_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the log of decisions, the last first, as ``personal_data_decide`` returns them.

    Args:
        context: of the call.
        data_dict: ``organization`` (id or name), ``file_hash``, or both; without organisation, those of all the bodies
            that the user may publish for.

    Raises:
        ValidationError: neither was given.
    """
    tk.check_access("personal_data_decision_list", context, data_dict)
    if not data_dict.get("organization") and not data_dict.get("file_hash"):
        raise tk.ValidationError({"organization": [tk._("Name an organisation or a file.")]})
    found = _decisions.listed(data_dict.get("file_hash"), data_dict.get("organization"))
    visible = _visible(context, data_dict, {each.owner_org for each in found})
    return [_decisions.shown(each) for each in found if visible is None or each.owner_org in visible]


@tk.side_effect_free
@tk.validate_action_data(_schema.undecided)
def personal_data_undecided(context: Context, data_dict: DataDict) -> list[Any]:
    """Return the findings on which nobody has decided yet, in their order.

    Args:
        context: of the call.
        data_dict: ``file_hash``; ``findings``, a list of findings of the report or of their keys; ``organization``,
            whose decisions count (default: those of every body that the user may publish for).

    Raises:
        ValidationError: a finding without its key.
    """
    tk.check_access("personal_data_undecided", context, data_dict)
    findings = data_dict.get("findings") or []
    keys = [_decisions.key(each) for each in findings]
    orgs = {each.owner_org for each in _decisions.listed(data_dict["file_hash"])}
    standing = _decisions.standing(data_dict["file_hash"], _visible(context, data_dict, orgs))
    return [each for each, key in zip(findings, keys, strict=True) if _personal.decided(key, standing) is None]


@tk.validate_action_data(_schema.run)
def resource_validation_run(context: Context, data_dict: DataDict) -> str:
    """Check the file of a resource again, whatever is known of it (ckanext-validation's action).

    Args:
        context: of the call.
        data_dict: ``resource_id``; ``async`` (true): in a job, or before the answer.

    Returns:
        The name of the check.

    Raises:
        ValidationError: files of this resource are not checked: its format, its kind, or a link without schema.
    """
    tk.check_access("resource_validation_run", context, data_dict)
    subject = _subject(data_dict)
    if not subject.wanted:
        raise tk.ValidationError({"format": [tk._("Only tables are checked, and links that name a schema.")]})
    run = _checking.again(subject)
    if data_dict["async"]:
        _queue.put(subject.id, run)
    else:
        _checking.run(subject.id, run)
    return run


@tk.side_effect_free
@tk.validate_action_data(_schema.resource)
def resource_validation_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the last check of a resource (ckanext-validation's action).

    Args:
        context: of the call.
        data_dict: ``resource_id``.

    Returns:
        ``status`` (``created``: waits for its turn, ``running``, ``success``, ``failure``: the file has errors,
        ``error``: there is no verdict, see ``error``), ``created``, ``finished``, ``report`` (our report JSON, with
        frictionless's ``tasks`` and ``stats``; what was found of personal data, repairs and questions only for who
        may edit), ``progress`` (``step``, ``done`` from 0 to 100), ``held`` (why the public does not have the file),
        ``file_hash``, ``newer_schema`` (``version``, ``url``, ``valid``: whether the file follows it too).

    Raises:
        ObjectNotFound: the file was never checked.
    """
    tk.check_access("resource_validation_show", context, data_dict)
    subject = _subject(data_dict)
    editor = bool(context.get("ignore_auth")) or _gate.may_edit(context["user"], subject.resource["package_id"])
    found = _shown.check(subject, editor=editor)
    if found is None:
        raise tk.ObjectNotFound(tk._("This file was not checked."))
    return found


@tk.validate_action_data(_schema.resource)
def resource_validation_cancel(context: Context, data_dict: DataDict) -> None:
    """Stop the check of a resource. A file that nobody has looked at stays hidden until it is checked.

    Args:
        context: of the call.
        data_dict: ``resource_id``.

    Raises:
        ObjectNotFound: no check goes on.
    """
    tk.check_access("resource_validation_cancel", context, data_dict)
    state = _states.get(_subject(data_dict).id)
    run = state.run if state is not None else ""
    message = tk._("The check was cancelled.")
    if not run or not _checking.fail(data_dict["resource_id"], run, message):
        raise tk.ObjectNotFound(tk._("No check of this file goes on."))
    _queue.stop(run)


@tk.validate_action_data(_schema.resource)
def resource_validation_delete(context: Context, data_dict: DataDict) -> None:
    """Delete the last check of a resource (ckanext-validation's action). What holds the file stays.

    Args:
        context: of the call.
        data_dict: ``resource_id``.

    Raises:
        ObjectNotFound: the file was never checked.
    """
    tk.check_access("resource_validation_delete", context, data_dict)
    resource_id = _subject(data_dict).id
    if not _contract.forget(resource_id):
        raise tk.ObjectNotFound(tk._("This file was not checked."))
    _model.Session.commit()
    _checking.stamp(resource_id)


def resource_validation_run_batch(context: Context, data_dict: DataDict) -> dict[str, str]:
    """Put checks of many files in the queue (ckanext-validation's action).

    Args:
        context: of the call.
        data_dict: ``dataset_ids`` (a list or its JSON text), or ``query`` (``q``, ``fq``, ``fq_list`` of
            ``package_search``, an object or its JSON text); without either, every file.

    Returns:
        ``output``: what was done, in words.
    """
    tk.check_access("resource_validation_run_batch", context, data_dict)
    query = _batch.query(data_dict.get("query"))
    count = 0
    for subject in _batch.subjects(_batch.listed(data_dict.get("dataset_ids")), query):
        _batch.start(subject)
        count += 1
    text = tk.ungettext("{count} file sent to be checked.", "{count} files sent to be checked.", count)
    return {"output": text.format(count=count)}


@tk.validate_action_data(_schema.record)
def resource_validation_record(context: Context, data_dict: DataDict) -> None:
    """Keep a report made elsewhere in the portal, so that the file is not checked again when it is published.

    Args:
        context: of the call; only with rights ignored, or by an operator.
        data_dict: ``organization``; ``file_hash`` (sha-256); ``schema``, the address of the version; ``report``, whole,
            as ``Report.to_dict`` gives it, on exactly these bytes.
    """
    tk.check_access("resource_validation_record", context, data_dict)
    outcome = _results.outcome_of(data_dict["file_hash"], _results.resolved(data_dict["schema"]), data_dict["report"])
    _results.keep(outcome, data_dict["organization"])
    _model.Session.commit()


def scdl_validate(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Check a file that is sent or lies at an address; nothing is kept.

    Args:
        context: of the call.
        data_dict: ``upload`` (multipart) or ``url``; ``schema``, its name, ``name@version`` or address, recognised from
            the columns when not given.

    Returns:
        The report JSON; a file that cannot be read has one too, with one error and neither schema nor table.

    Raises:
        ValidationError: no file, too large, too slow, an unknown schema, or too many calls (then the status is 429).
    """
    tk.check_access("scdl_validate", context, data_dict)
    schema, lang = _calls.schema(str(data_dict.get("schema") or "")), _calls.language()
    _limits.count(context["user"])
    return _calls.validate(_calls.given(data_dict, lang), schema, lang)


def scdl_repair(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Repair a file that is sent or lies at an address as far as is sure; nothing is kept.

    Args:
        context: of the call.
        data_dict: ``upload`` (multipart) or ``url``; ``schema`` as for ``scdl_validate``; ``only``, the rules to use (a
            list or its JSON text; all by default); ``answers``, question's key → choice (an object or its JSON text).

    Returns:
        ``content`` (the repaired file: UTF-8 CSV), ``valid``, ``errors_before``, ``errors_after``, ``repairs`` (what
        was done), ``questions`` (what is to be asked), ``before`` and ``after``, the reports. For a file that cannot
        be read: its report, and ``content`` null.

    Raises:
        ValidationError: as ``scdl_validate``; or an unknown rule.
    """
    tk.check_access("scdl_repair", context, data_dict)
    schema, lang = _calls.schema(str(data_dict.get("schema") or "")), _calls.language()
    only, answers = _calls.rules(data_dict.get("only")), _calls.answers(data_dict.get("answers"))
    _limits.count(context["user"])
    return _calls.repair(_calls.given(data_dict, lang), schema, lang, only, answers)


def scdl_annotate(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return a file that is sent or lies at an address as a workbook with its faults in colour; nothing is kept.

    Args:
        context: of the call.
        data_dict: ``upload`` (multipart) or ``url``; ``schema`` as for ``scdl_validate``; ``validation_options``, how
            it is read, as a resource says it.

    Returns:
        ``name`` and ``content`` (XLSX in base64), null for a file that cannot be read.

    Raises:
        ValidationError: as ``scdl_validate``.
    """
    tk.check_access("scdl_annotate", context, data_dict)
    schema, lang = _calls.schema(str(data_dict.get("schema") or "")), _calls.language()
    _limits.count(context["user"])
    return _calls.annotate(data_dict, schema, lang)


@tk.side_effect_free
@tk.chained_action
def package_search(up: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """CKAN's, without the files that the visitor may not have: feeds are made of this."""
    found: dict[str, Any] = up(context, data_dict)
    _gate.strip(context, found["results"])
    return found


@tk.side_effect_free
@tk.chained_action
def current_package_list_with_resources(up: Action, context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """CKAN's, without the files that the visitor may not have; it searches with rights ignored."""
    found: list[dict[str, Any]] = up(context, data_dict)
    _gate.strip(context, found)
    return found


@tk.side_effect_free
@tk.chained_action
def resource_search(up: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """CKAN's, without the files that the visitor may not have."""
    found: dict[str, Any] = up(context, data_dict)
    if not context.get("ignore_auth") and not context.get("search_query"):
        closed = _states.held([each["id"] for each in found["results"]])
        found["results"] = [each for each in found["results"] if each["id"] not in closed]
        found["count"] -= len(closed)
    return found


def _subject(data_dict: DataDict) -> _Subject:
    """The file of an active resource.

    Raises:
        ObjectNotFound: there is none.
    """
    subject = _load(data_dict["resource_id"])
    if subject is None:
        raise tk.ObjectNotFound(tk._("This file does not exist, or is not public."))
    return subject


def _visible(context: Context, data_dict: DataDict, orgs: set[str]) -> set[str] | None:
    """Those of some organisations whose decisions the caller may see; None for all."""
    if data_dict.get("organization"):
        return {data_dict["organization"]}
    if context.get("ignore_auth"):
        return None
    return {each for each in orgs if _decisions.may_publish(context["user"], each)}
