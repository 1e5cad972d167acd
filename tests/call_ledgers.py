"""Ledgers of 电话回访 for tests: 60 cases in weekly sheets, with names, phones and a retry."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook

HEADER = [
    *("序号", "回访日期", "办件编号", "企业名称（申请人）", "联系人", "联系电话", "办理事项"),
    *("承办单位", "回访结果", "服务态度", "业务水平", "办事效率", "廉洁自律", "一次性告知"),
    *("总体评价", "意见建议", "回访人"),
]
#: unit → levels of its valid calls; 46 of 48 are satisfied
UNITS = {
    "市场监督管理局": [*["非常满意"] * 8, *["满意"] * 4],
    "住房和城乡建设局": [*["非常满意"] * 6, *["满意"] * 2, "基本满意", "不满意"],
    "自然资源局": [*["非常满意"] * 16, *["满意"] * 7, *["基本满意"] * 2, "非常不满意"],
}
#: what the calls that are not valid came to
OTHERS = [*["拒访"] * 2, "非本人", *["未接"] * 6, *["空号"] * 3]
#: header → how often 满意, 基本满意, 不满意
DIMENSIONS = {
    "服务态度": (45, 2, 1),
    "业务水平": (44, 3, 1),
    "办事效率": (41, 5, 2),
    "廉洁自律": (47, 1, 0),
    "一次性告知": (40, 4, 3),
}
TEXTS = {44: "窗口太少", 47: "跑了三趟，电话13812345678没人接"}
_WEEKS = {"第一周": 1, "第二周": 8, "第三周": 15, "第四周": 22}


def workbook(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    made = Workbook()
    made.remove(made["Sheet"])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def month_of_60(month: int = 9) -> bytes:
    """Four weekly sheets; one case is called twice, and its first attempt is no answer."""
    rows = list(_rows())
    sheets = {}
    for number, (name, day) in enumerate(_WEEKS.items()):
        of_week = [
            [n, f"{month}.{day}", *cells] for n, cells in enumerate(rows[number::4], start=1)
        ]
        if number == 0:
            first = dict(zip(HEADER, of_week[0]))
            retried = [*of_week[0][:8], "未接", *[""] * 7, first["回访人"]]
            of_week = [retried, *of_week]
        sheets[name] = [[f"云溪县2026年{month}月电话回访台账（{name}）"], HEADER, *of_week]
    return workbook(sheets)


def week(name: str, day: str, *levels: str, unit: str = "市场监督管理局") -> bytes:
    """One weekly sheet of cases with these ratings."""
    rows = [
        [n, day, f"{name}-{n}", "某公司", "张三", "13800138000", "设立登记", unit]
        + ["有效回访", *["满意"] * 5, level, "", "李四"]
        for n, level in enumerate(levels, start=1)
    ]
    return workbook({name: [[f"云溪县2026年9月电话回访台账（{name}）"], HEADER, *rows]})


def _rows() -> Iterator[list[Any]]:
    """The cells behind 序号 and 回访日期."""
    dimensions = [_spread(*counts) for counts in DIMENSIONS.values()]
    valid = [(unit, level) for unit, levels in UNITS.items() for level in levels]
    for number, (unit, level) in enumerate(valid):
        said = [words[number] for words in dimensions]
        yield [*_case(number, unit), "有效回访", *said, level, TEXTS.get(number, "无"), "李小红"]
    for number, outcome in enumerate(OTHERS, start=len(valid)):
        yield [*_case(number, "自然资源局"), outcome, *["/"] * 6, "", "李小红"]


def _spread(satisfied: int, basic: int, dissatisfied: int) -> list[str]:
    words = ["满意"] * satisfied + ["基本满意"] * basic + ["不满意"] * dissatisfied
    return words + [""] * (48 - len(words))


def _case(number: int, unit: str) -> list[Any]:
    return [
        f"YX2026{number:06d}",
        f"顺达{number}公司（王大明）",
        "王大明",
        13812345000 + number,
        "企业设立登记",
        unit,
    ]
