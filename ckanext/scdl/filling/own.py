"""What the portal can write by itself in a table: who publishes it."""

from __future__ import annotations

from ckanext.scdl.checking.beyond import senses_of
from ckanext.scdl.context import Context
from ckanext.scdl.schema import Schema


def own_values(schema: Schema, context: Context) -> dict[str, str]:
    """Return the cells that are the same in every row of a body's table, by column.

    The columns are those that the schema's ``senses.yaml`` declares: the SIRET, the name that goes with it, the code
    of the commune.
    """
    senses, known = senses_of(schema.name), set(schema.field_names)
    names = [name for siret, name in senses.bodies if siret in senses.own_siret]
    found = {
        **dict.fromkeys(senses.own_siret, context.own_siret),
        **dict.fromkeys(names, context.name),
        **dict.fromkeys(senses.own_commune, context.insee_code),
    }
    return {name: value for name, value in found.items() if value and name in known}
