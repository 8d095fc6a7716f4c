import pytest


@pytest.mark.parametrize("column", ["date_naissance", "dateNaissance", "ddn", "Né(e) le", "Date de naissance"])
def test_a_column_of_births(kinds, column):
    assert kinds(column, "12/03/1985") == {"birth-date"}


@pytest.mark.parametrize("cell", ["Élève né le 12 mars 2015", "Agente née le 1985-03-12", "né(e) le 12/03/1985"])
def test_born_in_a_text(kinds, cell):
    assert kinds("DELIB_OBJET", cell, "scdl/deliberations") == {"birth-date"}


@pytest.mark.parametrize(
    "cell", ["Écrivain né le 20 juin 1799", "Réunion annuelle du 12 mars 2025", "Convention signée le 12/03/2024"]
)
def test_history_and_other_dates_are_not(kinds, cell):
    assert kinds("DELIB_OBJET", cell, "scdl/deliberations") == set()
