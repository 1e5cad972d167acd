"""One wave of 问卷: 回收率, 有效率, 满意率, and each question with its sample."""

from dataclasses import dataclass

from govsvc.domain.feedback import (
    QUESTIONNAIRE,
    FeedbackSettings,
    MeasureValue,
    by_key,
    measures_of,
    value_of,
)
from govsvc.domain.feedback.questionnaires import QUESTIONS, Wave
from govsvc.domain.rates import UNKNOWN, percent_text

CONTENT = "questionnaire.satisfied"
QUESTION_COLUMNS = ("题目", "评价项", "满意率", "分子/分母", "95%置信区间", "说明")


@dataclass(frozen=True)
class WaveValues:
    """A wave with its measures."""

    wave: Wave
    settings: FeedbackSettings

    @property
    def values(self) -> list[MeasureValue]:
        """回收率, 问卷有效率, 问卷满意率."""
        return [
            value_of(one, self.wave.counts, self.settings) for one in measures_of(QUESTIONNAIRE)
        ]

    @property
    def value(self) -> MeasureValue:
        """问卷满意率."""
        return value_of(by_key(CONTENT), self.wave.counts, self.settings)

    def rows(self) -> list[list[str]]:
        """The questions, in the order of `QUESTION_COLUMNS`."""
        rows = []
        for one in self.wave.questions:
            value = value_of(by_key(CONTENT), one.counts, self.settings)
            printed = f"印制值{one.printed}" if one.printed else ""
            lacking = "缺有效份数，不计算" if value.published is None and one.printed else ""
            small = f"样本不足{value.least_sample}，仅供参考"
            notes = [printed, lacking, small if value.denominator and value.is_small else ""]
            rows.append(
                [
                    one.text,
                    QUESTIONS.get(one.key, UNKNOWN),
                    percent_text(value.published),
                    value.fraction_text,
                    value.interval.text if value.interval else UNKNOWN,
                    "；".join(filter(None, notes)),
                ]
            )
        return rows
