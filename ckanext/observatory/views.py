"""The animator's desk: the grid of a territory, its export, its reminders."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from ckanext.observatory import (
    contacts,
    desk,
    export,
    reminders,
    territory,
    views_drafts,
    views_onboarding,
    views_questions,
    wording,
)
from ckanext.observatory.pages import body_of, redirect
from ckanext.observatory.views_questions import questions
from ckanext.socle import mail, paging
from ckanext.territories import tree

__all__ = ["observatory", "questions"]  # the blueprints

observatory = Blueprint("observatory", __name__, url_prefix="/animer")
views_drafts.register(observatory)
views_onboarding.register(observatory)
views_questions.register(observatory)


@observatory.before_request
def come_in() -> ResponseReturnValue | None:
    """Ask visitors to log in."""
    if tk.current_user.is_anonymous:
        return redirect("user.login", came_from=tk.request.full_path)
    return None


@observatory.get("")
def choose() -> ResponseReturnValue:
    """Show the territories that the person animates, or the only one."""
    places = territory.animated(tk.current_user.name)
    if len(places) == 1:
        return redirect("observatory.grid", organization=places[0]["name"])
    return str(tk.render("observatory/choose.html", {"places": places}))


@observatory.get("/<organization>")
def grid(organization: str) -> str:
    """Show the communes of a territory and where each stands."""
    body, rows, asked = _grid(organization)
    chosen = desk.chosen(rows, asked)
    pages = _pages(body["name"], asked, len(chosen))
    shown = desk.page_of(chosen, pages.current)
    values = {
        "body": body,
        "asked": asked,
        "filters": vars(asked),
        "rows": shown,
        "found": len(chosen),
        "total": len(rows),
        "pages": pages,
        "columns": _columns(rows),
        "groups": [(each, each) for each in desk.groups(rows)],
        **_words(shown),
        "states": [(each, wording.labels(2)[each]) for each in desk.FILTERS],
        "sorts": _sorts(),
        "today": [(name, wording.todo(name, count)) for name, count in desk.today(rows)],
    }
    return str(tk.render("observatory/desk.html", values))


@observatory.get("/<organization>/grille.<any(csv, xlsx):kind>")
def export_grid(organization: str, kind: str) -> Response:
    """Give the grid as a file, filtered as the page is."""
    body, rows, asked = _grid(organization)
    lines = export.table(desk.chosen(rows, asked), _columns(rows))
    content = export.as_csv(lines) if kind == "csv" else export.as_xlsx(lines, tk._("Communes"))
    mimetype = export.CSV_TYPE if kind == "csv" else export.XLSX_TYPE
    headers = {"Content-Disposition": f'attachment; filename="communes-{body["name"]}.{kind}"'}
    return Response(content, content_type=mimetype, headers=headers)


@observatory.route("/<organization>/relances", methods=["GET", "POST"])
def remind(organization: str) -> ResponseReturnValue:
    """Show the reminders that would go out, send them, start or stop those of each month; say who was told what."""
    body, wanted = body_of(organization), {"organization": organization}
    if tk.request.method == "POST":
        _post(wanted, tk.request.form.get("what", ""))
        return redirect("observatory.remind", organization=body["name"])
    told = tk.get_action("observatory_contact_list")({}, wanted)
    due = reminders.due(_rows(wanted), contacts.now().date())
    values = {
        "body": body,
        "due": [{"title": each.row.title, "address": each.row.address, "late": reminders.words(each)} for each in due],
        "example": mail.plain(_mail(due[0])) if due else None,
        "told": told,
        "names": {row["id"]: row["title"] or row["name"] for row in tree.rows_below([body["id"]])},
    }
    return str(tk.render("observatory/remind.html", values))


def _post(wanted: dict[str, Any], what: str) -> None:
    if what == "send":
        count = tk.get_action("observatory_reminder_send")({}, wanted)["bodies"]
        sentence = tk.ungettext("One reminder is going out.", "{count} reminders are going out.", count)
        tk.h.flash_success(sentence.format(count=tk.h.localised_number(count)))
    elif what in {"start", "stop"}:
        tk.get_action("observatory_reminder_set")({}, {**wanted, "monthly": what == "start"})
        tk.h.flash_success(
            tk._("Reminders go out each month, on the 3rd.") if what == "start" else tk._("Reminders are stopped.")
        )


def _mail(reminder: reminders.Reminder) -> str:
    title = tk.config["ckan.site_title"]
    return str(tk.render(reminders.TEMPLATE, {"site_title": title, **reminders.values(reminder)}))


def _grid(organization: str) -> tuple[dict[str, Any], list[desk.Row], desk.Asked]:
    body = body_of(organization)
    return body, _rows({"organization": organization}), desk.read(tk.request.args)


def _pages(name: str, asked: desk.Asked, total: int) -> paging.Pages:
    """Return the links of the grid's pages, with the filters and to the grid itself."""
    kept = {key: value for key, value in vars(asked).items() if value}
    address = tk.url_for("observatory.grid", organization=name)
    number = paging.page_number(tk.request.args.get("page"))
    return paging.pages(
        total, desk.PAGE_SIZE, number, lambda page: f"{address}?{urlencode({**kept, 'page': page})}#communes"
    )


def _rows(wanted: dict[str, str]) -> list[desk.Row]:
    found = tk.get_action("observatory_desk")({}, wanted)
    return [desk.Row(**{key: value for key, value in each.items() if key not in {"late", "last"}}) for each in found]


def _columns(rows: list[desk.Row]) -> list[tuple[str, str]]:
    """Return the obligations that some body of the grid has: name and title."""
    asked = {name for row in rows for name in row.cells}
    rules = tk.get_action("observatory_rules")({}, {})
    return [(each["name"], each["plain_name"]) for each in rules if each["name"] in asked]


def _words(rows: list[desk.Row]) -> dict[str, dict[str, str]]:
    """Return the dates and links of a grid in words, each worked out once: thousands of cells share a few dates."""
    cells = [cell for row in rows for cell in row.cells.values()]
    days = {day for cell in cells for day in (cell["published"], cell["next_date"]) if day}
    said = {day: str(tk.h.socle_date(day)) for day in days | {row.contact for row in rows if row.contact}}
    pattern = tk.url_for("organization.read", id="ORGANIZATION")
    return {
        "days": said,
        "due_words": {day: tk._("before {date}").format(date=said[day]) for day in days},
        "links": {row.name: pattern.replace("ORGANIZATION", row.name) for row in rows},
    }


def _sorts() -> list[tuple[str, str]]:
    return [
        ("name", tk._("Name")),
        ("group", tk._("Intercommunality")),
        ("late", tk._("Most late first")),
        ("last", tk._("Longest without publication")),
        ("contact", tk._("Longest without contact")),
    ]


@observatory.errorhandler(tk.NotAuthorized)
def not_allowed(_error: tk.NotAuthorized) -> ResponseReturnValue:
    """Refuse who does not animate the territory."""
    return current_app.handle_http_exception(Forbidden(tk._("You do not animate this territory.")))
