"""对账 from the city's side: what a county publishes beside the city's recount."""

from collections.abc import Mapping
from dataclasses import dataclass

from govsvc.city.month import CityMonth, CountyMonth
from govsvc.city.recount import Counts
from govsvc.domain import published_values
from govsvc.domain.indicators import Indicator, Rules, headline_indicators

#: what `Rules.of_indicator` gives, in words
_PARTS = ("统计的事项类型", "豁免的处理", "行使层级", "部分达到的计法", "判定依据", "时限折算")
SAME_RULES = "口径相同，县里的数据或清单在测算后有变动"


@dataclass(frozen=True, slots=True)
class CountyDifference:
    """One county's own counts of one indicator, None where it has none, and the city's recount.

    `why`: in what its rules are others than the city's, in words.
    """

    county: str
    indicator: Indicator
    own: Counts | None
    recounted: Counts | None
    why: str

    @property
    def own_text(self) -> str:
        return _text(self.indicator, self.own)

    @property
    def recounted_text(self) -> str:
        return _text(self.indicator, self.recounted)


def differences(month: CityMonth, rules_of: Mapping[str, Rules]) -> list[CountyDifference]:
    """The values that counties publish otherwise than the city counts them, by county.

    `rules_of`: county → the rules by which it counts the month.
    """
    return [
        difference
        for one in month.counted
        for indicator in headline_indicators()
        if (difference := _difference(month, one, indicator, rules_of.get(one.county.name)))
    ]


def _difference(
    month: CityMonth, one: CountyMonth, indicator: Indicator, rules: Rules | None
) -> CountyDifference | None:
    if one.counts is None:
        return None
    own, recounted = (of.get(indicator.key) for of in (one.counts.own, one.counts.values))
    if own == recounted:
        return None
    why = "" if rules is None else _why(rules.of_indicator(indicator), month, indicator)
    return CountyDifference(one.county.name, indicator, own, recounted, why)


def _why(of_county: tuple[object, ...], month: CityMonth, indicator: Indicator) -> str:
    of_city = month.rules.of_indicator(indicator)
    parts = [part for part, one, other in zip(_PARTS, of_county, of_city) if one != other]
    return f"{'、'.join(parts)}与全市口径不同" if parts else SAME_RULES


def _text(indicator: Indicator, counts: Counts | None) -> str:
    """99.94%（3,148 / 3,150）; — where there is none."""
    if counts is None:
        return "—"
    value = published_values.published_of(indicator, *counts)
    return f"{published_values.value_text(indicator, value)}（{counts[0]:,} / {counts[1]:,}）"
