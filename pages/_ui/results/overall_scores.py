"""全市排名, 综合: scores and ranks of all counties, and where the home county loses its points."""

from datetime import date

import streamlit as st

from govsvc import charts
from govsvc.board import Board, score_words, tables
from govsvc.board.scores import Scores
from govsvc.domain.months import month_text
from pages._ui import (
    chart_view,
    county_tables,
    downloads,
    frame,
    sheet_view,
    style,
    ui,
)

OVERALL = "综合"


def show(board: Board, month: date) -> None:
    """The whole page, where 综合 is chosen instead of an indicator."""
    scores = board.scores.latest(month)
    if scores is None:
        frame.title("全市通报还没有得分")
        st.markdown("通报里有得分、综合得分或综合排名的，导入后这里显示综合排名和各项指标的丢分。")
        return
    frame.title(score_words.title(scores))
    if scores.month != month:
        st.markdown(
            f":gray[{month_text(month)}的通报没有得分，以下为{month_text(scores.month)}通报。]"
        )
    _lost_points(board, scores)
    for note in score_words.notes(scores):
        st.markdown(f":gray[{ui.text(note)}]")
    _overall_ranks(board, month, scores)


def _overall_ranks(board: Board, month: date, scores: Scores) -> None:
    left, right = st.columns([1.12, 1], gap="medium")
    with left:
        ui.section("综合排名", f"{month_text(scores.month)}通报")
        if scores.overall:
            sheet = tables.overall_sheet(scores, board.home_name(), frame.facts())
            county_tables.sheet_table(sheet, board.home_name())
            downloads.table(
                "综合排名",
                lambda suffix: frame.file_name("综合排名", suffix=suffix),
                lambda: sheet,
                key="overall",
            )
        else:
            st.markdown(":gray[通报没有综合得分和综合排名。]")
    history = board.scores.overall_history(month)
    if len(history):
        with right:
            ui.section("名次走势", "近12期通报")
            chart_view.show(
                charts.rank_lines(history, board.home_name(), **style.look()),
                "overall_ranks",
                "综合名次走势",
            )


def _lost_points(board: Board, scores: Scores) -> None:
    ui.section("得分与丢分", f"{month_text(scores.month)}通报，丢分从多到少")
    if not scores.indicators:
        return
    word, lost = tables.lost_points(scores)
    left, right = st.columns([1, 1.12], gap="medium")
    if len(lost):
        with left:
            chart_view.show(
                charts.lost_bars(lost, word=word, **style.look()), "lost", f"各指标{word}"
            )
    with right:
        sheet = tables.scores_sheet(scores, board.home_name(), frame.facts())
        sheet_view.show("scores", sheet, "得分与丢分")
