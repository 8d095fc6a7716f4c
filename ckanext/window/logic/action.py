"""Actions of the window plugin (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as _ckan_model
from ckan.types import Context, DataDict

from ckanext.window import certificates as _certificates
from ckanext.window import model as _model
from ckanext.window import published as _published
from ckanext.window.logic import schema as _schema

LISTED = 50


@tk.validate_action_data(_schema.of_body)
def publication_certificate_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Write a certificate of what a body has published now.

    Args:
        context: of the call.
        data_dict: ``organization``, name or id.

    Returns:
        As ``publication_certificate_show``.

    Raises:
        ValidationError: nothing is published.
    """
    body = _published.body(data_dict["organization"])
    tk.check_access("publication_certificate_create", context, {"organization": body["id"]})
    user = _ckan_model.User.get(context["user"])
    return _certificates.shown(_certificates.issue(body, user.id if user else ""))


@tk.side_effect_free
@tk.validate_action_data(_schema.numbered)
def publication_certificate_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return a certificate, whether it is authentic, and what has changed since.

    Args:
        context: of the call.
        data_dict: ``number``, as it is printed; spaces, dashes and case do not count.

    Returns:
        ``number``, ``issued``, ``content``, ``digest``, ``authentic``, ``changes`` (list of ``kind``, ``dataset``,
        ``file``, ``url``), ``organization`` (present name of the body, null when it is gone).
    """
    tk.check_access("publication_certificate_show", context, data_dict)
    return _certificates.shown(_model.existing(data_dict["number"]))


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def publication_certificate_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the last fifty certificates of a body, the newest first: ``number``, ``issued``, ``files``.

    Args:
        context: of the call.
        data_dict: ``organization``, name or id.
    """
    body = _published.body(data_dict["organization"])
    tk.check_access("publication_certificate_list", context, {"organization": body["id"]})
    return [_certificates.summary(each) for each in _model.of_body(body["id"], LISTED)]
