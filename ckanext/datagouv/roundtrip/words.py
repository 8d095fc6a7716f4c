"""The sentences of `problems.py` and `seeing.py`: what is wrong on data.gouv.fr, and what to do."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.datagouv.roundtrip.problems import Problem
from ckanext.scdl import messages

Words = Callable[[], str]


def _(text: str) -> Words:
    """Mark a sentence for translation, which waits until somebody reads it."""
    return lambda: str(tk._(text))


SENTENCES: dict[str, Words] = {
    # The whole run
    "key-missing": _(
        "No key of data.gouv.fr is set. Make one in the settings of an account there, and write it in "
        "ckanext.datagouv.api_key."
    ),
    "key-refused": _("data.gouv.fr refuses the key: it is wrong, revoked or expired. Make a new one there."),
    "address-wrong": _("“{address}” is no address of an API: see ckanext.datagouv.api_url."),
    "busy": _("data.gouv.fr asks to wait {seconds} seconds before anything else. Run it again later."),
    "moved": _("data.gouv.fr sends this address on to {location}: write that one in ckanext.datagouv.api_url."),
    "answer": _("data.gouv.fr did not answer as its API promises at {address}. Check ckanext.datagouv.api_url."),
    # One body
    "no-identity": _(
        "“{title}” has neither an identifier of data.gouv.fr nor a SIRET nor a SIREN: complete its page on the portal."
    ),
    "organization-unknown": _(
        "data.gouv.fr knows no body “{value}”. Create the account of “{title}” there with its SIRET, or write its "
        "identifier in its page on the portal."
    ),
    "organization-gone": _("The account of “{title}” ({value}) was deleted on data.gouv.fr. Write the new identifier."),
    "not-member": _(
        "The key's owner is not an administrator of this body on data.gouv.fr. Ask to join it there as "
        "administrator, or use the key of somebody who is."
    ),
    "source-gone": _("The source was deleted on data.gouv.fr meanwhile. Run the command again."),
    "conflict": _("data.gouv.fr refuses the source, which conflicts with another one there. {said}"),
    "refused": _("data.gouv.fr refuses the source. {said}"),
    # One dataset
    "elsewhere": _(
        "data.gouv.fr holds this data under another body, “{title}”. Ask the administrators of the portal to have it "
        "moved."
    ),
    "archived": _(
        "data.gouv.fr archived this data on {date}. If it is still to be shown, take it out of the archives there."
    ),
    "hidden": _("This data was deleted or hidden on data.gouv.fr. A member of your body there can show it again."),
    "late": _(
        "data.gouv.fr has not taken the change of {date} yet. The portal's administrators can start the harvest."
    ),
    "file-missing": _("The file “{title}” has not arrived there."),
    "file-stays": _("The file “{title}” is still shown there, and no longer here. Delete it on data.gouv.fr."),
    "schema-missing": _(
        "The file “{title}” does not bear its table model there ({schema}). Choose the model again here."
    ),
    "refused-now": _("data.gouv.fr refused the last change. It says: {said}"),
    "refused-there": _("data.gouv.fr refused this data. It says: {said}"),
    "no-source": _("data.gouv.fr does not read your page yet: the portal's administrators have to connect it."),
    "source-pending": _("data.gouv.fr's people have to accept the connection with the portal. There is nothing to do."),
    "source-refused": _(
        "data.gouv.fr's people refused the connection with the portal: its administrators can ask why."
    ),
    "foreseen": _("data.gouv.fr will refuse this data as it is: see what to mend."),
    "next-harvest": _("data.gouv.fr will take this data at one of its next nights."),
    "unexplained": _(
        "This data has not arrived on data.gouv.fr. The portal's administrators can look at the harvest there."
    ),
}


def say(problem: Problem) -> str:
    """Return the sentence of a problem, in the language of the moment."""
    if problem.code == "web":
        key = str(problem.params["key"])
        return messages.render(key, problem.params, "en" if str(tk.h.lang()).startswith("en") else "fr")
    text = SENTENCES[problem.code]()
    for key, value in problem.params.items():
        text = text.replace(f"{{{key}}}", str(value))
    return text.strip()
