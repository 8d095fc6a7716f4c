from datetime import date

import pytest

from ckanext.deposit import columns, periods, summary
from ckanext.scdl import registry, validate
from ckanext.scdl.schema import from_descriptor


def schema(**types):
    fields = [{"name": name, "type": kind} for name, kind in types.items()]
    return from_descriptor({"fields": fields}, name="essai")


@pytest.mark.parametrize(
    ("kind", "cell", "expected", "value"),
    [
        ("date", "2024-12-31", "date", "2024-12-31"),
        ("date", "31/12/2024", "text", "31/12/2024"),
        ("integer", "12", "int8", 12),
        ("integer", "1_000", "text", "1_000"),
        ("integer", "9223372036854775808", "text", "9223372036854775808"),
        ("number", "12.50", "numeric", "12.50"),
        ("number", "NaN", "text", "NaN"),
        ("boolean", "true", "bool", True),
        ("boolean", "oui", "text", "oui"),
        ("year", "2024", "int8", 2024),
        ("string", "0123", "text", "0123"),
        ("geopoint", "48.1,1.3", "text", "48.1,1.3"),
        ("date", "", "date", None),
    ],
)
def test_a_column_has_the_type_of_the_schema_when_its_cells_fit(kind, cell, expected, value):
    [column] = columns.plan(schema(a=kind), ["a"], [[cell]])
    assert (column.type, next(columns.records([column], [[cell]]))["a"]) == (expected, value)


def test_one_bad_cell_makes_the_column_text_and_loses_nothing():
    rows = [["2024-01-01"], ["hier"]]
    planned = columns.plan(schema(a="date"), ["a"], rows)
    assert [row["a"] for row in columns.records(planned, rows)] == ["2024-01-01", "hier"]
    assert planned[0].fell_back


def test_names_are_those_that_a_database_accepts():
    labels = ["_id", "", 'a"b', "A", "a", "é" * 80]
    names = [column.name for column in columns.plan(schema(), labels, [])]
    assert names[:3] == ["id", "colonne 2", "ab"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name.encode()) <= 63 for name in names)


def test_short_rows_are_filled_with_nothing():
    planned = columns.plan(schema(a="string", b="string"), ["a", "b"], [["x"]])
    assert list(columns.records(planned, [["x"]])) == [{"a": "x", "b": None}]


def test_the_period_is_that_of_the_first_dates():
    covered = periods.coverage(
        schema(n="string", d="date"), ["n", "d"], [["x", "2024-05-02"], ["y", "2023-01-01"], ["z", "?"]]
    )
    assert (covered.start, covered.end) == (date(2023, 1, 1), date(2024, 5, 2))


def test_years_cover_whole_years():
    covered = periods.coverage(schema(y="year"), ["y"], [["2023"], ["2024"], ["²024"], [""]])
    assert (covered.start, covered.end) == (date(2023, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize("labels", [["autre"], ["d"]])
def test_without_dates_there_is_no_period(labels):
    assert periods.coverage(schema(d="date"), labels, [[""]]) is None


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        ("ANNUAL", date(2025, 2, 28)),
        ("QUARTERLY", date(2024, 5, 29)),
        ("WEEKLY", date(2024, 3, 7)),
        (periods.FREQUENCIES + "MONTHLY", date(2024, 3, 29)),
        ("NEVER", None),
        ("", None),
    ],
)
def test_the_next_date_follows_the_frequency(frequency, expected):
    assert periods.next_due(date(2024, 2, 29), frequency) == expected


def faulty(rows):
    header = ",".join(registry.find("scdl/deliberations").field_names)
    return validate(f"{header}\n{rows}".encode(), "scdl/deliberations")


def test_a_report_is_kept_by_cause_with_its_first_rows():
    report = faulty("Mairie,1,2,3\n" * 30)
    kept = summary.summarise(report, report.table, registry.words("scdl/deliberations").fields, "fr")
    dates = next(cause for cause in kept["errors"] if cause["field"] == "DELIB_DATE")
    assert (dates["count"], len(dates["shown"]), dates["shown"][0]["row"]) == (30, 20, 2)
    assert dates["label"] == "Date de la délibération"
    assert kept["error_count"] == len(report.errors)


def test_a_cell_of_the_list_of_errors_never_runs_as_a_formula():
    text = summary.as_csv(faulty("Mairie,1,2,=HYPERLINK(1)\n"), {}, ["a", "b", "c", "d"], "fr").decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ";=" not in text
