"""窗口考核评分: what a month's score sheets print is kept as it is, without names; what is unclear
is said.
"""

from datetime import date

import pytest
from call_ledgers import workbook
from support import WHEN

from govsvc import sheets
from govsvc.board import Board
from govsvc.domain.feedback.window_scores import score_of
from govsvc.domain.indicators import WINDOW_SCORES
from govsvc.domain.mappings import Choices
from govsvc.domain.rows import FileRead
from govsvc.importing import pipeline

TITLE = ["云溪县政务服务大厅2026年9月窗口考核评分表"]
HEADER = ["序号", "单位", "窗口名称", "到岗", "收退件", "投诉", "扣分合计", "得分", "红旗窗口"]
ROWS = [
    [1, "市场监督管理局", "企业开办窗口", "-1", "", "", 1, 99, "√"],
    [2, "公安局", "户政窗口", "", "-0.5", "-2", 2.5, 97.5, ""],
]
SEPTEMBER = date(2026, 9, 1)


def read(header=HEADER, rows=ROWS, title=TITLE) -> FileRead:
    content = workbook({"9月": [title, header, *rows]})
    (file,) = sheets.read_files([("评分.xlsx", content)], home="云溪县")
    return file


def issues(file: FileRead) -> list[tuple[str, str | None, str]]:
    return [(one.code, one.cell, one.severity) for one in file.issues]


def test_a_sheet_is_kept_as_it_is_printed() -> None:
    file = read()
    assert (file.refused, file.sheets[0].kind, file.month) == (None, WINDOW_SCORES, SEPTEMBER)
    first, second = map(score_of, file.entries)
    assert (first.unit, first.window, first.is_person) == ("市场监督管理局", "企业开办窗口", False)
    assert dict(second.cells) == {
        "单位": "公安局",
        "窗口名称": "户政窗口",
        "到岗": "",
        "收退件": "-0.5",
        "投诉": "-2",
        "扣分合计": "2.5",
        "得分": "97.5",
        "红旗窗口": "",
    }
    assert not file.issues


def test_a_row_of_a_worker_has_no_name() -> None:
    header = [*HEADER[:3], "窗口人员姓名", "工号", *HEADER[3:]]
    rows = [[*ROWS[0][:3], "李小红", "G001", *ROWS[0][3:]]]
    file = read(header, rows)
    (one,) = map(score_of, file.entries)
    assert one.is_person and dict(one.cells)["工号"] == "G001"
    assert "李小红" not in repr(list(file.entries))


@pytest.mark.parametrize(
    "cells, found",
    [
        ({"得分": "优"}, [("score_unclear", "H3", "error")]),
        ({"得分": ""}, [("score_unclear", "H3", "error")]),
        ({"得分": 98}, [("score_unlike_deductions", "H3", "warning")]),
        ({"得分": "99分"}, []),
        ({"扣分合计": "无"}, []),
    ],
)
def test_what_is_no_score_is_said(cells, found) -> None:
    row = [cells.get(header, cell) for header, cell in zip(HEADER, ROWS[0])]
    assert issues(read(rows=[row])) == found


def test_anybodys_contest_is_no_sheet_of_windows() -> None:
    file = read(["单位", "得分", "名次"], [["甲局", 98, 1]], ["机关运动会成绩"])
    assert file.refused


def test_months_are_kept_apart_and_shown(empty_store) -> None:
    for month in (9, 10):
        title = [f"云溪县政务服务大厅2026年{month}月窗口考核评分表"]
        content = workbook({f"{month}月": [title, HEADER, *ROWS]})
        answers = Choices(units=dict.fromkeys(("市场监督管理局", "公安局"), ""))
        planned = pipeline.plan(
            empty_store, [("评分.xlsx", content)], home="云溪县", choices=answers
        )
        pipeline.commit(empty_store, planned, who="甲", when=WHEN)
    scores = Board(empty_store).window_scores
    assert scores.months() == [date(2026, 10, 1), SEPTEMBER]
    (sheet,) = scores.sheets(SEPTEMBER)
    assert (sheet.columns, len(sheet.rows)) == (tuple(HEADER[1:]), 2)
    assert [one.month.month for one in scores.sheets(date(2026, 10, 1), True)] == [9, 10]
