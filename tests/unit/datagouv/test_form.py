"""The portal's form offers what the feeds can say."""

from pathlib import Path

import yaml

from ckanext.datagouv import vocabularies as voc

FORM = yaml.safe_load((Path(__file__).parents[3] / "schemas" / "dataset.yaml").read_text(encoding="utf-8"))


def choices(name):
    [field] = [field for field in FORM["dataset_fields"] if field["field_name"] == name]
    return {choice["value"] for choice in field["choices"]}


def test_every_frequency_of_the_european_list_can_be_chosen():
    assert choices("frequency") == {voc.FREQUENCY + code for code in voc.FREQUENCIES}


def test_every_theme_and_high_value_category_can_be_chosen():
    assert choices("theme") == set(voc.THEMES)
    assert choices("hvd_category") == set(voc.HVD_CATEGORIES)
