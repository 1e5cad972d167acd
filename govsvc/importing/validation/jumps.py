"""Denominators that differ by more than 5 % from the month before."""

from collections import defaultdict
from datetime import date

from govsvc.domain import indicators
from govsvc.domain.indicators import ITEMS, KINDS
from govsvc.domain.months import month_text
from govsvc.domain.rows import Reported
from govsvc.importing.validation.baseline import Incoming, Past, scope
from govsvc.importing.validation.issue_places import Places
from govsvc.store import Batch

#: more than one twentieth
MOST_PERCENT = 5
#: of a department or township as few rows as this say nothing: from 2 to 3 items is half as many
#: again
LEAST_ROWS = 3
MOST_NAMED = 5


def check_counties(past: Past, places: Places, batch: Batch) -> None:
    """A warning at each denominator of a bulletin; where indicators share its column, one."""
    before = past.denominators(batch.rows_month)
    shorts = {indicator.key: indicator.short for indicator in indicators.INDICATORS}
    rows_of: dict[tuple[object, ...], list[Reported]] = defaultdict(list)
    for row in batch.reported:
        known = before.get((row.county, row.indicator))
        if known and row.denominator and _jumps(known[1], row.denominator):
            column = places.column(row, f"{row.indicator}.denominator")
            place = row.file, row.sheet, row.row, column or row.indicator
            rows_of[(*place, row.denominator, known)].append(row)
    for rows in rows_of.values():
        first = rows[0]
        now, (month, was) = first.denominator or 0, before[first.county, first.indicator]
        names = "、".join(shorts.get(row.indicator, row.indicator) for row in rows)
        places.warn(
            first,
            f"{first.indicator}.denominator",
            "denominator_jump",
            (
                f"第{first.row}行{first.county}“{names}”的总数为{now}，"
                f"{month_text(month)}为{was}，{_change(was, now)}。"
            ),
            str(now),
            _expected(month),
        )


def check_units(past: Past, places: Places, brought: Incoming) -> None:
    """A warning at the first row of each department or township, and one for all together where
    most of them are brought.
    """
    month = past.latest(brought.kind, brought.month)
    if month is None:
        return
    before = scope(past.keys(brought.kind, month, brought.month))
    measure = "项" if brought.kind == ITEMS else "个村（社区）"
    for unit in brought.row_counts:
        was, now = before.get(unit, 0), brought.scope.get(unit, 0)
        if was and abs(now - was) >= LEAST_ROWS and _jumps(was, now):
            places.warn(
                brought.first(unit),
                "unit",
                "unit_denominator_jump",
                (
                    f"{unit}有{now}{measure}，{month_text(month)}为{was}{measure}，"
                    f"{_change(was, now)}。"
                ),
                str(now),
                _expected(month),
            )
    if len(before) < 2 or len(brought.row_counts) * 2 <= len(before):
        return
    after = scope(past.keys(brought.kind, brought.month))
    was, now = sum(before.values()), sum(after.values())
    if _jumps(was, now):
        missing = [unit for unit in before if unit not in after]
        named = "、".join(missing[:MOST_NAMED]) + (
            f"等{len(missing)}个单位" if len(missing) > MOST_NAMED else ""
        )
        places.warn(
            brought.first(next(iter(brought.row_counts))),
            None,
            "total_denominator_jump",
            (
                f"{KINDS[brought.kind]}共{now}{measure}，{month_text(month)}为{was}{measure}，"
                f"{_change(was, now)}"
            )
            + (f"；{named}还没有数据。" if missing else "。"),
            str(now),
            _expected(month),
        )


def _jumps(was: int, now: int) -> bool:
    return abs(now - was) * 100 > was * MOST_PERCENT


def _change(was: int, now: int) -> str:
    return f"{'增加' if now > was else '减少'}{abs(now - was) * 100 / was:.1f}%"


def _expected(month: date) -> str:
    return f"与{month_text(month)}相差不超过{MOST_PERCENT}%；请核对是否漏报、多报，属实的可以不改"
