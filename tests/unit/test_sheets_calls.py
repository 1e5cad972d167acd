"""回访台账 as offices keep it: what is read, what is asked, what is never kept."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from govsvc import sheets
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entry
from govsvc.domain.errors import Issue
from govsvc.domain.indicators import CALLS
from govsvc.domain.mappings import Choices
from govsvc.domain.rows import FileRead
from govsvc.sheets.records import corrections

HEADER = [
    *("序号", "回访日期", "办件编号", "企业名称（申请人）", "联系人", "联系电话", "办理事项"),
    *("承办单位", "是否接通", "回访结果", "服务态度", "廉洁自律", "是否一次性告知"),
    *("总体评价", "意见建议", "回访人"),
]
_FILLED = {
    "回访日期": "9.21",
    "企业名称（申请人）": "顺达商贸（王大明）",
    "联系人": "王大明",
    "联系电话": 13812345678,
    "办理事项": "企业设立登记",
    "承办单位": "市场监管局",
    "回访人": "李小红",
}
Sheet = tuple[str, Sequence[Sequence[Any]], Sequence[str]]


def row(case: str, **cells: Any) -> list[Any]:
    return [(_FILLED | {"办件编号": case} | cells).get(header, "") for header in HEADER]


def book(*made: Sheet) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook["Sheet"])
    for name, rows, merges in made:
        page = workbook.create_sheet(name)
        for cells in rows:
            page.append(list(cells))
        for cells_merged in merges:
            page.merge_cells(cells_merged)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ledger(*rows: Sequence[Any], sheet: str = "第39周", header: Sequence[str] = HEADER) -> bytes:
    title = ["云溪县2026年9月电话回访台账"]
    return book((sheet, [title, header, *rows], [f"A1:{chr(64 + len(header))}1"]))


def read(content: bytes, choices: Choices = Choices(), name: str = "台账.xlsx") -> FileRead:
    file = sheets.read_files([(name, content)], home="云溪县", choices=choices)[0]
    assert not file.refused, file.refused
    return file


def calls(file: FileRead) -> list[Entry]:
    return [entry for entry in file.entries if entry.kind == CALLS]


def only(file: FileRead) -> Entry:
    (call,) = calls(file)
    return call


def issues(file: FileRead, severity: str = "error") -> list[tuple[str, int | None]]:
    return [(issue.code, issue.row) for issue in file.issues if issue.severity == severity]


def test_a_call_keeps_what_counts_and_nobodys_name() -> None:
    file = read(ledger(row("A1", 总体评价="非常满意", 服务态度="满意", 是否一次性告知="是")))
    call = only(file)
    assert (file.month, call.unit, call.name) == (date(2026, 9, 1), "市场监管局", "企业设立登记")
    assert call.attributes == {
        "week": "2026-09-21",
        "day": "2026-09-21",
        "outcome": "valid",
        "overall": "very_satisfied",
        "asked_attitude": "satisfied",
        "asked_told_at_once": "satisfied",
    }
    kept = repr(call)
    assert not any(word in kept for word in ("王大明", "顺达", "1381234", "李小红"))


@pytest.mark.parametrize(
    "cells, outcome, rating",
    [
        ({"总体评价": "满意"}, "valid", "satisfied"),
        ({"总体评价": "很好"}, "valid", "very_satisfied"),
        ({"总体评价": "一般"}, "valid", "basic"),
        ({"总体评价": "★★"}, "valid", "dissatisfied"),
        ({"总体评价": "5星"}, "valid", "very_satisfied"),
        ({"总体评价": "非常不满意"}, "valid", "very_dissatisfied"),
        ({"总体评价": "全部满意"}, "valid", "satisfied"),
        ({"回访结果": "拒绝", "总体评价": "/"}, "refused", None),
        ({"回访结果": "接通后直接挂断"}, "refused", None),
        ({"回访结果": "代办"}, "not_the_person", None),
        ({"回访结果": "占线"}, "no_answer", None),
        ({"回访结果": "号码有误"}, "wrong_number", None),
        ({"回访结果": "空号", "总体评价": "无"}, "wrong_number", None),
        ({"总体评价": "未接通"}, "no_answer", None),
        ({"是否接通": "否"}, "no_answer", None),
        ({"是否接通": "是"}, "refused", None),
        ({}, "not_dialled", None),
    ],
)
def test_outcomes_and_levels_by_their_words(
    cells: dict[str, str], outcome: str, rating: str | None
) -> None:
    file = read(ledger(row("A1", **cells)))
    call = only(file)
    assert (call.attributes["outcome"], call.attributes.get("overall")) == (outcome, rating)
    assert issues(file) == []


def test_rating_and_text_in_one_cell_are_parted_and_numbers_masked() -> None:
    cells = {"总体评价": "满意，建议增加窗口", "意见建议": "请回电13812345678"}
    call = only(read(ledger(row("A1", **cells))))
    assert call.attributes["overall"] == "satisfied"
    assert call.attributes["text"] == "建议增加窗口；请回电138****5678"


@pytest.mark.parametrize("cell", [5, "4", "100", "95分", "3.5"])
def test_a_bare_number_is_asked_and_the_row_waits(cell: object) -> None:
    file = read(ledger(row("A1", 总体评价=cell)))
    assert issues(file) == [("rating_unclear", 3)]
    assert only(file).status == LEFT_OUT
    (unclear,) = file.sheets[0].unclear
    assert (unclear.field, unclear.value, unclear.count) == ("overall", str(cell), 1)
    assert "非常满意" in corrections.meanings_of("overall")


def test_what_a_number_means_is_remembered_under_its_header() -> None:
    said = Choices(values={("overall", "总体评价"): {"5": "非常满意"}})
    file = read(ledger(row("A1", 总体评价=5)), said)
    assert only(file).attributes["overall"] == "very_satisfied"
    assert issues(file) == []


def test_yes_and_no_of_integrity_are_asked_once_a_header() -> None:
    content = ledger(
        row("A1", 总体评价="满意", 廉洁自律="无"), row("A2", 总体评价="满意", 廉洁自律="无")
    )
    file = read(content)
    assert issues(file) == [("rating_unclear", 3), ("rating_unclear", 4)]
    assert [call.status for call in calls(file)] == [COUNTED, COUNTED]
    said = Choices(values={("asked_integrity", "廉洁自律"): {"无": "满意"}})
    file = read(content, said)
    assert [call.attributes["asked_integrity"] for call in calls(file)] == ["satisfied"] * 2


def test_two_levels_at_once_are_asked() -> None:
    assert issues(read(ledger(row("A1", 总体评价="基本满意、不满意")))) == [("rating_unclear", 3)]


def test_valid_without_a_rating_is_an_error() -> None:
    assert issues(read(ledger(row("A1", 回访结果="成功")))) == [("rating_blank", 3)]


def test_dimensions_of_a_call_that_is_not_valid_are_not_read() -> None:
    file = read(ledger(row("A1", 回访结果="拒访", 服务态度="无", 廉洁自律="无")))
    assert set(only(file).attributes) == {"week", "day", "outcome"}
    assert issues(file) == []


def test_ticks_under_five_columns() -> None:
    above = [
        "序号",
        "回访时间",
        "受理部门",
        "办理事项",
        "办件编号",
        "总体评价",
        "",
        "",
        "",
        "",
        "意见",
    ]
    below = ["", "", "", "", "", "非常满意", "满意", "基本满意", "不满意", "非常不满意", ""]
    day = datetime(2026, 9, 22)
    named = ["市场监管局", "设立"]
    rows = [
        [1, day, *named, "B1", "√", "", "", "", "", ""],
        [2, day, *named, "B2", "", "", "", 1, "", "太慢"],
        [3, day, *named, "B3", "", "", "", "", "", ""],
        ["合计", "", "", "", "", 1, 1, 0, 1, 0, ""],
    ]
    file = read(book(("9.21-9.25", [["回访台账"], above, below, *rows], ["F2:J2"])))
    assert file.month == date(2026, 9, 1)
    levels = [call.attributes.get("overall") for call in calls(file)]
    assert levels == ["very_satisfied", "dissatisfied", None]
    # 满意 was totalled as 1, and no row has it
    assert issues(file, "warning") == [("total_unlike_sum", 7)]


def test_dates_without_a_year_are_of_the_year_of_the_month() -> None:
    rows = [
        row(f"A{n}", 回访日期=text) for n, text in enumerate(("9.21", "9月22日", "同上", "9-25"))
    ]
    days = [call.attributes["day"] for call in calls(read(ledger(*rows)))]
    assert days == ["2026-09-21", "2026-09-22", "2026-09-22", "2026-09-25"]


def test_a_week_over_the_end_of_the_year() -> None:
    title = ["2027年1月电话回访台账"]
    rows = [row("A1", 回访日期="12.30"), row("A2", 回访日期="1.4")]
    file = read(book(("第1周", [title, HEADER, *rows], [])))
    days = [call.attributes["day"] for call in calls(file)]
    assert days == ["2026-12-30", "2027-01-04"]


def test_a_day_of_another_month_costs_the_row_and_one_in_doubt_only_itself() -> None:
    file = read(ledger(row("A1", 回访日期="2026-07-01"), row("A2", 回访日期=9.2)))
    assert issues(file) == [("another_month", 3)]
    assert issues(file, "warning") == [("day_unclear", 4)]
    second = calls(file)[1]
    assert "day" not in second.attributes and second.attributes["week"]


def test_the_week_comes_from_the_sheet_where_no_row_has_a_day() -> None:
    rows = [row("A1", 回访日期="")]
    for name, week in (("第39周", "2026-09-21"), ("9.21-9.25", "2026-09-21"), ("第2周", None)):
        call = only(read(ledger(*rows, sheet=name)))
        assert call.attributes.get("week") == week, name


def test_the_month_comes_from_the_days_where_nothing_names_it() -> None:
    rows = [row(f"A{n}", 回访日期=datetime(2026, 8, 3 + n)) for n in range(3)]
    assert read(book(("台账", [["电话回访台账"], HEADER, *rows], []))).month == date(2026, 8, 1)


def test_totals_of_a_week_are_checked_by_cases_and_the_difference_is_said() -> None:
    rows = [
        row("A1", 总体评价="满意"),
        row("A2", 回访结果="未接"),
        row("A2", 回访日期="9.22", 总体评价="满意"),
    ]
    right, wrong = ["本周小计：抽取2件，拨打2件，有效2件"], ["本周小计：抽取3件，拨打2件，有效2件"]
    assert issues(read(ledger(*rows, right)), "warning") == []
    assert issues(read(ledger(*rows, wrong)), "warning") == [("total_unlike_sum", 6)]


def test_digits_lost_of_a_case_are_said_and_the_row_counts() -> None:
    file = read(ledger(row(3.71e20, 总体评价="满意")))  # type: ignore[arg-type]
    assert issues(file, "warning") == [("code_digits_lost", 3)]
    call = only(file)
    assert (call.status, call.key) == (COUNTED, "")


def test_two_weeks_in_one_file_and_a_merged_rating() -> None:
    first = row("A1", 总体评价="满意")
    merged = row("A2", 回访日期="9.29", 服务态度="全部满意", 总体评价="满意")
    title = ["云溪县2026年9月电话回访台账"]
    content = book(
        ("第39周", [title, HEADER, first], []), ("第40周", [title, HEADER, merged], ["K3:M3"])
    )
    weeks = {call.key: call.attributes for call in calls(read(content))}
    assert (weeks["A1"]["week"], weeks["A2"]["week"]) == ("2026-09-21", "2026-09-28")
    asked = {key: level for key, level in weeks["A2"].items() if key.startswith("asked_")}
    names = ("asked_attitude", "asked_integrity", "asked_told_at_once")
    assert asked == dict.fromkeys(names, "satisfied")


def test_a_contradiction_is_said() -> None:
    file = read(ledger(row("A1", 回访结果="空号", 总体评价="满意")))
    assert only(file).attributes["outcome"] == "valid"
    assert issues(file, "warning") == [("outcome_contradicts", 3)]


def test_the_caller_of_the_unit_itself_is_marked() -> None:
    header = [*HEADER, "回访单位"]
    rows = [
        [*row("A1", 总体评价="满意"), "市场监管局"],
        [*row("A2", 总体评价="满意"), "政务服务局"],
    ]
    own = [call.attributes.get("is_own") for call in calls(read(ledger(*rows, header=header)))]
    assert own == ["yes", None]


def test_an_issue_quotes_nobody() -> None:
    file = read(ledger(row("A1", 总体评价=5, 回访日期="某日")))

    def said(issue: Issue) -> str:
        return f"{issue.message}{issue.value}"

    assert not any("王大明" in said(issue) for issue in file.issues)
