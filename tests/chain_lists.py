"""一件事清单 for tests, as counties write them, and what they hold."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

TITLE = "云溪县“高效办成一件事”清单（2026年10月）"
HEADER = [
    *("序号", "一件事名称", "牵头部门", "联办部门", "关联事项", "状态", "是否应落地"),
    *("办理环节", "申请材料", "办理时限", "跑动次数", "本月办件量"),
]
#: O6: before → after of two things, as one list writes them in one cell
A = ["7→2", "21→9", "15个工作日→2个工作日", "6→1"]
B = ["9个减为3个", "由30份减少到12份", "40个工作日压缩至8个工作日", "8次→1次"]


def book(
    rows: Sequence[Sequence[Any]], merges: Sequence[str] = (), name: str = "一件事清单"
) -> bytes:
    made = Workbook()
    page = made.active
    page.title = name
    for row in rows:
        page.append(list(row))
    for area in merges:
        page.merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def o6_rows() -> list[list[Any]]:
    """24 things: 20 of them due, 18 of these online; 21 online in all, 15 of them with cases."""
    rows = []
    for number in range(1, 25):
        is_due = number <= 20
        is_online = number <= 18 or number > 21
        saved = A if number == 1 else B if number == 2 else ["", "", "", ""]
        cases = (number if number <= 15 else 0) if is_online else ""
        rows.append(
            [
                number,
                f"第{number}件事",
                "市场监督管理局",
                "公安局",
                f"关联事项{number}",
                "已上线" if is_online else "推进中",
                "是" if is_due else "否",
                *saved,
                cases,
            ]
        )
    return rows


def o6(title: str = TITLE) -> bytes:
    return book([[title], HEADER, *o6_rows()])


def cases_book(title: str, header: Sequence[Any], *rows: Sequence[Any]) -> bytes:
    return book([[title], header, *rows], name="办件量")
