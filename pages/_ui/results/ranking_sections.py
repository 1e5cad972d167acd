"""全市排名 of one indicator: the bulletin's table, ranks over the months, 进位测算 and 保位预警."""

from datetime import date

import streamlit as st

from govsvc import charts
from govsvc.board import Board, Ranking, sentences, tables
from govsvc.domain.indicators import Indicator
from govsvc.domain.months import month_text
from govsvc.domain.rates import group_name, rank_among
from pages._ui import (
    chart_view,
    county_tables,
    downloads,
    frame,
    narrow,
    sheet_view,
    style,
    ui,
)

_BARS = "横条为距100%的差距，越短越好"


def bulletin(board: Board, month: date, ranking: Ranking) -> None:
    """All counties as the bulletin has them, and what is to be known of it."""
    ui.section(f"{month_text(ranking.bulletin_month)}通报", hint="" if narrow.screen() else _BARS)
    counties = tables.ranking(ranking)
    county_tables.ranking_table(counties, board.home_name())
    for note in sentences.ranking_notes(board, ranking, month):
        st.markdown(f":gray[{ui.text(note)}]")
    short = ranking.indicator.short
    sheet = tables.ranking_sheet(ranking, board.home_name(), frame.facts())
    downloads.table(
        "排名",
        lambda suffix: frame.file_name(f"{short}全市排名", suffix=suffix),
        lambda: sheet,
        key="ranking",
    )
    if board.cards.standing(ranking.indicator, ranking.bulletin_month).differs:
        frame.link("reconcile.py", "去对账 ›", m=frame.month_key(ranking.bulletin_month))


def rank_history(board: Board, month: date, indicator: Indicator) -> None:
    """The ranks of all counties, bulletin by bulletin."""
    ui.section("名次走势", "近12期通报")
    history = board.rankings.history(indicator, month)
    chart_view.show(
        charts.rank_lines(history, board.home_name(), **style.look()),
        "ranks",
        f"{indicator.short}名次走势",
    )


def overtakes(ranking: Ranking) -> None:
    """What it takes to pass the counties ahead."""
    ui.section("进位测算", sentences.overtake_basis(ranking))
    if ranking.overtakes:
        sheet_view.show(
            "overtakes",
            tables.overtakes_sheet(ranking, frame.facts()),
            "进位测算",
            file=f"{ranking.indicator.short}进位测算",
            leading=["测算"],
        )
    else:
        st.markdown(
            f":gray[{_among(ranking)}前面没有其他县（市、区）。]"
            if ranking.home and ranking.home.rank
            else ":gray[本县在这期通报中没有数据，不能测算。]"
        )


def _among(ranking: Ranking) -> str:
    """县市组里, where the bulletin ranks in groups."""
    return f"{ui.text(group_name(ranking.home_group))}里" if ranking.home_group else ""


def threats(ranking: Ranking) -> None:
    """The counties close behind, and how much may be lost before one of them passes."""
    if ranking.threats:
        ui.section("保位预警", f"{_among(ranking)}{sentences.behind(ranking)}，本县不变时")
        sheet_view.show(
            "threats",
            tables.threats_sheet(ranking, frame.facts()),
            "保位预警",
            file=f"{ranking.indicator.short}保位预警",
            leading=["测算"],
        )
    if ranking.before_overtaken:
        county, items = ranking.before_overtaken
        unit = ranking.indicator.unit
        place = rank_among(ranking.home.rank if ranking.home else None)
        st.markdown(
            f"保位（{ui.text(place)}）：比{ui.text(county)}最多还可减少**{items}{unit}**，"
            "再少即被超过。"
            if items
            else f"保位（{ui.text(place)}）：与{ui.text(county)}已无余量，再少1{unit}即被超过。"
        )
