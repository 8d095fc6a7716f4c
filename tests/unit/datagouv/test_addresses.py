import pytest

from ckanext.datagouv.addresses import email, extension_of, file_path, public_url, schema_url


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://exemple.fr/un fichier.csv", "https://exemple.fr/un%20fichier.csv"),
        ("https://exemple.fr/été.csv?a=œuf", "https://exemple.fr/%C3%A9t%C3%A9.csv?a=%C5%93uf"),
        ("https://exemple.fr/d%C3%A9j%C3%A0", "https://exemple.fr/d%C3%A9j%C3%A0"),
        ("https://exemple.fr/100%", "https://exemple.fr/100%25"),
        ('https://exemple.fr/"a|b^c`{d}', "https://exemple.fr/%22a%7Cb%5Ec%60%7Bd%7D"),
        ("https://exemple.fr/?champ[]=1", "https://exemple.fr/?champ%5B%5D=1"),
        ("https://châteaudun.fr/", "https://xn--chteaudun-c2a.fr/"),
        ("https://exemple.fr:8443/a#b", "https://exemple.fr:8443/a#b"),
        ("ftp://exemple.fr/a.csv", "ftp://exemple.fr/a.csv"),
        ("https://8.8.8.8/a", "https://8.8.8.8/a"),
    ],
)
def test_addresses_are_percent_encoded(written, sent):
    assert public_url(written) == sent


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "fichier.csv",
        "javascript:alert(1)",
        "https://",
        "https://intranet/a.csv",
        "https://sig.mairie.interne/a.csv",
        "https://nas.local/a.csv",
        "http://localhost:5000/a.csv",
        "http://192.168.1.12/a.csv",
        "http://[::1]/a.csv",
        "http://[::1",
        "https://exemple.fr:99999/",
        "\\\\serveur\\partage\\a.csv",
        "https://exemple..fr/",
    ],
)
def test_addresses_that_the_world_cannot_reach_are_left_out(address):
    assert public_url(address) is None


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.3/schema.json", True),
        ("scdl/deliberations", False),
        ("https://exemple.fr/un schéma.json", False),
        ("", False),
    ],
)
def test_a_schema_is_an_exact_address_or_nothing(value, kept):
    assert schema_url(value) == (value if kept else None)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("mairie@exemple.fr", "mairie@exemple.fr"),
        ("mailto:mairie@exemple.fr", "mairie@exemple.fr"),
        ("02 37 00 00 00", None),
        ("mairie @exemple.fr", None),
        ("a|b@exemple.fr", None),
        (None, None),
    ],
)
def test_email(value, kept):
    assert email(value) == kept


@pytest.mark.parametrize(
    ("name", "extension"), [("CSV", "csv"), (".xlsx", "xlsx"), ("Web page", None), ("../a", None), (None, None)]
)
def test_extension_comes_from_the_format(name, extension):
    assert extension_of(name) == extension


def test_file_path_holds_identifiers_only():
    assert file_path("d-1", "r-1", "csv") == "/dataset/d-1/resource/r-1/fichier.csv"
    assert file_path("d 1", "r/1", None) == "/dataset/d%201/resource/r%2F1/fichier"
