"""三集中三到位: six lines, three of what departments answer on the roster, three of indicators.

The roster is the present one: its answers have no month. Beside them stands the day of the latest,
and that a month before that day has none of its own.
"""

from dataclasses import dataclass
from datetime import date

from govsvc.board.board import Board
from govsvc.board.representatives import Share, in_hall, last_day, share
from govsvc.board.standing import Value
from govsvc.domain import indicators
from govsvc.domain.indicators import AUTHORISATION, HALL_ENTRY, ITEMS, PUBLICATION, Indicator
from govsvc.domain.months import month_text
from govsvc.domain.published_values import value_text
from govsvc.domain.rates import UNKNOWN
from govsvc.domain.roster import TOWNSHIP
from govsvc.domain.units import YES

#: field of the roster → name of the line, what it is the share of
_CONCENTRATED = {
    "has_section": ("审批职能向一个股室集中", "设一个行政审批股的部门 ÷ 有审批事项的部门"),
    "is_entered_whole": (
        "审批股室向政务服务中心集中",
        "行政审批股成建制进驻的部门 ÷ 有审批事项的部门",
    ),
}
_SUPERVISED = ("is_supervised", "电子监察到位", "纳入电子监察的部门 ÷ 有事项进驻大厅的部门")


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One line. `name`: its number and words; `text`: 91.18%（31/34）; `missing`: who lacks it;
    `unknown`: who has not said; `note`: a second value beside it, or of which day it is.
    """

    name: str
    text: str
    rule: str
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    note: str = ""


def lines(board: Board, month: date) -> list[PlaceLine]:
    """The six lines of the month; none where it has no items."""
    with_items = _with_items(board, month)
    if not with_items:
        return []
    day = since(board, month)
    gathered = [
        with_answers(f"{'①②'[place]}{name}", answered(board, name, rule, field, with_items), day)
        for place, (field, (name, rule)) in enumerate(_CONCENTRATED.items())
    ]
    field, name, rule = _SUPERVISED
    return [
        *gathered,
        _of_indicator(board, month, "③审批事项向网上平台集中", PUBLICATION),
        _of_indicator(board, month, "④事项进驻到位", HALL_ENTRY),
        _of_indicator(board, month, "⑤审批授权到位", AUTHORISATION),
        with_answers(f"⑥{name}", answered(board, name, rule, field, in_hall(board, month)), day),
    ]


def _with_items(board: Board, month: date) -> tuple[str, ...]:
    """The departments that have items in scope."""
    roster = board.roster()
    counted = {
        unit
        for (key, unit), (_, count) in board.rows.by_unit(month).items()
        if count and indicators.by_key(key).kind == ITEMS
    }
    return tuple(
        sorted(
            unit
            for unit in counted
            if not ((known := roster.resolve(unit)) and known.kind == TOWNSHIP)
        )
    )


def answered(board: Board, name: str, rule: str, field: str, units: tuple[str, ...]) -> Share:
    """The share of the departments that answer yes; who has not answered is in neither."""
    roster = board.roster()

    def answer(unit: str) -> bool | None:
        known = roster.resolve(unit)
        said = getattr(known, field) if known else ""
        return said == YES if said else None

    return share(name, rule, units, answer)


def since(board: Board, month: date) -> str:
    """Of which day the answers are, and whether that is after the month."""
    day = board.answered_on
    if day is None:
        return "按现在的单位名录，填报日期没有记录"
    if day <= last_day(month):
        return f"单位名录{day}填报"
    return f"单位名录{day}填报的现状，{month_text(month)}没有当时的记录"


def with_answers(name: str, found: Share, day: str) -> PlaceLine:
    """A line of what departments answered. `day`: of which day the answers are."""
    note = day if found.counts[1] else ""
    return PlaceLine(name, found.text, found.rule, found.lacking, found.unknown, note)


def _of_indicator(board: Board, month: date, name: str, key: str) -> PlaceLine:
    """The headline value, with its twin beside it."""
    indicator = indicators.by_key(key)
    standing = board.cards.standing(indicator, month)
    twin = standing.twin_indicator
    note = f"{twin.short}{_text(twin, standing.twin)}" if standing.twin and twin else ""
    rule = f"{indicator.numerator} ÷ {indicator.denominator}"
    return PlaceLine(
        name, _text(indicator, standing.headline), f"{indicator.short}：{rule}", note=note
    )


def _text(indicator: Indicator, value: Value | None) -> str:
    if value is None:
        return UNKNOWN
    counts = f"（{value.counts[0]:,}/{value.counts[1]:,}）" if value.counts else ""
    return f"{value_text(indicator, value.published)}{counts}"
