"""The cards of the overview, one for each indicator."""

from collections.abc import Sequence

import streamlit as st

from govsvc.board import Board, Standing
from govsvc.domain.indicators import Indicator
from govsvc.domain.rates import percent_text
from pages._ui import frame, ui
from pages._ui.results import standing_texts

#: months of the sparkline
_SPARKLINE_MONTHS = 12


def cards(standings: Sequence[Standing], board: Board) -> None:
    """Draws the cards: value, change, sparkline, rank, target, counts, own count, twin.

    All on one row where there is room.
    """
    grid = st.grid(len(standings), min_column_width=216, gap="small")
    for standing in standings:
        with grid.cell():
            _card(standing, _lines(standing, board))


def _card(standing: Standing, lines: Sequence[str]) -> None:
    indicator, headline = standing.indicator, standing.headline
    with st.container(border=True, height="stretch", gap="xsmall", key=f"card_{indicator.key}"):
        series = [
            float(value) for _, value in standing.series[-_SPARKLINE_MONTHS:] if value is not None
        ]
        st.metric(
            indicator.short,
            percent_text(headline.published if headline else None),
            **standing_texts.delta(standing.change_pp),
            help=f"{indicator.name}：{indicator.numerator} ÷ {indicator.denominator}",
            chart_data=series if len(series) > 1 else None,
        )
        st.markdown("  \n".join(lines))
        if headline:
            _link(indicator, headline.missing, standing.missing_units)


def _link(indicator: Indicator, missing: int | None, units: str) -> None:
    """The link of the whole card, to the indicator's page: how many are missing, and whose."""
    said = (f"{missing}{indicator.unit}{indicator.missing_word}", units) if missing else ()
    text = ui.text("，".join(filter(None, said))) or ui.hinted("看详情")
    frame.link("indicator.py", f"{text} ›", ind=indicator.short)


def _lines(standing: Standing, board: Board) -> list[str]:
    """The texts below the value, the most important first."""
    if standing.headline is None:
        return [":gray[本月没有数据]"]
    return [
        standing_texts.rank_line(standing),
        standing_texts.target_line(standing),
        standing_texts.counts_line(standing, standing.headline),
        *standing_texts.own_lines(standing),
        *standing_texts.twin_lines(standing, board),
        *standing_texts.note_lines(standing, standing.headline, board),
    ]
