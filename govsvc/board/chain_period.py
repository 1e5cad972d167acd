"""一件事 of a month or of 1—N月: which are online, which have cases, what they save."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from govsvc.domain.chains import (
    ONLINE,
    RATES,
    REDUCTION,
    SAVINGS,
    STATES,
    WITH_CASES,
    Chain,
    ChainCases,
    ChainValue,
    Reduction,
    reduction_of,
    value_of,
)
from govsvc.domain.indicators import Rules
from govsvc.domain.months import month_text
from govsvc.domain.rates import percent_text


@dataclass(frozen=True, slots=True)
class Bodies:
    """`items`: distinct member items; `units`: departments that they and the leads are of."""

    items: int
    units: int


@dataclass(frozen=True)
class ChainPeriod:
    """`months`: of the period, the last one's list is shown. `listed_in`: the month of that list,
    None where there is none. `chains`: those that count; `cancelled`, `left_out`: how many do not,
    as cancelled or faulty. `stored`: the cases of the period. `way`: how savings are put together.
    """

    months: tuple[date, ...]
    listed_in: date | None
    chains: Sequence[Chain]
    cancelled: int
    left_out: int
    stored: Sequence[ChainCases]
    bodies: Bodies
    way: str = REDUCTION.default
    rules: Rules = Rules()

    @property
    def name(self) -> str:
        """2026年10月, 2026年1—10月."""
        last = self.months[-1]
        if len(self.months) == 1:
            return month_text(last)
        return f"{last.year}年{self.months[0].month}—{last.month}月"

    @cached_property
    def held(self) -> tuple[date, ...]:
        """The months of the period that have cases of any thing."""
        return tuple(sorted({one.month for one in self.stored}))

    @cached_property
    def cases(self) -> Mapping[str, int]:
        """Key → cases in the period. A thing without any is known only where each month that has
        cases has its number.
        """
        sums: dict[str, int] = {}
        seen: dict[str, set[date]] = {}
        for one in self.stored:
            sums[one.key] = sums.get(one.key, 0) + one.cases
            seen.setdefault(one.key, set()).add(one.month)
        whole = set(self.held)
        return {key: count for key, count in sums.items() if count or seen[key] == whole}

    @cached_property
    def values(self) -> list[ChainValue]:
        """落地率, 上线率, 有办件率."""
        return [value_of(rate, self.chains, self.cases) for rate in RATES]

    @property
    def with_cases(self) -> ChainValue:
        return next(one for one in self.values if one.rate is WITH_CASES)

    @cached_property
    def online(self) -> list[Chain]:
        return [one for one in self.chains if one.state == ONLINE]

    @cached_property
    def without_cases(self) -> list[Chain]:
        """上线零办件."""
        return [one for one in self.online if self.cases.get(one.key) == 0]

    @cached_property
    def unreported(self) -> list[Chain]:
        """Online, and nobody says whether there were cases."""
        return [one for one in self.online if one.key not in self.cases]

    @cached_property
    def unlisted(self) -> list[ChainCases]:
        """Cases of things that the list lacks."""
        known = {one.key for one in self.chains}
        return [one for one in self.stored if one.key not in known]

    @property
    def case_count(self) -> int:
        """Cases of the things of the list."""
        known = {one.key for one in self.chains}
        return sum(count for key, count in self.cases.items() if key in known)

    @cached_property
    def reductions(self) -> list[Reduction]:
        """What things that are not known to be no more than planned save, by `SAVINGS`."""
        counted = [one for one in self.chains if one.state in (ONLINE, "")]
        return [
            reduction_of(
                saving, [one.changes.get(saving.key) for one in counted], self.way, self.rules
            )
            for saving in SAVINGS
        ]

    @property
    def way_text(self) -> str:
        return REDUCTION.choices[self.way]

    @property
    def sentence(self) -> str:
        """一件事24个，已上线21个，上线零办件6个."""
        if self.listed_in is None:
            return f"一件事：{self.name}没有一件事清单"
        parts = [f"一件事{len(self.chains)}个"]
        if any(one.state for one in self.chains):
            parts.append(f"已上线{len(self.online)}个")
        if self.held and self.online:
            parts.append(f"上线零办件{len(self.without_cases)}个")
        return "，".join(parts)

    @property
    def gaps(self) -> list[str]:
        """What is not counted, each as a sentence."""
        named = {value.rate.name: value.unknown for value in self.values if value.unknown}
        told = []
        if count := sum(not one.state for one in self.chains):
            told.append(f"{count}个没有上线状态，未计入上线率。")
        if self.chains and not any(one.is_due for one in self.chains):
            told.append("清单没有标注应落地，不计算落地率。")
        if not self.held and self.online:
            told.append(f"{self.name}没有办件量，不计算有办件率。")
        elif named.get(WITH_CASES.name):
            told.append(f"{named[WITH_CASES.name]}个已上线的没有报办件量，未计入有办件率。")
        if self.unlisted:
            names = "、".join(dict.fromkeys(one.name for one in self.unlisted))
            told.append(f"办件量里有、清单里没有：{names}，未计入。")
        if self.cancelled:
            told.append(f"已取消{self.cancelled}个，不计。")
        if self.left_out:
            told.append(f"清单有{self.left_out}个有误，未计入；请更正后重新导入。")
        return told


def saving_text(reduction: Reduction) -> str:
    """办理环节减少68.75%（16→5个）."""
    return f"{reduction.saving.name}减少{percent_text(reduction.published)}（{reduction.text}）"


def state_text(chain: Chain) -> str:
    """已上线; 状态不明 where nobody said."""
    return STATES.get(chain.state, "状态不明")
