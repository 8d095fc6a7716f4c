"""E-mail addresses."""

import pytest

EMAIL = {"format": "email"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (" mairie@exemple.fr ", "mairie@exemple.fr"),
        ("mailto:mairie@exemple.fr", "mairie@exemple.fr"),
        ("Mairie <mairie@exemple.fr>", "mairie@exemple.fr"),
        ("mairie @ exemple.fr", "mairie@exemple.fr"),
        ("mairie(at)exemple.fr", "mairie@exemple.fr"),
        ("mairie@exemple.fr;", "mairie@exemple.fr"),
        ("mairie.exemple.fr", "mairie.exemple.fr"),
    ],
)
def test_an_address(one, written, meant):
    assert one(written, EMAIL) == meant


def test_two_addresses_are_asked(column):
    asked = column(["a@exemple.fr;b@exemple.fr"], EMAIL)
    assert asked.choices == {"first-address": "a@exemple.fr", "last-address": "b@exemple.fr"}
