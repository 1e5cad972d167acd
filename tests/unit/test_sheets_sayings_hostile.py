"""Exports, ledgers and 问卷 with cells of anything: no crash, no row lost without a word."""

import random
from datetime import date, datetime

import bad_rating_ledgers
import pytest
import rating_exports
from call_ledgers import workbook
from support import few

from govsvc import sheets
from govsvc.domain.entries import COUNTED
from govsvc.domain.rows import FileRead

CELLS = [
    *("", " ", "-", "/", "无", "同上", "是", "否", "1", "5", "7", "满意", "不满意", "非常满意，好"),
    *("=1+1", "<b>x</b>", "\u200b", "'; DROP TABLE", "9" * 400, "2026-02-30", "2026.10", "12/31"),
    *(0, -1, 3.5, 1e300, 4.1e21, True, date(2026, 10, 3), datetime(1999, 1, 1), "209211", "王"),
]
TITLE = ["云溪县2026年10月"]
QUESTIONS = [
    *("题目", "发放份数", "回收份数", "有效份数", "非常满意", "满意", "基本满意", "不满意"),
    *("非常不满意", "满意率"),
]


def read(content: bytes) -> FileRead:
    (file,) = sheets.read_files([("表.xlsx", content)], home="云溪县")
    return file


def mutated(chance: random.Random, rows: list[list]) -> list[list]:
    """Some cells of each row become anything."""
    return [
        [chance.choice(CELLS) if chance.random() < 0.2 else cell for cell in row] for row in rows
    ]


@pytest.mark.parametrize("seed", few(range(40), 3))
def test_every_row_of_an_export_counts_or_is_said_to_be_left_out(seed):
    chance = random.Random(seed)
    rows = mutated(chance, [rating_exports.rating(n) for n in range(20)])
    file = read(rating_exports.book(rows))
    assert not file.refused or file.refused.code != "crashed"
    (sheet,) = file.sheets
    if file.refused:
        return
    counted = sum(
        int(one.attributes["count"])
        for one in file.entries
        if one.status == COUNTED and one.attributes["of"] == "item"
    )
    assert counted == sheet.rows - sheet.left_out
    assert bool(sheet.left_out - sheet.out_of_scope) == any(
        one.severity == "error" for one in file.issues
    )


@pytest.mark.parametrize("seed", few(range(40), 3))
def test_every_row_of_a_ledger_is_an_entry(seed):
    chance = random.Random(seed)
    rows = mutated(chance, [bad_rating_ledgers.handled(n) for n in range(12)])
    file = read(bad_rating_ledgers.book(rows))
    assert not file.refused or file.refused.code != "crashed"
    if not file.refused:
        assert len(file.entries) == file.sheets[0].rows
        assert "王大明" not in repr(list(file.entries))


@pytest.mark.parametrize("seed", few(range(40), 3))
def test_every_row_of_a_questionnaire_is_an_entry_that_adds_up(seed):
    chance = random.Random(seed)
    rows = [[f"第{n}题", 220, 201, 193, 150, 30, 8, 4, 1, "97%"] for n in range(8)]
    file = read(workbook({"问卷": [TITLE, QUESTIONS, *mutated(chance, rows)]}))
    assert not file.refused or file.refused.code != "crashed"
    for one in file.entries:
        said = one.attributes
        if one.status == COUNTED and {"content", "valid"} <= said.keys():
            assert int(said["content"]) <= int(said["valid"])


CALL_HEADER = [
    *(
        "回访日期",
        "办件编号",
        "联系人",
        "办理事项",
        "承办单位",
        "回访结果",
        "服务态度",
        "一次性告知",
    ),
    *("总体评价", "意见建议"),
]
CALL = ["2026-10-12", "YX1", "王大明", "设立登记", "公安局", "有效回访", "满意", "是", "满意", "无"]
TOTAL_HEADER = [
    "单位",
    "抽取数",
    "拨打数",
    "有效数",
    "非常满意",
    "满意",
    "基本满意",
    "不满意",
    "非常不满意",
]
SCORE_HEADER = ["单位", "窗口名称", "姓名", "扣分合计", "得分", "红旗窗口"]
SCORE = ["公安局", "户政窗口", "王大明", 1, 99, "√"]
SHEETS = {
    "电话回访台账": (CALL_HEADER, [[*CALL[:1], f"YX{n}", *CALL[2:]] for n in range(12)]),
    "电话回访情况汇总": (
        [*TOTAL_HEADER, "满意率"],
        [[f"第{n}局", 20, 20, 12, 9, 2, 1, 0, 0, "100%"] for n in range(8)],
    ),
    "窗口考核评分表": (SCORE_HEADER, [[f"第{n}局", *SCORE[1:]] for n in range(8)]),
}


@pytest.mark.parametrize("seed", few(range(60), 3))
def test_every_row_of_calls_totals_and_scores_is_an_entry(seed):
    chance = random.Random(seed)
    name, (header, rows) = list(SHEETS.items())[seed % 3]
    title = [f"云溪县政务服务大厅2026年10月{name}"]
    file = read(workbook({"表": [title, header, *mutated(chance, rows)]}))
    assert not file.refused or file.refused.code != "crashed"
    if not file.refused:
        assert len(file.entries) == file.sheets[0].rows
        assert "王大明" not in repr(list(file.entries))
        left_out = sum(one.status != COUNTED for one in file.entries)
        assert left_out <= sum(one.severity == "error" for one in file.issues)
