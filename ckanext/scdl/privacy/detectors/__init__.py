"""The detectors of a table's cells: one kind of personal data, one class, one file."""

from __future__ import annotations

from ckanext.scdl.privacy.detectors.base import Detector
from ckanext.scdl.privacy.detectors.beneficiary import Beneficiary
from ckanext.scdl.privacy.detectors.birth_date import BirthDate
from ckanext.scdl.privacy.detectors.coordinates import Coordinates
from ckanext.scdl.privacy.detectors.email import Email
from ckanext.scdl.privacy.detectors.home_address import HomeAddress
from ckanext.scdl.privacy.detectors.iban import Iban
from ckanext.scdl.privacy.detectors.nir import Nir
from ckanext.scdl.privacy.detectors.person_column import PersonColumn
from ckanext.scdl.privacy.detectors.person_in_text import PersonInText
from ckanext.scdl.privacy.detectors.phone import Phone
from ckanext.scdl.privacy.detectors.small_count import SmallCounts
from ckanext.scdl.privacy.labels import MAYBE_NAMES, PLAIN_ADDRESS, PLAIN_PHONE
from ckanext.scdl.privacy.names import names_sieve
from ckanext.scdl.privacy.rules import EXTRA
from ckanext.scdl.privacy.view import Column

# What is worst first: a report is read from its top.
DETECTORS: tuple[Detector, ...] = (
    Nir(),
    Iban(),
    PersonInText(),
    Beneficiary(),
    BirthDate(),
    HomeAddress(),
    Phone(),
    Email(),
    Coordinates(),
    SmallCounts(),
    PersonColumn(),
)

SIEVES = (Nir.sieve, Iban.sieve, BirthDate.sieve, HomeAddress.sieve, Phone.sieve, Email.sieve)
NAMES_STAND = frozenset({"free-text", EXTRA})


def sieve_of(column: Column) -> str:
    """Return a regular expression that finds something in every cell in which a detector does; empty: any cell."""
    if column.topic or column.spoken in MAYBE_NAMES | PLAIN_PHONE | PLAIN_ADDRESS:
        return ""
    named = (names_sieve(),) if column.role in NAMES_STAND else ()
    return "|".join(f"(?:{each})" for each in (*SIEVES, *named))


__all__ = ["DETECTORS", "Detector", "sieve_of"]
