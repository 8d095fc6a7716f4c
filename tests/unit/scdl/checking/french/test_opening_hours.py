import sys

import pytest

from ckanext.scdl.checking.french import CHECKS, MissingPackage


def test_without_the_package_the_check_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "opening_hours", None)
    with pytest.raises(MissingPackage):
        CHECKS["opening-hours-value"].from_params({"column": "horaires"})


@pytest.mark.parametrize(
    ("value", "faults"), [("Mo-Fr 08:30-12:00,13:30-17:30", []), ("24/7", []), ("du lundi au vendredi", [None])]
)
def test_opening_hours(judge, value, faults):
    pytest.importorskip("opening_hours")
    assert judge("opening-hours-value", {"column": "horaires"}, horaires=value) == faults
