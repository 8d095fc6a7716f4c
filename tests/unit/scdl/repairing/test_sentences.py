"""Every rule, question and choice has its sentences."""

import pytest

from ckanext.scdl import messages
from ckanext.scdl.repairing import dates, guard, header_row, layout, names, numbers
from ckanext.scdl.repairing.across import base, body, coordinates, own_body, subject, sums
from ckanext.scdl.repairing.proposal import KEEP
from ckanext.scdl.repairing.rules import RULES
from ckanext.scdl.repairing.rules.base import DOUBTFUL

NAMES = (
    header_row.RULE,
    *(rule.name for rule in RULES),
    *(names.RULE, layout.BLANK_ROW, layout.SHORT_ROW, layout.BLANK_COLUMN, layout.COPIED_COLUMN, layout.ORDER),
    *(
        body.NAME,
        body.NUMBER,
        own_body.RULE,
        subject.NAME,
        subject.CODE,
        coordinates.RULE,
        sums.RULE,
        layout.NEW_COLUMN,
    ),
    *(layout.ENCODING, layout.DELIMITER, layout.FORMAT, *layout.NOTES.values()),
)
ASKING = ("date", "number", "integer", "url", "email", "siret", "share", names.RULE, "uncovers")
ACROSS = (header_row.RULE, body.NUMBER, own_body.RULE, subject.NAME)
CHOICES = (
    *(dates.DAY, dates.MONTH, dates.YEAR, numbers.DECIMAL, numbers.THOUSANDS, "https", "http"),
    *("first-address", "last-address", DOUBTFUL, base.YES, header_row.INSERT, names.YES, guard.APPLY, KEEP),
)
KEYS = [
    *(f"repair.{each}" for each in NAMES),
    *(f"question.{each}" for each in (*ASKING, *ACROSS)),
    *(f"choice.{each}" for each in CHOICES),
]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_sentence(key, lang):
    assert messages.entry(key, lang)["title"]
    assert messages.entry(key, lang)["message"]


def test_no_sentence_is_left_over():
    known = {key for key in messages.catalogue() if key.startswith(("repair.", "question.", "choice."))}
    assert known == set(KEYS)


def test_names_are_unique():
    assert len(set(NAMES)) == len(NAMES)
