"""Actions of the questions of visitors and of the list of what waits (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan.types import Context, DataDict

from ckanext.observatory import moderation as _moderation
from ckanext.observatory import questions as _questions
from ckanext.observatory.logic import schema as _schema
from ckanext.territories import entry as _entry
from ckanext.territories import tree as _tree


@tk.validate_action_data(_schema.question)
def observatory_question_create(context: Context, data_dict: DataDict) -> dict[str, str]:
    """Ask the body behind a publication something, or report a problem with it. A few an hour from one address.

    Args:
        context: of the call.
        data_dict: ``dataset`` (a public one) or ``organization``; ``kind`` (``question`` or ``problem``), ``text``,
            ``name`` and ``email`` of who asks, without which nobody can answer.

    Returns:
        ``id`` and ``state``, nothing else: the rest is for who answers.

    Raises:
        ObjectNotFound: no public dataset, or no body, is called so.
        ValidationError: no text, a wrong address, or too many within the hour.
    """
    tk.check_access("observatory_question_create", context, data_dict)
    subject = _questions.about(data_dict["dataset"], data_dict["organization"])
    said = {name: data_dict.get(name) or "" for name in ("kind", "text", "name", "email")}
    try:
        asked = _questions.ask(subject, tk.request.remote_addr or "unknown", **said)
    except _entry.TooManyError as error:
        raise tk.ValidationError({"text": [tk._("You sent many messages. Wait an hour.")]}) from error
    return {"id": asked.id, "state": asked.state}


@tk.side_effect_free
@tk.validate_action_data(_schema.questions)
def observatory_question_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return what visitors asked a body, or all those that one publishes for, the open ones first, then the newest.

    Args:
        context: of the call.
        data_dict: ``organization`` (default: all those of the user); ``state`` (default: all); ``limit`` (1000).

    Returns:
        ``id, organization, about`` (name of the data, or of the body), ``package_id, kind, text, name, email, state``
        (``open``, ``answered``, ``closed``), ``word``, ``created, closed, closed_by``.
    """
    name = data_dict["organization"]
    asked = {"organization": _tree.required(name).id} if name else {}
    tk.check_access("observatory_question_list", context, asked)
    places = set(asked.values()) if name else _questions.places(context["user"])
    found = _questions.of_bodies(places, data_dict["limit"], data_dict["state"])
    return [_questions.shown(each) for each in found]


@tk.validate_action_data(_schema.answer)
def observatory_question_answer(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Answer a question, by mail to who left an address, or close it with a word.

    Args:
        context: of the call.
        data_dict: ``organization``, ``question`` (its id), ``word``, ``answer`` (true; false closes it without mail).

    Returns:
        The question, as ``observatory_question_list``.

    Raises:
        ObjectNotFound: the body was not asked this.
        ValidationError: no word, or somebody dealt with it before.
    """
    group = _tree.required(data_dict["organization"])
    tk.check_access("observatory_question_answer", context, {"organization": group.id})
    question = _questions.required(data_dict["question"])
    if question.owner_org != group.id:
        raise tk.ObjectNotFound(tk._("There is no such question here."))
    by = _authz.get_user_id_for_username(context["user"])
    if not _questions.close(question, data_dict["word"], by, answer=data_dict["answer"]):
        raise tk.ValidationError({"word": [tk._("Somebody has dealt with it already.")]})
    return _questions.shown(_questions.required(question.id))


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def observatory_moderation_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return what waits for somebody in a territory: questions, reports, files that do not go out, refusals, demands.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above.

    Returns:
        At most a thousand, the open first, then the newest: ``id``, ``kind`` (``question``, ``problem``,
        ``personal``: a decision on personal data, ``file``, ``refused``: a dataset that a harvest does not take,
        ``address``: one that is fetched without success, ``demand``), ``state`` (``open``, ``answered``, ``closed``),
        ``organization`` (id), ``title`` (its name), ``about``, ``text``, ``date``, ``link``, ``word`` (the answer).
        Of personal data, that a decision waits; what was found shows to who publishes for the body, on its page.
    """
    group = _tree.required(data_dict["organization"])
    tk.check_access("observatory_moderation_list", context, {"organization": group.id})
    return [_moderation.shown(each) for each in _moderation.items(context, group.id)]
