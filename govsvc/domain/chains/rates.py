"""落地率, 上线率, 有办件率 of the things of a list: which are counted, and of how many."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govsvc.domain import rates
from govsvc.domain.chains.things import ONLINE, Chain

#: key of a thing → its cases in the period; a thing that is not there is unknown
Cases = Mapping[str, int]


@dataclass(frozen=True)
class ChainRate:
    """A share of things. `among`: whether a thing is counted; `met`: whether it is met, None where
    nobody knows: then it is in neither number.
    """

    key: str
    name: str
    definition: str
    among: Callable[[Chain], bool]
    met: Callable[[Chain, Cases], bool | None]


@dataclass(frozen=True, slots=True)
class ChainValue:
    """`unknown`: things that are left out since nobody knows."""

    rate: ChainRate
    numerator: int
    denominator: int
    unknown: int

    @property
    def published(self) -> Decimal | None:
        return rates.published(self.numerator, self.denominator)

    @property
    def fraction_text(self) -> str:
        """15/21, — where there is none."""
        return f"{self.numerator}/{self.denominator}" if self.denominator else rates.UNKNOWN


def _is_online(chain: Chain, cases: Cases) -> bool | None:
    return chain.state == ONLINE if chain.state else None


def _has_cases(chain: Chain, cases: Cases) -> bool | None:
    return cases[chain.key] > 0 if chain.key in cases else None


IN_PLACE, ONLINE_RATE, WITH_CASES = RATES = (
    ChainRate(
        "in_place",
        "落地率",
        "应落地的一件事里已上线的÷应落地的",
        lambda chain: chain.is_due is True,
        _is_online,
    ),
    ChainRate(
        "online_share", "上线率", "已上线÷清单（不含已取消）", lambda chain: True, _is_online
    ),
    ChainRate(
        "with_cases",
        "有办件率",
        "期内有办件的÷已上线的",
        lambda chain: chain.state == ONLINE,
        _has_cases,
    ),
)


def value_of(rate: ChainRate, chains: Sequence[Chain], cases: Cases) -> ChainValue:
    """The rate of the things of a list."""
    met = [rate.met(chain, cases) for chain in chains if rate.among(chain)]
    known = [one for one in met if one is not None]
    return ChainValue(rate, sum(known), len(known), len(met) - len(known))
