"""Why a value moved since the month before, as a chart's frame and as a table."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pandas as pd

from govsvc.assessment import problems
from govsvc.board.board import Board
from govsvc.board.parts.movements import ROUNDING, SOLVED, Waterfall
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import Indicator
from govsvc.domain.months import month_before, month_text
from govsvc.exports.export import Sheet

#: units named in a row of the table; more are counted
_MOST_UNITS = 3


def bars(waterfall: Waterfall, unit: str) -> pd.DataFrame:
    """Columns name, points, label of each bar; `unit`: 项 or 个."""
    return pd.DataFrame(
        [
            (
                bar.name + (f"{len(bar.rows)}{unit}" if bar.rows else ""),
                float(bar.points),
                rates.signed_points(bar.points, 4),
            )
            for bar in waterfall.bars
        ],
        columns=["name", "points", "label"],
    )


def sentence(waterfall: Waterfall, unit: str) -> str:
    """较上月提升0.07个百分点：解决3项（住房和城乡建设局1项、…），新增问题1项（…）."""
    change = waterfall.change
    text = "与上月持平" if not change else f"较上月{rates.points_text(change)}"
    # what was solved comes first
    causes = sorted(waterfall.bars, key=lambda bar: bar.cause != SOLVED)
    parts = [
        f"{bar.name}{len(bar.rows)}{unit}（{units_text(bar.units, unit)}）"
        if bar.rows
        else f"{bar.name}{rates.signed_points(bar.points, 2)}个百分点"
        for bar in causes
        if bar.rows or bar.cause != ROUNDING and round(bar.points, 2)
    ]
    return f"{text}{'：' if parts else ''}{'，'.join(parts)}。"


def units_text(units: Mapping[str, int], unit: str) -> str:
    """自然资源局3项、水利局1项; beyond the third 等5个单位; "" for none."""
    named = "、".join(f"{name}{count}{unit}" for name, count in list(units.items())[:_MOST_UNITS])
    return f"{named}等{len(units)}个单位" if len(units) > _MOST_UNITS else named


def names_text(units: Collection[str]) -> str:
    """自然资源局、水利局; beyond the third 等5个单位."""
    named = "、".join(list(units)[:_MOST_UNITS])
    return f"{named}等{len(units)}个单位" if len(units) > _MOST_UNITS else named


def sheet(
    indicator: Indicator,
    waterfall: Waterfall,
    home: str,
    facts: Sequence[tuple[str, str]],
) -> Sheet:
    """What each cause adds in percentage points, to the fourth decimal, adding up; how many rows,
    and whose they are. The two exact parts of the own count stand among the facts.
    """
    return Sheet(
        f"{home}{indicator.short}变化原因",
        ["原因", "影响", f"{indicator.unit}数", f"涉及{indicators.unit_word(indicator.kind)}"],
        [
            [
                bar.name,
                rates.signed_points(bar.points, 4),
                str(len(bar.rows)) if bar.rows else None,
                units_text(bar.units, indicator.unit) or None,
            ]
            for bar in waterfall.bars
        ],
        [
            ("指标", indicator.name),
            ("来源", f"{waterfall.now.source_name}，较上月"),
            ("达标净增", rates.signed_points(rates.four_decimals(waterfall.own.met), 4)),
            ("总数变化", rates.signed_points(rates.four_decimals(waterfall.own.total), 4)),
            *facts,
            ("单位", "个百分点"),
        ],
        [f"{waterfall.now.source_name}变化", rates.signed_points(waterfall.change, 4), "", ""],
        numbers=["影响", f"{indicator.unit}数"],
    )


def why_not(board: Board, indicator: Indicator, month: date) -> str:
    """Why there is nothing to take apart, and what would change that."""
    before = month_before(month)
    if not board.rules.are_same(indicator, before, month):
        return "两个月口径不同（口径调整），变化不能分解。"
    for each in (before, month):
        if board.values.own(indicator, each) is None:
            return f"{month_text(each)}没有导入明细，不能分解；导入后这里按原因列出。"
    return "上月没有同一来源的数值，不能比较。"


def rows_sheet(
    indicator: Indicator, waterfall: Waterfall, home: str, facts: Sequence[tuple[str, str]]
) -> Sheet:
    """The rows behind the causes."""
    return Sheet(
        f"{home}{indicator.short}变化明细",
        ["原因", indicators.unit_word(indicator.kind), "名称", "编码"],
        [
            [bar.name, row.unit, row.name, problems.code_of(row)]
            for bar in waterfall.bars
            for row in bar.rows
        ],
        [("指标", indicator.name), *facts],
    )
