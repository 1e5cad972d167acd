"""年度（阶段）总结: the county's report on its indicators of a year, or of the year so far."""

from datetime import date

from govsvc.board import Board
from govsvc.documents.papers import next_steps, practice, problems, standings
from govsvc.documents.papers.model import Draft, heading, one_line, paragraph
from govsvc.documents.papers.notes import notes
from govsvc.domain.months import span_text
from govsvc.workflow.rectification import Ledger


def summary(
    board: Board, month: date, *, office: str, day: date, ledger: Ledger | None = None
) -> Draft:
    """The 总结 from January to `month`. `office`: who signs; `day`: when; `ledger`: the 整改台账 of
    that day.
    """
    span = span_text(date(month.year, 1, 1), month)
    is_whole_year = month.month == 12
    return Draft(
        (
            one_line(board.home_name()),
            f"{month.year}年" if is_whole_year else f"{month.year}年{span}",
            "政务服务评价指标",
            "工作总结" if is_whole_year else "阶段工作总结",
        ),
        month,
        (
            paragraph(
                "opening",
                f"根据会议精神，对照{month.year}年省营商环境指标，认真分析研判，"
                "知形势、补短板、强弱项，现将有关情况报告如下。",
            ),
            heading("overall", "一、总体情况"),
            *standings.paragraphs(board, month),
            heading("practice", "二、特色亮点做法"),
            *practice.paragraphs(board, month, ledger),
            heading("problems", "三、存在的问题和不足"),
            *problems.paragraphs(board, month),
            heading("next", "四、下一步工作打算"),
            *next_steps.paragraphs(board, month),
        ),
        one_line(office),
        day,
        tuple(notes(board, month)),
    )
