"""Field rules that every room shares (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.scdl import registry


def socle_schema_url(value: object) -> str:
    """Accept the address of a schema; one of a known schema must be written as its catalogue writes it.

    data.gouv.fr recognises a schema by this address, character for character (`dct:conformsTo`).

    Raises:
        Invalid: the value is not an http(s) address.
    """
    address = str(value).strip()
    if not address.startswith(("https://", "http://")):
        raise tk.Invalid(tk._("Write the full address of a schema, beginning with https://"))
    return registry.canonical_url(address)
