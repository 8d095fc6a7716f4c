"""The words of the simulator, for who publishes: what becomes of the data on data.gouv.fr, and what to do.

`simulator/findings.py` and `simulator/quality.py` have the codes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import ckan.plugins.toolkit as tk

from ckanext.datagouv.simulator import Finding


class Advice(NamedTuple):
    """What happens, and what to do about it."""

    what: str
    todo: str


Words = Callable[[], str]


def _(text: str) -> Words:
    """Mark a sentence for translation, which waits until somebody reads it."""
    return lambda: str(tk._(text))


OURS = _("It is the portal’s to mend: tell its administrators.")
FINDINGS: dict[str, tuple[Words, Words]] = {
    "identifier-missing": (_("This data has no identifier: data.gouv.fr passes over it."), OURS),
    "identifier-twice": (_("The same identifier comes twice: data.gouv.fr refuses the second."), OURS),
    "identifier-taken": (
        _("data.gouv.fr holds this data already, under another body (“{title}”), and refuses it from here."),
        _("Ask the administrators of the portal to have it moved to you, or deleted there, at data.gouv.fr."),
    ),
    "title-missing": (_("This data has no title: data.gouv.fr passes over it."), _("Give it a title.")),
    "acronym-long": (_("The short name is over 128 letters: data.gouv.fr refuses this data."), _("Shorten it.")),
    "date-unreadable": (
        _("“{value}” is no date: data.gouv.fr refuses this data."),
        _("Write the date as 2025-12-31."),
    ),
    "file-address-bad": (
        _("The address “{address}” cannot be reached by everyone: data.gouv.fr refuses this data."),
        _("Give a public address, or send the file itself."),
    ),
    "file-size-bad": (_("“{value}” is no size: data.gouv.fr refuses this data."), OURS),
    "file-checksum-bad": (_("The fingerprint of the file is badly written: data.gouv.fr refuses this data."), OURS),
    "schema-not-address": (
        _("“{schema}” is not the address of a table model: data.gouv.fr refuses this data."),
        _("Choose the model in the list when you publish."),
    ),
    "file-without-address": (
        _("A file (“{file}”) has no address: data.gouv.fr does not take it."),
        _("Send the file, or give its address."),
    ),
    "checksum-unknown": (_("The fingerprint of a file is of a kind that data.gouv.fr does not keep."), OURS),
    "licence-unknown": (
        _("data.gouv.fr does not recognise the licence: it will show “not specified”."),
        _("Choose Licence Ouverte 2.0 or ODbL."),
    ),
    "frequency-unknown": (
        _("data.gouv.fr does not recognise how often the data is updated (“{value}”)."),
        _("Choose a rhythm in the list."),
    ),
    "period-unreadable": (
        _("data.gouv.fr cannot read the period that is covered."),
        _("Write both days as 2025-12-31."),
    ),
    "place-without-outline": (
        _("data.gouv.fr reads a territory from its outline only: the name of yours arrives as a keyword."),
        _("Nothing here. A member of your body can choose the territory on data.gouv.fr; harvests leave it there."),
    ),
    "theme-without-label": (_("The theme has no name in the feed and does not arrive."), OURS),
    "contact-unreachable": (
        _("Somebody named for this data has neither e-mail nor web page: data.gouv.fr does not show them."),
        _("Give your official e-mail on the page of your body."),
    ),
    "modified-future": (
        _("The date of change lies in the future ({value}): data.gouv.fr leaves it out."),
        _("Send the file again: its date becomes today’s."),
    ),
    "modified-unreadable": (_("The date of change cannot be read: data.gouv.fr leaves it out."), OURS),
    "description-flattened": (
        _("The description holds web code (HTML): data.gouv.fr runs its paragraphs together."),
        _("Write it as plain text."),
    ),
    "schema-unknown": (
        _("data.gouv.fr does not know this table model ({schema}): it shows it as an external one."),
        _("Choose a model of the list, unless this one is meant."),
    ),
    "schema-without-version": (
        _("The version of the table model is not said: data.gouv.fr keeps its name only."),
        _("Send the file again: the portal notes the version."),
    ),
    "date-incomplete": (
        _("“{value}” has no day: data.gouv.fr would give it today’s."),
        _("Write the date as 2025-12-31."),
    ),
    "file-address-twice": (
        _("Two files have one address: data.gouv.fr keeps the last, “{title}”, and not “{other}”."),
        _("Delete one of the two."),
    ),
    "file-stays": (
        _("data.gouv.fr still shows a file that is no longer here: {address}"),
        _("Delete it on data.gouv.fr: no harvest removes a file."),
    ),
    "dataset-leaves": (
        _("It is no longer published here: data.gouv.fr archives it after seven days."),
        _("Nothing, if that is meant. Published again here, it comes back there."),
    ),
}

# Criterion of data.gouv.fr: its name, what to fill in.
CRITERIA: dict[str, tuple[Words, Words]] = {
    "dataset_description_quality": (
        _("A description of more than 100 letters"),
        _("Say in a few sentences what the data holds, for which period, and what it serves for."),
    ),
    "resources_documentation": (
        _("Files explained"),
        _("Add a sentence of description to a file: what each row is."),
    ),
    "license": (_("A licence"), _("Choose Licence Ouverte 2.0.")),
    "update_frequency": (
        _("How often it is updated"),
        _("Choose a rhythm in “Updated”: every year, for example."),
    ),
    "update_fulfilled_in_time": (
        _("Updated in time"),
        _("Send the newest file, or choose a rhythm that you can keep."),
    ),
    "has_open_format": (_("An open format"), _("Add the table as CSV, besides the PDF or Excel file.")),
    "temporal_coverage": (_("The period covered"), _("Fill in the first and the last day covered.")),
    "spatial": (
        _("The territory covered"),
        _("Choose your territory on data.gouv.fr, on the page of this data: it stays there after each harvest."),
    ),
    "all_resources_available": (_("Files that can be opened"), _("Add a file, and see that its address answers.")),
}


def of(finding: Finding) -> Advice:
    """Return what to say of a finding, in the language of the moment."""
    what, todo = FINDINGS[finding.code]
    values = {"file": finding.file, **finding.params}
    return Advice(_filled(what(), values), _filled(todo(), values))


def criterion(name: str) -> Advice:
    """Return the name of a criterion, and how to fulfil it."""
    label, todo = CRITERIA[name]
    return Advice(label(), todo())


def _filled(text: str, values: dict[str, object]) -> str:
    # Not str.format: a value may hold braces.
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", str(value or "–"))
    return text
