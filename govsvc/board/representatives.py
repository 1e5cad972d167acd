"""首席事务代表 of a month: of the departments with items in the hall, how many have sent one, by a
授权书 that is in force at the month's end, with A岗 and B岗; who has none, and whose paper expires.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from govsvc.board.board import Board
from govsvc.domain import rates
from govsvc.domain.deadlines import day_text
from govsvc.domain.indicators import HALL_ENTRY
from govsvc.domain.months import month_after
from govsvc.domain.rates import UNKNOWN, percent_text
from govsvc.domain.representatives import ALWAYS, Representative, paper_text
from govsvc.domain.roster import TOWNSHIP

#: departments that a sentence names
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Share:
    """A share of departments. `unknown`: those of which nobody knows, which are in neither."""

    name: str
    rule: str
    met: tuple[str, ...]
    lacking: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[int, int]:
        return len(self.met), len(self.met) + len(self.lacking)

    @property
    def published(self) -> Decimal | None:
        return rates.published(*self.counts)

    @property
    def text(self) -> str:
        """93.75%（30/32）."""
        met, counted = self.counts
        return f"{percent_text(self.published)}（{met:,}/{counted:,}）" if counted else UNKNOWN


@dataclass(frozen=True, slots=True)
class Delegates:
    """`units`: the departments with items in the hall; `rows`: department → its row in force, of
    others, too; `day`: of which the shares are; `shares`: 选派率, 授权书有效率, A/B岗齐备率.
    """

    units: tuple[str, ...]
    rows: dict[str, Representative]
    day: date
    shares: tuple[Share, ...]

    @property
    def without(self) -> tuple[str, ...]:
        """The departments in the hall without one who is named and appointed."""
        return self.shares[0].lacking


def share(
    name: str, rule: str, units: Iterable[str], answer: Callable[[str], bool | None]
) -> Share:
    """The share of units of which the answer is yes."""
    answers = {unit: answer(unit) for unit in units}
    return Share(
        name,
        rule,
        *(
            tuple(unit for unit, said in answers.items() if said is wanted)
            for wanted in (True, False, None)
        ),
    )


def in_hall(board: Board, month: date) -> tuple[str, ...]:
    """The departments with items in the hall."""
    roster = board.roster()
    return tuple(
        sorted(
            unit
            for (key, unit), (met, _) in board.rows.by_unit(month).items()
            if key == HALL_ENTRY
            and met
            and not ((known := roster.resolve(unit)) and known.kind == TOWNSHIP)
        )
    )


def last_day(month: date) -> date:
    return month_after(month) - timedelta(days=1)


def delegates(board: Board, month: date) -> Delegates | None:
    """Those of the month; None where there is neither a list nor an item in the hall."""
    rows, units, day = board.representatives.in_force(month), in_hall(board, month), last_day(month)
    if not rows and not units:
        return None

    def of(unit: str, answer: Callable[[Representative], bool | None]) -> bool | None:
        return answer(rows[unit]) if unit in rows else False

    shares = (
        share(
            "首席事务代表选派率",
            "有任命书的部门 ÷ 有事项进驻大厅的部门",
            units,
            lambda unit: of(unit, Representative.is_sent),
        ),
        share(
            "授权书有效率",
            "月末授权书在有效期内的部门 ÷ 有事项进驻大厅的部门",
            units,
            lambda unit: of(unit, lambda row: row.is_in_force(day)),
        ),
        share(
            "A/B岗齐备率",
            "A岗、B岗都有人的部门 ÷ 有事项进驻大厅的部门",
            units,
            lambda unit: of(unit, Representative.has_both),
        ),
    )
    return Delegates(units, rows, day, shares)


def sentence(found: Delegates | None) -> str:
    """首席事务代表选派率93.75%（30/32），授权书有效率87.50%（28/32）, and so on."""
    if found is None or not found.rows:
        return "还没有首席事务代表名册"
    return "，".join(f"{one.name}{one.text}" for one in found.shares)


def expiring(
    rows: Iterable[Representative], on: date, days: int
) -> tuple[list[Representative], list[Representative]]:
    """(those whose 授权书 has expired, those of which it does within so many days), the first to
    expire first.
    """
    dated = sorted(
        ((left, row.unit, row) for row in rows if (left := row.days_left(on)) is not None),
        key=lambda one: one[:2],
    )
    return (
        [row for left, _, row in dated if left < 0],
        [row for left, _, row in dated if 0 <= left <= days],
    )


def warning(board: Board, month: date) -> str:
    """截至10月31日，授权书30天内到期1份（公安局2026-11-20），已过期1份（…）; "" where none is."""
    day, days = last_day(month), board.representatives.warning_days
    past, soon = expiring(board.representatives.in_force(month).values(), day, days)
    parts = [
        f"{days}天内到期{len(soon)}份（{_named(soon)}）" if soon else "",
        f"已过期{len(past)}份（{_named(past)}）" if past else "",
    ]
    said = "，".join(filter(None, parts))
    return f"{as_of_text(month)}，授权书{said}" if said else ""


def as_of_text(month: date) -> str:
    """截至10月31日: the day of whatever is said of a month's, whoever asks when."""
    return f"截至{day_text(last_day(month))}"


def _named(rows: Sequence[Representative]) -> str:
    """公安局2026-11-20、民政局2026-11-25等4个."""
    named = "、".join(f"{row.unit}{row.valid_until}" for row in rows[:_MOST_NAMED])
    return named + ("等" if len(rows) > _MOST_NAMED else "")


def term_text(row: Representative) -> str:
    """2024-03-01至2027-02-28; 长期; — where it is not known."""
    if row.is_endless:
        return ALWAYS
    if not row.valid_until:
        return UNKNOWN
    return f"{row.valid_from}至{row.valid_until}" if row.valid_from else f"至{row.valid_until}"


def state_text(row: Representative | None, on: date, days: int) -> str:
    """What of a department's is to be put right on a day: 未选派, 已过期, 还有20天到期; "" where
    nothing.
    """
    if row is None or row.is_sent() is False:
        return "未选派" if row is None or not row.name else "没有任命书"
    left = row.days_left(on)
    found = [
        "任命书未说明" if row.is_sent() is None else "",
        "没有授权书" if row.has_document is False else "",
        f"授权书已过期{-left}天" if left is not None and left < 0 else "",
        "授权书今日到期" if left == 0 else "",
        f"授权书还有{left}天到期" if left is not None and 0 < left <= days else "",
        "授权书有效期不明" if row.has_document and row.is_in_force(on) is None else "",
        "" if row.deputy else "缺B岗",
    ]
    return "，".join(filter(None, found))


def frame_of(found: Delegates, days: int) -> pd.DataFrame:
    """The departments as a table, for the page and the file: what is to be put right on the day of
    the shares comes first; those without an item in the hall last.
    """
    others = sorted(set(found.rows) - set(found.units)) if found.units else sorted(found.rows)
    rows = []
    for unit in (*found.units, *others):
        row, state = found.rows.get(unit), state_text(found.rows.get(unit), found.day, days)
        if unit in others and found.units:
            state = "，".join(filter(None, ("没有事项进驻", state)))
        known = row or Representative(unit, found.day)
        rows.append(
            [
                unit,
                known.name or UNKNOWN,
                known.deputy or UNKNOWN,
                known.position or UNKNOWN,
                _paper(known.is_appointed if row else False, known.appointment),
                _paper(known.has_document if row else False, known.document),
                term_text(known),
                known.seal or UNKNOWN,
                state,
            ]
        )
    # those without anybody first, then what is to be put right
    rows.sort(
        key=lambda cells: (
            cells[0] in others and bool(found.units),
            not cells[-1],
            cells[1] != UNKNOWN,
        )
    )
    columns = ["部门", "A岗", "B岗", "职务", "任命书", "授权书", "有效期", "专用章", "提醒"]
    return pd.DataFrame(rows, columns=columns)


def _paper(is_there: bool | None, number: str) -> str:
    return paper_text(is_there, number) or "未说明"
