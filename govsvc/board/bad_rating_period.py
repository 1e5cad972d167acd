"""The 差评台账 over one month or 1—N月: what became of each 差评, counts and rates on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from govsvc.domain.deadlines import day_text
from govsvc.domain.feedback import (
    BAD_RATINGS,
    BadRating,
    FeedbackSettings,
    HandledRating,
    MeasureValue,
    RatingClock,
    level_name,
    measures_of,
    reason_text,
    value_of,
)
from govsvc.domain.feedback.bad_ratings import LATE, NOT_DUE, OVERDUE, STRUCK
from govsvc.domain.months import period_text
from govsvc.domain.rates import UNKNOWN, count_text, percent_text

COLUMNS = (
    "评价",
    "单位",
    "事项",
    "原因",
    "整改",
    "首次联系",
    "回访",
    "整改结果",
    "收到日期",
    "来源",
)
_ORDER = (OVERDUE, NOT_DUE, LATE)


@dataclass(frozen=True)
class BadRatingPeriod:
    """`in_ledger`: the rows of the ledger; `exported`: the 差评 of the exports of these months."""

    months: Sequence[date]
    in_ledger: Sequence[HandledRating]
    exported: Sequence[BadRating]
    clock: RatingClock
    left_out: int = 0

    @property
    def is_held(self) -> bool:
        """Whether there is a ledger at all."""
        return bool(self.in_ledger)

    @property
    def settings(self) -> FeedbackSettings:
        return self.clock.settings

    @property
    def name(self) -> str:
        return period_text(self.months)

    @cached_property
    def missing(self) -> list[HandledRating]:
        """差评 of the exports that the ledger lacks; none where it has rows without 办件编号, which
        cannot be told apart from these.
        """
        known = {one.case for one in self.in_ledger}
        if not self.is_held or "" in known:
            return []
        return [_open(one) for one in self.exported if one.case not in known]

    @property
    def unpaired(self) -> int:
        """Rows of the ledger without 办件编号."""
        return sum(not one.case for one in self.in_ledger)

    @cached_property
    def all(self) -> list[HandledRating]:
        """The ledger and what it lacks, what is overdue first."""
        order = {state: number for number, state in enumerate(_ORDER)}
        return sorted(
            [*self.in_ledger, *self.missing],
            key=lambda one: (order.get(self.clock.state(one), len(order)), one.received, one.row),
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        return self.clock.counts(self.all) if self.is_held else {}

    @cached_property
    def values(self) -> list[MeasureValue]:
        """差评整改率, 按期整改率, 差评回访率, 回访满意率."""
        return [value_of(one, self.counts, self.settings) for one in measures_of(BAD_RATINGS)]

    @property
    def sentence(self) -> str:
        """What a report says of it."""
        if not self.is_held:
            return f"{self.name}没有差评台账。"
        counts, (closed, in_time, *_) = self.counts, self.values
        struck = f"，其中误评、恶意或不实{counts[STRUCK]}条" if counts[STRUCK] else ""
        return (
            f"{self.name}差评{count_text(len(self.all))}条{struck}；"
            f"截至{day_text(self.clock.day)}，"
            f"差评整改率{percent_text(closed.published)}（{closed.fraction_text}），"
            f"按期整改率{percent_text(in_time.published)}（{in_time.fraction_text}），"
            f"逾期未整改{counts[OVERDUE]}条。"
        )

    def rows(self) -> list[list[str]]:
        """Each 差评, in the order of `COLUMNS`."""
        return [self._row(one) for one in self.all]

    def _row(self, one: HandledRating) -> list[str]:
        in_ledger = "" if one in self.in_ledger else "（台账未登记）"
        return [
            level_name(one.level) or "差评",
            one.unit,
            one.item or UNKNOWN,
            "；".join([*map(reason_text, one.reasons), *filter(None, [one.text])]) or UNKNOWN,
            self.clock.words(one),
            self.clock.contact_words(one),
            _called_back(one),
            one.result or UNKNOWN,
            one.received.isoformat(),
            f"{one.sheet} 第{one.row}行{in_ledger}",
        ]


def _called_back(one: HandledRating) -> str:
    if not one.is_named:
        return "匿名"
    if not one.is_called_back:
        return "未回访"
    return {True: "认可", False: "不认可", None: "已回访"}[one.is_content]


def _open(one: BadRating) -> HandledRating:
    """A 差评 that nobody has entered in the ledger."""
    return HandledRating(
        one.month,
        one.unit,
        one.item,
        one.case,
        one.level,
        one.reasons,
        one.text,
        one.day or one.month,
        None,
        False,
        False,
        None,
        one.is_named is not False,
        False,
        None,
        "",
        one.key,
        one.file,
        one.sheet,
        one.row,
    )
