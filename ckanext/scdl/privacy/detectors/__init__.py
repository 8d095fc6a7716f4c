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

__all__ = ["DETECTORS", "Detector"]
