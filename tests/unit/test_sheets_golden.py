"""Each golden workbook alone: rows, flags, printed values and faults are exactly those of
expected.json.
"""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from support import GOLDEN_INDICATORS, golden_files

from govsvc import sheets
from govsvc.assessment.counting import judge
from govsvc.domain import indicators
from govsvc.domain.indicators import ITEMS, STATIONS, Rules
from govsvc.domain.rows import FileRead

OWN = [
    "01_clean_month.xlsx",
    "02_items_clerk.xlsx",
    "03_stations_townships.xls",
    "05_items_with_faults.xlsx",
]
#: list of expected.json → what a counted row's flags are where it is on it
LISTS = {
    "not_online": {"is_online": False},
    "not_published": {"is_published": False},
    "not_in_hall": {"is_in_hall": False},
    "entered_in_name_only": {"is_entered_in_name_only": True},
    "handled_off_site": {"is_handled_off_site": True},
    "stations_not_renamed": {"has_station": True, "has_standard_name": False},
    "villages_without_station": {"has_station": False},
}


@pytest.fixture(scope="module")
def read():
    found: dict[str, FileRead] = {}

    def one(name: str) -> FileRead:
        if name not in found:
            (found[name],) = sheets.read_files(golden_files(name), home="云溪县")
        return found[name]

    return one


@pytest.mark.parametrize("name", OWN)
def test_rows_of_the_county(read, expected, name):
    file, truth = read(name), dict(expected["files"][name]["truth"])
    lists = {key: truth.pop(key) for key in list(truth) if isinstance(truth[key], list)}
    met, counted = Counter(), Counter()
    for entry in file.entries:
        for key, holds in judge(entry.kind, entry.status, entry.attributes, entry.flags, Rules())[
            0
        ].items():
            counted[key] += 1
            met[key] += holds
    assert {key: (met[key], counted[key]) for key in counted} == {
        key: (value["numerator"], value["denominator"]) for key, value in truth.items()
    }
    for key, wanted in lists.items():
        rows = [
            entry.key if entry.kind == ITEMS else entry.name
            for entry in file.entries
            if entry.status == "counted" and LISTS[key].items() <= entry.flags.items()
        ]
        assert sorted(rows) == sorted(wanted), key


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("01_clean_month.xlsx", date(2026, 10, 1)),
        ("02_items_clerk.xlsx", date(2026, 9, 1)),
        ("03_stations_townships.xls", date(2026, 9, 1)),
        ("04_city_bulletin.csv", date(2026, 9, 1)),
        ("05_items_with_faults.xlsx", date(2026, 10, 1)),
        ("06_city_bulletin_differs.csv", date(2026, 9, 1)),
    ],
)
def test_the_month(read, name, month):
    file = read(name)
    assert file.refused is None and file.month == month
    assert {sheet.month for sheet in file.sheets if sheet.kind != "targets"} == {month}


@pytest.mark.parametrize(
    "name",
    [
        "01_clean_month.xlsx",
        "02_items_clerk.xlsx",
        "03_stations_townships.xls",
        "04_city_bulletin.csv",
        "06_city_bulletin_differs.csv",
    ],
)
def test_clean_files_have_no_issues(read, name):
    assert read(name).issues == [] and all(sheet.left_out == 0 for sheet in read(name).sheets)


def test_the_clerks_workbook(read):
    file = read("02_items_clerk.xlsx")
    (sheet,) = file.sheets
    assert (sheet.kind, sheet.rows, sheet.header_rows) == (
        ITEMS,
        640,
        (3, 4),
    ) and file.home_hint == "云溪县"
    assert len({entry.unit for entry in file.entries}) == 15
    assert [entry.row for entry in file.entries] == sorted(entry.row for entry in file.entries)
    assert file.entries[0].name == "住房延续事项0001" and file.entries[0].row == 6


def test_one_sheet_a_township(read):
    file = read("03_stations_townships.xls")
    assert [(sheet.sheet, sheet.kind, sheet.rows) for sheet in file.sheets] == [
        ("城关镇", STATIONS, 36),
        ("柳林镇", STATIONS, 36),
        ("河口镇", STATIONS, 35),
        ("石门乡", STATIONS, 36),
        ("双桥乡", STATIONS, 36),
        ("新华街道", STATIONS, 35),
    ]
    assert {entry.unit for entry in file.entries} == {sheet.sheet for sheet in file.sheets}
    station = file.entries[0]
    assert (
        station.key == "城关镇/前庄坝1村"
        and station.attributes["former_name"] == "前庄坝1村便民服务室"
    )


def test_the_bulletin_with_counts_and_the_targets(read, expected):
    file, truth = read("01_clean_month.xlsx"), expected["files"]["01_clean_month.xlsx"]
    found = {(row.county, row.indicator): (row.numerator, row.denominator) for row in file.reported}
    assert found == {
        (county, key): (value["numerator"], value["denominator"])
        for county, values in truth["bulletin"].items()
        for key, value in values.items()
    }
    assert {target.indicator: target.value for target in file.targets} == {
        key: Decimal(value) for key, value in truth["targets"].items()
    }
    assert {(target.year, target.until, target.lead_unit) for target in file.targets} == {
        (2026, None, "行政审批和政务服务局")
    }


def test_the_printed_bulletin(read, expected):
    file, truth = read("04_city_bulletin.csv"), expected["files"]["04_city_bulletin.csv"]
    assert len(file.reported) == 12 * 5
    for row in file.reported:
        printed, place = (
            truth["published"][row.indicator][row.county],
            truth["ranks"][row.indicator][row.county],
        )
        assert (row.printed, row.printed_rank) == (printed and Decimal(printed), place)
        assert (row.numerator, row.denominator) == (None, None)


def test_the_other_bulletin(read, expected):
    file = read("06_city_bulletin_differs.csv")
    assert {row.indicator for row in file.reported} == {"online_rate"}
    assert {row.county: row.printed for row in file.reported} == {
        county: Decimal(value)
        for county, value in expected["together"]["headline"]["online_rate"].items()
    }
    assert {row.county: row.printed_rank for row in file.reported} == expected["together"]["ranks"][
        "online_rate"
    ]
    assert {row.cutoff for row in file.reported} == {date(2026, 9, 25)}


def test_the_nine_faults(read, expected):
    file, truth = read("05_items_with_faults.xlsx"), expected["files"]["05_items_with_faults.xlsx"]
    assert sorted(issue.cell for issue in file.issues) == sorted(
        fault["cell"] for fault in truth["faults"]
    )
    assert {issue.cell: issue.code for issue in file.issues} == {
        "F5": "not_yes_no",
        "B9": "duplicate",
        "C12": "name_blank",
        "G15": "contradiction",
        "J18": "contradiction",
        "D21": "out_of_scope",
        "A24": "not_a_month",
        "E27": "unit_blank",
        "B30": "code_digits_lost",
    }
    assert [issue.cell for issue in file.issues if issue.severity == "warning"] == ["D21"]
    for issue, fault in (
        (i, f) for i in file.issues for f in truth["faults"] if f["cell"] == i.cell
    ):
        assert issue.sheet == "政务服务事项" and issue.message and issue.expected
        assert not isinstance(fault["value"], str) or issue.value == fault["value"]
    assert "第8行" in next(issue.message for issue in file.issues if issue.cell == "B9")
    (sheet,) = file.sheets
    assert (sheet.rows, sheet.rows - sheet.left_out, sheet.out_of_scope) == (
        truth["rows"],
        truth["counted"],
        1,
    )
    assert len(file.entries) == 40


def test_together_nothing_is_twice(expected):
    files = sheets.read_files(golden_files(*expected["together"]["files"]), home="云溪县")
    assert [file.refused for file in files] == [None] * 3 and [
        issue for file in files for issue in file.issues
    ] == []
    assert {file.month for file in files} == {date(2026, 9, 1)}


def test_every_indicator_was_looked_at(expected):
    keys = {key for file in expected["files"].values() for key in file.get("truth", {})}
    assert set(GOLDEN_INDICATORS) <= keys
    assert set(GOLDEN_INDICATORS) <= {indicator.key for indicator in indicators.INDICATORS}
