"""好差评 exports for tests, with people's names and numbers in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from call_ledgers import workbook

HEADER = [
    *("办件编号", "事项编码", "事项名称", "受理部门", "窗口名称", "窗口编号", "工号", "经办人"),
    *("评价人员", "联系方式", "用户属性", "是否匿名", "评价渠道", "满意度", "测评指标编码"),
    *("文字评价", "评价时间", "评价次数", "审核状态", "是否默认评价"),
]
UNITS = ("市场监督管理局", "住房和城乡建设局", "自然资源局")
#: O3 of a month: how many of each level, and by default
LEVELS = {"非常满意": 6420, "满意": 310, "基本满意": 58, "不满意": 9, "非常不满意": 3}
DEFAULT = 1250
#: 渭源 2020: ratings by channel
CHANNELS = {
    "政务大厅平板电脑": 9958,
    "PC端": 6358,
    "移动服务端": 4581,
    "二维码": 3885,
    "电话": 8,
    "短信": 3,
}


def rating(number: int, **said: Any) -> list[Any]:
    """One row; `said`: what it says otherwise, by the header."""
    unit = UNITS[number % 3]
    cells: dict[str, Any] = {
        "办件编号": f"YX2026{number:08d}",
        "事项编码": f"1141052300{number % 5:021d}",
        "事项名称": f"事项{number % 5}",
        "受理部门": unit,
        "窗口名称": f"{unit}{number % 2 + 1}号窗口",
        "窗口编号": f"C{number % 2 + 1}",
        "工号": f"G{number % 4:03d}",
        "经办人": "李小红",
        "评价人员": "王大明",
        "联系方式": f"138{number:08d}",
        "用户属性": "个人",
        "是否匿名": "否",
        "评价渠道": "政务大厅平板电脑",
        "满意度": "非常满意",
        "测评指标编码": "",
        "文字评价": "",
        "评价时间": f"2026-10-{number % 28 + 1:02d} 10:{number % 60:02d}:00",
        "评价次数": "1",
        "审核状态": "审核通过",
        "是否默认评价": "否",
    }
    return list((cells | said).values())


def rows_of_o3() -> list[list[Any]]:
    """8,050 ratings: 6,800 active, 1,250 by default, half of these by their channel alone."""
    said = [
        {"满意度": level, "测评指标编码": _REASONS[level]}
        for level, count in LEVELS.items()
        for _ in range(count)
    ]
    said += [
        {"满意度": "满意", "评价渠道": "系统默认评价" if n % 2 else "PC端", "是否默认评价": "是"}
        if n % 4
        else {"满意度": "基本满意", "评价渠道": "系统默认评价", "是否默认评价": ""}
        for n in range(DEFAULT)
    ]
    return [rating(number, **one) for number, one in enumerate(said)]


_REASONS = {
    "非常满意": "517",
    "满意": "413",
    "基本满意": "314",
    "不满意": "209,211",
    "非常不满意": "112|114",
}


def book(rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER, month: int = 10) -> bytes:
    """The export as .xlsx."""
    title = [f"云溪县2026年{month}月政务服务“好差评”评价明细"]
    return workbook({"评价明细": [title, header, *rows]})


def text(rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    """The export as .csv, as such systems write it."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode("gb18030")
