"""Check JSON and GeoJSON files against the schemas that are JSON Schemas; the report has a table's shape."""

from ckanext.scdl.json_documents.validation import concerns, validate

__all__ = ["concerns", "validate"]
