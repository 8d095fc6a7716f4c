"""Files that the public does not get until somebody decides or corrects, as the list of a territory shows them."""

from __future__ import annotations

from collections.abc import Collection

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.scdl_validation import gate
from ckanext.scdl_validation.model import FileState, Held
from ckanext.territories.interfaces import BLOCKED, PERSONAL, Waiting

LISTED = 1000
# What holds a file → kind of the list, page where it is dealt with. One that waits for its check waits for nobody.
_KINDS = {
    Held.UNDECIDED.value: (PERSONAL, "validation_report.decide"),
    Held.INVALID.value: (BLOCKED, "validation_report.show"),
}


def of_bodies(organizations: Collection[str]) -> list[Waiting]:
    """Return the held files of some bodies; of personal data, only that a decision waits."""
    wanted = (
        sa.select(FileState.resource_id, FileState.held, FileState.modified, model.Package)
        .join(model.Resource, model.Resource.id == FileState.resource_id)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .where(model.Package.owner_org.in_(organizations), FileState.held.in_(list(_KINDS)))
        .where(model.Package.state == "active", model.Resource.state == "active")
        .order_by(FileState.modified.desc())
    )
    return [
        Waiting(
            id=row.resource_id,
            kind=_KINDS[row.held][0],
            organization=str(row.Package.owner_org),
            about=str(row.Package.title or row.Package.name),
            text=gate.sentence(row.held),
            date=row.modified,
            link=str(tk.h.url_for(_KINDS[row.held][1], id=row.Package.name, resource_id=row.resource_id)),
        )
        for row in model.Session.execute(wanted.limit(LISTED))
    ]
