"""Pages about what is published: a version to download, taking data down, putting them back, changing them."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Context, Response
from flask import Blueprint, make_response

from ckanext.deposit import forms
from ckanext.deposit.pages import act, come_in, found_only
from ckanext.deposit.publishing import MIMETYPES

versions = Blueprint("versions", __name__)
withdrawal = Blueprint("withdrawal", __name__, url_prefix="/retirer")
withdrawal.before_request(come_in)


@versions.get("/dataset/<package_id>/versions/<id>")
@found_only
def download(package_id: str, id: str) -> str | Response:  # noqa: A002
    """Give the file of a version, which never changes."""
    context: Context = {"user": tk.current_user.name, "with_content": True}
    found = tk.get_action("deposit_version_show")(context, {"id": id})
    package = act("package_show", id=found["package_id"])
    if package_id not in {package["id"], package["name"]}:
        raise tk.ObjectNotFound
    answer = make_response(found["content"], 200, {"Content-Type": MIMETYPES[found["format"]]})
    name = f"{package['name']}-v{found['number']}.{found['format']}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@withdrawal.route("/<package_id>", methods=["GET", "POST"])
@found_only
def take_down(package_id: str) -> str | Response:
    """Ask why, then take the data down."""
    tk.check_access("deposit_withdraw", {"user": tk.current_user.name}, {"id": package_id})
    package = act("package_show", id=package_id)
    errors: forms.Errors = {}
    reason = tk.request.form.get("reason", "")
    if tk.request.method == "POST":
        try:
            act("deposit_withdraw", id=package["id"], reason=reason.strip())
            tk.h.flash_success(tk._("It is taken down: nobody else can read it any more."))
            return tk.redirect_to("dataset.read", id=package["name"])
        except tk.ValidationError as err:
            errors = forms.errors(err)
    return tk.render("deposit/withdraw.html", {"package": package, "errors": errors, "reason": reason})


@withdrawal.post("/<package_id>/remettre")
@found_only
def put_back(package_id: str) -> str | Response:
    """Make the data public again."""
    try:
        act("deposit_put_back", id=package_id)
        tk.h.flash_success(tk._("It is public again."))
    except tk.ValidationError as err:
        tk.h.flash_error(" ".join(forms.errors(err).values()))
    return tk.redirect_to("dataset.read", id=package_id)


@withdrawal.post("/reprendre/<organization>")
@found_only
def again(organization: str) -> str | Response:
    """Begin a draft from the file that is published."""
    begun = act("deposit_again", organization=organization, schema=tk.request.form.get("schema", ""))
    return tk.redirect_to("deposit.resume", id=begun["id"])
