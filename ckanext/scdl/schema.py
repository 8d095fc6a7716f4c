"""A schema as values: what a table must look like, and the catalogue's entry it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Descriptor = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One column of a Table Schema (https://specs.frictionlessdata.io/table-schema/)."""

    name: str
    type: str
    format: str
    constraints: Descriptor
    descriptor: Descriptor

    @classmethod
    def from_descriptor(cls, descriptor: Descriptor) -> Field:
        """Read a field; type and format have the specification's defaults."""
        return cls(
            name=str(descriptor["name"]),
            type=str(descriptor.get("type") or "string"),
            format=str(descriptor.get("format") or "default"),
            constraints=descriptor.get("constraints") or {},
            descriptor=descriptor,
        )

    @property
    def required(self) -> bool:
        """Whether the column must be there and its cells filled."""
        return bool(self.constraints.get("required", False))


@dataclass(frozen=True)
class CustomCheck:
    """A check beyond Table Schema, as Validata's ``custom_checks`` declare it."""

    name: str
    params: Descriptor


@dataclass(frozen=True)
class Schema:
    """One version of a schema.

    Attributes:
        name: the catalogue's name (``scdl/deliberations``), or the file name of a schema given by path.
        version: the catalogue's version name; None for a schema given by path.
        url: the catalogue's address of this version, to the character; None for a schema given by path.
        kind: ``tableschema``, ``jsonschema``, ``datapackage`` or ``other``.
        resources: for a data package, the names of the table schemas it is made of.
    """

    name: str
    version: str | None
    url: str | None
    kind: str
    descriptor: Descriptor
    fields: tuple[Field, ...] = ()
    custom_checks: tuple[CustomCheck, ...] = ()
    missing_values: tuple[str, ...] = ("",)
    primary_key: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether the schema's keepers take this version as willingly as the latest (three of the BAL's)."""
        return self.descriptor.get("current") is True

    @property
    def field_names(self) -> tuple[str, ...]:
        """Column names in the schema's order."""
        return tuple(column.name for column in self.fields)


@dataclass(frozen=True)
class FieldWords:
    """A column in plain French: a short label, and a sentence of help with an example."""

    label: str
    help: str


@dataclass(frozen=True)
class Words:
    """A schema in plain French, written by this project.

    Attributes:
        title: for readers of the portal («Délibérations du conseil municipal»).
        plain_name: for a town hall («Délibérations»).
        dataset_title: template of a dataset's title, where {de} is the body’s name after «de».
        theme: code of the EU vocabulary data-theme.
        frequency: code of the EU vocabulary frequency.
    """

    title: str
    plain_name: str
    description: str
    dataset_title: str
    theme: str
    frequency: str
    keywords: tuple[str, ...] = ()
    fields: Mapping[str, FieldWords] = field(default_factory=dict)


@dataclass(frozen=True)
class Version:
    """A version of the catalogue: its name and its address, as the catalogue writes them."""

    version: str
    url: str


@dataclass(frozen=True)
class Entry:
    """A schema of the catalogue with all its versions, oldest first, and the address of «latest»."""

    name: str
    kind: str
    url: str
    versions: tuple[Version, ...]

    @property
    def latest(self) -> Version:
        """The version to use when none is asked for."""
        return self.versions[-1]


def from_descriptor(
    descriptor: Descriptor, *, name: str, version: str | None = None, url: str | None = None, kind: str = "tableschema"
) -> Schema:
    """Build a schema from its descriptor.

    Raises:
        KeyError: a field without a name or a check without one.
    """
    key = descriptor.get("primaryKey") or ()
    return Schema(
        name=name,
        version=version,
        url=url,
        kind=kind,
        descriptor=descriptor,
        fields=tuple(Field.from_descriptor(each) for each in descriptor.get("fields", ())),
        custom_checks=tuple(
            CustomCheck(str(each["name"]), each.get("params") or {}) for each in descriptor.get("custom_checks", ())
        ),
        missing_values=tuple(descriptor.get("missingValues", ("",))),
        primary_key=(key,) if isinstance(key, str) else tuple(key),
        resources=tuple(each["schema"] for each in descriptor.get("resources", ()) if kind == "datapackage"),
    )
