"""回访任务: the week's cases as a workbook for the callers, in the columns of a 回访台账: filled
in, it is imported as one.

It is the only file with names and numbers of people; it is made of the upload and not kept.
"""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from govsvc.domain.feedback import (
    DIMENSION_LEVELS,
    DIMENSIONS,
    LEVELS,
    NOT_DIALLED,
    OUTCOMES,
    CaseRow,
    Draw,
    DrawnCase,
    level_name,
    week_text,
)
from govsvc.domain.months import month_text
from govsvc.domain.own_sheets import HOW_DRAWN, RESERVE, RESERVE_TITLE
from govsvc.domain.safe_text import safe

_FONT = "Microsoft YaHei"
_KNOWN = ("序号", "办件编号", "企业名称（申请人）", "联系人", "联系电话", "办理事项", "承办单位")
_DAYS = ("受理日期", "办结日期")
_CALLED = ("回访日期", "回访结果", *(one.name for one in DIMENSIONS), "总体评价")
_SAID = ("意见建议", "回访人", "回访单位", "备注")
#: of the workbook's first sheet; a ledger has the same
TASK_COLUMNS = (*_KNOWN, *_DAYS, *_CALLED, *_SAID)
_WIDTHS = {"序号": 6, "办件编号": 22, "企业名称（申请人）": 26, "办理事项": 28, "承办单位": 20}
_WIDE = {"意见建议": 30, "联系电话": 15, "备注": 18}
_USUAL_WIDTH = 12
#: rows of the template that offer choices
_BLANK_ROWS = 200
_CHOICES: Mapping[str, Sequence[str]] = {
    "回访结果": [one.name for one in OUTCOMES if one.key != NOT_DIALLED],
    "总体评价": [one.name for one in LEVELS],
    **{one.name: [level_name(level) for level in DIMENSION_LEVELS] for one in DIMENSIONS},
}


def task_book(draw: Draw, rows: Mapping[int, CaseRow], home: str) -> bytes:
    """The workbook. `rows`: place → the case with its name and number; one that is not there has
    its place, unit and item alone.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    title = f"{home}{month_text(draw.month)}电话回访任务（{week_text(draw.week)}办结）"
    page = book.create_sheet(f"{draw.week.month}.{draw.week.day}周")
    _fill(page, title, TASK_COLUMNS, [_cells(one, rows, TASK_COLUMNS) for one in draw.to_call])
    _add_choices(page, len(draw.to_call))
    if draw.reserve:
        reserve = book.create_sheet(RESERVE)
        cells = [_cells(one, rows, _KNOWN) for one in draw.reserve]
        _fill(reserve, RESERVE_TITLE, _KNOWN, cells)
    about = book.create_sheet(HOW_DRAWN)
    for number, (name, text) in enumerate(facts(draw), start=1):
        about.cell(number, 1, name).font = Font(name=_FONT, size=11, bold=True)
        about.cell(number, 2, f"{safe(text)}").font = Font(name=_FONT, size=11)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 16, 90
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ledger_template(home: str) -> bytes:
    """A blank 回访台账 with the choices of each column."""
    book = Workbook()
    book.remove(book.worksheets[0])
    page = book.create_sheet("回访台账")
    _fill(page, f"{home}____年__月电话回访台账（__月__日—__日）", TASK_COLUMNS, [])
    _add_choices(page, _BLANK_ROWS)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def facts(draw: Draw) -> list[tuple[str, str]]:
    """How the cases were drawn: whoever has the list and the seed draws the same."""
    replaced = "；".join(f"第{one.place}号：{one.reason}" for one in draw.replaced)
    return [
        ("办结周", week_text(draw.week)),
        ("涉企办件", f"{draw.population}件"),
        ("抽取", f"{sum(not one.is_reserve for one in draw.cases)}件"),
        ("备用", f"{sum(one.is_reserve for one in draw.cases)}件"),
        ("抽样方式", draw.settings),
        ("种子", draw.seed),
        ("抽样次数", f"本周第{draw.time}次"),
        ("抽样人", draw.who or "—"),
        ("抽样时间", draw.at or "—"),
        ("替换", replaced or "没有"),
        ("填写", "填完“回访结果”和评价后，把本文件在“数据导入”里导入，就是回访台账。"),
        ("保密", "本文件有姓名和电话，只发给回访人，用完请删除；系统不保存姓名和电话。"),
    ]


def _cells(one: DrawnCase, rows: Mapping[int, CaseRow], columns: Sequence[str]) -> list[str | int]:
    row = rows.get(one.place, CaseRow("", one.unit, one.item))
    known: dict[str, str | int] = {
        "序号": one.place,
        "办件编号": row.case,
        "企业名称（申请人）": row.applicant,
        "联系人": row.contact,
        "联系电话": row.phone,
        "办理事项": one.item,
        "承办单位": one.unit,
        "受理日期": row.accepted_on.isoformat() if row.accepted_on else "",
        "办结日期": row.decided_on.isoformat() if row.decided_on else "",
    }
    return [known.get(name, "") for name in columns]


def _fill(
    page: Worksheet, title: str, columns: Sequence[str], rows: Sequence[Sequence[str | int]]
) -> None:
    page.cell(1, 1, f"{safe(title)}").font = Font(name=_FONT, size=14, bold=True)
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
    for column, name in enumerate(columns, start=1):
        cell = page.cell(2, column, name)
        cell.font, cell.alignment = Font(name=_FONT, size=11, bold=True), Alignment("center")
        width = (_WIDTHS | _WIDE).get(name, _USUAL_WIDTH)
        page.column_dimensions[get_column_letter(column)].width = width
    for number, cells in enumerate(rows, start=3):
        for column, text in enumerate(cells, start=1):
            cell = page.cell(number, column, f"{safe(text)}" if isinstance(text, str) else text)
            cell.font = Font(name=_FONT, size=11)
            cell.number_format = "@" if isinstance(text, str) else "0"
    page.freeze_panes = "C3"
    page.page_setup.orientation = "landscape"


def _add_choices(page: Worksheet, count: int) -> None:
    for name, words in _CHOICES.items():
        column = get_column_letter(TASK_COLUMNS.index(name) + 1)
        choice = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
        choice.add(f"{column}3:{column}{2 + max(1, count)}")
        page.add_data_validation(choice)
