"""办件量 by department alone: read for the measures of a period, never beside rows by item."""

from collections.abc import Iterable
from datetime import date

import pytest
from support import WHEN

from govsvc import sheets
from govsvc.board import Board
from govsvc.domain.mappings import Choices
from govsvc.importing import pipeline
from govsvc.importing.case_totals import BESIDE_ITEMS
from govsvc.importing.plan import Plan
from govsvc.store import Store

OCTOBER = date(2026, 10, 1)
HEADER = "单位,办件量,网上受理件数,大厅办结件数,大厅外办结件数,办结件数,超期办结件数"
POLICE, CIVIL = "公安局,100,40,80,10,90,1", "民政局,50,10,40,0,40,0"
TOTAL = "合计,150,50,120,10,130,1"
NAME = "2026年10月各单位办件量统计.csv"
OF_ITEMS = "事项名称,实施主体,办件量,大厅办结件数,大厅外办结件数"


def table(header: str, lines: Iterable[str]) -> bytes:
    return "\n".join([header, *lines]).encode()


def planned(store: Store, *files: tuple[str, bytes], is_changes: bool = False) -> Plan:
    units = Choices(units={"公安局": "", "民政局": ""})
    return pipeline.plan(store, files, home="云溪县", choices=units, is_changes=is_changes)


def bring(store: Store, *files: tuple[str, bytes]) -> None:
    plan = planned(store, *files)
    assert not plan.refused
    assert not [one for file in plan.files for one in file.issues]
    pipeline.commit(store, plan, who="王", when=WHEN)


def shares(store: Store) -> dict[str, tuple[str, str]]:
    found = Board(store).feedback.of_cases(OCTOBER)
    return {
        one.value.measure.key: (f"{one.value.published}", one.value.fraction_text) for one in found
    }


TOTALS = (NAME, table(HEADER, [POLICE, CIVIL, TOTAL]))
ITEMS = (
    "2026年10月办件量统计.csv",
    table(OF_ITEMS, ["户口登记,公安局,60,50,5", "身份证,公安局,40,30,5"]),
)


def test_a_sheet_by_department_is_read_for_the_measures_of_the_period(empty_store):
    bring(empty_store, TOTALS)
    assert shares(empty_store) == {
        "cases.decided_in_hall": ("92.31", "120/130"),
        "cases.in_time": ("99.23", "129/130"),
        "cases.online": ("33.33", "50/150"),
    }
    rows = list(empty_store.rows.table("cases", OCTOBER))
    assert {row.unit: row.attributes["hall_decided"] for row in rows} == {
        "公安局": "80",
        "民政局": "40",
    }


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("公安局,100,40,x,10,90,1", "not_a_count"),
        (",100,40,80,10,90,1", "unit_blank"),
        (POLICE, "duplicate"),
        ("水利局,100,140,80,10,90,1", "count_over_total"),
    ],
)
def test_what_is_wrong_in_it_is_said_at_its_cell(line, code):
    content = table(HEADER, [POLICE, line] if code == "duplicate" else [CIVIL, line])
    (file,) = sheets.read_files([(NAME, content)], home="云溪县")
    assert [(one.code, one.row) for one in file.issues] == [(code, 3)]


def test_what_nothing_calls_counts_of_cases_is_left_to_a_person():
    (file,) = sheets.read_files([("2026年10月情况.csv", TOTALS[1])], home="云溪县")
    assert file.refused and not len(file.entries)


def test_totals_beside_rows_by_item_of_the_same_month_are_refused(empty_store):
    plan = planned(empty_store, TOTALS, ITEMS)
    assert [file.file for file in plan.refused] == [NAME]
    bring(empty_store, ITEMS)
    (file,) = planned(empty_store, TOTALS).files
    assert file.refused and file.refused.code == BESIDE_ITEMS
    assert "公安局既有按事项的办件量" in str(file.refused) and "民政局" not in str(file.refused)
    # another department's totals count beside them, and so does another month's
    bring(empty_store, (NAME, table(HEADER, [CIVIL])))
    assert shares(empty_store)["cases.decided_in_hall"] == ("92.31", "120/130")
    assert not planned(empty_store, (NAME.replace("10", "9"), TOTALS[1])).refused


def test_rows_by_item_take_the_place_of_totals(empty_store):
    bring(empty_store, TOTALS)
    (file,) = planned(empty_store, ITEMS, is_changes=True).files
    assert file.refused and file.refused.code == BESIDE_ITEMS
    plan = planned(empty_store, ITEMS)
    assert not plan.refused
    pipeline.commit(empty_store, plan, who="王", when=WHEN)
    rows = list(empty_store.rows.table("cases", OCTOBER))
    assert sorted((row.unit, row.name) for row in rows) == [
        ("公安局", "户口登记"),
        ("公安局", "身份证"),
        ("民政局", "全部事项（单位汇总）"),
    ]
