"""French naming of places: «de Châteaudun», «du Mans», «d’Abondant», and names folded for search and addresses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ckanext.territories.cog import Departement, cog

APOSTROPHE = "’"
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})

# Heads of the names of bodies other than communes, with the preposition that each takes.
HEADS = {
    "de la ": ("Communauté", "Métropole", "Région", "Commune", "Ville", "Collectivité"),
    "du ": ("Département", "Syndicat", "Conseil", "Pôle", "Centre"),
    "de l’": ("Eurométropole", "Établissement", "Agglomération", "Agence", "Office"),
}
PREPOSITIONS = {head: preposition for preposition, heads in HEADS.items() for head in heads}
# INSEE's kinds of article (TNCC): https://www.insee.fr/fr/information/2560684
DEPARTEMENT_OF = {0: "de ", 1: "d’", 2: "du ", 3: "de la ", 4: "des ", 5: "de l’"}
EPCI_HEADS = {"CC": "Communauté de communes", "CA": "Communauté d’agglomération", "CU": "Communauté urbaine"}


def typographic(name: str) -> str:
    """Write a name with the typographic apostrophe: «L’Aigle»."""
    return name.replace("'", APOSTROPHE)


def of(name: str) -> str:
    """Return a name after «de», contracted or elided as French asks.

    Args:
        name: of a commune («Le Mans»), or of another body («Communauté de communes du Perche»).

    Returns:
        «du Mans», «des Herbiers», «d’Abondant», «de La Ferté-Bernard», «de la Communauté de communes du Perche». An
        H follows INSEE's list of names; unknown ones are elided, as most are.
    """
    name = typographic(name.strip())
    first, space, rest = name.partition(" ")
    if space and first in ("Le", "Les"):
        return ("du " if first == "Le" else "des ") + rest
    if space and first in PREPOSITIONS:
        return PREPOSITIONS[first] + name
    return ("d’" if _elides(name) else "de ") + name


def of_departement(departement: Departement) -> str:
    """Return a département's name after «de»: «d’Eure-et-Loir», «de la Sarthe», «du Loiret»."""
    return DEPARTEMENT_OF[departement.liaison] + typographic(departement.name)


def epci_title(name: str) -> str:
    """Write out the abbreviation that the DGCL's names of EPCI begin with: «CC du Perche»."""
    head, _, rest = name.partition(" ")
    return typographic(f"{EPCI_HEADS[head]} {rest}" if head in EPCI_HEADS and rest else name)


@lru_cache(65_536)  # more than the communes of France: their names come again at each search
def fold(text: str) -> str:
    """Fold a text for comparison: no accents, no ligatures, lower case, words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def slug(name: str, limit: int = 80) -> str:
    """Write a name as the part of an address: `chateaudun`, `l-hay-les-roses`."""
    return fold(name).replace(" ", "-")[:limit].strip("-")


def _elides(name: str) -> bool:
    initial = fold(name)[:1]
    if initial == "h":
        return name.replace(APOSTROPHE, "'") not in cog().aspirated
    return initial in tuple("aeiouy")
