"""The settings that change a count (口径)."""

import json
from dataclasses import asdict, dataclass, field

from govsvc.domain.indicators.kinds import ITEMS
from govsvc.domain.indicators.model import AS_OTHERS, TAKEN_OUT, Indicator

#: what an exempt row may be → in words
EXEMPT_AS = {
    TAKEN_OUT: "不计入分母",
    "met": "视为达到",
    "not_met": "视为未达到",
    AS_OTHERS: "照常计算",
}


@dataclass(frozen=True)
class Rules:
    """The settings that change a count (口径). Defaults are the province's plain reading.

    `types_in_scope`: item types that citizens apply for (依申请). `exempt_as`: per indicator key,
    what an exempt row is: a key of `EXEMPT_AS`; by default what the indicator says. `levels`:
    per indicator key, overrides `Indicator.levels`. `observation_months`: the month and those
    before it over which cases are added up. `also_met`: keys of the indicators whose
    `Indicator.also_met` counts as met, too (部分授权). `instead`: keys of those that
    `Indicator.instead` decides. `means`: keys of the ratios of sums beside which the mean of the
    items' own ratios is shown. `workdays_of`: workdays of a 月, a 年, and of 7 自然日, which are 7
    where a time limit in natural days is taken as it is printed.
    """

    types_in_scope: tuple[str, ...] = (
        "行政许可",
        "行政确认",
        "行政给付",
        "行政奖励",
        "行政裁决",
        "其他行政权力",
        "公共服务",
    )
    exempt_as: dict[str, str] = field(default_factory=dict)
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    observation_months: int = 3
    also_met: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    workdays_of: tuple[int, int, int] = (22, 250, 7)
    means: tuple[str, ...] = ()

    def of_indicator(
        self, indicator: Indicator
    ) -> tuple[tuple[str, ...], str, tuple[str, ...], bool, bool, tuple[int, ...]]:
        """(item types, treatment of exempt rows, levels, whether what is partly met counts, whether
        another quantity decides, workdays of 月, 年 and 7 自然日): all that the rules say of one
        indicator.

        Equal where two rules count it alike.
        """
        types = self.types_in_scope if indicator.kind == ITEMS else ()
        treatment = self.treatment(indicator) if indicator.exempt else TAKEN_OUT
        levels = self.levels.get(indicator.key, indicator.levels)
        reads_limits = bool(indicator.sums or indicator.at_most or indicator.instead)
        return (
            tuple(sorted(types)),
            treatment,
            levels,
            self.counts_also(indicator),
            self.decides_instead(indicator),
            self.workdays_of if reads_limits else (),
        )

    def treatment(self, indicator: Indicator) -> str:
        """What an exempt row is: a key of `EXEMPT_AS`."""
        return self.exempt_as.get(indicator.key, indicator.exempt_usually)

    def counts_also(self, indicator: Indicator) -> bool:
        """Whether what is partly met counts as met; a twin follows its nominal indicator."""
        return bool(indicator.also_met) and (indicator.nominal or indicator.key) in self.also_met

    def decides_instead(self, indicator: Indicator) -> bool:
        """Whether `Indicator.instead` decides what is met."""
        return indicator.instead is not None and indicator.key in self.instead

    def text(self) -> str:
        """The rules as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def of(cls, text: str) -> "Rules":
        """The rules that `text` wrote."""
        values = json.loads(text)
        return cls(
            tuple(values["types_in_scope"]),
            values["exempt_as"],
            {key: tuple(levels) for key, levels in values["levels"].items()},
            values.get("observation_months", cls.observation_months),
            tuple(values.get("also_met", cls.also_met)),
            tuple(values.get("instead", cls.instead)),
            tuple(values.get("workdays_of", cls.workdays_of)),
            tuple(values.get("means", cls.means)),
        )
