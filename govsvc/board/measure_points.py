"""A period measure from month to month or week to week, and against its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govsvc.domain.feedback import CHANNELS, MeasureValue, PeriodMeasure
from govsvc.domain.feedback.measure_targets import Gap, target_text
from govsvc.domain.rates import UNKNOWN, percent_text

POINT_COLUMNS = ("期间", "数值", "分子/分母", "95%置信区间", "说明")
STANDING_COLUMNS = (
    *("指标", "数值", "目标", "说明", "分子/分母", "95%置信区间", "牵头单位", "计算口径"),
    "来源",
)


@dataclass(frozen=True, slots=True)
class Point:
    """`start`: the first of the month, or the Monday of the week. `value`: None where nothing was
    held: it is a gap, not the value of the point before.
    """

    name: str
    start: date
    value: MeasureValue | None

    @property
    def is_known(self) -> bool:
        return self.value is not None and self.value.published is not None

    @property
    def note(self) -> str:
        """未开展; 缺件数 where a count is unknown; what is said of a small sample."""
        if self.value is None:
            return "未开展"
        if self.value.published is None:
            return "缺件数" if self.value.numerator is None else "分母为0"
        return small_text(self.value) if self.value.is_small else ""

    @property
    def said(self) -> str:
        """46/48，95%置信区间86.02%—98.85%，样本不足30，仅供参考: what belongs to the percent."""
        if self.value is None or not self.is_known:
            return self.note
        interval = self.value.interval
        parts = [self.value.fraction_text, f"95%置信区间{interval.text}" if interval else ""]
        return "，".join(filter(None, [*parts, self.note]))

    def row(self) -> list[str]:
        """In the order of `POINT_COLUMNS`."""
        value = self.value
        if value is None:
            return [self.name, UNKNOWN, UNKNOWN, UNKNOWN, self.note]
        return [
            self.name,
            percent_text(value.published),
            value.fraction_text,
            value.interval.text if value.interval else UNKNOWN,
            self.note,
        ]


def small_text(value: MeasureValue) -> str:
    """What is said of a sample that is too small."""
    return f"样本不足{value.least_sample}，仅供参考"


@dataclass(frozen=True, slots=True)
class Trend:
    """The points, the earliest first. `targets`: what was in force at each; `target`: the last
    value against its own. `without_week`: valid calls that are of no known week.
    """

    measure: PeriodMeasure
    points: Sequence[Point]
    target: Gap | None = None
    without_week: int = 0
    targets: Sequence[Decimal | None] = ()

    @property
    def is_empty(self) -> bool:
        return not any(point.is_known for point in self.points)


@dataclass(frozen=True, slots=True)
class MeasureStanding:
    """A measure over a period, with its target where there is one."""

    value: MeasureValue
    gap: Gap | None

    @property
    def note(self) -> str:
        """How far it is from its target, and where its sample is too small."""
        if self.gap:
            return self.gap.text
        is_small = self.value.is_small and self.value.published is not None
        return small_text(self.value) if is_small else ""

    def row(self) -> list[str]:
        """In the order of `STANDING_COLUMNS`."""
        value, gap = self.value, self.gap
        return [
            value.measure.name,
            percent_text(value.published),
            target_text(gap.target) if gap else "未设目标",
            self.note,
            value.fraction_text,
            value.interval.text if value.interval else UNKNOWN,
            gap.target.lead_unit if gap else "",
            value.definition,
            CHANNELS[value.measure.channel],
        ]
