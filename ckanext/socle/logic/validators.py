"""Field rules that every room shares (every public function is exported)."""

from __future__ import annotations

import re

import ckan.plugins.toolkit as tk

_CATALOGUE = re.compile(r"^http://(?=schema\.data\.gouv\.fr/)")


def socle_schema_url(value: object) -> str:
    """Accept the address of a schema, written as the catalogue of schema.data.gouv.fr writes it.

    data.gouv.fr recognises a schema by this address, character for character (`dct:conformsTo`), and refuses the whole
    dataset when it is not an address.

    Raises:
        Invalid: the value is not an http(s) address.
    """
    address = str(value).strip()
    if not address.startswith(("https://", "http://")):
        raise tk.Invalid(tk._("Write the full address of a schema, beginning with https://"))
    return _CATALOGUE.sub("https://", address)
