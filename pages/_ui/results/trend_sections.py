"""指标趋势: the pickers, the chart, the months as a table, and why the last one changed."""

from datetime import date

import streamlit as st

from govsvc import charts
from govsvc.board import Board, tables
from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator
from pages._ui import chart_view, frame, sheet_view, style, ui

#: how far back the chart goes: the same month of last year is the first of 13
_SPANS = {"近13个月": 13, "近3年": 37, "全部": None}
_DEFAULT_SPAN = "近13个月"


def counties_picker(board: Board, month: date, indicator: Indicator) -> list[str]:
    """The counties that the home county is compared with, by default its rivals."""
    others = [county for county in board.values.counties() if county != board.home]
    if not others:
        return []
    return st.multiselect(
        "对比的县（市、区）",
        others,
        default=board.rankings.rivals(indicator, month),
        key=f"vs_{indicator.key}",
        bind="query-params",
        placeholder="对比的县（市、区），最多3个",
        max_selections=3,
        select_all=False,
        label_visibility="collapsed",
    )


def span_picker() -> int | None:
    """How many months are shown, None for all."""
    span = st.segmented_control(
        "时间范围",
        list(_SPANS),
        default=_DEFAULT_SPAN,
        required=True,
        key="span",
        bind="query-params",
        label_visibility="collapsed",
    )
    return _SPANS.get(span, _SPANS[_DEFAULT_SPAN])


def chart(
    board: Board,
    month: date,
    indicator: Indicator,
    counties: list[str],
    month_count: int | None,
) -> None:
    """The published values month by month, with the target and the counties picked."""
    series = board.values.trend(indicator, month, most=month_count)
    if not series["published"].notna().any():
        st.info(
            f"{indicator.short}还没有数据。导入政务服务事项、基层站点或全市指标后，这里显示走势。",
            icon=":material/info:",
        )
        return
    target = board.cards.standing(indicator, month).target
    by_month = board.cards.targets_by_month(indicator, set(series["month"]))
    chart_view.show(
        charts.trend(
            series,
            indicator,
            board.home_name(),
            counties,
            target=float(target.value) if target and target.value is not None else None,
            **style.look(),
            breaks=board.rules.breaks(indicator, month),
            targets={each: float(value) for each, value in by_month.items()},
        ),
        "trend",
        f"{indicator.short}走势",
    )


def months_table(board: Board, month: date, indicator: Indicator, month_count: int | None) -> None:
    """Numerator, denominator and published value of each month."""
    ui.section("逐月数据", "分子、分母与公布值")
    twin = indicators.twin_of(indicator)
    rows = tables.months(board, indicator, month, most=month_count)
    sheet = tables.months_sheet(indicator, rows, twin, board.home_name(), frame.facts())
    sheet_view.show(
        "months",
        sheet,
        "逐月数据",
        file=f"{indicator.short}逐月数据",
        leading=["公布值", "较上月"],
    )
