from dataclasses import replace
from datetime import date, datetime, timezone

import pytest

from ckanext.datagouv.card import Body, Surroundings, body, dataset_card

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=timezone.utc)
TOWN = Body("https://p.fr/organization/o-1", "Châteaudun", "mairie@exemple.fr", "https://exemple.fr/", "212800882")
AROUND = Surroundings("https://p.fr", NOW, TOWN, "Châteaudun")
EU = "http://publications.europa.eu/resource/authority/"


def card(around=AROUND, **fields):
    return dataset_card({"id": "d-1", "name": "deliberations", "title": "Délibérations", **fields}, around)


def resource(**fields):
    return {"id": "r-1", "url": "https://exemple.fr/a.csv", **fields}


def file(**fields):
    return card(resources=[resource(**fields)]).distributions[0]


def test_identifier_is_the_id_of_ckan_whatever_guid_says():
    assert card(guid="urn:x", identifier="y", extras=[{"key": "guid", "value": "z"}]).identifier == "d-1"


def test_landing_page_is_the_portal_page_not_the_producer_page():
    assert card(url="https://exemple.fr/").landing_page == "https://p.fr/dataset/deliberations"


@pytest.mark.parametrize(
    ("value", "iri"),
    [
        (EU + "frequency/ANNUAL", EU + "frequency/ANNUAL"),
        ("annual", EU + "frequency/ANNUAL"),
        ("R/P1Y", None),
        ("tous les ans", None),
        (None, None),
    ],
)
def test_frequency(value, iri):
    assert card(frequency=value).frequency == iri


@pytest.mark.parametrize(
    ("licence", "address", "iri"),
    [
        ("lov2", None, "https://www.etalab.gouv.fr/licence-ouverte-open-licence"),
        (
            "odc-odbl",
            "http://www.opendefinition.org/licenses/odc-odbl",
            "https://opendatacommons.org/licenses/odbl/summary/",
        ),
        ("autre", "https://exemple.fr/licence", "https://exemple.fr/licence"),
        ("notspecified", None, None),
    ],
)
def test_licence_is_the_address_that_data_gouv_fr_knows(licence, address, iri):
    assert card(license_id=licence, license_url=address).licence == iri


def test_keywords_hold_the_commune_and_the_high_value_category():
    tags = [{"name": "conseil", "display_name": "Conseil"}, {"name": "Châteaudun"}]
    hvd = "http://data.europa.eu/bna/c_e1da4e07"
    words = card(tags=tags, hvd_category=hvd, spatial_zone="fr:commune:28088").keywords
    assert words == ("Conseil", "Châteaudun", "hvd", "Statistiques")


@pytest.mark.parametrize(
    "value", [EU + "data-theme/GOVE", [EU + "data-theme/GOVE", "inconnu"], f'["{EU}data-theme/GOVE"]']
)
def test_themes_are_labelled(value):
    assert card(theme=value).themes == ((EU + "data-theme/GOVE", "Gouvernement et secteur public"),)


@pytest.mark.parametrize("value", ["GOVE", "[cassé", None, 3])
def test_unknown_themes_are_left_out(value):
    assert card(theme=value).themes == ()


def test_period_is_whole_days():
    found = card(temporal_start="2020", temporal_end="2021-02")
    assert (found.start, found.end) == (date(2020, 1, 1), date(2021, 2, 28))


@pytest.mark.parametrize(
    ("zone", "iri", "code"),
    [
        ("fr:commune:28088", "http://id.insee.fr/geo/commune/28088", "28088"),
        ("fr:commune:2A004", "http://id.insee.fr/geo/commune/2A004", "2A004"),
        ("fr:departement:28", "http://id.insee.fr/geo/departement/28", "28"),
        ("fr:region:24", "http://id.insee.fr/geo/region/24", "24"),
        ("fr:epci:200033181", None, "200033181"),
        ("country:fr", EU + "country/FRA", "fr"),
    ],
)
def test_place(zone, iri, code):
    place = card(spatial_zone=zone).place
    assert (place.iri, place.code, place.label) == (iri, code, "Châteaudun")


@pytest.mark.parametrize("zone", [None, "", "28088", "de:gemeinde:1", "fr:commune:", "fr:commune:28 088"])
def test_no_place_from_another_code(zone):
    assert card(spatial_zone=zone).place is None


def test_contact_of_the_dataset_wins():
    contact = card(contact_name="Assemblées", contact_email="a@exemple.fr").contact
    assert (contact.name, contact.email) == ("Assemblées", "a@exemple.fr")


def test_contact_falls_back_to_the_organisation():
    contact = card(contact_name="", contact_email="bientôt").contact
    assert (contact.name, contact.email) == ("Châteaudun", "mairie@exemple.fr")


def test_contact_without_email_keeps_the_web_site():
    contact = card(around=replace(AROUND, publisher=replace(TOWN, email=None))).contact
    assert (contact.email, contact.page) == (None, "https://exemple.fr/")


def test_nobody_to_reach_is_no_contact():
    assert card(around=replace(AROUND, publisher=None), contact_name="Mairie").contact is None


def test_modified_is_the_newest_file_not_an_edited_title():
    files = [resource(last_modified="2026-01-01T00:00:00"), resource(id="r-2", last_modified="2026-02-01T00:00:00")]
    assert card(metadata_modified="2026-03-01T00:00:00", resources=files).modified.month == 2


def test_modified_is_never_in_the_future():
    assert file(last_modified="2027-01-01T00:00:00", created="2026-01-01T00:00:00").modified.year == 2026


def test_modified_of_a_dataset_without_dated_file():
    assert card(metadata_modified="2026-03-01T00:00:00", resources=[resource()]).modified.month == 3


def test_one_bad_resource_costs_only_itself():
    files = [resource(url="http://sig.interne/a"), resource(id="r-2"), resource(id="r-3", url="")]
    assert [found.identifier for found in card(resources=files).distributions] == ["r-2"]


def test_upload_has_an_address_without_its_file_name():
    url = "https://p.fr/dataset/d-1/resource/r-1/download/delib-2024.csv"
    assert file(url=url, url_type="upload", format="CSV").url == "https://p.fr/dataset/d-1/resource/r-1/fichier.csv"


@pytest.mark.parametrize(("kept", "ending"), [("csv", "/fichier.csv"), ("", "/fichier"), (None, "/fichier.xlsx")])
def test_upload_keeps_the_extension_of_its_first_format(kept, ending):
    assert file(url_type="upload", format="XLSX", stable_extension=kept).url.endswith(ending)


def test_link_keeps_its_own_address():
    assert file(url="https://exemple.fr/un fichier.csv").url == "https://exemple.fr/un%20fichier.csv"


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"name": "Délibérations 2024"}, "Délibérations 2024"),
        ({"url": "https://exemple.fr/a%20b.csv?x=1"}, "a b.csv"),
        ({"url": "https://exemple.fr/", "format": "CSV"}, "CSV"),
        ({"url": "https://exemple.fr/"}, "r-1"),
    ],
)
def test_file_title(fields, title):
    assert file(**fields).title == title


@pytest.mark.parametrize(
    ("value", "sent"),
    [("CSV", EU + "file-type/CSV"), (".xlsx", EU + "file-type/XLSX"), ("Parquet", "parquet"), ("", None)],
)
def test_file_format(value, sent):
    assert file(format=value).format == sent


@pytest.mark.parametrize(
    ("mimetype", "format_name", "sent"),
    [
        ("text/csv; charset=utf-8", "CSV", "text/csv"),
        (None, "CSV", "text/csv"),
        ("CSV", "CSV", "text/csv"),
        ("n'importe quoi", "Inconnu", None),
    ],
)
def test_media_type(mimetype, format_name, sent):
    iana = "https://www.iana.org/assignments/media-types/"
    assert file(mimetype=mimetype, format=format_name).media_type == (iana + sent if sent else None)


@pytest.mark.parametrize(
    ("value", "size"), [(18234, 18234), ("18234", 18234), (0, 0), ("12 Ko", None), (-1, None), (1.5, None)]
)
def test_size_is_a_number_of_bytes_or_nothing(value, size):
    assert file(size=value).size == size


@pytest.mark.parametrize(
    ("digest", "declared", "algorithm"),
    [
        ("AB" * 32, "sha-256", "sha256"),
        ("ab" * 32, "http://spdx.org/rdf/terms#checksumAlgorithm_sha256", "sha256"),
        ("sha256:" + "ab" * 32, None, "sha256"),
        ("ab" * 16, None, "md5"),
        ("ab" * 20, "SHA1", "sha1"),
        ("ab" * 32, "md5", None),
        ("ab" * 64, "sha512", None),
        ("zz" * 32, None, None),
        ("", "sha256", None),
        (None, None, None),
    ],
)
def test_checksum_needs_a_known_algorithm(digest, declared, algorithm):
    found = file(hash=digest, hash_algorithm=declared).checksum
    assert (found.algorithm if found else None) == algorithm
    assert found is None or found.value in digest.lower()


def test_schema_that_is_a_name_is_left_out():
    assert file(schema="scdl/deliberations").schema is None


def test_body_reads_the_organisation():
    town = {"id": "o-1", "name": "chateaudun-28088", "title": "Châteaudun", "official_email": "mairie@exemple.fr"}
    assert body({**town, "website": "https://exemple.fr/", "siren": "212800882"}, "https://p.fr") == TOWN
