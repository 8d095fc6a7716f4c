"""One table for many bodies, cut by the column that says whose each row is."""

import pytest

from ckanext.observatory import splitting
from ckanext.scdl.reading import read

KNOWN = {"212800882": "chateaudun", "28088": "chateaudun", "01004": "amberieu", "49023": "beaupreau"}


def table(*lines):
    return read("\n".join(lines).encode())


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("21280088200017", ("212800882",)),
        ("212 800 882", ("212800882",)),
        ("1004", ("01004",)),
        ("2a004", ("2A004",)),
        ("Châteaudun", ()),
        ("", ()),
    ],
)
def test_a_cell_is_a_siren_or_an_insee_code(cell, codes):
    assert splitting.codes(cell)[: len(codes)] == codes
    assert bool(splitting.codes(cell)) is bool(codes)


def test_a_merged_commune_is_its_successor():
    assert splitting.codes("49149") == ("49149", "49261")


def test_rows_go_to_their_bodies_and_the_rest_is_told():
    found = splitting.split(
        table("SIRET;objet", "21280088200017;a", "1004;b", "21280088200017;c", "99999999900017;d", ";e", ";"), 0, KNOWN
    )
    assert found.parts == {"chateaudun": [0, 2], "amberieu": [1]}
    assert {each.identifier: (each.count, each.rows) for each in found.left} == {
        "99999999900017": (1, [5]),
        "": (1, [6]),
    }


def test_the_column_is_that_of_the_schema_else_the_one_that_names_bodies():
    named = table("objet;COLL_SIRET", "28088;21280088200017")
    assert splitting.column_of(named, "scdl/deliberations", KNOWN) == 1
    assert splitting.column_of(table("objet;code commune", "x;28088"), "scdl/deliberations", KNOWN) == 1
    assert splitting.column_of(named, "scdl/deliberations", KNOWN, "OBJET") == 0
    assert splitting.column_of(named, "scdl/deliberations", KNOWN, "autre") is None
    assert splitting.column_of(table("a;b", "x;y"), "scdl/deliberations", KNOWN) is None


def test_a_part_keeps_its_cells():
    whole = table("SIRET;objet", "21280088200017;Vœu, « urgent »", "1004;0012")
    assert splitting.as_csv(whole, [1]).decode() == "SIRET,objet\r\n1004,0012\r\n"
