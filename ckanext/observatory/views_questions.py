"""The pages of questions: the form of visitors, the page of who answers, the animator's list of all that waits."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, abort, jsonify
from flask.typing import ResponseReturnValue

from ckanext.observatory import export, moderation, wording
from ckanext.observatory import questions as domain
from ckanext.observatory.pages import body_of, redirect
from ckanext.socle import forms, robots
from ckanext.territories import tree

FIELDS = ("kind", "text", "name", "email")
# Settled questions that a page still shows.
SETTLED = 50
questions = Blueprint("questions", __name__, url_prefix="/question")
questions.before_request(forms.check_token)


def register(blueprint: Blueprint) -> None:
    """Add the list to the pages of the desk."""
    blueprint.add_url_rule("/<organization>/moderation", "moderate", moderate)
    blueprint.add_url_rule("/<organization>/moderation/nombre", "count_waiting", count_waiting)
    rule = "/<organization>/moderation.<any(csv, xlsx):kind>"
    blueprint.add_url_rule(rule, "export_moderation", export_moderation)


@questions.route("/<any(donnees, collectivite):what>/<name>", methods=["GET", "POST"])
def ask(what: str, name: str) -> str:
    """Take what a visitor asks or reports."""
    asked = {"dataset" if what == "donnees" else "organization": name}
    try:
        subject = domain.about(asked.get("dataset", ""), asked.get("organization", ""))
    except tk.ObjectNotFound as err:
        abort(404, str(err))
    typed = {field: tk.request.form.get(field, "").strip() for field in FIELDS}
    errors: dict[str, str] = {}
    sent = False
    # A person who was quick, or whose browser filled what nobody sees, sends the same form again: it was opened then.
    opened = robots.opened(tk.request.form)
    if tk.request.method == "POST" and robots.is_robot(tk.request.form):
        errors = {"text": tk._("This was sent as fast as robots do. Read your message over, then send it again.")}
    elif tk.request.method == "POST":
        try:
            tk.get_action("observatory_question_create")({}, {**asked, **typed})
            sent = True
        except tk.ValidationError as err:
            errors = {field: " ".join(map(str, said)) for field, said in err.error_dict.items()}
    values = {"subject": subject, "typed": typed, "errors": errors, "sent": sent, "what": what, "opened": opened}
    return str(tk.render("observatory/question.html", values))


@questions.get("/recues")
def received() -> ResponseReturnValue:
    """Show to who publishes what visitors asked about her communes' data: what waits for an answer, what is settled."""
    if tk.current_user.is_anonymous:
        return redirect("user.login", next=tk.request.full_path)
    chosen = tk.request.args.get("organization", "")
    try:
        found = tk.get_action("observatory_question_list")({}, {"organization": chosen})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        abort(404, tk._("This page does not exist, or is not yours."))
    group = tree.find(chosen)
    if group is not None:
        tk.h.territories_act_for(group.name)
    values = {
        "body": tree.summary(group) if group is not None else None,
        "open": [each for each in found if each["state"] == domain.OPEN],
        "settled": [each for each in found if each["state"] != domain.OPEN][:SETTLED],
        "names": {
            row["id"]: row["title"] or row["name"] for row in tree.rows_of(each["organization"] for each in found)
        },
        "words": wording.moderation(),
    }
    return str(tk.render("observatory/received.html", values))


@questions.route("/reponse/<id>", methods=["GET", "POST"])
def answer(id: str) -> ResponseReturnValue:  # noqa: A002
    """Show a question to who may answer it; take the answer."""
    if tk.current_user.is_anonymous:
        return redirect("user.login", next=tk.request.path)
    found, error = _mine(id), ""
    if tk.request.method == "POST":
        answered = tk.request.form.get("what") != "close"
        wanted = {"organization": found["organization"], "question": id, "answer": answered}
        try:
            tk.get_action("observatory_question_answer")({}, {**wanted, "word": tk.request.form.get("word", "")})
        except tk.ValidationError as err:
            error = " ".join(str(each) for several in err.error_dict.values() for each in several)
        else:
            tk.h.flash_success(tk._("It is answered.") if answered else tk._("It is closed."))
            if tk.request.form.get("list"):
                return redirect("questions.received", **_within(tk.request.form["list"], found["organization"]))
            return redirect("questions.answer", id=id)
    group = tree.required(found["organization"])
    values = {"question": found, "body": group, "subject": domain.subject_title(domain.required(id)), "error": error}
    return str(tk.render("observatory/answer.html", {**values, "words": wording.moderation()}))


def moderate(organization: str) -> str:
    """Show all that waits in a territory."""
    body, found, shown = _chosen(organization)
    words = wording.moderation()
    values = {
        "body": body,
        "items": shown,
        "total": len(found),
        "words": words,
        "kinds": [(each, words[each]) for each in moderation.KINDS],
        "states": [(each, words[each]) for each in moderation.STATES],
        "asked": {name: tk.request.args.get(name, "") for name in ("what", "state")},
    }
    return str(tk.render("observatory/moderation.html", values))


def count_waiting(organization: str) -> Response:
    """Tell how much waits in a territory: the number, and the words of the button that leads to it."""
    _body, _found, shown = _chosen(organization)
    words = tk._("What waits ({count})").format(count=tk.h.localised_number(len(shown)))
    return jsonify({"count": len(shown), "words": words if shown else tk._("What waits")})


def export_moderation(organization: str, kind: str) -> Response:
    """Give the list as a file, filtered as the page is."""
    body, _found, shown = _chosen(organization)
    lines = moderation.table(shown, wording.moderation())
    content = export.as_csv(lines) if kind == "csv" else export.as_xlsx(lines, tk._("What waits"))
    mimetype = export.CSV_TYPE if kind == "csv" else export.XLSX_TYPE
    headers = {"Content-Disposition": f'attachment; filename="moderation-{body["name"]}.{kind}"'}
    return Response(content, content_type=mimetype, headers=headers)


def _chosen(organization: str) -> tuple[dict[str, Any], list[moderation.Item], list[moderation.Item]]:
    body = body_of(organization)
    rows = tk.get_action("observatory_moderation_list")({}, {"organization": body["id"]})
    found = [moderation.Item(**each) for each in rows]
    return body, found, moderation.chosen(found, {"state": domain.OPEN, **tk.request.args.to_dict()})


def _within(listed: str, organization: str) -> dict[str, str]:
    """The list that an answer was given from: of its body alone, or of all."""
    return {"organization": str(tree.required(organization).name)} if listed == "body" else {}


def _mine(id: str) -> dict[str, Any]:  # noqa: A002
    """Return a question to who publishes for its body; to others, it does not exist."""
    try:
        question = domain.required(id)
        tk.check_access(
            "observatory_question_list", {"user": tk.current_user.name}, {"organization": question.owner_org}
        )
    except (tk.ObjectNotFound, tk.NotAuthorized):
        abort(404, tk._("This page does not exist, or is not yours."))
    return domain.shown(question)
