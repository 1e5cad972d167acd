"""二、特色亮点做法: what the data know of it, and places for the rest."""

from collections.abc import Callable, Sequence
from datetime import date

from govsvc.board import Board, authorisation, representatives
from govsvc.board.chain_period import ChainPeriod
from govsvc.board.feedback_period import SATISFIED, FeedbackPeriod
from govsvc.board.rating_period import GOOD, RatingPeriod
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import (
    Figure,
    Gap,
    Paragraph,
    Part,
    gaps_in,
    heading,
    joined,
    one_line,
    paragraph,
)
from govsvc.domain.chains import MEANS
from govsvc.domain.feedback import VALID
from govsvc.domain.months import month_text, period_text, span_text
from govsvc.domain.rates import count_text, percent_text
from govsvc.workflow.rectification import Ledger

#: keys of what is said on the phone, of 好差评, of 首席事务代表
CALLED, RATED, REPRESENTED = "practice:calls", "practice:ratings", "practice:representatives"
#: valid calls from which on a rate is said without its interval
_LARGE = 400
#: count → the words before it, its measure word, what it is
_COUNTS = (
    ("drawn", "抽取涉企办件", "件", "抽取数"),
    (VALID, "有效回访", "件", "有效回访数"),
    ("own_calls", "其中本单位自访", "件", "本单位自访数"),
    (SATISFIED, "", "", ""),
    ("bad", "不满意", "件", "不满意数"),
    ("texts", "收集意见建议", "条", "意见建议数"),
)


def paragraphs(board: Board, month: date, ledger: Ledger | None) -> list[Paragraph]:
    """`ledger`: the 整改台账, which knows what became of what people said."""
    figures, period = Figures(board, month), board.feedback.period(month, is_cumulative=True)
    chains = board.chains.period(month, is_cumulative=True)
    return [
        heading("practice:calls", "（一）开展电话回访", 2),
        paragraph(CALLED, *of_calls(period, figures, _handled(period, ledger, figures))),
        *_ratings(board, month, figures),
        heading("practice:representatives", "（二）落实首席事务代表制度", 2),
        paragraph(REPRESENTED, *_representatives(board, month, figures)),
        heading("practice:chains", "（三）推行一链式办理", 2),
        paragraph("practice:chains", *of_chains(chains, figures)),
        heading("practice:others", "（四）其他做法", 2),
        paragraph("practice:others", Gap("其他特色做法"), "。"),
    ]


def in_short(board: Board, month: date, ledger: Ledger | None) -> list[Paragraph]:
    """The same in a few lines: without headings, 好差评, what is not authorised, and what nobody
    knows to be settled.
    """
    figures, period = Figures(board, month), board.feedback.period(month, is_cumulative=True)
    handled = _handled(period, ledger, figures)
    handled = [] if gaps_in(handled) else handled
    represented = [
        *_sent(board, month, figures),
        *_authorised(board, month, figures, is_short=True),
    ]
    found = {one.key: one for one in paragraphs(board, month, ledger)}
    found[CALLED] = paragraph(CALLED, *of_calls(period, figures, handled))
    if represented:
        found[REPRESENTED] = paragraph(REPRESENTED, *represented)
    return [one for one in found.values() if not one.level and one.key != RATED]


def _representatives(board: Board, month: date, figures: Figures) -> list[Part]:
    """有事项进驻大厅的部门32个，30个落实首席事务代表（93.75%）。“授权到位率”94.06%（602/640）; a
    place for what the data do not know of it.
    """
    sent, given = _sent(board, month, figures), _authorised(board, month, figures)
    if not sent and not given:
        return [Gap("首席事务代表任命、授权情况"), "。"]
    return [
        *(sent or [Gap("首席事务代表任命情况"), "。"]),
        *(given or [Gap("首席事务代表授权情况"), "。"]),
    ]


def _sent(board: Board, month: date, figures: Figures) -> list[Part]:
    """How many departments have sent one; nothing where there is no list."""
    found = representatives.delegates(board, month)
    if found is None or not found.rows or not found.shares[0].counts[1]:
        return []
    share = found.shares[0]
    met, counted = share.counts
    fraction = f"{met:,}/{counted:,}"

    def said(number: str, what: str) -> Figure:
        return figures.of_delegates(month, number, what, fraction)

    parts: list[Part] = ["有事项进驻大厅的部门", said(f"{counted:,}个", "有事项进驻大厅的部门")]
    if met == counted:
        parts.append("，全部落实首席事务代表")
    else:
        rate = said(percent_text(share.published), share.name)
        parts += ["，", said(f"{met:,}个", share.name), "落实首席事务代表（", rate, "）"]
    if share.unknown:
        parts += ["；", Gap("其余部门首席事务代表任命情况")]
    return [*parts, "。"]


def _authorised(
    board: Board, month: date, figures: Figures, *, is_short: bool = False
) -> list[Part]:
    """2026年10月，授权事项602项，“授权到位率”94.06%（602/640），已进驻未授权18项; nothing where it
    is not known. `is_short`: the rate alone, without what is not authorised.
    """
    standing = authorisation.standing_of(board, month)
    if standing is None or standing.headline is None:
        return []
    indicator, headline = standing.indicator, standing.headline
    clauses: list[list[Part]] = [] if is_short else [[month_text(month)]]
    if headline.numerator is not None:
        clauses.append(["授权事项", figures.met(indicator, headline)])
    clauses.append([f"“{indicator.short}”", figures.value(indicator, headline)])
    if not is_short:
        clauses += [
            [one.name, figures.rows(one, indicator, count)]
            for one, count in authorisation.listed(board, month).items()
            if count and not one.suspects
        ]
    return joined(clauses)


def of_calls(period: FeedbackPeriod, figures: Figures, handled: Sequence[Part] = ()) -> list[Part]:
    """1—10月抽取涉企办件60件，有效回访48件，总体满意率95.83%…; at last what was `handled`."""
    if not period.is_held:
        return [Gap(f"{span_text(period.months[0], period.months[-1])}电话回访开展情况"), "。"]
    names = "、".join(one_line(one.measure.name.removesuffix("满意率")) for one in _asked(period))
    asked = f"，对{names}进行评价" if names else ""
    clauses = [
        _satisfied(period, figures) if key == SATISFIED else _count(period, figures, key, *words)
        for key, *words in _COUNTS
    ]
    return [
        f"抽取涉企办件开展电话回访{asked}。{period_text(period.months)}",
        *_where_months_are_missing(period, lambda *said: figures.of_calls(period, *said), "回访"),
        "，",
        *joined([*clauses, handled]),
    ]


def _handled(period: FeedbackPeriod, ledger: Ledger | None, figures: Figures) -> list[Part]:
    """已办结12条, by the 整改台账; a place for it where none of them was assigned there."""
    if not period.counts.get("texts"):
        return []
    if ledger is None or not ledger.assigned_calls(period.with_texts):
        return ["已办结", Gap("已办结的意见建议数")]
    closed = f"{count_text(ledger.closed_calls(period.with_texts))}条"
    return ["已办结", figures.of_closed_calls(period, closed)]


def _where_months_are_missing(
    period: FeedbackPeriod | RatingPeriod | ChainPeriod,
    figure: Callable[[str, str], Figure],
    what: str,
) -> list[Part]:
    """（其中8个月有回访数据）, behind the name of a period; nothing where all of its months have
    data.
    """
    held = len(period.held)
    if held == len(period.months):
        return []
    return ["（其中", figure(f"{held}个月", f"有{what}数据的月数"), f"有{what}数据）"]


def of_chains(period: ChainPeriod, figures: Figures) -> list[Part]:
    """上线“一件事”22个，涉及13个部门、51个事项，1—10月累计办件4,900件，办理环节减少61.05%…"""
    if not period.chains:
        return [Gap("一链式办理上线、办件情况"), "。"]
    span = span_text(period.months[0], period.months[-1])

    def said(number: str, what: str, counts: str = "") -> Figure:
        return figures.of_chains(period, number, what, counts)

    if not period.online:
        listed = said(f"{count_text(len(period.chains))}个", "清单")
        is_known = all(one.state for one in period.chains)
        state = "均未上线" if is_known else Gap("一件事上线状态")
        return ["列入“一件事”清单", listed, "，", state, "。"]

    cases: list[Part] = (
        [
            span,
            *_where_months_are_missing(period, said, "办件"),
            "累计办件",
            said(f"{count_text(period.case_count)}件", "累计办件"),
        ]
        if period.held
        else [Gap(f"{span}一件事办件量")]
    )
    mean = "平均" if period.way == MEANS else ""
    saved: list[list[Part]] = [
        [
            f"{one.saving.name}{mean}减少",
            said(percent_text(one.published), f"{one.saving.name}减幅", one.text),
        ]
        for one in period.reductions
        if one.published is not None
    ]
    bodies = period.bodies
    return joined(
        [
            ["上线“一件事”", said(f"{count_text(len(period.online))}个", "已上线")],
            ["涉及", said(f"{bodies.units}个", "涉及部门"), "部门"],
            [said(f"{bodies.items}个", "涉及事项"), "事项"],
            cases,
            *saved,
        ]
    )


def _asked(period: FeedbackPeriod) -> list:
    """The dimensions that were answered, in the order of their definitions."""
    return [one for one in period.values if one.measure.dimension and one.published is not None]


def _count(
    period: FeedbackPeriod, figures: Figures, key: str, words: str, unit: str, what: str
) -> list[Part]:
    """Nothing where the count is unknown; 本单位自访 only where there is any."""
    count = period.counts.get(key)
    if count is None or key == "own_calls" and not count:
        return []
    return [words, figures.of_calls(period, f"{count_text(count)}{unit}", what)]


def _satisfied(period: FeedbackPeriod, figures: Figures) -> list[Part]:
    """总体满意率95.83%（46/48，95%置信区间86.02%—98.85%）; what is wanting where it is unknown."""
    value = period.value(SATISFIED)
    if value.published is None:
        return [] if not period.counts.get(VALID) else ["总体满意率", Gap("五级评价件数")]
    rate = figures.of_calls(
        period, percent_text(value.published), value.measure.name, value.fraction_text
    )
    counts = figures.of_calls(period, value.fraction_text, f"{value.measure.name}的件数")
    parts: list[Part] = ["总体满意率", rate, "（", counts]
    if value.interval and (value.denominator or 0) < _LARGE:
        interval = f"95%置信区间{value.interval.text}"
        parts += [
            "，",
            figures.of_calls(period, interval, value.measure.name, value.fraction_text),
        ]
    if value.is_small:
        small = f"样本不足{value.least_sample}"
        parts += ["，", figures.of_calls(period, small, "最小样本"), "，仅供参考"]
    return [*parts, "）"]


def of_ratings(period: RatingPeriod, figures: Figures) -> list[Part]:
    """2026年1—10月，收到“好差评”主动评价6,800条，好评率99.82%（6,788/6,800），差评12条; nothing
    where there are none.
    """
    counts, value = period.counts, period.value(GOOD)
    if not counts.get("active"):
        return []

    def figure(number: str, what: str, of: str = "") -> Figure:
        return figures.of_ratings(period, number, what, of)

    parts: list[Part] = [
        period_text(period.months),
        *_where_months_are_missing(period, figure, "评价"),
        "，收到“好差评”主动评价",
        figure(f"{count_text(counts['active'])}条", "主动评价数"),
    ]
    if counts["default"]:
        by_default = figure(f"{count_text(counts['default'])}条", "系统默认评价数")
        word = "不计入" if value.denominator == counts["active"] else "已计入"
        parts += ["（另有系统默认评价", by_default, f"，{word}好评率）"]
    rate = figure(percent_text(value.published), value.measure.name, value.fraction_text)
    of_counts = figure(value.fraction_text, f"{value.measure.name}的件数")
    parts += ["，好评率", rate, "（", of_counts, "），差评"]
    parts.append(figure(f"{count_text(counts['bad'])}条", "差评数"))
    return [*parts, "。"]


def _ratings(board: Board, month: date, figures: Figures) -> list[Paragraph]:
    parts = of_ratings(board.ratings.period(month, is_cumulative=True), figures)
    return [paragraph(RATED, *parts)] if parts else []
