"""Field rules that every room shares (every public function is exported)."""

from __future__ import annotations

import re

import ckan.plugins.toolkit as tk

from ckanext.scdl import UnknownSchema as _UnknownSchema
from ckanext.scdl import registry as _registry

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


def socle_table_schema(value: object) -> str:
    """Accept the name of a schema of tables, and write it in full.

    Raises:
        Invalid: the registry has none of that name, or it is not for tables.
    """
    try:
        entry = _registry.entry(str(value))
    except _UnknownSchema as err:
        raise tk.Invalid(tk._("This kind of data is not known here. Choose one of the list.")) from err
    if entry.kind != "tableschema":
        raise tk.Invalid(tk._("This kind of data is not a table: it cannot be published here yet."))
    return str(entry.name)
