import pytest


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ("Finances locales/Subventions", []),
        ("FINANCES LOCALES/subventions", []),
        ("Domaines de competences par themes/Voirie", []),
        ("Finances communales/Subventions", [None]),
        ("Finances locales", ["slash"]),
        ("Finances locales / Subventions", ["space"]),
    ],
)
def test_nomenclature_actes(judge, value, faults):
    assert judge("nomenclature-actes-value", {"column": "matiere"}, matiere=value) == faults
