"""What helps people fill a table that follows a schema: its columns in plain words, a workbook to fill."""

from ckanext.scdl.filling.columns import Column, columns
from ckanext.scdl.filling.own import own_values
from ckanext.scdl.filling.template import template

__all__ = ["Column", "columns", "own_values", "template"]
