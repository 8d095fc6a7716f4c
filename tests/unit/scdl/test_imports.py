"""What a file does not need is not imported: a small one is checked in the time of a look at it."""

import subprocess
import sys

import pytest

COUNT = """
import sys
from ckanext.scdl.cli import main
sys.argv = ["scdl", "validate", *sys.argv[1:]]
try:
    main()
except SystemExit:
    print("imported", *sorted({"frictionless", "polars", "openpyxl", "xlrd", "stdnum"} & sys.modules.keys()))
"""


def imported(path):
    asked = [sys.executable, "-c", COUNT, str(path)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("name", ["deliberations", "equipements", "prenoms", "menus"])
def test_a_small_clean_file_needs_no_library(data, name):
    assert imported(data / f"{name}-chateaudun.csv") == []


def test_wrong_days_words_and_numbers_need_no_judge(data, tmp_path):
    text = (data / "prenoms-chateaudun.csv").read_text(encoding="utf-8-sig")
    path = tmp_path / "prenoms.csv"
    path.write_text(text.replace("2024", "24").replace("2025", "25"), encoding="utf-8")
    assert imported(path) == []


def test_an_old_workbook_needs_its_own_library_alone(data):
    assert imported(data / "deliberations-chateaudun.xls") == ["xlrd"]
