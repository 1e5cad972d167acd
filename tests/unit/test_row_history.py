"""One row of a list over the months: each month's state, value, source and edition, expected by
hand.
"""

from datetime import date

from support import WHEN

from govsvc.board import Board, row_history
from govsvc.domain import indicators
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE, Entry
from govsvc.store import CLOSED, Act, Batch

MONTHS = [date(2026, month, 1) for month in range(5, 11)]
MAY, JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER = MONTHS
NOT_IN_HALL = indicators.list_by_key("not_in_hall")


def item(month, code, name="甲事项", unit="公安局", status="counted", in_hall=False, line=7):
    return Entry(
        ITEMS,
        month,
        unit,
        code,
        name,
        {"implementation_code": code},
        {"is_in_hall": in_hall},
        status,
        f"{month.month}月.xlsx",
        "事项",
        line,
    )


def full(store):
    of = {
        MAY: [],
        JUNE: [item(JUNE, "1", in_hall=True)],
        JULY: [item(JULY, "1", status=OUT_OF_SCOPE)],
        AUGUST: [item(AUGUST, "1", status=LEFT_OUT)],
        SEPTEMBER: [item(SEPTEMBER, "1", name="甲事项旧名")],
        OCTOBER: [item(OCTOBER, "1", line=9)],
    }
    batches = [
        Batch(
            ITEMS,
            month,
            [("a.xlsx", str(month))],
            [*rows, item(month, "2", "乙事项", in_hall=True)],
        )
        for month, rows in of.items()
    ]
    store.imports.commit(
        batches, expected_version=store.version(), who="测试", when=WHEN, home="云溪县"
    )
    store.month_writes.set_state(
        SEPTEMBER, CLOSED, Act("李四", WHEN), expected_version=store.version()
    )
    return Board(store)


def test_each_month_says_state_value_place_and_edition(empty_store):
    board = full(empty_store)
    problem = board.lists.rows(NOT_IN_HALL, OCTOBER)[0][0]
    found = row_history.months(board, NOT_IN_HALL, problem, OCTOBER)
    assert [line.cells() for line in found] == [
        ["2026年10月", "在清单上", "1", "是否进驻大厅：否", "10月.xlsx“事项”第9行", "未定稿"],
        ["2026年9月", "在清单上", "1", "是否进驻大厅：否", "9月.xlsx“事项”第7行", "已定稿第1版"],
        ["2026年8月", "有误未计入", "1", "是否进驻大厅：否", "8月.xlsx“事项”第7行", "未定稿"],
        ["2026年7月", "不计入（核减）", "1", "是否进驻大厅：否", "7月.xlsx“事项”第7行", "未定稿"],
        ["2026年6月", "已达到", "1", "是否进驻大厅：是", "6月.xlsx“事项”第7行", "未定稿"],
    ]


def test_no_more_months_than_asked_for(empty_store):
    board = full(empty_store)
    problem = board.lists.rows(NOT_IN_HALL, OCTOBER)[0][0]
    assert [
        line.month for line in row_history.months(board, NOT_IN_HALL, problem, OCTOBER, most=2)
    ] == [OCTOBER, SEPTEMBER]


def test_a_month_with_data_and_without_the_row_says_so(empty_store):
    rows = {
        AUGUST: [item(AUGUST, "1")],
        SEPTEMBER: [item(SEPTEMBER, "2", "乙事项")],
        OCTOBER: [item(OCTOBER, "1"), item(OCTOBER, "3", unit="民政局")],
    }
    batches = [
        Batch(ITEMS, month, [("a.xlsx", str(month))], found) for month, found in rows.items()
    ]
    empty_store.imports.commit(
        batches, expected_version=empty_store.version(), who="测试", when=WHEN, home="云溪县"
    )
    board = Board(empty_store)
    problem = next(
        found for found in board.lists.rows(NOT_IN_HALL, OCTOBER)[0] if found.row.key == "1"
    )
    assert [line.state for line in row_history.months(board, NOT_IN_HALL, problem, OCTOBER)] == [
        "在清单上",
        "本月表中没有",
        "在清单上",
    ]
