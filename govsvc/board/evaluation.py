"""评价指标体系 of a period: what was said of each window, or of each 工号, by 服务态度, 服务质量
and 办事效率. Nothing is weighed or ranked: the counts stand side by side.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from govsvc.board.feedback_period import FeedbackPeriod
from govsvc.board.rating_period import RatingPeriod
from govsvc.domain.feedback import (
    BAD,
    DIMENSION_LEVELS,
    DIMENSIONS,
    DISSATISFIED,
    OF_REASON,
    OF_WINDOW,
    RatingCount,
    counts_of,
)
from govsvc.domain.feedback.evaluation import EVALUATED, Evaluated
from govsvc.domain.rates import UNKNOWN, count_text

_DIMENSIONS = {one.key: one.name for one in DIMENSIONS}
_NAMES = tuple(one.name for one in EVALUATED)
WINDOW_COLUMNS = ("单位", "窗口", "主动评价", "差评", *_NAMES)
WORKER_COLUMNS = ("单位", "工号", "主动评价", "差评", *_NAMES)
UNIT_COLUMNS = ("单位", "有效回访", *(f"{name}（电话）" for name in _NAMES))
NOT_READ = "按时办结率和超期件没有逐窗口的数据，没有列入办事效率。"


@dataclass(frozen=True)
class Evaluation:
    """What was said in 好差评 and on the phone of one period."""

    ratings: RatingPeriod
    calls: FeedbackPeriod

    def windows(self) -> list[list[str]]:
        """A row a window, in the order of `WINDOW_COLUMNS`; the most 差评 first."""
        return _rows(self.ratings.of_windows(), lambda one: one.window)

    def workers(self) -> list[list[str]]:
        """A row a 工号, in the order of `WORKER_COLUMNS`: for administrators alone."""
        named = (one for one in self.ratings.of_windows() if one.worker)
        return _rows(named, lambda one: one.worker)

    def units(self) -> list[list[str]]:
        """What was said on the phone: calls name units, and no windows. In the order of
        `UNIT_COLUMNS`.
        """
        rows = []
        for unit in dict.fromkeys(call.unit for call in self.calls.calls):
            counts = counts_of(call for call in self.calls.calls if call.unit == unit)
            asked = [_asked(counts, one) for one in EVALUATED]
            rows.append([unit, count_text(counts["valid"]), *asked])
        return sorted(rows)


def _asked(counts: dict[str, int], one: Evaluated) -> str:
    """业务水平不满意1/48 of each dimension that the row is of."""
    said = []
    for dimension in one.dimensions:
        answers = sum(counts[f"{dimension}.{level}"] for level in DIMENSION_LEVELS)
        if answers:
            bad = counts[f"{dimension}.{DISSATISFIED}"]
            said.append(f"{_DIMENSIONS[dimension]}不满意{bad}/{answers}")
    return "；".join(said) or UNKNOWN


def _rows(ratings: Iterable[RatingCount], name: Callable[[RatingCount], str]) -> list[list[str]]:
    of_name: dict[tuple[str, str], list[RatingCount]] = defaultdict(list)
    for one in ratings:
        of_name[one.unit, name(one)].append(one)
    found = []
    for (unit, known), counts in of_name.items():
        rated = [one for one in counts if one.of == OF_WINDOW]
        bad = sum(one.count for one in rated if one.level in BAD)
        active = sum(one.count for one in rated)
        reasons = [one for one in counts if one.of == OF_REASON]
        cells = [_said(reasons, one) for one in EVALUATED]
        found.append((-bad, [unit, known or "未注明", count_text(active), count_text(bad), *cells]))
    return [cells for _, cells in sorted(found)]


def _said(reasons: Sequence[RatingCount], one: Evaluated) -> str:
    """肯定12、一般3、否定1, without what is none of it; — where nothing was said."""
    counts = {
        "肯定": _sum(reasons, one.praised),
        "一般": _sum(reasons, one.neutral),
        "否定": _sum(reasons, one.blamed),
    }
    return "、".join(f"{word}{count_text(n)}" for word, n in counts.items() if n) or UNKNOWN


def _sum(reasons: Sequence[RatingCount], codes: Sequence[str]) -> int:
    return sum(one.count for one in reasons if one.reason in codes)
