"""What has to be decided, and when a file may go out."""

import pytest

from ckanext.scdl.privacy import PersonalData
from ckanext.scdl_validation import personal

PHONES = [PersonalData("phone", column=4, row=row).key for row in (2, 3)]
AUTHOR = PersonalData("document-author").key


def test_a_key_says_where_the_finding_is():
    assert personal.place(PersonalData("phone", column=4, row=2, sheet="Été : 1").key) == personal.Place(
        "phone", 4, 2, "Été : 1"
    )


@pytest.mark.parametrize("text", ["", "phone", "phone:x::", "unknown:1:2:"])
def test_another_text_is_no_key(text):
    with pytest.raises(ValueError, match=r"."):
        personal.place(text)


@pytest.mark.parametrize(
    ("decisions", "released"),
    [
        ({}, False),
        ({PHONES[0]: "publish", AUTHOR: "publish"}, False),
        ({PHONES[0]: "publish", PHONES[1]: "public-by-law", AUTHOR: "keep-looked-at"}, True),
        ({"phone:4::": "publish", AUTHOR: "publish"}, True),
        ({"phone:4::": "publish"}, False),
        ({"phone:4::": "drop-column", AUTHOR: "publish"}, False),
        ({"phone:4::": "publish", PHONES[1]: "mask", AUTHOR: "publish"}, False),
    ],
)
def test_a_file_goes_out_when_all_was_let_out(decisions, released):
    assert personal.is_released(personal.summary([*PHONES, AUTHOR]), decisions) is released


def test_a_file_where_nothing_was_found_goes_out():
    assert personal.is_released(personal.summary([]), {})


def test_of_many_cells_only_the_column_can_be_decided_on():
    keys = [PersonalData("phone", column=1, row=row).key for row in range(2, personal.LISTED + 3)]
    found = personal.summary(keys)
    assert not personal.is_released(found, dict.fromkeys(keys, "publish"))
    assert personal.is_released(found, {"phone:1::": "publish"})
    assert not personal.is_released(found, {"phone:1::": "publish", keys[-1]: "mask"})


def test_every_action_that_a_report_proposes_can_be_chosen():
    proposed = {each["action"] for each in PersonalData("phone").actions()}
    assert proposed | personal.RELEASING <= personal.choices()
