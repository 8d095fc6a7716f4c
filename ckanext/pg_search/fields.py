"""The fields of an index document: which type CKAN's own Solr schema (`ckan/config/solr/schema.xml`) gives them."""

from __future__ import annotations

from enum import Enum

from ckanext.pg_search.text import names


class Kind(Enum):
    """How a field is compared."""

    ALL_TEXT = "text"
    TEXT = "words, stemmed"
    NGRAM = "part of a name or a title"
    DATE = "date"
    NUMBER = "integer"
    STRING = "exact value"


# Who sees a document and on which page: few combinations in a whole catalogue, so each has a number (`scope`).
SCOPE_COLUMNS = names("site_id entity_type dataset_type state capacity")
SCOPE_FIELDS = SCOPE_COLUMNS | {"permission_labels"}
# Columns of their own, beside the JSON of all fields.
STRING_COLUMNS = names("index_id id name organization owner_org")
DATE_COLUMNS = frozenset({"metadata_created", "metadata_modified"})
ALIASES = {"type": "dataset_type"}

RELATIONS = names("depends_on dependency_of derives_from has_derivation links_to linked_from child_of parent_of")
TEXT_FIELDS = RELATIONS | names(
    "title notes urls author author_email maintainer maintainer_email res_name res_description"
)
NUMBERS = names("views_total views_recent resources_accessed_total resources_accessed_recent")
NGRAMS = {"name_ngram": "name", "title_ngram": "title"}
URL_SOURCES = ("url", "ckan_url", "download_url", "res_url")

# What answers carry; the other fields are searched only, as in Solr's schema.
STORED = names("""
    index_id id site_id title entity_type dataset_type state name revision_id version url ckan_url download_url notes
    author author_email maintainer maintainer_email license license_id tags groups organization capacity
    res_name res_description res_format res_url res_type metadata_created metadata_modified indexed_ts
    data_dict validated_data_dict
    """)
STORED_PREFIXES = ("extras_", "res_extras_", "vocab_")
MULTIVALUED = RELATIONS | names(
    "tags groups res_name res_description res_format res_url res_type permission_labels text urls"
)
MULTIVALUED_PREFIXES = ("res_extras_", "vocab_")

# Fields whose values have numbers in the dictionary of facets: counting them needs no text.
# CKAN's own facets, and DCAT's themes.
FACETS = names("organization groups tags res_format license_id theme")


def kind(field: str) -> Kind:
    """Return how a field is compared."""
    if field == "text":
        return Kind.ALL_TEXT
    if field in NGRAMS:
        return Kind.NGRAM
    if field in NUMBERS:
        return Kind.NUMBER
    if field in DATE_COLUMNS or field == "indexed_ts" or field.endswith("_date"):
        return Kind.DATE
    if field in TEXT_FIELDS or field.startswith(("extras_", "res_extras_")):
        return Kind.TEXT
    return Kind.STRING


def is_stored(field: str) -> bool:
    """Tell whether answers carry the field."""
    return field in STORED or field.endswith("_date") or field.startswith(STORED_PREFIXES)


def is_multivalued(field: str) -> bool:
    """Tell whether the field is a list in every document."""
    return field in MULTIVALUED or field.startswith(MULTIVALUED_PREFIXES)
