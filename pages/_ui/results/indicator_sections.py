"""单项指标: the facts of one indicator in a row, its trend, whose the missing rows are, the city
and the rows; made of the sections of 指标趋势, 目标差距, 全市排名 and 问题清单.
"""

from datetime import date

import streamlit as st

from govsvc.board import Board, Standing
from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.domain.rates import count_text, percent_text, rank_of
from pages._ui import frame, moved_links, ui
from pages._ui.problems import problem_filters, problem_rows
from pages._ui.results import gap_sections, ranking_sections, standing_texts, trend_sections

#: months of the trend; 指标趋势 has more
_MONTHS = 13


def facts(board: Board, standing: Standing) -> None:
    """Value, rank of how many, target and gap, and how many rows are missing."""
    indicator, headline = standing.indicator, standing.headline
    grid = st.grid(4, min_column_width=160, gap="medium")
    with grid.cell(), st.container(gap="xsmall", key="fact_value"):
        st.metric(
            "公布值",
            percent_text(headline.published if headline else None),
            **standing_texts.delta(standing.change_pp),
            help=f"{indicator.name}：{indicator.numerator} ÷ {indicator.denominator}",
        )
        if headline:
            st.markdown(standing_texts.counts_line(standing, headline))
    with grid.cell(), st.container(gap="xsmall", key="fact_rank"):
        ranked = standing.ranked
        st.metric("全市位次", rank_of(ranked.rank if ranked else None))
        st.markdown(standing_texts.rank_note(standing))
    with grid.cell(), st.container(gap="xsmall", key="fact_target"):
        st.metric("目标", standing_texts.target_name(standing.target))
        st.markdown(standing_texts.gap_note(standing))
        if standing.items_missing:
            frame.link("gaps.py", "怎样达标 ›", ind=indicator.short)
    with grid.cell(), st.container(gap="xsmall", key="fact_missing"):
        _missing(board, standing)
    notes = [
        *standing_texts.own_lines(standing),
        *standing_texts.twin_lines(standing, board),
        *(standing_texts.note_lines(standing, headline, board) if headline else []),
    ]
    if notes:
        st.markdown("　".join(notes))


def _missing(board: Board, standing: Standing) -> None:
    """How many rows are on the list of the missing, what came and what left."""
    problem_list = indicators.missing_list_of(standing.indicator)
    if problem_list is None:
        return
    count = board.lists.count(problem_list, standing.month)
    unit = standing.indicator.unit
    st.metric(
        problem_list.name,
        count_text(count) + (unit if count is not None else ""),
        help="本县测算",
    )
    moved_links.show(problem_list, board.lists.moved(problem_list, standing.month))


def trend(board: Board, month: date, indicator: Indicator) -> None:
    """The value of the last months beside the target and the nearest rivals."""
    ui.section("走势", f"近{_MONTHS}个月")
    trend_sections.chart(board, month, indicator, board.rankings.rivals(indicator, month), _MONTHS)
    frame.link("trends.py", "更多月份和县（市、区） ›", ind=indicator.short)


def by_unit(board: Board, month: date, indicator: Indicator) -> None:
    """Whose the missing rows are, where none is missing those of the twin (站点名称未规范); a click
    on a bar narrows the list below to that unit.
    """
    twin = indicators.twin_of(indicator)
    is_full = board.lists.missing_split(indicator, month).empty
    shown = twin if is_full and twin and indicators.missing_list_of(twin) else indicator
    problem_list = indicators.missing_list_of(shown)
    name = problem_list.name if problem_list else ""
    gap_sections.by_unit(board, month, shown, lambda unit: problem_filters.show_unit(unit, name))
    if board.cards.standing(indicator, month).items_missing:
        frame.link("gaps.py", "怎样达标：提升测算 ›", ind=indicator.short)


def city(board: Board, month: date, indicator: Indicator) -> None:
    """The latest bulletin's table of the indicator."""
    ranking = board.rankings.latest(indicator, month)
    if ranking is None:
        ui.section("全市排名")
        st.markdown(f":gray[{indicator.short}还没有全市通报。]")
        return
    ranking_sections.bulletin(board, month, ranking)
    frame.link("ranking.py", "名次走势 ›", ind=indicator.short)


def climbing(board: Board, month: date, indicator: Indicator) -> None:
    """What it takes to pass the counties ahead, and which ones may pass."""
    ranking = board.rankings.latest(indicator, month)
    if ranking is None:
        return
    left, right = st.columns(2, gap="medium")
    with left:
        ranking_sections.overtakes(ranking)
    with right:
        ranking_sections.threats(ranking)


def rows(board: Board, month: date, indicator: Indicator) -> None:
    """The rows behind the number, filtered and downloaded as on 问题清单."""
    if not board.rows.has_own(indicator.kind, month):
        ui.section("清单", "本月没有逐行数据")
        return
    selection = problem_filters.choose(
        board, month, _lists(board, month, indicator), has_views=False
    )
    problem_list = selection.problem_list
    ui.section(selection.title(board.lists.change(problem_list, month)), problem_list.rule)
    problem_rows.show(board, month, selection)


def _lists(board: Board, month: date, indicator: Indicator) -> list[ProblemList]:
    """The lists that name rows of the indicator or of its twin: those with rows before those
    without, and that of the missing before the others.
    """
    keys = {one.key for one in (indicator, indicators.twin_of(indicator)) if one}
    missing = indicators.missing_list_of(indicator)
    found = [
        one
        for one in board.lists.in_use(month)
        if one.is_problem and one.indicator in keys and not one.mark
    ]
    return sorted(found, key=lambda one: (not board.lists.count(one, month), one != missing))
