"""Channels side by side: 现场, 网上, 电话, 问卷, each with its own sample.

They are never averaged, but where a document gives weights (综合满意度).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from govsvc.board.feedback_period import SATISFIED, FeedbackPeriod
from govsvc.board.rating_period import GOOD, RatingPeriod
from govsvc.board.wave_values import CONTENT, WaveValues
from govsvc.domain.feedback import (
    VALID,
    FeedbackSettings,
    MeasureValue,
    by_key,
    composite,
    summed,
    value_of,
)
from govsvc.domain.feedback.ratings import IN_HALL
from govsvc.domain.feedback.ratings import ONLINE as RATED_ONLINE
from govsvc.domain.feedback.weights import (
    COMPARED,
    HALL,
    ONLINE,
    PHONE,
    QUESTIONNAIRE,
    Weights,
)
from govsvc.domain.months import period_text
from govsvc.domain.rates import UNKNOWN, percent_text

COLUMNS = ("渠道", "满意率", "分子/分母", "95%置信区间", "口径", "说明")


@dataclass(frozen=True)
class Comparison:
    """`values`: key of `COMPARED` → its rate."""

    months: Sequence[date]
    values: Mapping[str, MeasureValue]
    weights: Weights

    @property
    def name(self) -> str:
        return period_text(self.months)

    @property
    def composite(self) -> Decimal | None:
        """综合满意度 by the weights of the document; None where there is none, or a channel that
        weighs something has no rate.
        """
        if not self.weights.are_set:
            return None
        return composite(
            [
                (Fraction(weight), self.values[key])
                for key, weight in self.weights.of.items()
                if weight
            ]
        )

    @property
    def lacking(self) -> list[str]:
        """The channels that weigh something and have no rate."""
        return [
            COMPARED[key]
            for key, weight in self.weights.of.items()
            if weight and self.values[key].published is None
        ]

    def rows(self) -> list[list[str]]:
        """The channels, in the order of `COLUMNS`."""
        return [
            [
                COMPARED[key],
                percent_text(value.published),
                value.fraction_text,
                value.interval.text if value.interval else UNKNOWN,
                value.definition,
                _note(value),
            ]
            for key, value in self.values.items()
        ]


def _note(value: MeasureValue) -> str:
    if value.published is None:
        return "没有数据"
    return f"样本不足{value.least_sample}，仅供参考" if value.is_small else ""


def compare(
    calls: FeedbackPeriod,
    ratings: RatingPeriod,
    waves: Sequence[WaveValues],
    weights: Weights,
    settings: FeedbackSettings,
) -> Comparison:
    """The four channels of one period."""
    rated = {one.name: one.value for one in ratings.places}
    nothing = value_of(by_key(GOOD), {}, settings)
    known = [one.wave.counts for one in waves if {VALID, "content"} <= one.wave.counts.keys()]
    return Comparison(
        calls.months,
        {
            HALL: rated.get(IN_HALL, nothing),
            ONLINE: rated.get(RATED_ONLINE, nothing),
            PHONE: calls.value(SATISFIED),
            QUESTIONNAIRE: value_of(by_key(CONTENT), summed(known), settings),
        },
        weights,
    )
