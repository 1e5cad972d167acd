"""简报: one issue on a month, for those who read a page and a half."""

from datetime import date

from govsvc.board import Board
from govsvc.documents.papers import meeting_report, practice, problems
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import ISSUE, Draft, Gap, heading, one_line, paragraph
from govsvc.documents.papers.notes import notes
from govsvc.domain.months import month_text

#: what stands at the head of each issue
NAME = "政务服务工作简报"


def brief(board: Board, month: date, *, office: str, day: date) -> Draft:
    """The issue of a month."""
    figures = Figures(board, month)
    calls, ratings = board.feedback.period(month), board.ratings.period(month)
    return Draft(
        (one_line(board.home_name()), month_text(month), "政务服务评价指标运行情况"),
        month,
        (
            paragraph(ISSUE, "第", Gap("期号"), "期"),
            paragraph("editor", "编者按：", Gap("编者按"), "。"),
            heading("overall", "一、指标运行"),
            meeting_report.overall(board, month),
            heading("feedback", "二、群众评价"),
            paragraph("feedback:calls", *practice.of_calls(calls, figures)),
            paragraph(
                "feedback:ratings",
                *(
                    practice.of_ratings(ratings, figures)
                    or (Gap(f"{ratings.name}好差评情况"), "。")
                ),
            ),
            heading("problems", "三、存在的问题"),
            *problems.paragraphs(board, month),
            heading("circulation", "四、报送范围"),
            paragraph("circulation", "报：", Gap("报送的领导和单位"), "。"),
            paragraph("circulation:copies", "送：", Gap("抄送的单位"), "。"),
        ),
        one_line(office),
        day,
        tuple(notes(board, month)),
        is_handed_out=True,
        masthead=NAME,
    )
