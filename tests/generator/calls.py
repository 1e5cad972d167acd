"""A random month of calls, written as an office keeps its 回访台账, with the truth beside it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from call_ledgers import workbook

from govsvc.domain.feedback import DIMENSIONS, LEVELS, OUTCOMES
from govsvc.sheets.cells.calls_vocabulary import CALL_FIELDS

UNITS = ("市场监督管理局", "自然资源局", "住房和城乡建设局", "公安局")
ITEMS = ("企业设立登记", "不动产登记", "施工许可", "特种行业许可")
#: words that a weekly total, or a header, would have, too
_OTHER_WORDS = frozenset({"有效", "评价", "好", "差"})
_TEXTS = ("希望增加窗口", "跑了三趟", "工作人员很耐心", "材料太多")
_LEVEL_WORDS = {
    one.key: [word for word in (one.name, *one.words) if word not in _OTHER_WORDS] for one in LEVELS
}
_OUTCOME_WORDS = {
    one.key: [word for word in (one.name, *one.words) if word not in _OTHER_WORDS]
    for one in OUTCOMES
}
_FOLDED = {"very_satisfied": "satisfied", "very_dissatisfied": "dissatisfied"}
_TRUE = "√"


@dataclass
class Written:
    """A call as it was written: where, and what is to be read of it."""

    sheet: str
    row: int
    case: str
    unit: str
    item: str
    day: date
    outcome: str
    rating: str
    dimensions: dict[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass
class Ledger:
    """The workbook by sheets, its calls, and the columns of each field (from 0)."""

    name: str
    sheets: dict[str, list[list[Any]]]
    calls: list[Written]
    columns: dict[str, int]

    def content(self) -> bytes:
        return workbook(self.sheets)


@dataclass
class _Layout:
    """How this ledger is kept. `levels`: one column with words, or one a level with √."""

    order: list[str]
    headers: dict[str, str]
    has_ticks: bool
    has_title: bool
    day: str
    has_totals: bool
    has_blanks: bool


def ledger(chance: Random) -> Ledger:
    """A month in weekly sheets, or in one."""
    month = date(2026, chance.randint(1, 12), 1)
    layout = _layout(chance)
    monday = month + timedelta(days=(7 - month.weekday()) % 7)
    weeks = [monday + timedelta(days=7 * number) for number in range(chance.randint(1, 3))]
    is_weekly = len(weeks) > 1 and chance.random() < 0.6
    made = Ledger(f"{month.year}年{month.month}月回访台账.xlsx", {}, [], {})
    title = f"云溪县{month.year}年{month.month}月电话回访台账"
    for number, week in enumerate(weeks):
        name = f"{week.month}.{week.day}-{(week + timedelta(days=4)).day}" if is_weekly else "台账"
        rows = made.sheets.setdefault(name, _top(layout, title))
        _write_week(chance, made, layout, name, rows, week, number)
    made.columns = {name: place for place, name in enumerate(_fields(layout))}
    return made


def _layout(chance: Random) -> _Layout:
    dimensions = [one.key for one in DIMENSIONS if chance.random() < 0.6]
    optional = [
        name for name in ("text", "caller", "note", "phone", "person") if chance.random() < 0.6
    ]
    order = ["called_on", "case", "name", "unit", "outcome", "overall", *dimensions, *optional]
    chance.shuffle(order)
    headers = {
        name: chance.choice(CALL_FIELDS[name])
        for name in ("called_on", "case", "name", "unit", "outcome")
    }
    # 评价 and 满意度 alone stand over many things
    headers["overall"] = chance.choice(("总体评价", "总体满意度", "综合评价", "是否满意"))
    headers |= {one.key: chance.choice((one.name, one.headers[0])) for one in DIMENSIONS}
    headers |= {"text": "意见建议", "caller": "回访人", "note": "备注"}
    headers |= {"phone": "联系电话", "person": "联系人"}
    return _Layout(
        order,
        headers,
        has_ticks=chance.random() < 0.25,
        has_title=chance.random() < 0.8,
        day=chance.choice(("9.21", "9月21日", "2026-09-21", "date")),
        has_totals=chance.random() < 0.5,
        has_blanks=chance.random() < 0.3,
    )


def _fields(layout: _Layout) -> list[str]:
    """The columns in order; of ticks one a level."""
    fields: list[str] = []
    for name in layout.order:
        is_ticked = name == "overall" and layout.has_ticks
        fields += [f"overall={one.key}" for one in LEVELS] if is_ticked else [name]
    return fields


def _top(layout: _Layout, title: str) -> list[list[Any]]:
    names = [one.name for one in LEVELS]
    upper: list[Any] = []
    lower: list[Any] = []
    for name in layout.order:
        is_ticked = name == "overall" and layout.has_ticks
        upper += [layout.headers[name], *[""] * 4] if is_ticked else [layout.headers[name]]
        lower += names if is_ticked else [""]
    rows = [[title]] if layout.has_title else []
    return [*rows, upper, lower] if layout.has_ticks else [*rows, upper]


def _write_week(
    chance: Random,
    made: Ledger,
    layout: _Layout,
    sheet: str,
    rows: list[list[Any]],
    week: date,
    number: int,
) -> None:
    first = len(made.calls)
    for place in range(chance.randint(2, 9)):
        case = f"YX{number}{place:06d}"
        one = _call(chance, layout, sheet, case, week)
        if one.outcome == "valid" and chance.random() < 0.15:
            # nobody answered at first
            before = Written(sheet, 0, case, one.unit, one.item, one.day, "no_answer", "")
            _put(chance, made, layout, rows, before)
        _put(chance, made, layout, rows, one)
        if layout.has_blanks and chance.random() < 0.2:
            rows.append([""] * len(_fields(layout)))
    if layout.has_totals:
        cases = {one.case for one in made.calls[first:]}
        valid = {one.case for one in made.calls[first:] if one.outcome == "valid"}
        rows.append([f"本周小计：抽取{len(cases)}件，有效{len(valid)}件"])


def _call(chance: Random, layout: _Layout, sheet: str, case: str, week: date) -> Written:
    keys = [one.key for one in OUTCOMES if one.key != "not_dialled"]
    came_to = chance.choices(keys, [12, *[1] * (len(keys) - 1)])[0]
    is_valid = came_to == "valid"
    rating = chance.choice(list(_LEVEL_WORDS)) if is_valid else ""
    asked = [one.key for one in DIMENSIONS if one.key in layout.order]
    dimensions = {
        key: chance.choice(("satisfied", "basic", "dissatisfied"))
        for key in asked
        if is_valid and chance.random() < 0.8
    }
    text = chance.choice(_TEXTS) if "text" in layout.order and chance.random() < 0.3 else ""
    day = week + timedelta(days=chance.randint(0, 4))
    unit, item = chance.choice(UNITS), chance.choice(ITEMS)
    return Written(sheet, 0, case, unit, item, day, came_to, rating, dimensions, text)


def _put(
    chance: Random, made: Ledger, layout: _Layout, rows: list[list[Any]], one: Written
) -> None:
    words = {
        "called_on": _day(layout, one.day),
        "case": one.case,
        "name": one.item,
        "unit": one.unit,
        "outcome": chance.choice(_OUTCOME_WORDS[one.outcome]),
        "overall": chance.choice(_LEVEL_WORDS[one.rating]) if one.rating else "",
        "text": one.text or chance.choice(("", "无")),
        "caller": "李小红",
        "note": "",
        "phone": 13812345000 + len(made.calls),
        "person": "王大明",
        **{key: _dimension(chance, level) for key, level in one.dimensions.items()},
    }
    if one.rating and one.text and not layout.has_ticks and chance.random() < 0.3:
        words |= {"overall": f"{words['overall']}，{one.text}", "text": ""}
    cells: list[Any] = []
    for name in _fields(layout):
        level = name.partition("=")[2]
        cells.append((_TRUE if level == one.rating else "") if level else words.get(name, ""))
    rows.append(cells)
    one.row = len(rows)
    made.calls.append(one)


def _day(layout: _Layout, day: date) -> Any:
    return {
        "9.21": f"{day.month}.{day.day}",
        "9月21日": f"{day.month}月{day.day}日",
        "2026-09-21": day.isoformat(),
        "date": day,
    }[layout.day]


def _dimension(chance: Random, level: str) -> str:
    words = [word for key, said in _LEVEL_WORDS.items() for word in said if _folded(key) == level]
    return chance.choice(words)


def _folded(level: str) -> str:
    return _FOLDED.get(level, level)
