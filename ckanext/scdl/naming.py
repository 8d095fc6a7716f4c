"""A place's name in a French sentence («de Châteaudun», «du Mans», «d’Illiers-Combray»), and titles made with it."""

from __future__ import annotations

import re
import unicodedata

from ckanext.scdl import registry

# «de» before each article, by the official code of the COG (TNCC, «type de nom en clair»):
# https://www.insee.fr/fr/information/2560684
LINKS = {
    0: ("", "de "),
    1: ("", "d’"),
    2: ("Le ", "du "),
    3: ("La ", "de La "),
    4: ("Les ", "des "),
    5: ("L’", "de L’"),
    6: ("Aux ", "des "),
    7: ("Las ", "de Las "),
    8: ("Los ", "de Los "),
}
# Kinds of public bodies, whose names take an article: «du Syndicat…», «de la Communauté de communes…».
FEMININE = ("communauté", "métropole", "région", "ville", "commune", "mairie", "collectivité", "cc", "ca", "cu")
MASCULINE = (
    "syndicat",
    "département",
    "centre",
    "conseil",
    "sivom",
    "sivu",
    "sictom",
    "smictom",
    "pôle",
    "pays",
    "parc",
)
ELIDED = ("agglomération", "établissement", "office", "eurométropole", "agence", "institut", "association")
VOWELS = frozenset("aeiouy")


def of_place(name: str, tncc: int | None = None) -> str:
    """Return the name after «de», contracted and elided.

    Args:
        name: «Châteaudun», «Le Mans», «Communauté de communes du Bonnevalais».
        tncc: the COG's article code, 0 to 8, which also tells a mute h; guessed when not given.

    >>> of_place("Le Mans"), of_place("Illiers-Combray"), of_place("Hanches", 0)
    ('du Mans', 'd’Illiers-Combray', 'de Hanches')
    """
    name = name.replace("'", "’").strip()
    article, link = LINKS[_article_code(name) if tncc is None else tncc]
    if article:
        return link + name.removeprefix(article)
    return (_of_body(name) if tncc is None else None) or link + name


def dataset_title(schema: str, name: str, tncc: int | None = None) -> str:
    """Return the title of a body's dataset: «Délibérations de Châteaudun».

    Args:
        schema: the catalogue's exact name.
        name: the body's name.
        tncc: see ``of_place``.

    Raises:
        UnknownSchema: no such schema.
    """
    template = registry.words(schema).dataset_title
    return template.format(de=of_place(name, tncc))


def _article_code(name: str) -> int:
    for code, (article, _) in LINKS.items():
        if article and name.startswith(article):
            return code
    # An h is mute as often as not; «de» is then heavy but never wrong.
    return 1 if _first_letter(name) in VOWELS else 0


def _of_body(name: str) -> str | None:
    word = re.split(r"[\s’-]", name.casefold(), maxsplit=1)[0]
    for words, link in ((FEMININE, "de la "), (MASCULINE, "du "), (ELIDED, "de l’")):
        if word in words and len(word) < len(name):
            return link + name
    return None


def _first_letter(name: str) -> str:
    folded = unicodedata.normalize("NFD", name.replace("Œ", "OE")).casefold()
    return folded[:1]
