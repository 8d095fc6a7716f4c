"""The French checks: one class a file, found by the name that schemas give them."""

from __future__ import annotations

from ckanext.scdl.checking.french.base import BadParams, FrenchCheck, RowFault
from ckanext.scdl.checking.french.cohesive_columns import CohesiveColumnsValue
from ckanext.scdl.checking.french.compare_columns import CompareColumnsValue
from ckanext.scdl.checking.french.nomenclature_actes import NomenclatureActesValue
from ckanext.scdl.checking.french.one_of_required import OneOfRequired
from ckanext.scdl.checking.french.opening_hours import MissingPackage, OpeningHoursValue
from ckanext.scdl.checking.french.phone_number import PhoneNumberValue
from ckanext.scdl.checking.french.siren import FrenchSirenValue
from ckanext.scdl.checking.french.siret import FrenchSiretValue
from ckanext.scdl.checking.french.sum_columns import SumColumnsValue
from ckanext.scdl.checking.french.year_interval import YearIntervalValue

CHECKS: dict[str, type[FrenchCheck]] = {
    check.type: check
    for check in (
        CohesiveColumnsValue,
        CompareColumnsValue,
        FrenchSirenValue,
        FrenchSiretValue,
        NomenclatureActesValue,
        OneOfRequired,
        OpeningHoursValue,
        PhoneNumberValue,
        SumColumnsValue,
        YearIntervalValue,
    )
}
# Validata renamed some checks; schemas use either name.
RENAMED = {
    "siret": "french-siret-value",
    "siren": "french-siren-value",
    "nomenclature-acte": "nomenclature-actes-value",
}

__all__ = ["CHECKS", "RENAMED", "BadParams", "FrenchCheck", "MissingPackage", "RowFault"]
