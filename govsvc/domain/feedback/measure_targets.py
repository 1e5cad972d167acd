"""Targets of the period measures, by year, node and measure; how far a value is from one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from govsvc.domain import rates, targets
from govsvc.domain.feedback import measure_definitions
from govsvc.domain.feedback.measure_definitions import by_key
from govsvc.domain.feedback.measures import CHANNELS, MeasureValue
from govsvc.domain.rows import Target

#: what a name may have beside its words, folded
_BESIDE = re.compile(r"[\s“”\"《》·:/—\-]|目标值?$")
_KEY = "feedback_target"
_WHOLE_YEAR = 0


def setting_key(target: Target) -> str:
    """The key of the setting that earlier editions kept it as: one a year, node and measure."""
    return f"{_KEY}/{target.year}/{target.until or _WHOLE_YEAR}/{target.indicator}"


def kept_as_settings(settings: Mapping[str, str]) -> list[Target]:
    """The targets that earlier editions kept among the settings."""
    found = []
    for key, text in settings.items():
        kind, _, place = key.partition("/")
        if kind == _KEY and text:
            year, until, measure = place.split("/", 2)
            value, _, lead_unit = text.partition("|")
            node = int(until) or None
            found.append(Target(int(year), measure, Decimal(value), None, node, lead_unit))
    return found


def of_measures(known: Iterable[Target]) -> list[Target]:
    """Those of measures, the latest year first, in it by node, then in the order of the measures;
    those of measures that are no more are left out.
    """
    order = {one.key: number for number, one in enumerate(measure_definitions.MEASURES)}
    return sorted(
        (one for one in known if one.indicator in order),
        key=lambda one: (-one.year, one.until or 13, order[one.indicator]),
    )


def measure_named(text: str) -> str | None:
    """The key of the measure that a text names, with its channel or without; None where none."""
    wanted = _folded(text)
    for one in measure_definitions.MEASURES:
        channel = CHANNELS.get(one.channel)
        if channel and wanted in (_folded(one.name), _folded(channel + one.name)):
            return one.key
    return None


def _folded(text: str) -> str:
    return _BESIDE.sub("", unicodedata.normalize("NFKC", text))


def typed(year: int, node: int | None, measure: str, text: str, lead_unit: str = "") -> Target:
    """The target that was typed. Raises GovsvcError with what may be typed, KeyError where there is
    no such measure.
    """
    by_key(measure)
    lead_unit = " ".join(lead_unit.replace("|", " ").split())
    return Target(year, measure, targets.value_typed(text), None, node, lead_unit)


def name_of(target: Target) -> str:
    """2026年全年总体满意率目标."""
    node = targets.node_name(target.until)
    return f"{target.year}年{node}{by_key(target.indicator).name}目标"


def target_text(target: Target) -> str:
    """≥95.00%; of a measure of which fewer is better ≤0.10%."""
    sign = "≤" if by_key(target.indicator).fewer_is_better else "≥"
    return f"{sign}{rates.percent_text(target.value)}"


@dataclass(frozen=True, slots=True)
class Gap:
    """A value against its target. `missing`: how many more have to be met, or are too many; None
    where a weighted sum counts no cases.
    """

    target: Target
    value: MeasureValue

    @property
    def is_known(self) -> bool:
        return self.value.published is not None

    @property
    def is_reached(self) -> bool:
        """Exactly, by the counts. Source: the evaluation's rules (N ≥ t·D)."""
        value, wanted = self.value, Fraction(self.target.value or 0) / 100
        if value.numerator is None or not value.denominator:
            return False
        if value.measure.fewer_is_better:
            return value.numerator <= wanted * value.denominator
        return value.numerator >= wanted * value.denominator

    @property
    def points(self) -> Decimal | None:
        """By how many points it falls short, of published values; None where unknown."""
        published = self.value.published
        if published is None or self.target.value is None:
            return None
        return abs(self.target.value - published)

    @property
    def missing(self) -> int | None:
        value, wanted = self.value, Fraction(self.target.value or 0) / 100
        if value.numerator is None or not value.denominator or value.numerator.denominator != 1:
            return None
        aim = wanted * value.denominator
        if value.measure.fewer_is_better:
            return max(0, int(value.numerator) - floor(aim))
        return max(0, ceil(aim) - int(value.numerator))

    @property
    def text(self) -> str:
        """✓ 已达标, 差0.83个百分点（1件）; of a small sample that it is no more than a hint."""
        if not self.is_known:
            return rates.UNKNOWN
        small = f"样本不足{self.value.least_sample}，仅供参考"
        if self.is_reached:
            return small if self.value.is_small else "✓ 已达标"
        word = "高" if self.value.measure.fewer_is_better else "差"
        count = f"（{rates.count_text(self.missing)}{self.value.measure.unit}）"
        text = f"{word}{self.points}个百分点{count if self.missing else ''}"
        return f"{text}；{small}" if self.value.is_small else text
