"""Precision and recall on the labelled cells keep their floors."""

import runpy
from pathlib import Path

import pytest

from ckanext.scdl.privacy import rules

FIGURES = runpy.run_path(str(Path(__file__).parent / "figures.py"), run_name="figures")
# Kinds of the workbook around the table have no cells: test_workbook.py looks at them.
AROUND = {"hidden-column", "hidden-sheet", "comment", "document-author"}


KINDS = sorted(set(rules.declared()["kinds"]) - AROUND)


@pytest.fixture(scope="module")
def counted():
    """The figures of every kind."""
    return FIGURES["figures"]()


def test_at_least_three_hundred_cells_are_labelled():
    assert len(list(FIGURES["judged"]())) >= 300


def test_every_kind_of_cell_is_labelled(counted):
    assert sorted(counted) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_precision_and_recall_keep_their_floors(counted, kind):
    assert counted[kind].precision >= 0.95
    assert counted[kind].recall >= 0.9


def test_the_held_out_cells_keep_their_floors():
    counted = FIGURES["figures"](FIGURES["HELD_OUT"]).values()
    right = sum(each.right for each in counted)
    assert right / sum(each.right + each.wrong for each in counted) >= 0.95
    assert right / sum(each.right + each.missed for each in counted) >= 0.95


def test_at_least_150_cells_are_held_out():
    assert len(list(FIGURES["judged"](FIGURES["HELD_OUT"]))) >= 150
