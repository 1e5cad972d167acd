"""A 差评台账 for tests: O3's twelve 差评, of which two are mistaken."""

from collections.abc import Iterable, Sequence
from typing import Any

from call_ledgers import workbook
from rating_exports import UNITS

HEADER = [
    *("序号", "办件编号", "事项名称", "受理部门", "评价人员", "联系方式", "是否匿名", "满意度"),
    *("测评指标编码", "文字评价", "评价时间", "收到日期", "首次联系日期", "是否属实", "整改结果"),
    *("办结日期", "是否回访", "回访结果", "备注"),
]


def handled(number: int, **said: Any) -> list[Any]:
    """One row; `said`: what it says otherwise, by the header. By default in time and accepted."""
    cells: dict[str, Any] = {
        "序号": number,
        "办件编号": f"YX2026{6788 + number:08d}",
        "事项名称": f"事项{(6788 + number) % 5}",
        "受理部门": UNITS[(6788 + number) % 3],
        "评价人员": "王大明",
        "联系方式": "13812345678",
        "是否匿名": "否",
        "满意度": "不满意" if number < 9 else "非常不满意",
        "测评指标编码": "",
        "文字评价": "",
        "评价时间": "2026-10-09",
        "收到日期": "2026-10-12",
        "首次联系日期": "2026-10-13",
        "是否属实": "属实",
        "整改结果": "已整改",
        "办结日期": "2026-10-20",
        "是否回访": "是",
        "回访结果": "认可",
        "备注": "",
    }
    return list((cells | said).values())


def rows_of_o3() -> list[list[Any]]:
    """On 2026-11-03: in time 7, late 1 (the 15th workday after 10-12 is 11-02), overdue 1, not due
    1 (received 10-20: 11-10), mistaken 2; called back 9, of whom 8 accept.
    """
    still_open = {"整改结果": "整改中", "办结日期": "", "是否回访": "否", "回访结果": ""}
    return [
        *(handled(number) for number in range(7)),
        handled(7, 办结日期="2026-11-03", 回访结果="不认可"),
        handled(8, **still_open | {"是否回访": "是", "回访结果": "认可"}),
        handled(9, **still_open, 收到日期="2026-10-20"),
        handled(10, 是否属实="误评", 整改结果="", 办结日期="", 是否回访="", 回访结果=""),
        handled(11, 是否属实="不属实", 整改结果="", 办结日期="", 是否回访="", 回访结果=""),
    ]


def book(rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    """The ledger as .xlsx."""
    return workbook({"差评": [["云溪县2026年10月差评整改台账"], header, *rows]})
