"""The sentences of `problems.py`, in the language of the reader or, in the background, of the portal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.socle.harvesters.datagouv.problems import Problem

from ckanext.scdl import web


def _(text: str) -> Callable[[], str]:
    """Mark a sentence for translation, which waits until somebody reads it."""
    return lambda: str(tk._(text))


SENTENCES: dict[str, Callable[[], str]] = {
    # Settings
    "settings-not-json": _("The settings are not valid JSON: see line {line}, column {column}."),
    "settings-not-object": _("The settings must be a JSON object, between braces: { … }."),
    "setting-not-list": _('“{setting}” must be a list, between square brackets: ["…", "…"].'),
    "setting-not-text": _("“{setting}”: “{value}” is not a text between quotation marks."),
    "setting-not-flag": _("“{setting}” must be true or false, and not “{value}”."),
    "setting-not-choice": _("“{setting}”: “{value}” is not possible. Write one of: {choices}."),
    "setting-not-size": _("“{setting}”: “{value}” is not a whole number of megabytes from 1 to {largest}."),
    "setting-not-object": _("“{setting}” must be an object, between braces: { … }."),
    "setting-unknown": _("“{setting}” is not a setting. Remove it."),
    "setting-unknown-near": _("“{setting}” is not a setting. Did you mean “{near}”?"),
    "organization-unreadable": _(
        "“{setting}”: “{value}” is neither a SIRET, nor a SIREN, nor an identifier of data.gouv.fr."
    ),
    "zone-unknown": _(
        "“{setting}”: “{value}” is not a territory that we know. Write fr:commune:28088, fr:epci:200040277 "
        "or fr:departement:28."
    ),
    "schema-unreadable": _("“{setting}”: “{value}” is not the name of a schema. Write for example scdl/deliberations."),
    "tag-unreadable": _("“{setting}”: “{value}” is not a keyword."),
    "licence-unreadable": _("“{setting}”: “{value}” is not the identifier of a licence. Write for example lov2."),
    "dataset-unreadable": _("“{setting}”: “{value}” is neither the address nor the identifier of a dataset."),
    "owner-not-name": _(
        "“{setting}”: “{value}” is not possible. Write siren, zone, or the name of an organisation as it "
        "stands in its address."
    ),
    "owner-unknown": _("No organisation of this portal has the name “{name}”."),
    "owner-not-yours": _(
        "You may not publish for “{title}”: this source only fills the organisations of those who manage it."
    ),
    "country-below": _(
        "All the territories of France are too many for one source. Leave the zone out, or name régions or "
        "départements."
    ),
    "too-many-questions": _(
        "These settings ask the catalogue {count} questions; {most} is the limit. Shorten the lists, or make "
        "several sources."
    ),
    "address-wrong": _("“{address}” is not the address of a catalogue. Write https://www.data.gouv.fr/api/1/"),
    # Why a dataset is not taken
    "no-owner": _(
        "No organisation of the portal receives it: neither its producer ({producer}, SIREN {siren}) nor its "
        "territory ({zones}) is that of one of them."
    ),
    "owners-several": _("Several organisations could receive it: {titles}. Choose one in the settings of the source."),
    "ours": _("It comes from this portal ({proof}): taking it back would double it."),
    "ours-files": _("All its files are on this portal ({proof}): taking it back would double it."),
    "taken-elsewhere": _("Another source of this portal takes it already: “{title}”."),
    "excluded": _("The settings of the source leave it out."),
    # Why a dataset is withdrawn
    "gone-deleted": _("Its producer deleted it on data.gouv.fr."),
    "gone-hidden": _("It is no longer public on data.gouv.fr."),
    "gone-archived": _("Its producer archived it on data.gouv.fr ({when})."),
    "gone-selection": _("It no longer answers the settings of the source."),
    "gone-refused": _("It can no longer be taken. {why}"),
    # What went wrong
    "organization-not-found": _("The catalogue knows no organisation “{value}”. Check its number or identifier."),
    "answer-not-object": _("The catalogue did not answer as expected at {address}."),
    "answer-not-page": _("The catalogue did not answer with a list at {address}."),
    "catalogue-down": _(
        "The catalogue has failed to answer several times in a row. The rest will be taken at the next run."
    ),
    "no-identifier": _("The catalogue describes a dataset without an identifier."),
    "field-refused": _("The portal refuses it. {fields}"),
    "selection-shrank": _(
        "The selection has lost {lost} of its {known} datasets at once. They have been kept for now: check "
        "the settings of the source. The next run will withdraw those that are still missing."
    ),
    "selection-unsteady": _(
        "The catalogue's list kept changing while it was read. Nothing has been withdrawn; the next run will "
        "look again."
    ),
    "job-stuck": _(
        "The harvest gave no sign of progress for {minutes} minutes and was stopped. Run it again; what was "
        "taken is kept."
    ),
    # Files
    "mirror-too-large": _("The file is over {limit} MB: it stays where it is, and the portal gives its address."),
    "mirror-failed": _("The file could not be copied, and stays where it is. {why}"),
    "mirror-checksum": _(
        "The file received is not the one that data.gouv.fr describes (its checksum differs): the portal "
        "gives its address."
    ),
}


def say(problem: Problem) -> str:
    """Return the sentence of a problem, in the language of the moment."""
    text = SENTENCES[problem.code]()
    for key, value in problem.params.items():
        text = text.replace(f"{{{key}}}", str(value or "–"))
    return text


def say_web(error: web.WebError) -> str:
    """Return the sentence of a failed request, in the language of the moment."""
    return error.message("en" if str(tk.h.lang()).startswith("en") else "fr")


def fields(errors: dict[str, Any]) -> str:
    """Return CKAN's refusal of fields in one line, each field named."""
    return " ".join(f"{key}: {_flat(value)}" for key, value in errors.items())


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_flat(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, (_flat(inner) for inner in value)))
    return str(value)
