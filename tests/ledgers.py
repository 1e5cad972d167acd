"""A 整改台账 as an office has it, for the tests of several parts."""

import io

from openpyxl import Workbook

HEADERS = [
    "序号",
    "问题编号",
    "涉及事项",
    "问题描述",
    "问题来源",
    "责任单位",
    "交办日期",
    "整改时限",
    "签收日期",
    "状态",
    "申请销号日期",
    "销号日期",
    "整改情况",
    "备注",
]


def row_of(**cells) -> dict:
    """A row that is understood; `cells` in place of its own."""
    plain = {
        "涉及事项": "窗口",
        "问题描述": "无人值守",
        "问题来源": "暗访",
        "责任单位": "公安局",
        "交办日期": "2026-11-05",
        "整改时限": "2026-11-30",
        "状态": "整改中",
    }
    return plain | cells


def book(rows, title="", merges=()) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    for row in [[title]] if title else []:
        sheet.append(row)
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ledger_file(*rows: dict, headers=HEADERS, title="") -> tuple[str, bytes]:
    return "整改台账.xlsx", book([headers, *([row.get(h) for h in headers] for row in rows)], title)
