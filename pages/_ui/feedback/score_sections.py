"""群众评价 › 窗口评价: the monthly score sheets of windows, as they are printed."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.domain.feedback.window_scores import ScoreSheet, WindowScore
from govsvc.domain.months import month_text, period_text
from govsvc.exports import export
from govsvc.exports.export import Sheet
from govsvc.security import Right
from pages._ui import data, downloads, ui

_PLACE = "评分表位置"


def show(months: Sequence[date], sheets: Sequence[ScoreSheet]) -> None:
    """The sheets of the period; rows of workers for administrators alone."""
    may_see_workers = data.actor().may(Right.MANAGE)
    ui.section("窗口考核评分", "按评分表印制的列显示，不计算、不排名")
    if not sheets:
        st.markdown(
            f":gray[:small[{period_text(months)}没有评分表。在“数据导入”上传当月的窗口考核评分表"
            "（窗口、得分，扣分、红旗窗口等列原样保留）后，这里按印制的显示。]]"
        )
        return
    shown = [(one, _rows(one, may_see_workers)) for one in sheets]
    for number, (sheet, rows) in enumerate(shown):
        if not rows:
            continue
        if len(sheets) > 1 or len(months) > 1:
            st.markdown(f"**{month_text(sheet.month)}　{ui.text(sheet.name)}**")
        ui.table(
            f"scores_{number}",
            sheet.columns,
            [[ui.text(text) for _, text in row.cells] for row in rows],
            numbers=[name for name in sheet.columns if "分" in name],
        )
    hidden = sum(row.is_person for one in sheets for row in one.rows)
    if hidden and not may_see_workers:
        st.markdown(f":gray[:small[另有{hidden}行是工作人员个人的评分，仅管理员可见。]]")
    _download(months, [(sheet, rows) for sheet, rows in shown if rows])


def _rows(sheet: ScoreSheet, may_see_workers: bool) -> list[WindowScore]:
    return [row for row in sheet.rows if may_see_workers or not row.is_person]


def _download(
    months: Sequence[date], shown: Sequence[tuple[ScoreSheet, Sequence[WindowScore]]]
) -> None:
    if not shown:
        return
    home, name = data.board().home_name(), period_text(months)

    def made() -> downloads.Made:
        book = [
            Sheet(
                f"{home}{month_text(sheet.month)}窗口考核评分",
                (*sheet.columns, _PLACE),
                [[*(text for _, text in row.cells), f"{row.sheet} 第{row.row}行"] for row in rows],
                [("说明", "按印制的列")],
                tab=f"{sheet.month.month}月 {sheet.name}",
            )
            for sheet, rows in shown
        ]
        return export.to_book(book), f"{name}，{sum(len(rows) for _, rows in shown)}行"

    downloads.button(
        "下载窗口考核评分（Excel）",
        export.file_name(home, "窗口考核评分", months[-1], "", suffix=".xlsx"),
        made,
        "scores_book",
        mime=downloads.XLSX,
    )
