"""Cells of a 整改台账: days and deadlines in the words of offices, states, units. Nothing is
guessed: what is no day and none of the known words is asked.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from govsvc.domain.rectification import State
from govsvc.domain.rectification.ledger_rows import Due
from govsvc.sheets.cells import cell_text, values
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong

DUE_EXPECTED = "日期，如 2026-12-31；或 长期坚持、立行立改，或 15个工作日"
DAY_EXPECTED = "日期，如 2026-12-31"
STATE_EXPECTED = "整改中、申请销号、已销号、退回、长期坚持或作废"
_ONGOING = re.compile(
    r"(?:长期|持续|常态化?|长效)(?:坚持|推进|整改|落实|保持|抓|抓好|开展)?(?:化)?"
)
_AT_ONCE = re.compile(r"(?:立行立改|立整立改|即知即改|立查立改|立即(?:整改|落实|完成|办理)?)")
_WORKDAYS = re.compile(
    r"(?:自?交办(?:之日)?[后起]?|[后起])?(\d{1,3}|[一二三四五六七八九十]{1,3})个?工作日"
    r"(?:之内|以内|内|前)?(?:完成|办结|整改到位)?"
)
_BEFORE = re.compile(r"^(?:(?:务必|请|力争|确保|须|应)?(?:于|在|截至|截止)?)")
_BEHIND = re.compile(r"(?:之前|以前|以内|前|止|内|完成整改|整改到位|完成|办结|销号)+$")
_TIME = re.compile(r"(?<=\d)(?:日|号)?[T ]?\d{1,2}:\d{2}(?::\d{2})?(?:\.0+)?$")
_FULL = re.compile(
    r"(20\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|号)?|(20\d\d)([01]\d)([0-3]\d)"
)
_NO_YEAR = re.compile(r"(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|号)?")
_PART_OF_MONTH = re.compile(r"(?:(20\d\d)(?:年|[-./]))?(\d{1,2})(?:月份?)?(底|末|上旬|中旬|下旬)?")
_END_OF_YEAR = re.compile(r"(?:(20\d\d)年?|年)(?:底|末)")
_END_OF_QUARTER = re.compile(r"(?:(20\d\d)年)?第?([一二三四1-4])季度(?:底|末)?")
_DAY_OF = {"上旬": 10, "中旬": 20}

#: state → what ledgers write for it, as one text
_STATES: tuple[tuple[State, str], ...] = (
    (State.CLOSED, r"(?:同意|准予)?(?:已|已经)?(?:销号|销账|办结|完成|落实)(?:了)?|已完成销号"),
    (
        State.UNDER_WAY,
        r"正在(?:整改|推进|办理|落实|进行)中?|(?:持续)?(?:整改|推进|办理|落实|进行)中"
        r"|在办|已签收|逾期|超期"
        r"|(?:尚)?未(?:完成|落实|销号|销账|办结|整改)(?:到位|完成)?"
        r"|(?:逾期|超期)未(?:完成|办结|销号)"
        r"|(?:整改)?正在进行|仍在整改|未完成整改|未整改到位",
    ),
    (State.WAITING, r"待签收|未签收|待整改|未启动|未开始|待办"),
    (State.APPLIED, r"已?申请销号|待(?:复核|验收|销号)|复核中|拟销号"),
    (State.SENT_BACK, r"已?退回(?:整改|重办)?|复核(?:不|未)通过|验收(?:不|未)通过"),
    (State.REBOUND, r"(?:问题)?反弹|回潮"),
    (State.ONGOING, _ONGOING.pattern),
    (State.VOID, r"作废|误交办|已?撤销交办"),
)
_FLAG_YES = re.compile(r"是|√|✓|✔|☑|已|有|Y|y")
_FLAG_NO = re.compile(r"否|×|✗|✘|未|无|没有|不是|N|n")
_ASKS_FLAG = re.compile(r"^是否|^(?:销号|办结|完成)$")

_SEPARATORS = re.compile(r"[、,，;；/／|\s]+")
_ROLE = re.compile(
    r"^[(（]?(?:(?P<lead>牵头|责任|主办|承办|主责|整改)|(?P<partner>配合|协办|参与|协同))"
    r"(?:责任)?(?:单位|部门)?[)）]?[:：]?"
)
_AND_SO_ON = re.compile(
    r"(?P<first>.{2,}?)(?P<rest>等(?:\d+|[一二三四五六七八九十]+)?[家个]?"
    r"(?:相关|有关|成员)?(?:单位|部门|乡镇|局委办)?)"
)


@dataclass(frozen=True, slots=True)
class Units:
    """`lead`: the first unit of a cell; `partners`: all others; `unnamed`: 等5家单位."""

    lead: str
    partners: tuple[str, ...] = ()
    unnamed: str = ""


def due(cell: CellValue, assigned_on: date | None, year: int | None) -> Due | None:
    """The deadline, None where the cell is blank.

    A day without a year is the first such day from `assigned_on` on; without that it is in `year`.
    A month or 月底 is its last day, 上旬 the 10th, 中旬 the 20th. Raises Wrong.
    """
    if isinstance(cell, (date, datetime)):
        return Due(date(cell.year, cell.month, cell.day))
    text = cell_text.packed(cell)
    if not text or cell_text.is_dash(text):
        return None
    if isinstance(cell, float) and (0 < cell < 32 or round(cell * 100) % 100 == 10):
        raise _unclear("按数字保存，分不清是哪一天或哪个月")
    wording = cell_text.words(cell)
    if _ONGOING.fullmatch(text):
        return Due(wording="" if text == "长期坚持" else wording)
    if _AT_ONCE.fullmatch(text):
        return Due(is_at_once=True, wording=wording)
    if match := _WORKDAYS.fullmatch(text):
        workdays = values.chinese_number(match[1])
        if not workdays:
            raise _unclear("不是日期")
        return Due(workdays=workdays, wording=wording)
    core = _BEHIND.sub("", _BEFORE.sub("", _TIME.sub("", text)))
    return _day_due(core, wording, assigned_on, year)


def _day_due(core: str, wording: str, assigned_on: date | None, year: int | None) -> Due:
    if match := _FULL.fullmatch(core):
        return Due(_day(*(int(part) for part in match.groups() if part)))
    if match := _NO_YEAR.fullmatch(core):
        month, day = int(match[1]), int(match[2])
        if month > 12 and day <= 12:
            raise _unclear("不是日期")
        return Due(_first_after(lambda of: _day(of, month, day), assigned_on, year))
    said = _period(core)
    if said is None:
        raise _unclear("不是日期，也不是长期坚持、立行立改")
    said_year, month, day_of = said

    def in_year(of: int) -> date:
        last = calendar.monthrange(of, month)[1]
        return date(of, month, min(day_of or last, last))

    last = in_year(said_year) if said_year else _first_after(in_year, assigned_on, year)
    return Due(last, wording=wording)


def _period(core: str) -> tuple[int | None, int, int | None] | None:
    """(year or None, month, day or None for its last) of a part of a year; None for others."""
    if match := _END_OF_YEAR.fullmatch(core):
        return (int(match[1]) if match[1] else None), 12, None
    if match := _END_OF_QUARTER.fullmatch(core):
        quarter = values.chinese_number(match[2]) or 0
        return (int(match[1]) if match[1] else None), 3 * quarter, None
    match = _PART_OF_MONTH.fullmatch(core)
    if not match or not (match[1] or "月" in core or match[3]):
        return None
    month = int(match[2])
    if not 1 <= month <= 12:
        return None
    return (int(match[1]) if match[1] else None), month, _DAY_OF.get(match[3] or "")


def _first_after(
    in_year: Callable[[int], date], assigned_on: date | None, year: int | None
) -> date:
    """Raises Wrong where neither the assignment nor a year is known."""
    if assigned_on is not None:
        day = in_year(assigned_on.year)
        return day if day >= assigned_on else in_year(assigned_on.year + 1)
    if year is None:
        raise Wrong("year_not_found", "没有写年份", DAY_EXPECTED)
    return in_year(year)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _unclear("没有这一天") from None


def _unclear(message: str) -> Wrong:
    return Wrong("due_unclear", message, DUE_EXPECTED)


def day(cell: CellValue, year: int | None) -> date | None:
    """A day, None where the cell is blank; `year`: of one that is written without. Raises Wrong."""
    if isinstance(cell, (date, datetime)):
        return date(cell.year, cell.month, cell.day)
    text = cell_text.packed(cell)
    if not text or cell_text.is_dash(text):
        return None
    core = _TIME.sub("", text)
    try:
        if match := _FULL.fullmatch(core):
            return date(*(int(part) for part in match.groups() if part))
        if (match := _NO_YEAR.fullmatch(core)) and not isinstance(cell, float):
            if year is None:
                raise Wrong("year_not_found", "没有写年份", DAY_EXPECTED)
            return date(year, int(match[1]), int(match[2]))
    except ValueError:
        raise Wrong("not_a_day", "没有这一天", DAY_EXPECTED) from None
    raise Wrong("not_a_day", "不是日期", DAY_EXPECTED)


def state(cell: CellValue, header: str) -> State | None:
    """How the matter stands, None where the cell is blank. `header`: 是否销号 is answered by 是.

    Raises Wrong.
    """
    text = cell_text.packed(cell).rstrip("。.")
    if not text or cell_text.is_dash(text):
        return None
    if _ASKS_FLAG.search(cell_text.packed(header)):
        if _FLAG_YES.fullmatch(text):
            return State.CLOSED
        if _FLAG_NO.fullmatch(text):
            return State.UNDER_WAY
    for known, pattern in _STATES:
        if re.fullmatch(pattern, text):
            return known
    raise Wrong("entry_state_unclear", "不能确定是什么状态", STATE_EXPECTED)


def units(cell: CellValue, is_known: Callable[[str], bool]) -> Units:
    """The units of a cell: the first leads, but one that is said to. `is_known`: whether a text is
    the name of one unit, whatever it is made of.
    """
    text = cell_text.words(cell)
    if is_known(text):
        return Units(text)
    names: list[str] = []
    lead = unnamed = ""
    is_partner = False
    for part in filter(None, _SEPARATORS.split(text)):
        role = _ROLE.match(part)
        if role and role.end() < len(part) + (part[-1] in ":："):
            is_partner = role["partner"] is not None
            is_lead = role["lead"] is not None
            part = part[role.end() :] if not is_known(part) else part
        else:
            is_lead = False
        if more := _AND_SO_ON.fullmatch(part):
            part, unnamed = more["first"], more["rest"]
        elif re.fullmatch(r"等(?:\d+)?[家个]?(?:单位|部门)?", part):
            part, unnamed = "", part
        if part:
            lead = lead or (part if is_lead and not is_partner else "")
            names.append(part)
    names = list(dict.fromkeys(names))
    lead = lead or (names[0] if names else "")
    return Units(lead, tuple(name for name in names if name != lead), unnamed)


def with_wording(found: Due, printed: CellValue) -> Due:
    """The deadline, with what the ledger prints where a person explained it."""
    return replace(found, wording=cell_text.words(printed))
