"""Lists of 一件事 in any layout are read as they were meant; with any cells none is lost."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from chain_lists import book
from support import few

from govsvc import sheets
from govsvc.domain.chains import SAVINGS, Chain, chain_of
from govsvc.domain.entries import COUNTED
from govsvc.domain.indicators import CHAIN_CASES, CHAINS
from govsvc.domain.rows import FileRead

TITLE = "云溪县2026年10月一件事清单"
CELLS = [
    *(
        "",
        " ",
        "-",
        "/",
        "无",
        "同上",
        "是",
        "否",
        "1",
        "7→2",
        "2→7",
        "压缩71%",
        "已上线",
        "、；\n",
    ),
    *("=1+1", "<b>x</b>", "\u200b", "'; DROP TABLE", "9" * 400, "2026-02-30", "（", "1.2.3.", "①②"),
    *(
        0,
        -1,
        3.5,
        1e300,
        4.1e21,
        True,
        date(2026, 10, 3),
        datetime(1999, 1, 1),
        "局：、：局",
        "、；\n",
    ),
]
ITEMS = [
    *("营业执照核发", "刻章备案", "税务登记（含变更、注销）", "《食品、药品》经营许可", "银行开户"),
    *("户口登记", "医保参保", "建设工程规划许可证核发", "施工许可（房屋、市政）", "社保卡申领"),
]
UNITS = ["市场监督管理局", "公安局", "税务局", "农村商业银行", "住房和城乡建设局"]
STATES = {"已上线": "launched", "推进中": "under_way", "试运行": "trial", "未启动": "not_begun"}
SYNONYMS = {
    "name": ("一件事名称", "主题名称", "“一件事”名称", "场景名称"),
    "items": ("关联事项", "涉及事项", "联办事项", "包含事项"),
    "units": ("涉及部门", "办理部门", "实施主体"),
    "lead": ("牵头部门", "主办单位", "牵头单位"),
    "state": ("状态", "上线状态", "落地情况", "是否上线"),
}
SEPARATORS = ("、", "；", "\n", ";", "，")


@dataclass
class Truth:
    """One thing as it was meant. `saved`: (before, after) of each saving."""

    name: str
    lead: str
    state: str
    items: list[tuple[str, str]]
    saved: list[tuple[int, int]] = field(default_factory=list)


def some_things(chance: random.Random) -> list[Truth]:
    things = []
    for number in range(chance.randint(1, 8)):
        items = chance.sample(ITEMS, chance.randint(1, 5))
        saved = []
        for _ in SAVINGS:
            before = chance.randint(1, 40)
            saved.append((before, chance.randint(0, before)))
        things.append(
            Truth(
                f"第{number + 1}件大事",
                chance.choice(UNITS[:3]),
                chance.choice(list(STATES)),
                [(item, chance.choice(UNITS)) for item in items],
                saved,
            )
        )
    return things


def amount(number: int, place: int, chance: random.Random) -> str:
    unit = ("个", "份", "个工作日", "次")[place]
    return f"{number}{chance.choice(['', unit])}"


def laid_out(chance: random.Random, things: list[Truth]) -> tuple[list[list], list[str], bool]:
    """(rows, merged areas, whether items stand in rows of their own)."""
    in_rows = chance.random() < 0.5
    is_merged, is_arrow = chance.random() < 0.5, chance.random() < 0.5
    header = [chance.choice(SYNONYMS[key]) for key in ("name", "lead", "state", "items")]
    header += [chance.choice(SYNONYMS["units"])] if in_rows else []
    for one in SAVINGS:
        header += [one.name] if is_arrow else [f"改革前{one.short}", f"{one.short}（改革后）"]
    rows: list[list] = [[TITLE], ["序号", *header]]
    merges: list[str] = []
    for number, thing in enumerate(things, start=1):
        saved: list[str] = []
        for place, (before, after) in enumerate(thing.saved):
            sides = [amount(side, place, chance) for side in (before, after)]
            saved += [chance.choice(["→", "减为", "压缩至"]).join(sides)] if is_arrow else sides
        start = len(rows) + 1
        if not in_rows:
            separator = chance.choice(SEPARATORS)
            cell = separator.join(item for item, _ in thing.items)
            rows.append([number, thing.name, thing.lead, thing.state, cell, *saved])
            continue
        for place, (item, unit) in enumerate(thing.items):
            own = [thing.lead, thing.state] if place == 0 else ["", ""]
            name = thing.name if place == 0 or not is_merged else ""
            rest = saved if place == 0 else [""] * len(saved)
            rows.append([number if place == 0 else "", name, *own, item, unit, *rest])
        if is_merged and len(thing.items) > 1:
            merges += [f"{column}{start}:{column}{len(rows)}" for column in "ABCD"]
    return rows, merges, in_rows


def read(content: bytes) -> FileRead:
    (file,) = sheets.read_files([("一件事.xlsx", content)], home="云溪县")
    assert not file.refused or file.refused.code != "crashed"
    return file


def chains(file: FileRead) -> list[Chain]:
    return [chain_of(one) for one in file.entries if one.kind == CHAINS]


@pytest.mark.parametrize("seed", few(range(120), 8))
def test_any_layout_is_read_as_it_was_meant(seed):
    chance = random.Random(seed)
    things = some_things(chance)
    rows, merges, in_rows = laid_out(chance, things)
    file = read(book(rows, merges))
    assert not file.refused, file.refused
    found = chains(file)
    assert [issue for issue in file.issues if issue.severity == "error"] == []
    assert [(one.name, one.unit, one.state) for one in found] == [
        (thing.name, thing.lead, STATES[thing.state]) for thing in things
    ]
    for one, thing in zip(found, things):
        wanted = [item if in_rows else (item[0], "") for item in thing.items]
        assert [(member.name, member.unit) for member in one.members] == wanted
        amounts = [one.changes[saving.key].amounts() for saving in SAVINGS]
        assert amounts == thing.saved


@pytest.mark.parametrize("seed", few(range(120), 6))
def test_with_cells_of_anything_every_row_counts_or_is_said_to_be_left_out(seed):
    chance = random.Random(seed)
    rows, merges, _ = laid_out(chance, some_things(chance))
    rows = rows[:2] + [
        [chance.choice(CELLS) if chance.random() < 0.15 else cell for cell in row]
        for row in rows[2:]
    ]
    file = read(book(rows, merges))
    if file.refused:
        return
    sheet = next(one for one in file.sheets if one.kind == CHAINS)
    has_errors = any(issue.severity == "error" for issue in file.issues)
    assert 0 <= sheet.left_out <= sheet.rows and (not sheet.left_out or has_errors)
    for one in chains(file):
        assert one.name and (one.status == COUNTED or has_errors)
        for change in one.changes.values():
            amounts = change.amounts()
            assert amounts is None or 0 <= amounts[1] <= amounts[0]
    names = {one.name for one in chains(file)}
    for row in rows[2:]:
        if isinstance(row[1], str) and row[1].startswith("第"):
            assert row[1] in names or has_errors


@pytest.mark.parametrize("seed", few(range(60), 4))
def test_cases_with_cells_of_anything_are_whole_numbers(seed):
    chance = random.Random(seed)
    rows = [[f"第{number}件大事", number * 3, number * 9] for number in range(12)]
    rows = [
        [cell if chance.random() > 0.25 else chance.choice(CELLS) for cell in row] for row in rows
    ]
    title = "云溪县2026年10月一件事办件情况"
    file = read(book([[title], ["一件事名称", "本月办件量", "累计办件量"], *rows], name="办件"))
    if file.refused:
        return
    (sheet,) = [one for one in file.sheets if one.kind == CHAIN_CASES]
    counted = [one for one in file.entries if one.status == COUNTED]
    assert len(counted) == sheet.rows - sheet.left_out
    assert all(int(one.attributes["month_cases"]) >= 0 for one in counted)
