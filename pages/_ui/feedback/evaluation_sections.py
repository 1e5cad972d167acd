"""群众评价 › 窗口评价: 服务态度, 服务质量 and 办事效率 by window; by 工号 for administrators."""

from collections.abc import Sequence

import streamlit as st

from govsvc.board import evaluation
from govsvc.board.evaluation import Evaluation
from govsvc.domain.feedback import reason_text
from govsvc.domain.feedback.evaluation import EVALUATED
from govsvc.domain.feedback.window_scores import ScoreSheet
from govsvc.exports import export
from govsvc.exports.export import Sheet
from govsvc.security import Right
from pages._ui import data, downloads, frame, ui
from pages._ui.feedback import score_sections


def show(found: Evaluation, scored: Sequence[ScoreSheet]) -> None:
    """The part of the page, with its title. `scored`: the score sheets of the period."""
    period, windows = found.ratings, found.windows()
    frame.title(f"群众评价：{period.name}窗口评价，{len(windows)}个窗口")
    _said(found, windows)
    score_sections.show(period.months, scored)


def _said(found: Evaluation, windows: Sequence[Sequence[str]]) -> None:
    if windows:
        ui.section("各窗口", "好差评里选了的原因，肯定、一般、否定各多少次；差评多的在前，不排名")
        _table("evaluated_windows", evaluation.WINDOW_COLUMNS, windows)
    units = found.units()
    if units:
        ui.section("电话回访", "回访台账只有单位，没有窗口；不满意次数/回答次数")
        _table("evaluated_units", evaluation.UNIT_COLUMNS, units)
    if not windows and not units:
        st.markdown("没有好差评，也没有电话回访。")
        return
    if data.actor().may(Right.MANAGE):
        _workers(found.workers())
    _download(found, windows, units)
    parts = [
        f"{one.name}：" + "、".join(map(reason_text, (*one.praised, *one.neutral, *one.blamed)))
        for one in EVALUATED
    ]
    st.markdown(f":gray[:small[{ui.text('；'.join(parts))}。{evaluation.NOT_READ}]]")


def _workers(rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    with ui.not_printed("workers"), st.expander("按工号（仅管理员可见）", icon=":material/badge:"):
        _table("evaluated_workers", evaluation.WORKER_COLUMNS, rows)


def _table(key: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    ui.table(
        key,
        columns,
        [[ui.text(cell) for cell in row] for row in rows],
        numbers=[name for name in columns if name in ("主动评价", "差评", "有效回访")],
    )


def _download(
    found: Evaluation, windows: Sequence[Sequence[str]], units: Sequence[Sequence[str]]
) -> None:
    home, period = data.board().home_name(), found.ratings

    def made() -> downloads.Made:
        facts = [("期间", period.name), ("说明", evaluation.NOT_READ)]
        book = [
            Sheet(f"{home}窗口评价", evaluation.WINDOW_COLUMNS, windows, facts, tab="各窗口"),
            Sheet(f"{home}电话回访", evaluation.UNIT_COLUMNS, units, facts, tab="电话回访"),
        ]
        return export.to_book(book), f"{period.name}，{len(windows)}个窗口"

    downloads.button(
        "下载窗口评价（Excel）",
        export.file_name(home, "窗口评价", period.months[-1], "", suffix=".xlsx"),
        made,
        "evaluation_book",
        mime=downloads.XLSX,
    )
