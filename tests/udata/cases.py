"""Datasets with one fault each, in Turtle: what the simulator foresees of them is compared with what udata does."""

from pathlib import Path

TEST_DATA = Path(__file__).parents[2] / "test-data" / "datagouv"
# ruff: noqa: E501  # one case a line
HEAD = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix schema: <http://schema.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix freq: <http://publications.europa.eu/resource/authority/frequency/> .
@prefix type: <http://publications.europa.eu/resource/authority/file-type/> .
@prefix : <https://donnees.exemple.fr/> .
"""

FILE = '[ a dcat:Distribution ; dcat:downloadURL <https://donnees.exemple.fr/{id}.csv> ; dct:title "Tableau" ; %s ]'
LONG = "Délibérations du conseil municipal, avec leur date, leur objet et le résultat du vote, depuis l’an deux mille vingt."
POLYGON = "POLYGON((1.2 48.0, 1.4 48.0, 1.4 48.1, 1.2 48.1, 1.2 48.0))"


def file(more="dct:format type:CSV"):
    """Return the dataset's triple of a file with an address of its own."""
    return "dcat:distribution " + FILE % more


def schema(address):
    return file(f"dct:conformsTo {address}")


# What each dataset says beside its identifier and title; None leaves those out as well.
CASES = {
    "bare": "",
    "good": f"""dct:description "{LONG}"@fr ; dct:license <https://www.etalab.gouv.fr/licence-ouverte-open-licence> ;
        dct:accrualPeriodicity freq:ANNUAL ; dcat:keyword "Conseil municipal", "l'été", "l’hiver" ; dct:issued "2025-01-01"^^xsd:date ;
        dct:temporal [ dcat:startDate "2025-01-01"^^xsd:date ; dcat:endDate "2025-12-31"^^xsd:date ] ;
        dct:spatial [ dcat:bbox "{POLYGON}"^^geo:wktLiteral ] ; dct:modified "2026-09-01T10:00:00Z"^^xsd:dateTime ;
        dcat:contactPoint [ a vcard:Kind ; vcard:fn "Mairie" ; vcard:hasEmail <mailto:mairie@exemple.fr> ] ;
        dct:publisher [ a foaf:Agent ; foaf:name "Châteaudun" ] ; """
    + file('dct:format type:CSV ; dct:description "Un vote par ligne" ; dcat:byteSize "12"^^xsd:nonNegativeInteger'),
    "no-title": None,
    "english-and-french": 'dct:description "Votes"@en, "Délibérations"@fr',
    "description-html": 'dct:description "Voir <b>ici</b>"',
    "description-autolink": 'dct:description "Voir <https://exemple.fr/>"',
    "description-less-than": 'dct:description "prix < 5 et > 2"',
    "acronym-long": f'skos:altLabel "{"a" * 129}"',
    "licence-literal": 'dct:license "Licence Ouverte / Open Licence version 2.0"',
    "licence-near": 'dct:license "Licence Ouverte / Open Licence version 2"',
    "licence-sentence": 'dct:license "Voir https://www.etalab.gouv.fr/licence-ouverte-open-licence pour tout savoir"',
    "licence-http": "dct:license <http://www.etalab.gouv.fr/licence-ouverte-open-licence/>",
    "licence-spdx": "dct:license <https://spdx.org/licenses/etalab-2.0.html>",
    "licence-labelled": 'dct:license [ rdfs:label "etalab-2.0" ]',
    "licence-of-file": file("dct:license <https://opendatacommons.org/licenses/odbl/summary/>"),
    "licence-ckan": "dct:license <http://www.opendefinition.org/licenses/odc-odbl>",
    "rights": 'dct:rights "lov2"',
    "frequency-key": 'dct:accrualPeriodicity "MONTHLY"',
    "frequency-french": 'dct:accrualPeriodicity "tous les ans"',
    "frequency-iso": 'dct:accrualPeriodicity "R/P1Y"',
    "frequency-dublin": "dct:accrualPeriodicity <http://purl.org/cld/freq/weekly>",
    "frequency-irregular": "dct:accrualPeriodicity freq:IRREG",
    "frequency-unknown": "dct:accrualPeriodicity freq:UNKNOWN",
    "late": 'dct:accrualPeriodicity freq:MONTHLY ; dct:modified "2020-01-01T00:00:00Z"^^xsd:dateTime ; ' + file(),
    "keywords": 'dcat:keyword "ab", "Déchèterie & tri", <https://exemple.fr/theme>',
    "theme-bare": "dcat:theme <http://publications.europa.eu/resource/authority/data-theme/GOVE>",
    "theme-labelled": 'dcat:theme [ a skos:Concept ; skos:prefLabel "Gouvernement"@fr ]',
    "hvd": "dcat:theme <http://data.europa.eu/bna/c_e1da4e07>",
    "period-schema": 'dct:temporal [ schema:startDate "2024-05-01"^^xsd:date ; schema:endDate "2024-06-01"^^xsd:date ]',
    "period-reversed": 'dct:temporal [ dcat:startDate "2025-12-31"^^xsd:date ; dcat:endDate "2025-01-01"^^xsd:date ]',
    "period-open": 'dct:temporal [ dcat:startDate "2025-01-01"^^xsd:date ]',
    "period-text": 'dct:temporal "2020-01-01/2020-12-31"',
    "period-year": 'dct:temporal "2020"',
    "period-month": 'dct:temporal "2020-02"',
    "period-words": 'dct:temporal "hiver dernier"',
    "place-name": 'dct:spatial [ skos:prefLabel "Châteaudun" ; dct:identifier "28088" ]',
    "place-geojson": """dct:spatial [ dcat:bbox '{"type":"Polygon","coordinates":[[[1,48],[2,48],[2,49],[1,48]]]}'^^geo:geoJSONLiteral ]""",
    "place-point": 'dct:spatial [ dcat:centroid "POINT(1.2 48.0)"^^geo:wktLiteral ]',
    "place-box": 'dct:spatial "1.2,48.0,1.4,48.1"',
    "modified-future": 'dct:modified "2199-01-01T00:00:00Z"^^xsd:dateTime',
    "modified-words": 'dct:modified "hier"',
    "modified-offset": 'dct:modified "2025-03-01T09:30:00+02:00"^^xsd:dateTime',
    "issued-words": 'dct:issued "l’an dernier"',
    "contact-without-mail": 'dcat:contactPoint [ a vcard:Kind ; vcard:fn "Mairie" ]',
    "contact-form": 'dcat:contactPoint [ a vcard:Kind ; vcard:fn "Mairie" ; vcard:hasURL <https://www.exemple.fr/> ]',
    "contact-bad-mail": 'dcat:contactPoint [ a vcard:Kind ; vcard:fn "Mairie" ; vcard:hasEmail "pas un courriel" ]',
    "contact-literal": 'dct:publisher "Mairie"',
    "contact-with-body": 'dcat:contactPoint [ vcard:fn "Accueil" ; vcard:organization-name "Mairie" ; vcard:hasEmail "a@exemple.fr" ]',
    "file-without-address": 'dcat:distribution [ a dcat:Distribution ; dct:title "Sans adresse" ]',
    "file-with-a-space": 'dcat:distribution [ dcat:downloadURL "https://exemple.fr/un fichier.csv" ; dct:title "Espace" ]',
    "file-on-a-private-host": "dcat:distribution [ dcat:downloadURL <http://sig.mairie.interne/a.csv> ]",
    "file-title-from-its-address": "dcat:distribution [ dcat:downloadURL <https://exemple.fr/d/votes.csv> ]",
    "file-without-title": "dcat:distribution [ dcat:accessURL <https://exemple.fr/d/votes> ; dct:format 'CSV' ]",
    "file-twice": "dcat:distribution [ dcat:downloadURL <https://exemple.fr/d.csv> ; dct:title 'A' ], "
    "[ dcat:accessURL <https://exemple.fr/d.csv> ; dct:title 'A' ]",
    "file-part": "dct:hasPart <https://exemple.fr/notice.pdf> . <https://exemple.fr/notice.pdf> dct:title 'Notice' ; dct:format 'PDF'",
    "file-service": "dcat:distribution [ dcat:accessURL <https://exemple.fr/api> ; dcat:accessService [ dct:title 'API' ] ]",
    "file-iana": file(
        "dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ; "
        "dct:format <https://www.iana.org/assignments/media-types/text/csv>"
    ),
    "file-iana-http": file("dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv>"),
    "file-closed": file("dct:format 'PDF'"),
    "size-words": file('dcat:byteSize "12 Ko"'),
    "size-decimal": file('dcat:byteSize "12.0"^^xsd:decimal'),
    "checksum": file("spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha1 ; spdx:checksumValue 'abc' ]"),
    "checksum-binary": file(
        "spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha1 ; spdx:checksumValue 'abcd'^^xsd:hexBinary ]"
    ),
    "checksum-without-algorithm": file("spdx:checksum [ spdx:checksumValue 'abc' ]"),
    "checksum-in-words": file("spdx:checksum [ spdx:algorithm 'sha1' ; spdx:checksumValue 'abc' ]"),
    "checksum-other": file("spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha512 ; spdx:checksumValue 'abc' ]"),
    "schema-exact": schema("<https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.3/schema.json>"),
    "schema-latest": schema("<https://schema.data.gouv.fr/schemas/scdl/deliberations/latest/schema.json>"),
    "schema-http": schema("<http://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.3/schema.json>"),
    "schema-unknown-version": schema("<https://schema.data.gouv.fr/schemas/scdl/deliberations/9.9.9/schema.json>"),
    "schema-name": schema('"scdl/deliberations"'),
    "schema-literal-address": schema('"https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.1/schema.json"'),
    "schema-elsewhere": schema("<https://exemple.fr/schema.json>")
    + ' . <https://exemple.fr/schema.json> dct:title "Le nôtre"',
    "schema-blank": schema("[ dct:type <https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.4/schema.json> ]"),
}


# Those that data.gouv.fr does not take at all.
LOST = {
    *("no-title", "acronym-long", "issued-words", "file-with-a-space", "file-on-a-private-host", "size-words"),
    *("checksum-binary", "checksum-without-algorithm", "checksum-in-words", "schema-name"),
}


def view(feed, following):
    """Return what links the pages of a feed."""
    link = f" ; <http://www.w3.org/ns/hydra/core#next> <{following}>" if following else ""
    return f"<{feed}> a <http://www.w3.org/ns/hydra/core#PartialCollectionView>{link} .\n"


def turtle(name, triples):
    """Return a dataset, whose identifier is the name of its case."""
    if triples is None:
        return f":{name} a dcat:Dataset ; dct:identifier '{name}' .\n"
    more = f" ;\n    {triples.replace('{id}', name)}" if triples else ""
    return f":{name} a dcat:Dataset ; dct:identifier '{name}' ; dct:title 'Cas {name}'{more} .\n"


def whole():
    """Return the feed of all cases."""
    nameless = ":sans a dcat:Dataset ; dct:title 'Sans identifiant' .\n"
    return HEAD + nameless + "".join(turtle(name, triples) for name, triples in CASES.items())
