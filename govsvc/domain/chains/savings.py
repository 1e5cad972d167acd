"""减环节、减材料、减时限、减跑动: before and after of a thing, and how much all things save."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from govsvc.domain import rates, time_limits
from govsvc.domain.feedback.measures import Setting
from govsvc.domain.indicators import Rules


@dataclass(frozen=True, slots=True)
class Saving:
    """What an application takes less of. `unit`: its measure word; `is_limit`: a time limit."""

    key: str
    name: str
    short: str
    unit: str
    is_limit: bool = False


SAVINGS: tuple[Saving, ...] = (
    Saving("steps", "办理环节", "环节", "个"),
    Saving("materials", "申请材料", "材料", "份"),
    Saving("limit", "办理时限", "时限", "工作日", is_limit=True),
    Saving("visits", "跑动次数", "跑动", "次"),
)
SUMS, MEANS = "sums", "means"
#: how the savings of all things are put together
REDUCTION = Setting(
    "chain_reduction",
    "一件事减幅合计",
    {SUMS: "合计减少数÷合计改革前", MEANS: "各件事减幅的平均"},
)
_PRINTED = re.compile(r"(\d+(?:\.\d+)?)%")


@dataclass(frozen=True, slots=True)
class Change:
    """Before and after as rows keep them (7, 15工作日), "" where unknown; `printed`: what the list
    prints of it instead or besides (71%).
    """

    before: str = ""
    after: str = ""
    printed: str = ""

    def amounts(self, rules: Rules = Rules()) -> tuple[int, int] | None:
        """(before, after); None where one of them is unknown."""
        before, after = (
            time_limits.amount(text, rules.workdays_of) if text else None
            for text in (self.before, self.after)
        )
        return None if before is None or after is None else (before, after)


@dataclass(frozen=True, slots=True)
class Reduction:
    """One saving of all things. `before`, `after`: sums over the things of which both are known;
    `things`: how many these are, `unknown` how many others. `published`: the percent.
    """

    saving: Saving
    before: int
    after: int
    things: int
    unknown: int
    published: Decimal | None

    @property
    def text(self) -> str:
        """7→2个, — where nothing is known."""
        return f"{self.before:,}→{self.after:,}{self.saving.unit}" if self.things else rates.UNKNOWN


def change_of(before: int, after: int) -> Fraction | None:
    """(before − after) / before; None where there was nothing before."""
    return Fraction(before - after, before) if before else None


def reduction_of(
    saving: Saving,
    changes: Iterable[Change | None],
    way: str = SUMS,
    rules: Rules = Rules(),
) -> Reduction:
    """The saving over all things: a ratio of sums, or the mean of the things' own ratios.

    `changes`: of each thing, None where it says nothing.
    """
    known: list[tuple[int, int]] = []
    unknown = 0
    for change in changes:
        amounts = change.amounts(rules) if change else None
        if amounts is None:
            unknown += 1
        else:
            known.append(amounts)
    before, after = (sum(one[side] for one in known) for side in (0, 1))
    return Reduction(saving, before, after, len(known), unknown, percent_of(known, way == MEANS))


def percent_of(known: Sequence[tuple[int, int]], is_mean: bool = False) -> Decimal | None:
    """The percent at two decimals of (before, after) pairs together; None where of nothing.

    More after than before is refused where it is read and would be below 0 here.
    """
    if is_mean:
        ratios = [ratio for one in known if (ratio := change_of(*one)) is not None]
        share = sum(ratios, Fraction()) / len(ratios) if ratios else None
    else:
        before, after = (sum(one[side] for one in known) for side in (0, 1))
        share = change_of(before, after)
    if share is None or share < 0:
        return None
    return rates.published(share.numerator, share.denominator)


def printed_agrees(printed: str, before: int, after: int) -> bool | None:
    """Whether a printed percent is what before and after come to, at the decimals that it has; None
    where no percent is printed or it cannot be told.
    """
    match, share = _PRINTED.search(printed), change_of(before, after)
    if not match or share is None:
        return None
    said = Decimal(match[1])
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    exponent = said.as_tuple().exponent
    assert isinstance(exponent, int)
    return exact.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP) == said
