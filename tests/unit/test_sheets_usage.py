"""Items that are not in use, and items that are not in the hall: never counted unsaid."""

import pytest

from govsvc import sheets
from govsvc.domain.indicators import ITEMS
from govsvc.domain.mappings import Choices, HeaderChoice, of_header
from govsvc.domain.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, FileRead
from govsvc.sheets.cells import answers


def read(name: str, *lines: str) -> FileRead:
    (file,) = sheets.read_files([(name, "\n".join(lines).encode())], home="云溪县")
    return file


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        (answers.IN_USE, "在用 正常 有效 已启用 使用中 保留 承接 9月新增 名称变更 已发布"),
        (
            answers.NOT_IN_USE,
            "取消 已停用 停办 已划转 移交市级 上级收回 下放 不再实施 已合并至第1项 待启用 冻结 "
            "2026年8月取消",
        ),
        (answers.ASK, "拟取消 拟下放 取消待批 停用审核中 未取消 疑似失效 1 0 已进驻"),
        (answers.BLANK, "— /"),
    ],
)
def test_a_state_of_use_is_read_by_its_words(answer, cells):
    assert {cell: answers.read_usage(cell).answer for cell in cells.split()} == dict.fromkeys(
        cells.split(), answer
    )


@pytest.mark.parametrize(
    ("answer", "headings"),
    [
        (answers.NOT_IN_USE, "取消（调整）事项 暂停办理 划出 收回事项 本月取消的政务服务事项"),
        (answers.ASK, "拟取消（待批） 拟下放事项 取消（待批）"),
        (answers.BLANK, "公安局 行政许可 煤矿关闭验收 变更登记"),
    ],
)
def test_a_heading_says_whether_its_items_are_in_use(answer, headings):
    assert {text: answers.read_section(text).answer for text in headings.split()} == dict.fromkeys(
        headings.split(), answer
    )


def test_an_item_list_counts_what_is_in_use_and_asks_what_may_be():
    file = read(
        "公安局2026年9月.csv",
        "序号,事项名称,事项类型,事项状态,是否网上可办",
        "1,居住证签发,行政许可,在用,是",
        "2,犬类登记,行政许可,已划转,是",
        "3,爆破作业,行政许可,拟取消,是",
        "二、暂停办理,,,,",
        "4,边境通行证,行政许可,,是",
    )
    assert [entry.status for entry in file.entries] == [
        COUNTED,
        OUT_OF_SCOPE,
        LEFT_OUT,
        OUT_OF_SCOPE,
    ]
    assert [(i.code, i.cell) for i in file.issues if i.code != "column_missing"] == [
        ("not_in_use", "D3"),
        ("status_unclear", "D4"),
        ("not_in_use", "B6"),
    ]


def test_a_hall_ledger_says_no_of_what_left_and_of_what_enters_later():
    file = read(
        "政务服务大厅2026年9月进驻事项台账.csv",
        "窗口,部门,事项名称,进驻日期,撤出日期",
        "1,公安局,居住证签发,2022-01-05,",
        "1,公安局,犬类登记,2022-01-05,2026-09-30",
        "1,公安局,爆破作业,2022-01-05,2026-10-01",
        "2,公安局,边境通行证,2026-10-12,",
    )
    assert [entry.flags["is_in_hall"] for entry in file.entries] == [True, False, True, False]
    assert [(issue.code, issue.cell) for issue in file.issues] == [
        ("out_of_hall", "E3"),
        ("out_of_hall", "D5"),
    ]


def test_a_day_of_leaving_that_is_none_is_asked():
    file = read(
        "政务服务大厅2026年9月进驻事项台账.csv",
        "窗口,部门,事项名称,撤出日期",
        "1,公安局,居住证签发,已撤",
        "1,公安局,犬类登记,",
    )
    assert [entry.status for entry in file.entries] == [LEFT_OUT, COUNTED]


@pytest.mark.parametrize(
    "title",
    [
        "拟进驻大厅事项清单",
        "应进驻政务大厅事项清单",
        "政务大厅未进驻事项",
        "应进未进政务大厅事项清单",
    ],
)
def test_a_list_of_what_should_be_in_the_hall_is_no_ledger(title):
    file = read(f"{title}2026年9月.csv", "窗口,部门,事项名称", "1,公安局,居住证签发")
    assert file.refused.code == "not_ours" and not len(file.entries)


def test_a_list_of_stations_for_other_work_is_asked():
    file = read(
        "便民服务站消防检查台账（2026年9月）.csv",
        "乡镇,村,站点名称,是否配灭火器",
        "城关镇,东关村,东关村便民服务站,是",
    )
    assert file.refused.code == "not_ours" and not len(file.entries)


@pytest.mark.parametrize(
    ("title", "statuses"),
    [
        ("取消事项清单", [OUT_OF_SCOPE]),
        ("清源县2026年9月已下放的政务服务事项目录", [OUT_OF_SCOPE]),
        ("公安局移交事项清单", [OUT_OF_SCOPE]),
        ("拟取消事项清单", [LEFT_OUT]),
        ("清源县拟取消、下放政务服务事项清单", [LEFT_OUT]),
        ("取消事项清单（征求意见稿）", [LEFT_OUT]),
        ("清源县政务服务事项清单（取消证明事项后）", [COUNTED]),
        ("清源县政务服务事项清单（含取消事项）", [COUNTED]),
        ("清源县政务服务事项清单", [COUNTED]),
    ],
)
def test_a_title_says_it_in_the_words_of_a_heading(title, statuses):
    """What is only to be cancelled is in use until it is: asked, not out of use."""
    file = read(
        "公安局2026年9月.csv",
        f"{title},,",
        "事项名称,事项类型,是否网上可办",
        "居住证签发,行政许可,是",
    )
    assert [entry.status for entry in file.entries] == statuses


def _with_states(*states: str) -> list[str]:
    rows = [f"事项{n},行政许可,{state},是" for n, state in enumerate(states)]
    return ["事项名称,事项类型,当前状态,是否网上可办", *rows]


def test_a_column_of_states_of_another_matter_is_asked_and_need_not_be_read():
    """已评估 says nothing of use: no row counts until a person leaves the column alone."""
    lines = _with_states("已评估", "待评估", "")
    file = read("公安局2026年9月.csv", *lines)
    (column,) = [seen for seen in file.sheets[0].seen if seen.near is not None]
    assert (column.header, column.near) == ("当前状态", ("status",))
    (issue, _) = [issue for issue in file.issues if issue.code == "status_unclear"]
    assert "不读取" in issue.expected
    choices = Choices(headers={of_header(ITEMS, column.text): HeaderChoice(ITEMS, 1)})
    content = "\n".join(lines).encode()
    (again,) = sheets.read_files([("公安局2026年9月.csv", content)], home="云溪县", choices=choices)
    assert [entry.status for entry in again.entries] == [COUNTED] * 3
    assert all(seen.near is None for seen in again.sheets[0].seen)


def test_one_state_that_was_understood_shows_that_the_column_is_of_use():
    file = read("公安局2026年9月.csv", *_with_states("在用", "待评估"))
    assert all(seen.near is None for seen in file.sheets[0].seen)
