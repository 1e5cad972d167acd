"""Why an indicator's value moved since the month before: a sentence, the steps between the two
values, and the rows behind them.
"""

from datetime import date

import streamlit as st

from govsvc import charts
from govsvc.board import Board, movement_tables
from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator
from govsvc.domain.months import month_before
from pages._ui import chart_view, frame, moved_links, sheet_view, style, ui


def section(board: Board, month: date, indicator: Indicator) -> None:
    ui.section("为什么变化", "较上月，单位：个百分点")
    waterfall = board.movements.waterfall(indicator, month)
    if waterfall is None:
        st.markdown(f":gray[{movement_tables.why_not(board, indicator, month)}]")
        return
    st.markdown(ui.text(movement_tables.sentence(waterfall, indicator.unit)))
    problem_list = indicators.missing_list_of(indicator)
    if problem_list:
        moved_links.show(problem_list, board.lists.moved(problem_list, month), beside="why")
    if not waterfall.bars:
        return
    before = month_before(month)
    chart_view.show(
        charts.waterfall(
            movement_tables.bars(waterfall, indicator.unit),
            start=(f"{before.month}月", float(waterfall.before.published)),
            end=(f"{month.month}月", float(waterfall.now.published)),
            **style.look(),
        ),
        "why",
        "变化原因",
    )
    sheet_view.show(
        "why_parts",
        movement_tables.sheet(indicator, waterfall, board.home_name(), frame.facts()),
        "变化原因",
        file=f"{indicator.short}变化原因",
    )
    if any(bar.rows for bar in waterfall.bars):
        with st.expander("变化的事项", icon=":material/list:"):
            sheet_view.show(
                "why_rows",
                movement_tables.rows_sheet(indicator, waterfall, board.home_name(), frame.facts()),
                "变化明细",
                file=f"{indicator.short}变化明细",
            )
