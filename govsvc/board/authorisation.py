"""授权到位率 of a month: how the county stands, and whose items are not decided at the window.

Three things stand apart: what departments fill in (部门填报), what inspections and confirmations
found (核实), and what case counts only make suspected (疑似), which is in no rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from govsvc.board.board import Board
from govsvc.board.standing import Standing
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import AUTHORISATION, ProblemList
from govsvc.domain.months import month_text
from govsvc.domain.rates import percent_text


@dataclass(frozen=True, slots=True)
class UnitPower:
    """What one department decides at the window.

    `counted`: items in the hall to which it applies; `met`: those that count as authorised;
    `verified`: those less what was found otherwise. `listed`: list → its rows of the department.
    """

    unit: str
    counted: int
    met: int
    verified: int
    listed: Mapping[ProblemList, int]

    @property
    def rate(self) -> Decimal | None:
        return rates.published(self.met, self.counted)

    @property
    def verified_rate(self) -> Decimal | None:
        return rates.published(self.verified, self.counted)


@dataclass(frozen=True, slots=True)
class Power:
    """The month: `standing` of the rate; `units` with most missing first; `listed`: list → its
    rows; `exempt`: items to which it does not apply; `unknown`: items of which nothing is said.
    """

    standing: Standing
    units: tuple[UnitPower, ...]
    listed: Mapping[ProblemList, int]
    exempt: int
    unknown: int


def shown_lists() -> tuple[ProblemList, ...]:
    """The lists that stand apart, in order: not authorised, partly, found otherwise, suspected."""
    indicator = indicators.by_key(AUTHORISATION)
    missing = indicators.missing_list_of(indicator)
    return tuple(
        one for one in indicators.LISTS if one.indicator == indicator.key and one != missing
    )


def standing_of(board: Board, month: date) -> Standing | None:
    """The rate of the month; None where nothing is known of it."""
    standing = board.cards.standing(indicators.by_key(AUTHORISATION), month)
    return standing if standing.headline else None


def listed(board: Board, month: date) -> Mapping[ProblemList, int]:
    """List → its rows."""
    by_list = board.lists.by_unit(indicators.by_key(AUTHORISATION).kind, month)
    return {one: sum(by_list.get(one, {}).values()) for one in shown_lists()}


def power(board: Board, month: date) -> Power | None:
    """How the month stands; None where nothing is known of it."""
    indicator = indicators.by_key(AUTHORISATION)
    twin = indicators.twin_of(indicator)
    standing = standing_of(board, month)
    if standing is None:
        return None
    by_list = board.lists.by_unit(indicator.kind, month)
    counts = board.rows.by_unit(month)
    units = [
        UnitPower(
            unit,
            counted,
            met,
            counts.get((twin.key, unit), (met, counted))[0] if twin else met,
            {one: by_list.get(one, {}).get(unit, 0) for one in shown_lists()},
        )
        for (key, unit), (met, counted) in counts.items()
        if key == indicator.key
    ]
    units.sort(key=lambda one: (one.met - one.counted, -one.counted, one.unit))
    return Power(
        standing,
        tuple(units),
        listed(board, month),
        board.rows.exempt_count(indicator, month),
        board.rows.unknown_count(indicator, month),
    )


def sentence(shown: Power | None, month: date) -> str:
    """授权到位率94.06%（602/640），已进驻未授权18项、部分授权20项."""
    if shown is None or shown.standing.headline is None:
        return f"授权与代表：{month_text(month)}没有授权数据"
    value = shown.standing.headline
    counts = f"（{value.numerator:,}/{value.denominator:,}）" if value.denominator else ""
    missing = "、".join(
        f"{one.name}{count}项" for one, count in shown.listed.items() if count and not one.suspects
    )
    return f"{shown.standing.indicator.short}{percent_text(value.published)}{counts}" + (
        f"，{missing}" if missing else ""
    )


def frame_of(shown: Power) -> pd.DataFrame:
    """The departments as a table, for the page and the file; the county last."""
    names = [one.name for one in shown.listed]
    rows = [
        [
            one.unit,
            one.counted,
            one.met,
            percent_text(one.rate),
            *one.listed.values(),
            percent_text(one.verified_rate),
        ]
        for one in shown.units
    ]
    counted, met, verified = (
        sum(getattr(one, name) for one in shown.units) for name in ("counted", "met", "verified")
    )
    total = [
        "全县",
        counted,
        met,
        percent_text(rates.published(met, counted)),
        *shown.listed.values(),
        percent_text(rates.published(verified, counted)),
    ]
    columns = ["部门", "应授权", "授权到位", "授权到位率（填报）", *names, "授权到位率（核实后）"]
    return pd.DataFrame([*rows, total], columns=columns)


def part_text(board: Board, month: date) -> str:
    """不计为到位 or 计为到位（by whose rules）, as the month's rules have it."""
    rules, _ = board.rules.in_force(month)
    counts = rules.counts_also(indicators.by_key(AUTHORISATION))
    return f"{'计' if counts else '不计'}为到位（{board.rules.name(month)}）"
