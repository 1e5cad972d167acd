"""简报: one issue on a month, for those who read a page and a half."""

from datetime import date

from govsvc.board import Board
from govsvc.board.rating_period import GOOD, RatingPeriod
from govsvc.documents.papers import meeting_report, practice, problems
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import Draft, Gap, Part, heading, joined, one_line, paragraph
from govsvc.documents.papers.notes import notes
from govsvc.domain.months import month_text
from govsvc.domain.rates import count_text, percent_text

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
            paragraph("editor", "编者按：", Gap("编者按"), "。"),
            heading("overall", "一、指标运行"),
            meeting_report.overall(board, month),
            heading("feedback", "二、群众评价"),
            paragraph("feedback:calls", *practice.of_calls(calls, figures)),
            paragraph("feedback:ratings", *_ratings(ratings, figures)),
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


def _ratings(period: RatingPeriod, figures: Figures) -> list[Part]:
    """好差评收到主动评价3,241条，好评率99.88%（3,237/3,241），差评4条。"""
    if not period.is_held:
        return [Gap(f"{period.name}好差评情况"), "。"]
    counts, value = period.counts, period.value(GOOD)
    active = figures.of_ratings(period, f"{count_text(counts['active'])}条", "主动评价数")
    clauses: list[list[Part]] = [[f"{period.name}，好差评收到主动评价", active]]
    if counts["default"]:
        default = f"{count_text(counts['default'])}条"
        clauses.append(["另有系统默认评价", figures.of_ratings(period, default, "系统默认评价数")])
    if value.published is not None:
        rate = percent_text(value.published)
        good = figures.of_ratings(period, rate, value.measure.name, value.fraction_text)
        clauses.append([value.measure.name, good])
    bad = figures.of_ratings(period, f"{count_text(counts['bad'])}条", "差评数")
    return joined([*clauses, ["差评", bad]])
