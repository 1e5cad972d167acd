"""The slide of 好差评: who rated badly, why, and what became of it; and the one of both, where
there is no room for two.
"""

from datetime import date

from govsvc.board.board import Board
from govsvc.board.briefing import feedback
from govsvc.board.briefing.model import (
    ATTEND,
    OWN,
    PLAIN,
    Bars,
    Cell,
    Fact,
    Note,
    Slide,
    Table,
    counted_bars,
    in_whole,
    rows_with_room,
)
from govsvc.board.rating_period import GOOD, RatingPeriod
from govsvc.domain.deadlines import day_text
from govsvc.domain.feedback import BadRating, reason_text
from govsvc.domain.rates import UNKNOWN, count_text, percent_text
from govsvc.workflow.rectification import Ledger

KEY = "ratings"
#: rows of the table, lines that they take, characters of what was said on a line, bars
_MOST_ROWS, _MOST_LINES, _LINE, _MOST_REASONS = 5, 7, 12, 5
_QUERY = {"said": "好差评"}


def ratings(board: Board, month: date, ledger: Ledger | None) -> Slide | None:
    """好差评 of the month; None where there are no active ratings."""
    period = board.ratings.period(month)
    if not period.counts.get("active"):
        return None
    parts = [part for part in (_reasons(period), _bad(period, ledger)) if part]
    facts = [*_facts(period), *_handled(board, month, ledger)]
    return Slide(KEY, _title(period), tuple(facts), tuple(parts), "feedback.py", dict(_QUERY))


def joined(calls: Slide, board: Board, month: date) -> Slide:
    """The slide of calls with what 好差评 say."""
    period, calls_period = board.ratings.period(month), board.feedback.period(month)
    counts = {key: count_text(period.counts[key]) for key in ("active", "bad")}
    return Slide(
        calls.key,
        f"{feedback.title(calls_period)}；"
        f"好差评主动评价{counts['active']}条，差评{counts['bad']}条",
        (*calls.facts[:2], *_facts(period)),
        calls.parts,
        calls.page,
        calls.query,
    )


def _title(period: RatingPeriod) -> str:
    """好差评主动评价3,241条，差评4条，住房和城乡建设局最多（2条）."""
    counts = period.counts
    text = f"好差评主动评价{count_text(counts['active'])}条"
    if not counts["bad"]:
        return f"{text}，没有差评"
    text = f"{text}，差评{count_text(counts['bad'])}条"
    of_units: dict[str, int] = {}
    for one in period.bad:
        of_units[one.unit] = of_units.get(one.unit, 0) + 1
    most = max(of_units.values(), default=0)
    worst = [unit for unit, count in of_units.items() if count == most]
    return f"{text}，{worst[0]}最多（{most}条）" if len(worst) == 1 and most > 1 else text


def _facts(period: RatingPeriod) -> list[Fact]:
    value, counts = period.value(GOOD), period.counts
    small = f"，样本不足{period.settings.least_sample}" if value.is_small else ""
    default = counts["default"]
    by_default = f"，不含系统默认{count_text(default)}条" if default else ""
    if value.denominator != counts["active"]:
        by_default = "，含系统默认评价"
    label = f"好评率，{value.fraction_text}{by_default}{small}"
    tone = ATTEND if counts["bad"] else PLAIN
    return [
        Fact(percent_text(value.published), label, OWN),
        Fact(f"{count_text(counts['bad'])}条", "差评", tone),
    ]


def _handled(board: Board, month: date, ledger: Ledger | None) -> list[Fact]:
    """差评整改率 on the day of the meeting, where there is a 差评台账."""
    if ledger is None:
        return []
    handled = board.ratings.bad(month, ledger.clock.day)
    if not handled.is_held or handled.values[0].published is None:
        return []
    closed = handled.values[0]
    label = f"差评整改率，{closed.fraction_text}，截至{day_text(ledger.clock.day)}"
    return [Fact(percent_text(closed.published), label)]


def _reasons(period: RatingPeriod) -> Bars | None:
    counts: dict[str, int] = {}
    for one in period.bad_reasons:
        counts[one.code] = counts.get(one.code, 0) + one.count
    if not counts:
        return None
    order = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    rows = [(reason_text(code), count, f"{count}次") for code, count in order]
    return counted_bars("差评原因（次）", rows, "种", _MOST_REASONS)


def _bad(period: RatingPeriod, ledger: Ledger | None) -> Table | Note:
    if not period.bad:
        return Note("差评", "没有差评。")
    texts = [_text(one) for one in period.bad]
    shown = period.bad[: rows_with_room(texts, _LINE, _MOST_ROWS, _MOST_LINES)]
    rest = len(period.bad) - len(shown)
    return Table(
        ("单位", "评价人说", "整改"),
        tuple(_row(one, ledger) for one in shown),
        caption="差评",
        note=f"另有{rest}条，见群众评价" if rest else "",
    )


def _row(one: BadRating, ledger: Ledger | None) -> tuple[Cell, ...]:
    return (
        Cell(one.unit),
        Cell(_text(one)),
        Cell(ledger.of_bad_rating(one) if ledger else UNKNOWN),
    )


def _text(one: BadRating) -> str:
    reasons = "；".join(reason_text(code) for code in one.reasons)
    return in_whole(one.text or reasons or one.item or UNKNOWN, "群众评价")
