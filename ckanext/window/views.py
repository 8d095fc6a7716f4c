"""Addresses of a body's window: feeds, block, certificates."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, abort, current_app, jsonify, make_response, redirect
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from ckanext.socle import publications
from ckanext.socle.moments import moment
from ckanext.territories import mergers, tree
from ckanext.window import block, content, feeds, paper, published

window = Blueprint("window", __name__)

ENTRIES = 50
# Who may show a page of the portal inside their own: nobody, but for the block, which is made for it.
FRAMES = "Content-Security-Policy"
PORTAL_ONLY = "frame-ancestors 'self'"
BLOCK_ONLY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
ANY_SITE = {"Access-Control-Allow-Origin": "*"}


# What leads from a merged commune to the present one; its certificates stay its own.
MOVED = ("window.feed", "window.frame", "window.data", "window.embed")


@window.before_request
def follow_merger() -> ResponseReturnValue | None:
    """Answer 301 where the block or a feed of a merged commune is asked for, on other sites too."""
    asked = tk.request.view_args or {}
    if tk.request.endpoint not in MOVED:
        return None
    group = tree.find(asked["name"])
    heir = mergers.successor(group) if group is not None else None
    if heir is None:
        return None
    moved = redirect(tk.url_for(tk.request.endpoint, **{**asked, "name": heir.name}), code=301)
    moved.headers.update(ANY_SITE)
    return moved


@window.after_app_request
def forbid_frames(response: Response) -> Response:
    """Keep other sites from showing our pages inside theirs, where a click could be stolen."""
    if response.mimetype == "text/html":
        response.headers.setdefault(FRAMES, PORTAL_ONLY)
    return response


@window.get("/organization/<name>/publications.<any(atom, rss):kind>")
def feed(name: str, kind: str) -> Response:
    """Serve the newest publications of a body to a reader of feeds."""
    body = _body(name)
    page = block.absolute("organization.read", id=body["name"])
    address = block.absolute("window.feed", name=body["name"], kind=kind)
    title = str(body.get("title") or body["name"])
    entries = [_entry(each) for each in published.newest(body["id"], ENTRIES)]
    written = feeds.write(
        feeds.Feed(
            id=body["id"],
            title=tk._("The open data of {name}").format(name=title),
            author=title,
            language=tk.h.lang(),
            page=page,
            address=address,
            updated=feeds.moment(body["created"]),
            entries=entries,
        ),
        kind,
    )
    return Response(written, content_type=feeds.CONTENT_TYPES[kind], headers=ANY_SITE)


def _entry(package: dict[str, Any]) -> feeds.Entry:
    main = publications.main_file(package)
    return feeds.Entry(
        id=package["id"],
        title=str(package.get("title") or package["name"]),
        url=block.absolute("dataset.read", id=package["name"]),
        summary=str(tk.h.markdown_extract(package.get("notes") or "", 500)),
        published=feeds.moment(package["metadata_created"]),
        updated=feeds.moment(package["metadata_modified"]),
        file=publications.download_url(main, package) if main else "",
    )


@window.get("/organization/<name>/bloc")
def frame(name: str) -> Response:
    """Show the block as a page for an iframe: no script, no cookie, nothing from elsewhere."""
    response = make_response(tk.render("window/block.html", {"block": block.of_body(_body(name))}))
    response.headers[FRAMES] = BLOCK_ONLY
    return response


@window.get("/organization/<name>/bloc.json")
def data(name: str) -> Response:
    """Give the block's content to the script, on whatever site it runs."""
    response: Response = jsonify(block.of_body(_body(name)))
    response.headers.update(ANY_SITE)
    return response


@window.get("/organization/<name>/integrer")
def embed(name: str) -> str:
    """Show what to copy into a town hall's own site."""
    return str(tk.render("window/embed.html", {"body": _body(name), "block": block}))


@window.route("/organization/<name>/attestation", methods=["GET", "POST"])
def certify(name: str) -> ResponseReturnValue:
    """Have a certificate written; list those that were."""
    body, wanted, error = _body(name), {"organization": name}, ""
    try:
        if tk.request.method == "POST":
            written = tk.get_action("publication_certificate_create")({}, wanted)
            tk.h.flash_success(tk._("The certificate is written. Anybody can check it at this address."))
            return _redirect("window.certificate", number=written["number"])
    except tk.ValidationError as err:
        error = err.error_dict["organization"][0]
    listed = tk.get_action("publication_certificate_list")({}, wanted)
    shown = {"body": body, "error": error, "listed": listed, "count": len(published.of_body(body["id"]))}
    return str(tk.render("window/certify.html", shown))


@window.get("/attestation")
def check() -> ResponseReturnValue:
    """Ask for the number of a certificate."""
    number = tk.request.args.get("numero", "").strip()
    if not number:
        return str(tk.render("window/check.html", {"number": "", "error": ""}))
    try:
        found = _certificate(number)
    except tk.ObjectNotFound as err:
        return str(tk.render("window/check.html", {"number": number, "error": str(err)}))
    return _redirect("window.certificate", number=found["number"])


@window.get("/attestation/<number>")
def certificate(number: str) -> str:
    """Say whether a certificate is authentic, what it says and what has changed since."""
    found = _certificate(number)
    count = content.count(found["content"])
    return str(tk.render("window/certificate.html", {"certificate": found, "count": count, "moment": moment}))


@window.get("/attestation/<number>.pdf")
def certificate_pdf(number: str) -> Response:
    """Give a certificate as a PDF."""
    found = _certificate(number)
    address = tk.url_for("window.certificate", number=found["number"], locale="default", _external=True)
    return _attached(paper.write(found, address, tk.h.lang()), "application/pdf", f"attestation-{found['number']}.pdf")


@window.get("/attestation/<number>.json")
def certificate_json(number: str) -> Response:
    """Give the very bytes that the digest is of."""
    found = _certificate(number)
    return _attached(content.canonical(found["content"]), "application/json", f"attestation-{found['number']}.json")


def _redirect(endpoint: str, **values: str) -> ResponseReturnValue:
    answer: Response = tk.redirect_to(endpoint, **values)
    return answer


def _attached(body: bytes, mimetype: str, name: str) -> Response:
    return Response(body, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _certificate(number: str) -> dict[str, Any]:
    found: dict[str, Any] = tk.get_action("publication_certificate_show")({}, {"number": number})
    return found


def _body(name: str) -> dict[str, Any]:
    try:
        return published.body(name)
    except tk.ObjectNotFound:
        abort(404, tk._("There is no such organisation here."))


@window.errorhandler(tk.ObjectNotFound)
def not_found(error: tk.ObjectNotFound) -> ResponseReturnValue:
    """Say which certificate is not there."""
    return str(tk.render("window/check.html", {"number": "", "error": str(error)})), 404


@window.errorhandler(tk.NotAuthorized)
def not_allowed(_error: tk.NotAuthorized) -> ResponseReturnValue:
    """Ask visitors to log in; refuse the others."""
    if tk.current_user.is_anonymous:
        return _redirect("user.login", came_from=tk.request.full_path)
    return current_app.handle_http_exception(Forbidden(tk._("You cannot publish for this organisation.")))
