from ckanext.socle.harvesters.datagouv import form
from ckanext.socle.harvesters.datagouv.settings import Exclusion, Settings, parse

from tests.unit.harvesters.test_settings import zone_id

FULL = Settings(
    organizations=("212801344", "ville-de-dreux"),
    zones=("fr:commune:28134",),
    zones_below=True,
    schemas=("scdl/deliberations",),
    tags=("conseil-municipal", "budget"),
    licenses=("lov2",),
    q="voirie",
    files="mirror",
    max_file_size=12,
    owner="dreux",
    owner_fallback="agglo",
    exclude=Exclusion(("jeu",), ("64a1000000000000000000d1",), ("x",)),
)


def test_a_form_says_what_the_settings_say():
    for settings in (FULL, Settings(), Settings(owner="siren"), Settings(owner="zone", files="link")):
        assert parse(form.read(form.values(settings)), zone_id) == settings


def test_lists_are_parted_by_lines_commas_and_semicolons():
    assert form.read({"datagouv_tags": "a, b;c\r\n\nd e"}) == {"tags": ["a", "b", "c", "d e"]}


def test_a_size_that_is_no_number_is_left_for_the_settings_to_refuse():
    assert form.read({"datagouv_max_file_size": "gros"}) == {"max_file_size": "gros"}


def test_the_json_wins_when_the_person_asks_for_it():
    assert form.filled({"datagouv_form": "1"})
    assert not form.filled({"datagouv_form": "1", "datagouv_json": "1"})
    assert not form.filled({"config": "{}"})
