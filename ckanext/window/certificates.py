"""Certificates of publication: written once, checked as often as anybody likes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.window import content, model, published


def issue(body: dict[str, Any], user_id: str) -> model.Certificate:
    """Write the certificate of what a body has published now.

    Args:
        body: the organisation, as ``organization_show`` gives it.
        user_id: who asked for it.

    Raises:
        ValidationError: nothing is published: a certificate of nothing would be taken for a declaration.
    """
    publications = published.of_body(body["id"])
    if not publications:
        raise tk.ValidationError({"organization": [tk._("Nothing is published yet: there is nothing to certify.")]})
    issued = model.now()
    written = content.write(body, publications, f"{issued.isoformat()}Z", portal())
    certificate = model.Certificate(
        number=model.new_number(issued.year),
        owner_org=body["id"],
        user_id=user_id,
        issued=issued,
        content=written,
        digest=content.digest(written),
    )
    model.add(certificate)
    return certificate


def shown(certificate: model.Certificate) -> dict[str, Any]:
    """Return a certificate with the answer to the two questions: is it authentic, what has changed since."""
    body = _present(certificate.owner_org)
    now = published.of_body(body["id"]) if body else []
    changes = content.changes(certificate.content, content.write(body or {}, now, "", ""))
    return {
        "number": certificate.number,
        "issued": certificate.issued.isoformat(),
        "content": certificate.content,
        "digest": certificate.digest,
        "authentic": content.digest(certificate.content) == certificate.digest,
        "changes": [asdict(each) for each in changes],
        "organization": body["name"] if body else None,
    }


def summary(certificate: model.Certificate) -> dict[str, Any]:
    """Return what a list says of a certificate."""
    files = content.count(certificate.content)
    return {"number": certificate.number, "issued": certificate.issued.isoformat(), "files": files}


def portal() -> str:
    """Return the public address of the portal, without a final slash."""
    return str(tk.url_for("home.index", locale="default", _external=True)).rstrip("/")


def _present(owner_org: str) -> dict[str, Any] | None:
    try:
        return published.body(owner_org)
    except tk.ObjectNotFound:
        return None
