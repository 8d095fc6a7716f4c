"""What a check of a file may know of the body that publishes it."""

from __future__ import annotations

from collections.abc import Collection

from ckan import model
from ckan.plugins import PluginImplementations

from ckanext.scdl.checking.beyond import senses_of
from ckanext.scdl.context import Bounds, Context, Published
from ckanext.territories.interfaces import IKnowledge


def context(organisation: str, schema: str = "", besides: Collection[str] = ()) -> Context:
    """Return what is known of a body; nothing when it is not in the portal.

    Args:
        organisation: its name or identifier.
        schema: the catalogue's name of the schema that the file follows: what has been published and where the
            territory lies are looked for only if a check of that schema asks.
        besides: identifiers of resources that do not count as published: the one that is checked, or replaced.
    """
    group = model.Group.get(organisation) if organisation else None
    if group is None:
        return Context()
    known = {key: str(value) for key, value in group.extras.items() if value}
    senses = senses_of(schema)
    return Context(
        sirets=(known["siret"],) if "siret" in known else (),
        siren=known.get("siren"),
        name=group.title or None,
        insee_code=known.get("insee_code"),
        bounds=_bounds(group.id) if senses.in_commune else None,
        published=_published(group.id, schema, besides) if senses.key else (),
    )


def _published(organisation: str, schema: str, besides: Collection[str]) -> tuple[Published, ...]:
    told = (each.published_tables(organisation, schema, besides) for each in PluginImplementations(IKnowledge))
    return tuple(table for tables in told for table in tables)


def _bounds(organisation: str) -> Bounds | None:
    """The box that holds every box told."""
    told = [each.territory_bounds(organisation) for each in PluginImplementations(IKnowledge)]
    boxes = [each for each in told if each is not None]
    if not boxes:
        return None
    return Bounds(
        west=min(each.west for each in boxes),
        south=min(each.south for each in boxes),
        east=max(each.east for each in boxes),
        north=max(each.north for each in boxes),
    )
