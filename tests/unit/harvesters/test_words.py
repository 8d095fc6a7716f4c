"""Every sentence that ckanext-harvest can show has French, in CKAN's catalogue or in ours."""

import gettext
from pathlib import Path

import ckan
import ckanext.harvest
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
HARVEST = Path(ckanext.harvest.__file__).parent
NO_SENTENCE = {"title"}  # the key of what is translated: `_(kind["title"])`


def sentences():
    found = extract_from_dir(HARVEST, [("tests/**.py", "ignore"), ("migration/**.py", "ignore"), ("**.py", "python")])
    return sorted({message for _file, _line, message, *_ in found} - NO_SENTENCE)


@pytest.fixture(scope="module")
def french():
    core = gettext.translation("ckan", Path(ckan.__file__).parent / "i18n", ["fr"])
    with (ROOT / "i18n/fr/LC_MESSAGES/ckanext-socle.po").open("rb") as stream:
        ours = read_po(stream, locale="fr")
    return lambda text: (ours.get(text) and ours.get(text).string) or (core.gettext(text) != text)


def test_the_code_of_ckanext_harvest_is_read():
    assert "Harvest source not found" in sentences()


def test_each_sentence_has_french(french):
    assert [each for each in sentences() if not french(each)] == []
