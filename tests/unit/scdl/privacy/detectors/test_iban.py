import pytest


@pytest.mark.parametrize(
    "cell", ["FR7630006000011234567890189", "IBAN : FR76 3000 6000 0112 3456 7890 189 (club)", "DE89370400440532013000"]
)
def test_an_iban_is_found(kinds, cell):
    assert kinds("observations", cell) == {"iban"}


@pytest.mark.parametrize("cell", ["FR7630006000011234567890188", "FR85212800882", "DELIB2024120500012345"])
def test_other_references_are_not(kinds, cell):
    assert kinds("observations", cell) == set()


def test_only_its_ends_are_shown(find):
    (found,) = find({"observations": "FR76 3000 6000 0112 3456 7890 189"})
    assert found.value == "FR" + "•" * 23 + "89"
