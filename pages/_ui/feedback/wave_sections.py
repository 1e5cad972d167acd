"""群众评价 › 问卷: each wave with its rates, and its questions with their samples."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.board.wave_values import QUESTION_COLUMNS, WaveValues
from govsvc.domain.feedback.questionnaires import QUESTIONS
from govsvc.domain.months import period_text
from govsvc.domain.rates import count_text, percent_text
from govsvc.exports import export
from govsvc.exports.export import Sheet
from govsvc.exports.feedback_table import MEASURE_COLUMNS, measure_row
from pages._ui import data, downloads, frame, ui


def show(months: Sequence[date], waves: Sequence[WaveValues]) -> None:
    """The part of the page, with its title."""
    name = period_text(months)
    if not waves:
        frame.title(f"群众评价：{name}没有问卷")
        st.markdown(
            "没有问卷。导入问卷汇总（发放、回收、有效份数和各题）或问卷工具导出的答卷后，这里有"
            "回收率、有效率和满意率。"
        )
        frame.link("upload.py", "去导入问卷 ›")
        return
    first = waves[0].value
    frame.title(
        f"群众评价：{name}问卷{len(waves)}次"
        + (f"，满意率{percent_text(first.published)}" if len(waves) == 1 else "")
    )
    for number, one in enumerate(waves):
        _wave(number, one)
    _download(name, months[-1], waves)


def _wave(number: int, one: WaveValues) -> None:
    ui.section(ui.text(one.wave.name), ui.text(one.wave.way or "没有注明发放方式"))
    ui.table(
        f"wave_{number}",
        MEASURE_COLUMNS,
        [
            [of.measure.name, percent_text(of.published), *map(ui.text, measure_row(of)[2:])]
            for of in one.values
        ],
        numbers=["数值", "分子/分母"],
    )
    counts = one.wave.counts
    if "handed_out" not in counts:
        st.markdown(":gray[:small[没有发放份数，回收率不计算。]]")
    if "valid" in counts:
        st.markdown(f":gray[:small[有效份数{count_text(counts['valid'])}。]]")
    if [row for row in one.rows() if row[1] != QUESTIONS["whole"]]:
        ui.table(
            f"wave_{number}_questions",
            QUESTION_COLUMNS,
            [[ui.text(cell) for cell in row] for row in one.rows()],
            numbers=["满意率", "分子/分母"],
        )


def _download(name: str, month: date, waves: Sequence[WaveValues]) -> None:
    home = data.board().home_name()

    def made() -> downloads.Made:
        facts = [("期间", name)]
        book = [
            Sheet(
                f"{home}问卷指标",
                ("问卷", *MEASURE_COLUMNS),
                [[one.wave.name, *measure_row(value)] for one in waves for value in one.values],
                facts,
                tab="指标",
            ),
            Sheet(
                f"{home}问卷各题",
                ("问卷", *QUESTION_COLUMNS),
                [[one.wave.name, *row] for one in waves for row in one.rows()],
                facts,
                tab="各题",
            ),
        ]
        return export.to_book(book), f"{name}，{len(waves)}次问卷"

    downloads.button(
        "下载问卷（Excel）",
        export.file_name(home, "问卷", month, "", suffix=".xlsx"),
        made,
        "waves_book",
        mime=downloads.XLSX,
    )
