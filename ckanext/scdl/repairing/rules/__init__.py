"""The rules on cells: one class a file. The first one with something to say of a value is heard."""

from __future__ import annotations

from ckanext.scdl.repairing.rules.array import Arrays
from ckanext.scdl.repairing.rules.base import Rule
from ckanext.scdl.repairing.rules.boolean import Booleans
from ckanext.scdl.repairing.rules.composed import Composed
from ckanext.scdl.repairing.rules.date import Dates
from ckanext.scdl.repairing.rules.email import Emails
from ckanext.scdl.repairing.rules.enum import Enums
from ckanext.scdl.repairing.rules.geographic_code import GeographicCodes
from ckanext.scdl.repairing.rules.geopoint import Geopoints
from ckanext.scdl.repairing.rules.integer import Integers
from ckanext.scdl.repairing.rules.nomenclature_actes import NomenclatureActes
from ckanext.scdl.repairing.rules.null_word import NullWords
from ckanext.scdl.repairing.rules.number import Numbers
from ckanext.scdl.repairing.rules.phone import Phones
from ckanext.scdl.repairing.rules.share import Shares
from ckanext.scdl.repairing.rules.siren import Sirens
from ckanext.scdl.repairing.rules.siret import Sirets
from ckanext.scdl.repairing.rules.spelling import Spellings
from ckanext.scdl.repairing.rules.url import Urls
from ckanext.scdl.repairing.rules.year_interval import YearIntervals

RULES: tuple[type[Rule], ...] = (
    Enums,
    NullWords,
    Booleans,
    Dates,
    Numbers,
    Shares,
    Integers,
    Sirets,
    Sirens,
    GeographicCodes,
    Phones,
    Emails,
    Urls,
    Arrays,
    Geopoints,
    YearIntervals,
    NomenclatureActes,
    Spellings,
    Composed,
)

__all__ = ["RULES", "Rule"]
