"""Points."""

import pytest


@pytest.mark.parametrize(
    ("written", "form", "meant"),
    [
        ("1.3377, 48.0702", "array", "[1.3377,48.0702]"),
        ("[1.3377, 48.0702]", "default", "1.3377,48.0702"),
        ("1,3377 ; 48,0702", "array", "[1.3377,48.0702]"),
        ("ici", "array", "ici"),
        ("[48.0702,1.3377]", "array", "[1.3377,48.0702]"),
        ("48,0702 ; 1,3377", "array", "[1.3377,48.0702]"),
        ("[-61.0,14.6]", "array", "[-61.0,14.6]"),
    ],
)
def test_a_point(one, written, form, meant):
    assert one(written, {"type": "geopoint", "format": form}) == meant
