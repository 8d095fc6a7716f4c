"""The file of a resource, as far as checks are concerned."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scdl import Guesses
from ckanext.scdl_validation import config, interfaces, reading_options

UNCHECKED_KINDS = frozenset({"documentation", "api"})


@dataclass(frozen=True)
class Subject:
    """What is checked: some bytes, the schema they claim to follow, the body that publishes them.

    Attributes:
        resource: as a dictionary, its extras among its fields.
        owner_org: identifier of the organisation of its dataset.
    """

    resource: dict[str, Any]
    owner_org: str

    @classmethod
    def of_model(cls, resource: model.Resource, owner_org: str | None) -> Subject:
        """Take a resource of the database."""
        named = ("id", "package_id", *resource.get_columns(extra_columns=False))
        own = {name: getattr(resource, name) for name in named}
        return cls({**(resource.extras or {}), **own}, owner_org or "")

    @property
    def id(self) -> str:
        """The resource's identifier."""
        return str(self.resource["id"])

    @property
    def schema(self) -> str:
        """The schema's address, empty when there is none."""
        return str(self.resource.get("schema") or "").strip()

    @property
    def is_upload(self) -> bool:
        """Whether the file lies in this portal, not behind a link."""
        return self.resource.get("url_type") == "upload"

    @property
    def guesses(self) -> Guesses:
        """How the file is to be read."""
        own = reading_options.parse(self.resource.get("validation_options"))
        return reading_options.guesses({**config.default_options(), **own})

    @property
    def wanted(self) -> bool:
        """Whether the file is checked: a table of the portal, or behind a link that names a schema."""
        if not self.is_upload and (self.resource.get("url_type") or not self.schema):
            # `datastore`: rows written by a program, without a file.
            return False
        kind = str(self.resource.get("resource_type") or "")
        return kind not in UNCHECKED_KINDS and self._is_table() and interfaces.allowed(self.resource)

    @property
    def fingerprint(self) -> str:
        """A digest of all that makes another check necessary: the file, its schema, its body, how it is read."""
        changed = self.resource.get("last_modified") if self.is_upload else None
        read = reading_options.parse(self.resource.get("validation_options"))
        parts = (self.is_upload, self.resource.get("url"), changed, self.schema, self.owner_org, read)
        return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()

    def _is_table(self) -> bool:
        known = config.formats()
        said = str(tk.h.unified_resource_format(str(self.resource.get("format") or ""))).lower()
        name = PurePosixPath(urlsplit(str(self.resource.get("url") or "")).path.lower())
        return said in known or name.suffix.lstrip(".") in known


def load(resource_id: str) -> Subject | None:
    """Return the file of an active resource, as the database has it now."""
    resource = model.Session.get(model.Resource, resource_id, populate_existing=True)
    if resource is None or resource.state != "active" or resource.package.state == "deleted":
        return None
    return Subject.of_model(resource, resource.package.owner_org)
