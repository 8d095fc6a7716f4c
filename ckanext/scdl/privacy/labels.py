"""What a column's name says of a person, when the schema does not have that column."""

from __future__ import annotations

from ckanext.scdl.privacy.vocabulary import public_labels, topics

# Names that say nothing until the values are looked at.
MAYBE_NAMES = frozenset("nom noms name contact responsable referent gardien personne beneficiaire".split())  # noqa: SIM905
PLAIN_ADDRESS = frozenset({"adresse", "adr", "adresse postale", "adresse complete", "address", "rue", "voie"})
PLAIN_PHONE = frozenset(
    {"tel", "telephone", "phone", "num tel", "numero de telephone", "tel fixe", "fixe", "telephone fixe"}
)


def topic(spoken: str) -> str | None:
    """Return what a folded column name says of a person, None when it says nothing or something public."""
    if is_public(spoken):
        return None
    return next((name for name, pattern in topics() if pattern.fullmatch(spoken)), None)


def is_public(spoken: str) -> bool:
    """Whether a folded column name announces elected people, those who sign for the assembly, or bodies."""
    return public_labels().search(spoken) is not None
