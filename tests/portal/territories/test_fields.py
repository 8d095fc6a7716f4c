import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories, helpers

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")


def test_codes_are_kept_as_the_state_writes_them():
    made = factories.Organization(
        territory_type="commune",
        siren="212 800 882",
        insee_code="28088",
        postal_codes="28200;28220",
        population="12830",
    )
    shown = helpers.call_action("organization_show", id=made["id"])
    assert (shown["siren"], shown["postal_codes"], shown["insee_code"]) == ("212800882", "28200 28220", "28088")


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("siren", "212800883", "212800883"),
        ("insee_code", "28999", "28999"),
        ("postal_codes", "28200 Cedex", "Cedex"),
    ],
)
def test_a_wrong_code_is_refused_in_words(field, value, word):
    with pytest.raises(tk.ValidationError) as caught:
        factories.Organization(territory_type="commune", **{field: value})
    assert list(caught.value.error_dict) == [field]
    assert word in caught.value.error_dict[field][0]


def test_a_code_of_another_kind_of_body_is_refused():
    with pytest.raises(tk.ValidationError) as caught:
        factories.Organization(territory_type="departement", insee_code="28088")
    assert list(caught.value.error_dict) == ["insee_code"]


@pytest.mark.parametrize(("given", "kept"), [("28088", "fr:commune:28088"), ("fr:epci:200069961", "fr:epci:200069961")])
def test_the_zone_of_a_dataset_is_that_of_data_gouv_fr(given, kept):
    assert tk.get_validator("territories_zone")(given) == kept


def test_an_unknown_zone_is_refused():
    with pytest.raises(tk.Invalid, match="28999"):
        tk.get_validator("territories_zone")("fr:commune:28999")
