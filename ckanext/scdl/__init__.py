"""Check files of French local data (SCDL) against their schemas. Nothing here needs CKAN.

>>> from pathlib import Path
>>> from ckanext.scdl import validate
>>> report = validate(Path("test-data/scdl/deliberations-chateaudun.csv"), "scdl/deliberations")
>>> report.valid
True
"""

from ckanext.scdl.context import Bounds, Context, Published
from ckanext.scdl.exceptions import ScdlError, UnknownSchema, UnreadableFile, UnusableSchema
from ckanext.scdl.reading import Guesses
from ckanext.scdl.report import Finding, Report
from ckanext.scdl.schema import Schema
from ckanext.scdl.validation import validate

__all__ = [
    "Bounds",
    "Context",
    "Finding",
    "Guesses",
    "Published",
    "Report",
    "ScdlError",
    "Schema",
    "UnknownSchema",
    "UnreadableFile",
    "UnusableSchema",
    "validate",
]
