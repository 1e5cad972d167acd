"""汇总录入: totals of weeks without rows, read or typed in; what does not add up is said."""

import json
from datetime import date
from decimal import Decimal

import pytest
from call_ledgers import month_of_60, week, workbook
from support import WHEN
from test_feedback_store import SEPTEMBER, bring

from govsvc.__main__ import main
from govsvc.board import Board
from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.feedback import CallTotals, mismatches
from govsvc.domain.indicators import CALL_TOTALS
from govsvc.importing import pipeline
from govsvc.importing.entered_totals import enter
from govsvc.security.roles import UPLOADER, Actor
from govsvc.store import Act

ACT = Act("甲", WHEN)
TITLE = ["云溪县2026年9月电话回访情况汇总表"]
TOP = ["序号", "单位", "办件量", "抽取数", "回访数", "有效数", "总体评价", *[""] * 4, "满意率"]
BELOW = [*[""] * 6, "非常满意", "满意", "基本满意", "不满意", "非常不满意", ""]
ROWS = [
    [1, "市场监督管理局", 112, 15, 15, 12, 8, 4, "", "", "", "100%"],
    [2, "住房和城乡建设局", 100, 15, 15, 10, 6, 2, 1, 1, 0, 90],
    [3, "自然资源局", 200, 30, 30, 26, 16, 7, 2, 0, 1, 0.9615],
]
#: of the whole month of 60 cases
O1 = {
    "population": 412,
    "drawn": 60,
    "dialled": 60,
    "valid": 48,
    "refused": 2,
    "not_the_person": 1,
    "no_answer": 6,
    "wrong_number": 3,
    "texts": 7,
    "very_satisfied": 30,
    "satisfied": 13,
    "basic": 3,
    "dissatisfied": 1,
    "very_dissatisfied": 1,
    "told_at_once.satisfied": 40,
    "told_at_once.basic": 4,
    "told_at_once.dissatisfied": 3,
}


def sheet(*rows, title=TITLE, top=TOP, below=BELOW, name="汇总") -> bytes:
    return workbook({name: [title, top, below, *rows]})


def plan(store, content: bytes) -> pipeline.Plan:
    return pipeline.plan(store, [("汇总.xlsx", content)], home="云溪县")


def issues(store, content: bytes) -> list[tuple[str, str]]:
    (file,) = plan(store, content).files
    assert not file.refused, file.refused
    return [(one.code, f"{one.column}{one.row}") for one in file.issues]


def month(store):
    return Board(store).feedback.period(SEPTEMBER)


def enter_week(store, of: date | None, counts: dict[str, int]) -> int:
    return enter(
        store, CallTotals(SEPTEMBER, of, counts=counts), ACT, expected_version=store.version()
    )


def test_a_sheet_of_totals_gives_the_rates_of_its_sums(empty_store) -> None:
    bring(empty_store, sheet(*ROWS, ["", "合计", 412, 60, 60, 48, 30, 13, 3, 1, 1, ""]))
    period = month(empty_store)
    value = period.value("phone.satisfied")
    assert (value.published, value.fraction_text) == (Decimal("95.83"), "46/48")
    assert period.value("phone.drawn").published == Decimal("14.56")
    assert {one.unit: one.value.fraction_text for one in period.units} == {
        "市场监督管理局": "12/12",
        "住房和城乡建设局": "9/10",
        "自然资源局": "25/26",
    }
    # nobody wrote how many were reached: it is not 0
    assert period.value("phone.reached").published is None
    assert "抽取涉企办件60件，有效回访48件，总体满意率95.83%（46/48）" in period.sentence


def test_what_does_not_add_up_is_said_at_its_cell(empty_store) -> None:
    unlike = [4, "自然资源局", 200, 30, 30, 27, 16, 7, 2, 0, 1, ""]
    over = [4, "自然资源局", 200, 30, 31, 26, 16, 7, 2, 0, 1, ""]
    blank = [4, "自然资源局", 200, 30, 30, 27, 16, 7, 2, "", 1, ""]
    rate = [4, "自然资源局", 200, 30, 30, 26, 16, 7, 2, 0, 1, "98%"]
    assert issues(empty_store, sheet(unlike)) == [("totals_do_not_add_up", "F4")]
    assert issues(empty_store, sheet(over)) == [("totals_do_not_add_up", "E4")]
    assert issues(empty_store, sheet(blank)) == [("count_blank", "J4")]
    assert issues(empty_store, sheet(rate)) == [("rate_unlike_counts", "L4")]
    total = ["", "合计", 412, 60, 60, 49, 30, 13, 3, 1, 1, ""]
    assert issues(empty_store, sheet(*ROWS, total)) == [("total_unlike_sum", "F7")]
    assert issues(empty_store, sheet(ROWS[0], ROWS[0])) == [("duplicate", "B5")]


def test_a_row_that_does_not_add_up_does_not_count(empty_store) -> None:
    bring(empty_store, sheet(*ROWS[:2], [3, "自然资源局", 200, 30, 30, 27, 16, 7, 2, 0, 1, ""]))
    assert month(empty_store).value("phone.satisfied").fraction_text == "21/22"


def test_typed_totals_give_the_same_rates(empty_store) -> None:
    enter_week(empty_store, None, O1)
    period = month(empty_store)
    percents = {key: f"{period.value(f'phone.{key}').published}" for key in _RATES}
    assert percents == _RATES
    interval = period.value("phone.satisfied").interval
    assert interval and interval.text == "86.02%—98.85%"
    assert period.counts["bad"] == 2 and period.without_unit == 48


_RATES = {
    "drawn": "14.56",
    "dialled": "100.00",
    "reached": "85.00",
    "valid": "80.00",
    "satisfied": "95.83",
    "told_at_once": "93.62",
}


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"basic": 4}, "totals_do_not_add_up"),
        ({"refused": 3}, "totals_do_not_add_up"),
        ({"dialled": 61}, "totals_do_not_add_up"),
        ({"told_at_once.basic": 6}, "totals_do_not_add_up"),
        ({"valid": None}, "totals_incomplete"),
    ],
)
def test_typed_totals_that_do_not_add_up_are_refused(empty_store, changed, code) -> None:
    counts = {key: number for key, number in (O1 | changed).items() if number is not None}
    with pytest.raises(GovsvcError) as error:
        enter_week(empty_store, date(2026, 9, 21), counts)
    assert error.value.code == code and not month(empty_store).is_held


def test_two_weeks_are_summed_before_they_are_divided(empty_store) -> None:
    levels = {"satisfied": 0, "basic": 0, "very_dissatisfied": 0}
    for day, valid in ((14, 12), (21, 36)):
        counts = {"valid": valid, "very_satisfied": valid - 1, "dissatisfied": 1} | levels
        enter_week(empty_store, date(2026, 9, day), counts)
    assert month(empty_store).value("phone.satisfied").published == Decimal("95.83")


def test_totals_of_a_week_take_the_place_of_that_week_alone(empty_store) -> None:
    enter_week(empty_store, date(2026, 9, 14), {"valid": 12})
    enter_week(empty_store, date(2026, 9, 21), {"valid": 36})
    enter_week(empty_store, date(2026, 9, 14), {"valid": 10})
    assert month(empty_store).counts["valid"] == 46


def test_rows_win_over_totals_and_the_difference_is_said(empty_store) -> None:
    enter_week(empty_store, date(2026, 9, 14), {"valid": 3, "drawn": 2 + 2})
    enter_week(empty_store, date(2026, 9, 21), {"valid": 36})
    bring(empty_store, week("第38周", "9.15", "满意", "满意"))
    period = month(empty_store)
    assert period.counts["valid"] == 38
    said = [(one.week, one.name, one.said, one.counted) for one in period.differences]
    assert said == [
        (date(2026, 9, 14), "抽取数", 4, 2),
        (date(2026, 9, 14), "有效回访", 3, 2),
    ]
    with pytest.raises(GovsvcError, match="已经有回访台账"):
        enter_week(empty_store, date(2026, 9, 14), {"valid": 2})


def test_totals_of_the_month_count_where_nothing_else_does(empty_store) -> None:
    enter_week(empty_store, None, {"valid": 48})
    enter_week(empty_store, date(2026, 9, 14), {"valid": 12})
    assert month(empty_store).counts["valid"] == 12
    bring(empty_store, month_of_60())
    assert month(empty_store).counts["valid"] == 48


def test_a_week_of_another_month_is_refused(empty_store) -> None:
    with pytest.raises(GovsvcError, match="没有一天在2026年9月"):
        enter_week(empty_store, date(2026, 10, 5), {"valid": 1})


def test_an_account_of_one_unit_may_not_enter_totals(empty_store) -> None:
    limited = empty_store.acting(Actor("乙", UPLOADER, ("市场监督管理局",)))
    with pytest.raises(NotAllowed):
        enter_week(limited, None, {"valid": 1})


def test_typed_totals_are_undone_as_any_import(empty_store) -> None:
    enter_week(empty_store, None, O1)
    version = empty_store.version()
    empty_store.undoing.undo([version], ACT, expected_version=version)
    assert not month(empty_store).is_held
    assert not empty_store.rows.entries(CALL_TOTALS, SEPTEMBER)


def test_what_is_not_known_is_not_compared() -> None:
    assert not mismatches({"valid": 48, "very_satisfied": 30})


def test_the_command_enters_and_shows_them(tmp_path, capsys) -> None:
    path = tmp_path / "county.duckdb"
    file = tmp_path / "台账.xlsx"
    file.write_bytes(week("第38周", "9.15", "满意"))
    unit = ["--new-unit", "市场监督管理局"]
    assert not main(["import", str(file), "--database", str(path), "--home", "云溪县", *unit])
    where = ["--month", "2026-09", "--database", str(path)]
    counts = [f"{key}={number}" for key, number in O1.items()]
    assert not main(["feedback", "totals", *where, "--week", "2026-09-23", *counts])
    assert main(["feedback", "totals", *where, "--week", "2026-09-23", "有效回访=1", "满意=2"]) != 0
    assert main(["feedback", "totals", *where, "--week", "2026-09-15", "有效回访=1"]) != 0
    assert main(["feedback", "totals", *where, "--week", "2026-09-23", *counts]) == 0
    capsys.readouterr()
    assert not main(["feedback", "rates", *where, "--json"])
    said = json.loads(capsys.readouterr().out)
    assert said["counts"]["valid"] == 49
    assert [one["week"] for one in said["totals"]] == ["2026-09-21"]
