"""The slide of 群众评价: who was not content on the phone and what became of it, the sample, the
dimensions.
"""

from datetime import date

from govsvc.board.board import Board
from govsvc.board.briefing.model import (
    ATTEND,
    OWN,
    PLAIN,
    Bar,
    Bars,
    Cell,
    Fact,
    Note,
    Slide,
    Table,
    in_whole,
    rows_with_room,
)
from govsvc.board.feedback_period import SATISFIED, FeedbackPeriod
from govsvc.domain.feedback import Call
from govsvc.domain.rates import UNKNOWN, count_text, percent_text
from govsvc.workflow.rectification import Ledger

KEY = "calls"
#: rows of the table, lines that they take, characters of what was said on a line
_MOST_ROWS, _MOST_LINES, _LINE = 4, 6, 12


def calls(board: Board, month: date, ledger: Ledger | None) -> Slide | None:
    """电话回访 of the month; None where nobody was called."""
    period = board.feedback.period(month)
    if not period.is_held:
        return None
    bars = _dimensions(period)
    return Slide(
        KEY,
        _title(period),
        _facts(period),
        tuple(filter(None, (bars, _said(period, ledger)))),
        "feedback.py",
    )


def title(period: FeedbackPeriod) -> str:
    """电话回访有效209件，不满意4件."""
    counts = period.counts
    text = f"电话回访有效{count_text(counts.get('valid', 0))}件"
    if "bad" not in counts:
        return text
    return (
        f"{text}，不满意{count_text(counts['bad'])}件" if counts["bad"] else f"{text}，没有不满意"
    )


def _title(period: FeedbackPeriod) -> str:
    """电话回访有效209件，不满意4件，住房和城乡建设局最多（2件）."""
    text = title(period)
    of_units: dict[str, int] = {}
    for call in period.bad:
        of_units[call.unit] = of_units.get(call.unit, 0) + 1
    most = max(of_units.values(), default=0)
    worst = [unit for unit, count in of_units.items() if count == most]
    return f"{text}，{worst[0]}最多（{most}件）" if len(worst) == 1 and most > 1 else text


def _facts(period: FeedbackPeriod) -> tuple[Fact, ...]:
    value, counts = period.value(SATISFIED), period.counts
    interval = f"，95%置信区间{value.interval.text}" if value.interval else ""
    small = f"，样本不足{period.settings.least_sample}" if value.is_small else ""
    facts = [
        Fact(
            percent_text(value.published),
            f"总体满意率，{value.fraction_text}{interval}{small}",
            OWN,
        )
    ]
    if "bad" in counts:
        tone = ATTEND if counts["bad"] else PLAIN
        facts.append(Fact(f"{count_text(counts['bad'])}件", "不满意", tone))
    if "texts" in counts:
        facts.append(Fact(f"{count_text(counts['texts'])}条", "意见建议"))
    return tuple(facts)


def _dimensions(period: FeedbackPeriod) -> Bars | None:
    """The dimensions, the weakest first; it alone stands out, and only where the sample is large
    enough and it is weaker than the next.
    """
    found = period.dimensions
    if not found:
        return None
    shown = [one.published for one in found]
    is_weak = len(found) > 1 and shown[0] != shown[1] and not found[0].is_small
    bars = tuple(
        Bar(
            one.measure.name.removesuffix("满意率"),
            f"{percent_text(one.published)}（{one.fraction_text}）",
            0,
            float(one.published or 0),
            ATTEND if is_weak and number == 0 else PLAIN,
        )
        for number, one in enumerate(found)
    )
    return Bars("分项满意率，弱项在前", bars, 0, 100)


def _said(period: FeedbackPeriod, ledger: Ledger | None) -> Table | Note:
    if not period.bad:
        return Note("不满意", "没有不满意的评价。")
    texts = [_text(call) for call in period.bad]
    shown = period.bad[: rows_with_room(texts, _LINE, _MOST_ROWS, _MOST_LINES)]
    rest = len(period.bad) - len(shown)
    return Table(
        ("承办单位", "意见建议", "整改"),
        tuple(_row(call, ledger) for call in shown),
        caption="不满意的办件",
        note=f"另有{rest}件，见群众评价" if rest else "",
    )


def _row(call: Call, ledger: Ledger | None) -> tuple[Cell, ...]:
    return (
        Cell(call.unit),
        Cell(_text(call)),
        Cell(ledger.of_call(call) if ledger else UNKNOWN),
    )


def _text(call: Call) -> str:
    return in_whole(call.text or call.item or UNKNOWN, "群众评价")
