"""Fraction → published value, rank, gap, items to target, why it moved: pure functions, exact
arithmetic.

A rate is the fraction N/D of two counts; a *published value* is its percent at two decimals; "pp"
is 个百分点, the difference of two published values. Unknown is None: whatever depends on an unknown
input is None, in text —. The formulas are the evaluation's rules for what is shown, ranked and
compared. Nothing here uses a float.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TypeVar, overload

#: what is ranked: published values, or exact rates
_Number = TypeVar("_Number", Decimal, Fraction)

UNKNOWN = "—"
MINUS = "\N{MINUS SIGN}"
_FULL = 10_000  # 100 % in hundredths of a percent
_HUNDREDTH = Decimal("0.01")
#: among whom a place is where a bulletin has no groups
WHOLE_CITY = "全市"
_GROUP_ENDINGS = ("组", "类", "档", "区", "阵", "队")
_DIGITS = "零一二三四五六七八九"


# --- published values and how they are written


def published(numerator: int | None, denominator: int | None, decimals: int = 2) -> Decimal | None:
    """The percent N/D at so many decimals, half up; None where a count is unknown or the
    denominator is 0.

    A rate that is not complete is never 100.00 (99.99 instead), one above zero never 0.00 (0.01
    instead). Source: the evaluation's rules (published value).
    """
    if numerator is None or denominator is None or denominator <= 0:
        return None
    full = 100 * 10**decimals
    shown = (2 * full * numerator + denominator) // (2 * denominator)
    if numerator < denominator:
        shown = min(shown, full - 1)
    if numerator > 0:
        shown = max(shown, 1)
    return Decimal(shown).scaleb(-decimals)


def mean(total: int | None, rows: int | None) -> Decimal | None:
    """Σ/n at two decimals, half up (平均跑动0.80次), one above 0 never as 0.00; None where one is
    unknown or n is 0.
    """
    if total is None or not rows:
        return None
    return Decimal(max((200 * total + rows) // (2 * rows), int(total > 0))).scaleb(-2)


def published_of(
    numerator: int | None, denominator: int | None, printed: Decimal | None
) -> Decimal | None:
    """The printed percent at two decimals, half up, where one is printed; else `published` of the
    counts.

    Source: the evaluation's rules (printed values stay as printed).
    """
    return published(numerator, denominator) if printed is None else _two_decimals(printed)


def change_pp(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """`now` less `before`, both published values in percent, in percentage points; None where one
    is unknown.
    """
    return None if now is None or before is None else now - before


def percent_text(value: Decimal | None, decimals: int = 2) -> str:
    """A percent as shown: 99.94%, at no decimals 99%, or — where unknown."""
    if value is None:
        return UNKNOWN
    return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}%"


def count_text(n: int | None) -> str:
    """A count as shown: 3,150, a negative one with a true minus sign, or — where unknown."""
    return UNKNOWN if n is None else f"{n:,}".replace("-", MINUS)


def points_text(pp: Decimal | None) -> str:
    """A change in percentage points in prose: 提升0.06个百分点, 下降0.03个百分点, 持平, or — where
    unknown.
    """
    if pp is None:
        return UNKNOWN
    rounded = _two_decimals(pp)
    if not rounded:
        return "持平"
    return f"{'提升' if rounded > 0 else '下降'}{abs(rounded)}个百分点"


def signed_points(pp: Decimal | None, decimals: int = 2) -> str:
    """A change in percentage points with its sign: +0.06, −0.03 (true minus sign), 0.00, or — where
    unknown.

    `decimals`: how many are shown.
    """
    if pp is None:
        return UNKNOWN
    rounded = pp.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded)}"


@overload
def four_decimals(value: Fraction) -> Decimal: ...
@overload
def four_decimals(value: None) -> None: ...
def four_decimals(value: Fraction | None) -> Decimal | None:
    """An exact number at four decimals, half away from zero; None where unknown."""
    if value is None:
        return None
    units = floor(abs(value) * 10_000 + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-4)


def _two_decimals(value: Decimal) -> Decimal:
    return value.quantize(_HUNDREDTH, ROUND_HALF_UP)


# --- ranks


@dataclass(frozen=True, slots=True)
class Rank:
    """A competition rank: `place` from 1; `of`: how many are ranked in the `group` (or None)."""

    place: int
    is_tied: bool
    of: int
    group: str | None


def ranks(
    values: Mapping[str, _Number | None],
    groups: Mapping[str, str | None] | None = None,
    direction: int = 1,
) -> dict[str, Rank | None]:
    """Competition ranks (1, 2, 2, 4) over published values in percent, by the keys of `values`.

    Within the group where `groups` gives one (keys without a group are ranked among themselves);
    highest first, lowest first where `direction` is -1. None for what is not reported, and for a
    group of fewer than two known values. Source: the evaluation's rules (rank over published
    values).
    """
    group_of = {key: (groups or {}).get(key) for key in values}
    known: dict[str | None, list[_Number]] = defaultdict(list)
    for key, value in values.items():
        if value is not None:
            known[group_of[key]].append(value)
    ranked: dict[str, Rank | None] = {}
    for key, value in values.items():
        peers = known[group_of[key]]
        if value is None or len(peers) < 2:
            ranked[key] = None
            continue
        better = sum(other > value if direction > 0 else other < value for other in peers)
        ranked[key] = Rank(1 + better, peers.count(value) > 1, len(peers), group_of[key])
    return ranked


def rank_text(rank: Rank | None) -> str:
    """A rank in a table: 3, 并列2, in a group 县市组第3, or — where unranked."""
    if rank is None:
        return UNKNOWN
    return rank_prose(rank) if rank.group else f"{'并列' if rank.is_tied else ''}{rank.place}"


def rank_prose(rank: Rank | None) -> str:
    """A rank in a sentence: 第3, 并列第2, 县市组第3, or — where unranked."""
    return UNKNOWN if rank is None else place_prose(rank.place, rank.is_tied, rank.group)


def rank_among(rank: Rank | None) -> str:
    """A rank with those it is among: 全市第3, 县市组并列第2, or — where unranked."""
    return UNKNOWN if rank is None else place_among(rank.place, rank.is_tied, rank.group)


def rank_of(rank: Rank | None) -> str:
    """A rank with how many are ranked: 第3位/共12个, 并列第2位/共12个, 县市组第3位/共8个; or —."""
    return UNKNOWN if rank is None else f"{rank_prose(rank)}位/共{rank.of}个"


def place_prose(place: int | None, is_tied: bool, group: str | None) -> str:
    """A place, with its group where the bulletin ranks in groups: 第3, 并列第2, 县市组第4."""
    if place is None:
        return UNKNOWN
    return f"{group_name(group) if group else ''}{'并列' if is_tied else ''}第{place}"


def place_among(place: int | None, is_tied: bool, group: str | None) -> str:
    """A place with those it is among: 全市第3, 县市组并列第2."""
    return place_prose(place, is_tied, group or WHOLE_CITY)


def group_name(group: str | None) -> str:
    """Those among whom a place is: 全市, or the group as the bulletin calls it, 县市 as 县市组."""
    if not group or group == WHOLE_CITY:
        return WHOLE_CITY
    return group if group.endswith(_GROUP_ENDINGS) else f"{group}组"


def chinese_place(place: int | None, is_tied: bool = False) -> str:
    """A place in Chinese numerals, as in 位居全市第三: 第三, 并列第二; beyond 99 in digits; — where
    unknown.
    """
    if place is None:
        return UNKNOWN
    numeral = str(place)
    if 1 <= place <= 99:
        tens, ones = divmod(place, 10)
        numeral = (
            (_DIGITS[tens] if tens > 1 else "")
            + ("十" if tens else "")
            + (_DIGITS[ones] if ones else "")
        )
    return f"{'并列' if is_tied else ''}第{numeral}"


# --- targets and rivals, in items


def target_reached(
    numerator: int | None,
    denominator: int | None,
    published_value: Decimal | None,
    target: Decimal | None,
) -> bool | None:
    """Whether N ≥ t·D exactly, `target` in percent; only where N or D is unknown (or D is 0),
    published ≥ target.

    None where there is no target, or neither the counts nor the published value are known. Source:
    the evaluation's rules (target reached).
    """
    if target is None:
        return None
    if numerator is not None and denominator:
        return 100 * numerator >= Fraction(target) * denominator
    return None if published_value is None else published_value >= target


def items_to_target(
    numerator: int | None, denominator: int | None, target: Decimal | None
) -> int | None:
    """How many more met items reach `target` (percent): max(0, ceil(t·D − N)).

    None where N, D or the target is unknown, or D is 0. Source: the evaluation's rules (items to
    target).
    """
    if numerator is None or not denominator or target is None:
        return None
    return max(0, ceil(Fraction(target) * denominator / 100) - numerator)


def amount_to_target(total: int | None, rows: int | None, target: Decimal | None) -> int | None:
    """By how much a sum has to fall so that its mean is no more than the target:
    max(0, Σ − floor(t·n)). None where one is unknown, or n is 0. Source: the evaluation's rules
    (of visits fewer are better).
    """
    if total is None or not rows or target is None:
        return None
    return max(0, total - floor(Fraction(target) * rows))


def items_to_overtake(
    numerator: int | None, denominator: int | None, rival: Decimal | None
) -> int | None:
    """The smallest k ≥ 0 whose published (N+k)/D exceeds the rival's published value (percent).

    None where N, D or the rival's value is unknown, D is 0, or k would be more than D − N (solving
    everything does not pass the rival). Source: the evaluation's rules (items to overtake).
    """
    if numerator is None or not denominator or rival is None:
        return None
    return _items_up_to(numerator, denominator, floor(Fraction(rival) * 100) + 1)


def items_before_overtaken(
    numerator: int | None, denominator: int | None, rival: Decimal | None
) -> int | None:
    """The largest k ≤ N whose published (N−k)/D is still at least the rival's published value
    (percent).

    None where N, D or the rival's value is unknown, D is 0, or the rival is ahead already. Source:
    the evaluation's rules (published values decide the rank; equal values share it).
    """
    if numerator is None or not denominator or rival is None:
        return None
    spare = numerator - _least_met(ceil(Fraction(rival) * 100), denominator)
    return spare if spare >= 0 else None


def _least_met(hundredths: int, denominator: int) -> int:
    """The smallest M whose published M/D is at least `hundredths` of a percent; above D where there
    is none.
    """
    if hundredths <= 1:  # above zero is never shown as 0.00
        return max(0, hundredths)
    if hundredths == _FULL:  # incomplete is never shown as 100.00
        return denominator
    return -(-(2 * hundredths - 1) * denominator // (2 * _FULL))


def _items_up_to(numerator: int, denominator: int, hundredths: int) -> int | None:
    items = max(0, _least_met(hundredths, denominator) - numerator)
    return items if items <= max(0, denominator - numerator) else None


# --- why a rate moved


@dataclass(frozen=True, slots=True)
class Movement:
    """Why a rate moved, in percentage points.

    `met` (达标净增) and `total` (总数变化) are exact and sum to `change`, the exact change of the
    rate. `shown` is the change of the published values. `rounding` (四舍五入差) is `shown` less the
    two parts as shown, each at four decimals: so the four figures on screen add up, met + total +
    rounding = shown.
    """

    met: Fraction
    total: Fraction
    change: Fraction
    shown: Decimal
    rounding: Decimal


def why_moved(n0: int | None, d0: int | None, n1: int | None, d1: int | None) -> Movement | None:
    """The change from N0/D0 to N1/D1 in two parts; None where a count is unknown or a denominator
    is 0.

    r1 − r0 = (N1−N0)/D1 + N0·(1/D1 − 1/D0), times 100. Source: the evaluation's rules (why a rate
    moved).
    """
    if n0 is None or not d0 or n1 is None or not d1:
        return None
    shown = change_pp(published(n1, d1), published(n0, d0))
    if shown is None:
        return None
    met = Fraction(100 * (n1 - n0), d1)
    total = 100 * n0 * (Fraction(1, d1) - Fraction(1, d0))
    return Movement(
        met, total, met + total, shown, shown - four_decimals(met) - four_decimals(total)
    )


def share_of_change(met: int, counted: int, n0: int, d0: int, d1: int) -> Fraction:
    """What one row adds to the change from N0/D0 to N1/D1, in percentage points.

    `met`, `counted`: by how much the row changes the numerator and the denominator (−1, 0 or 1).
    The two parts of `why_moved`, row by row: met/D1 − N0·counted/(D0·D1), times 100; over all rows
    they sum to the exact change.
    """
    return 100 * (Fraction(met, d1) - Fraction(n0 * counted, d0 * d1))
