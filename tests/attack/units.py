"""What an account that is limited to one department does to the items of another."""

import json
import tempfile
from datetime import date
from pathlib import Path

import channel
from raw_http import json_of
from target import Target, Untried, attack

from govsvc.system import clock

GROUP = "单位"
OWN, OTHER = "民政局", "残联"
MONTH = date(2026, 10, 1)
#: numbers of the items of each
ITEMS = {OWN: range(20), OTHER: range(100, 120)}
_HEADER = (
    "实施编码,事项名称,事项类型,实施主体,是否网上可办,是否全程网办,是否在省平台发布,是否进驻大厅"
)
_CASES = "实施编码,事项名称,实施主体,大厅受理件数,部门受理件数"


def _code(number: int) -> str:
    return f"11999923MB0000111Y47001{number:08d}"


def item_list(*numbers: int, unit: str) -> bytes:
    """A list of items, all of them of that department."""
    rows = [f"{_code(n)},事项{n},行政许可,{unit},是,是,是,是" for n in numbers]
    return "\n".join(["2026年10月", _HEADER, *rows]).encode()


def case_list(*numbers: int, unit: str) -> bytes:
    """Counts of cases, all of them of that department."""
    rows = [f"{_code(n)},事项{n},{unit},7,0" for n in numbers]
    return "\n".join(["办件量统计2026年10月", _CASES, *rows]).encode()


def both_lists() -> list[tuple[str, bytes]]:
    """The lists of both departments."""
    return [(f"{unit}.csv", item_list(*ITEMS[unit], unit=unit)) for unit in ITEMS]


#: of another county
NEIGHBOURS = "邻县档案馆"


def neighbours_list() -> list[tuple[str, bytes]]:
    """The list of another county."""
    return [("a.csv", item_list(*range(200, 203), unit=NEIGHBOURS))]


#: what it hands in, and whether of that only what changed
FILES = {
    "完整清单里有别的部门的编码": item_list(*ITEMS[OWN], 100, unit=OWN),
    "只有别的部门的编码": item_list(*ITEMS[OTHER], unit=OWN),
    "别的部门的行": item_list(*ITEMS[OTHER], 120, unit=OTHER),
    "别的部门的事项的办件量": case_list(0, 100, unit=OWN),
    "别的部门报的办件量": case_list(100, unit=OTHER),
}


def _version(target: Target) -> object:
    answer = json_of(target.browser().ask("/healthz"))
    return answer["data_version"] if isinstance(answer, dict) else None


@attack(
    GROUP,
    f"限一个部门的填报从页面夺取别的部门的事项：{len(FILES)}种表，勾掉提问，按下不能按的按钮",
    "不保存",
)
def by_page(target: Target) -> str:
    failures = []
    for name, content in FILES.items():
        version = _version(target)
        with channel.opened(target.signed("limited"), "upload") as visit:
            visit.upload("政务服务事项", {"a.csv": content})
            visit.tick_all()
            if not visit.press("确认导入"):
                failures.append(f"{name}：没有按钮，没有试成")
        if _version(target) != version:
            failures.append(f"{name}：保存了")
    return "；".join(failures)


@attack(GROUP, "限一个部门的填报从页面导入自己的清单", "保存（上面的试法是对的）")
def own_by_page(target: Target) -> str:
    version = _version(target)
    with channel.opened(target.signed("limited"), "upload") as visit:
        visit.upload("政务服务事项", {"a.csv": item_list(*ITEMS[OWN], 20, unit=OWN)})
        visit.tick_all()
        visit.press("确认导入")
    return "" if _version(target) != version else "没有保存"


@attack(GROUP, "限一个部门的填报经命令行的入口导入别的部门的事项", "404，不保存")
def by_loopback(target: Target) -> str:
    browser, version = target.signed("limited"), _version(target)
    body = json.dumps({"files": [], "unit": OTHER, "who": "administrator"}).encode()
    failures = []
    for command in ("import", "month", "undo", "unit", "user", "backup", "check", "commit"):
        for key in (None, "", "x" * 43, browser.jar.get("govsvc_session", "")):
            sent = {"Content-Type": "application/json", "X-Govsvc-Key": key}
            answer = browser.ask(f"/_govsvc/ask/{command}", "POST", body, browser.xsrf() | sent)
            if answer.status not in (403, 404):
                failures.append(f"{command}：{answer.status}")
    return "；".join(failures + (["保存了"] if _version(target) != version else []))


@attack(
    GROUP, "限一个部门的填报越过页面直接写入别的部门的事项：完整清单、只报变化、办件量", "不保存"
)
def by_store(target: Target) -> str:
    if not target.is_local:
        raise Untried
    from govsvc.domain.errors import NotAllowed
    from govsvc.importing import pipeline
    from govsvc.security import UPLOADER, Actor
    from govsvc.store import open_store

    limited, now, failures = (
        Actor("科员", UPLOADER, (OWN,), "10.0.0.9", "keyuan"),
        clock.now(),
        [],
    )
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "a.duckdb")
        pipeline.commit(store, pipeline.plan(store, both_lists(), home="云溪县"), who="", when=now)
        version, acting = store.version(), store.acting(limited)
        for name, content in FILES.items():
            for is_changes in (False, True):
                plan = pipeline.plan(store, [("a.csv", content)], is_changes=is_changes)
                try:
                    pipeline.commit(acting, plan, who="", when=now)
                    failures.append(f"{name}：没有拒绝")
                except NotAllowed:
                    pass
        if store.version() != version:
            failures.append("保存了")
        store.close()
    return "；".join(failures)
