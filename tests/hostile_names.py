"""A database in which every name that comes from a file carries HTML, script, Markdown, SQL and a
formula.
"""

import re
from datetime import date, datetime
from pathlib import Path

from govsvc.domain.indicators import Rules, headline_indicators
from govsvc.domain.rows import Target
from govsvc.importing import pipeline
from govsvc.store import Act, RuleVersion, Store, open_store

WHEN = datetime(2026, 11, 5, 9, 30)
MONTHS = (date(2026, 9, 1), date(2026, 10, 1))
TAIL = (
    "<img src=x onerror=ran=1><script>ran=2</script>**粗**:red[红]`码`$x^2$[链](javascript:ra"
    "n=3)%{x}<b>黑</b>=1+1'; DROP TABLE entry_row; --"
)
FILE = "=甲<img src=x onerror=ran=4>**粗**"
#: what Markdown or HTML would make of it
UNESCAPED = re.compile(
    r"(?<!\\)\*\*粗|(?<!\\):red\[红|(?<!\\)<img src=x|(?<!\\)<script|(?<!\\)`码|(?<!\\)\[链|"
    r"(?<!\\)\$x"
)


def name(word: str) -> str:
    return word + TAIL


def _row(*cells: object) -> str:
    return ",".join('"' + str(cell).replace('"', '""') + '"' for cell in cells) + "\n"


def _items(month: date) -> bytes:
    head = _row(
        "实施编码",
        "事项名称",
        "事项类型",
        "实施主体",
        "是否网办",
        "是否全程网办",
        "是否进驻政务大厅",
        "是否在省平台发布",
        "是否明进暗不进",
        "备注",
    )
    rows = "".join(
        _row(
            f"{n:031}",
            name(f"事项{n}"),
            "行政许可",
            name(f"局{n % 3}"),
            *("是" if (n + place + month.month) % 4 else "否" for place in range(4)),
            "是" if n == 5 else "否",
            name("备注"),
        )
        for n in range(24)
    )
    return f"{month.year}年{month.month}月政务服务事项\n{head}{rows}".encode()


def _stations(month: date) -> bytes:
    head = _row("乡镇（街道）", "村（社区）", "站点名称", "是否设站", "是否更名")
    rows = "".join(
        _row(
            name(f"镇{n % 2}"),
            name(f"村{n}"),
            name(f"站{n}") if n % 3 else "",
            "是" if n % 3 else "否",
            "是" if n % 2 else "否",
        )
        for n in range(12)
    )
    return f"{month.year}年{month.month}月基层服务站点台账\n{head}{rows}".encode()


def _bulletin(month: date) -> bytes:
    head = _row(
        "县（市、区）",
        "网上可办率",
        "排名",
        "全程网办率",
        "排名",
        "省级平台发布占比",
        "排名",
        "基层服务站点覆盖率",
        "排名",
        "大厅进驻占比",
        "排名",
    )
    rows = "".join(
        _row(
            name(f"县{n}"),
            *(
                cell
                for place in range(5)
                for cell in (f"{99 - (n + place) % 5}.5{month.month % 10}%", (n + place) % 5 + 1)
            ),
        )
        for n in range(5)
    )
    title = f"全市政务服务指标情况通报（{month.year}年{month.month}月）{',' * 10}"
    return f"{title}\n{head}{rows}".encode()


def make(path: Path) -> Store:
    """The database at `path`: two months of items, stations and a bulletin, a target with a lead
    unit, a version of the rules.
    """
    store = open_store(path)
    for month in MONTHS:
        files = [
            (f"{FILE}{place}{month:%m}.csv", made(month))
            for place, made in enumerate((_items, _stations, _bulletin))
        ]
        plan = pipeline.plan(store, files, home=name("县1"))
        assert not plan.refused, [(file.file, file.refused) for file in plan.refused]
        for unknown in plan.unknown:
            plan.choices.units[unknown.text] = ""
        if plan.unknown:
            plan = pipeline.plan(store, files, home=name("县1"), choices=plan.choices)
        pipeline.commit(store, plan, who=name("导入人"), when=WHEN)
    for indicator in headline_indicators():
        store.setting_writes.set_target(
            Target(2026, indicator.key, place=1, lead_unit=name("牵头")),
            Act(name("填写人"), WHEN),
            expected_version=store.version(),
        )
    store.setting_writes.change_rules(
        RuleVersion(name("口径"), name("文件"), date(2026, 10, 1), Rules(), "", WHEN),
        Act(name("人"), WHEN),
        expected_version=store.version(),
    )
    return store
