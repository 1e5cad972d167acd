"""时限与跑动: how fast items are and how often one has to come, by the item list, and where they
are taken in and handed out; of the county and of each department.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from govsvc.board.basis import limits_text
from govsvc.board.board import Board
from govsvc.board.standing import Standing
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import AUTHORISATION, EXEMPT_AS, PERCENT, Indicator, ProblemList
from govsvc.domain.months import month_text
from govsvc.domain.published_values import change_text, value_text
from govsvc.domain.rates import percent_text


@dataclass(frozen=True, slots=True)
class Pace:
    """One of the indicators in a month: as it `text` says; `fraction` of what is added up;
    `unknown`: items of which nothing is said or that contradict themselves; `rule`: how it is
    counted, by the month's rules; `mean`: 各项比值平均65.89%, "" where the rules do not ask for it.
    """

    standing: Standing
    text: str
    fraction: str
    change: str
    unknown: int
    rule: str
    mean: str = ""

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator


def shown() -> tuple[Indicator, ...]:
    """The indicators of the page, in order."""
    return tuple(one for one in indicators.extra_indicators() if one.key != AUTHORISATION)


def paces(board: Board, month: date) -> list[Pace]:
    """Those that the month has values of."""
    return [
        _pace(board, standing, month)
        for standing in (board.cards.standing(one, month) for one in shown())
        if standing.headline is not None
    ]


def _pace(board: Board, standing: Standing, month: date) -> Pace:
    indicator, value = standing.indicator, standing.headline
    assert value is not None
    return Pace(
        standing,
        value_text(indicator, value.published),
        "" if value.counts is None else f"{value.counts[0]:,} ÷ {value.counts[1]:,}",
        "" if standing.change_pp is None else change_text(indicator, standing.change_pp),
        board.rows.unknown_count(indicator, month),
        rule_text(board, indicator, month),
        _mean_text(board, indicator, month),
    )


def lists_of(board: Board, found: Sequence[Pace], month: date) -> list[tuple[ProblemList, int]]:
    """The lists of these indicators that have rows, with how many: what is missing of each, and
    what contradicts itself.
    """
    keys = {one.indicator.key for one in found}
    return [
        (one, count)
        for one in indicators.LISTS
        if one.indicator in keys and (count := board.lists.count(one, month))
    ]


def rule_text(board: Board, indicator: Indicator, month: date) -> str:
    """How the indicator is counted, with what the month's rules say otherwise."""
    rules, _ = board.rules.in_force(month)
    if rules.decides_instead(indicator):
        return f"{indicator.instead_word} ÷ {indicator.denominator}"
    also = f"、{indicator.also_met_word}的" if rules.counts_also(indicator) else ""
    parts = (
        f"{indicator.numerator}{also} ÷ {indicator.denominator}",
        limits_text(board, indicator, month),
        _exempt_text(board, indicator, month),
    )
    return "；".join(filter(None, parts))


def _exempt_text(board: Board, indicator: Indicator, month: date) -> str:
    """不宜跑零次的12项照常计算; "" where there is none."""
    count = board.rows.exempt_count(indicator, month) if indicator.exempt else 0
    if not count:
        return ""
    rules, _ = board.rules.in_force(month)
    columns = "、".join(f"“{indicators.flag_by_key(key).header}”" for key in indicator.exempt)
    counted = f"{count:,}{indicators.row_unit(indicator.kind)}"
    return f"{columns}为是的{counted}{EXEMPT_AS[rules.treatment(indicator)]}"


def _mean_text(board: Board, indicator: Indicator, month: date) -> str:
    rules, _ = board.rules.in_force(month)
    mean = board.rows.mean_of_ratios(indicator, month) if indicator.key in rules.means else None
    if mean is None:
        return ""
    return f"各项比值平均{percent_text(rates.published(mean.numerator, mean.denominator))}"


def sentence(found: Sequence[Pace], month: date) -> str:
    """时限与跑动：时限压缩比70.37%，平均跑动次数0.80次."""
    if not found:
        return f"时限与跑动：{month_text(month)}没有数据"
    said = [one for one in found if one.indicator.sums] or found[:2]
    return "时限与跑动：" + "，".join(f"{one.indicator.short}{one.text}" for one in said)


def frame_of(board: Board, found: Sequence[Pace], month: date) -> pd.DataFrame:
    """The departments as a table, for the page and the file: of each indicator its value."""
    amounts = {
        key: value
        for kind in {one.indicator.kind for one in found}
        for key, value in board.rows.amounts_by_unit(kind, month).items()
    }
    wanted = [one.indicator for one in found]
    units = sorted({unit for key, unit in amounts if any(key == one.key for one in wanted)})
    rows = [
        [unit, *(_value_text(one, *amounts.get((one.key, unit), (0, 0))) for one in wanted)]
        for unit in units
    ]
    return pd.DataFrame(rows, columns=["部门", *(one.short for one in wanted)])


def _value_text(indicator: Indicator, numerator: int, denominator: int) -> str:
    published = rates.published if indicator.measure == PERCENT else rates.mean
    return value_text(indicator, published(numerator, denominator))
