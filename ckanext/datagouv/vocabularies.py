"""Code lists that a harvester recognises, written exactly as their authorities write them.

Sources: EU Publications Office (frequency, data-theme, file-type), implementing regulation (EU) 2023/138 (categories of
high-value datasets), IANA (media types), licence addresses of data.gouv.fr's own list.
"""

from __future__ import annotations

EU_AUTHORITY = "http://publications.europa.eu/resource/authority/"
FREQUENCY = EU_AUTHORITY + "frequency/"
FILE_TYPE = EU_AUTHORITY + "file-type/"
DATA_THEME = EU_AUTHORITY + "data-theme/"
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
HVD_CATEGORY = "http://data.europa.eu/bna/"
HVD_SCHEME = HVD_CATEGORY + "asd487ae75"
HVD_REGULATION = "http://data.europa.eu/eli/reg_impl/2023/138/oj"

# Longer lists exist; these are the codes that udata knows (a code it does not know leaves the frequency as it was).
# fmt: off
FREQUENCIES = frozenset([
    "UNKNOWN", "UPDATE_CONT", "1MIN", "5MIN", "10MIN", "15MIN", "30MIN", "HOURLY", "BIHOURLY", "TRIHOURLY", "12HRS",
    "CONT", "DAILY_3", "DAILY_2", "DAILY", "WEEKLY_5", "WEEKLY_3", "WEEKLY_2", "WEEKLY", "BIWEEKLY", "MONTHLY_3",
    "MONTHLY_2", "MONTHLY", "BIMONTHLY", "QUARTERLY", "ANNUAL_3", "ANNUAL_2", "ANNUAL", "BIENNIAL", "TRIENNIAL",
    "QUADRENNIAL", "QUINQUENNIAL", "DECENNIAL", "BIDECENNIAL", "TRIDECENNIAL", "AS_NEEDED", "IRREG", "NEVER",
    "NOT_PLANNED", "OTHER",
])
# fmt: on

THEMES = {
    DATA_THEME + code: label
    for code, label in {
        "AGRI": "Agriculture, pêche, sylviculture et alimentation",
        "ECON": "Économie et finances",
        "EDUC": "Éducation, culture et sport",
        "ENER": "Énergie",
        "ENVI": "Environnement",
        "GOVE": "Gouvernement et secteur public",
        "HEAL": "Santé",
        "INTR": "Questions internationales",
        "JUST": "Justice, système juridique et sécurité publique",
        "REGI": "Régions et villes",
        "SOCI": "Population et société",
        "TECH": "Science et technologie",
        "TRAN": "Transports",
    }.items()
}

HVD_CATEGORIES = {
    HVD_CATEGORY + code: label
    for code, label in {
        "c_164e0bf5": "Météorologiques",
        "c_a9135398": "Entreprises et propriété d'entreprises",
        "c_ac64a52d": "Géospatiales",
        "c_b79e35eb": "Mobilité",
        "c_dd313021": "Observation de la terre et environnement",
        "c_e1da4e07": "Statistiques",
    }.items()
}

# The only addresses that data.gouv.fr's licence list holds for these two (another spelling gives «not specified»).
_LICENCE_OUVERTE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
_ODBL = "https://opendatacommons.org/licenses/odbl/summary/"
LICENCES = {
    "lov2": _LICENCE_OUVERTE,
    "fr-lo": _LICENCE_OUVERTE,
    "etalab-2.0": _LICENCE_OUVERTE,
    "odc-odbl": _ODBL,
    "odbl": _ODBL,
}

# Formats whose EU code, in small letters, is the format that data.gouv.fr shows; other formats go as plain text.
# fmt: off
FILE_TYPES = frozenset([
    "CSV", "TSV", "TXT", "XLS", "XLSX", "ODS", "ODT", "DOC", "DOCX", "RTF", "PDF", "HTML", "JSON", "GEOJSON", "XML",
    "KML", "KMZ", "GML", "SHP", "GPKG", "ZIP", "PNG", "JPEG", "TIFF",
])
# fmt: on

MEDIA_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "json": "application/json",
    "geojson": "application/geo+json",
    "xml": "application/xml",
    "kml": "application/vnd.google-earth.kml+xml",
    "kmz": "application/vnd.google-earth.kmz",
    "gml": "application/gml+xml",
    "gpkg": "application/geopackage+sqlite3",
    "zip": "application/zip",
    "png": "image/png",
    "jpeg": "image/jpeg",
}

# Length in hexadecimal digits of the digests that both SPDX and udata name.
DIGESTS = {32: "md5", 40: "sha1", 64: "sha256"}

# INSEE publishes an address for each of these; those of EPCI cannot be made from their SIREN.
INSEE_GEOGRAPHY = {
    "commune": "http://id.insee.fr/geo/commune/",
    "departement": "http://id.insee.fr/geo/departement/",
    "region": "http://id.insee.fr/geo/region/",
}
FRANCE = EU_AUTHORITY + "country/FRA"
