"""提升测算: what solving some rows would do to the value, the target and the rank; and how fast the
target is being approached.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from govsvc.board.board import Board
from govsvc.board.standing import Standing, Value
from govsvc.domain import rates
from govsvc.domain.indicators import BULLETIN_SOURCE, Indicator
from govsvc.domain.months import month_after, month_text
from govsvc.domain.rates import Rank, percent_text, rank_prose
from govsvc.domain.rows import Target

#: months of data without which no pace is told
PACE_MONTHS = 3


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The value of `basis` with `solved` more rows met, of `chosen`: a bulletin may count fewer as
    missing than the own rows.

    `numerator`, `published`: then. `still_missing`: to the target, None where it has no value.

    `rank_before`, `rank`: among the counties of the bulletin of `bulletin_month` if the others
    stand still, None where there is none; `passed`: the counties that are behind then and are not
    now.
    """

    indicator: Indicator
    basis: Value
    chosen: int
    solved: int
    numerator: int
    published: Decimal
    is_reached: bool | None
    still_missing: int | None
    target_place: int | None
    bulletin_month: date | None
    rank_before: Rank | None
    rank: Rank | None
    passed: tuple[str, ...]


def what_if(board: Board, indicator: Indicator, month: date, solved: int) -> WhatIf | None:
    """What the month would look like with `solved` more rows met; None where no numerator and
    denominator are known.

    The basis is the headline, or the own count where the bulletin prints no numbers.
    """
    standing = board.cards.standing(indicator, month)
    basis = next(
        (
            value
            for value in (standing.headline, standing.own)
            if value and value.numerator is not None and value.denominator
        ),
        None,
    )
    if basis is None:
        return None
    numerator = min(basis.numerator + solved, basis.denominator)
    published = rates.published(numerator, basis.denominator)
    target = standing.target.value if standing.target else None
    at, before, after, passed = _ranks(board, indicator, month, basis, published)
    return WhatIf(
        indicator,
        basis,
        solved,
        numerator - basis.numerator,
        numerator,
        published,
        rates.target_reached(numerator, basis.denominator, published, target),
        rates.items_to_target(numerator, basis.denominator, target),
        standing.target.place if standing.target else None,
        at,
        before,
        after,
        passed,
    )


def _ranks(
    board: Board, indicator: Indicator, month: date, basis: Value, published: Decimal
) -> tuple[date | None, Rank | None, Rank | None, tuple[str, ...]]:
    ranking = board.rankings.latest(indicator, month)
    home = ranking.home if ranking else None
    if home is None or home.value is None:
        return None, None, None, ()
    values = {row.county: row.value.published if row.value else None for row in ranking.rows}
    groups = {row.county: row.group for row in ranking.rows}

    def ranked(value: Decimal) -> Mapping[str, Rank | None]:
        return rates.ranks(values | {home.county: value}, groups, indicator.direction)

    # of one book: the value of now beside the others, then the value that would be
    before, after = ranked(basis.published), ranked(published)
    ahead = [
        county
        for county, value in values.items()
        if value is not None
        and groups[county] == home.group
        and county != home.county
        and value * indicator.direction >= basis.published * indicator.direction
    ]
    passed = tuple(
        county
        for county in ahead
        if values[county] * indicator.direction < published * indicator.direction
    )
    return ranking.bulletin_month, before[home.county], after[home.county], passed


def sentences(found: WhatIf) -> list[str]:
    """What it comes to, in words."""
    unit, basis = found.indicator.unit, found.basis
    said = [
        f"再解决{found.solved}{unit}：{rates.count_text(found.numerator)} / "
        f"{rates.count_text(basis.denominator)}{unit}，"
        f"{percent_text(basis.published)} → "
        f"{percent_text(found.published)}（按{basis.source_name}）。"
    ]
    if found.chosen > found.solved:
        said.append(
            f"选了{found.chosen}{unit}，"
            f"{basis.source_name}只有{found.solved}{unit}{found.indicator.missing_word}，"
            f"按{found.solved}{unit}测算。"
        )
    if found.is_reached is not None:
        said.append(
            "达到目标。"
            if found.is_reached
            else f"未达到目标，还差{found.still_missing}{unit}。"
            if found.still_missing
            else "未达到目标。"
        )
    if found.target_place and found.rank:
        said.append(
            f"{'达到' if found.rank.place <= found.target_place else '未达到'}目标位次（前"
            f"{found.target_place}）。"
        )
    if found.rank and found.rank_before:
        same = (found.rank.place, found.rank.is_tied) == (
            found.rank_before.place,
            found.rank_before.is_tied,
        )
        text = (
            f"仍为全市{rank_prose(found.rank)}"
            if same
            else f"全市{rank_prose(found.rank_before)} → {rank_prose(found.rank)}"
        )
        text += f"，超过{'、'.join(found.passed)}" if found.passed else ""
        said.append(f"其他县（市、区）不变时（{month_text(found.bulletin_month)}通报），{text}。")
    return said


def deadline(target: Target) -> date:
    """The last month in which the target is to be reached."""
    return date(target.year, target.until or 12, 1)


def pace(board: Board, standing: Standing) -> list[str]:
    """How many rows a month the target asks for until its date, and when it is reached at the pace
    of the last months, in words.

    No pace is told of less than three months in a row of one book and by one count's rules, nor of
    one that does not rise.
    """
    if not standing.items_missing or standing.target is None:
        return []
    unit, missing, last = standing.indicator.unit, standing.items_missing, deadline(standing.target)
    left = (last.year - standing.month.year) * 12 + last.month - standing.month.month
    until = month_text(last)
    said = [
        f"到{until}还有{left}个月，平均每月要解决{ceil(Fraction(missing, left))}{unit}。"
        if left > 0
        else f"目标期限{until}已到，还差{missing}{unit}。"
    ]
    missed = _missed(board, standing)
    if len(missed) < PACE_MONTHS:
        return [*said, f"连续的数据不到{PACE_MONTHS}个月，不推算达到时间。"]
    (first, before), (_, now) = missed[0], missed[-1]
    solved, months = (
        before - now,
        (standing.month.year - first.year) * 12 + standing.month.month - first.month,
    )
    over = f"近{PACE_MONTHS}个月" if months == PACE_MONTHS - 1 else f"近{PACE_MONTHS}期通报"
    if solved <= 0:
        return [*said, f"{over}差距没有缩小，不推算达到时间。"]
    at = standing.month
    for _ in range(ceil(Fraction(missing * months, solved))):
        at = month_after(at)
    late = f"，晚于目标期限{until}" if at > last else ""
    return [
        *said,
        (
            f"按{over}的进度（平均每月缩小{_average(solved, months)}{unit}），"
            f"约在{month_text(at)}达到{late}。"
        ),
    ]


def _missed(board: Board, standing: Standing) -> list[tuple[date, int]]:
    """(month, items to this month's target) of the last months, oldest first, as far as they are of
    one book and by one set of rules.

    Own counts are of months that follow each other; bulletins of one or two months a quarter are
    taken as they come.
    """
    found: list[tuple[date, int]] = []
    month, source = standing.month, standing.headline.source
    is_printed = source == BULLETIN_SOURCE
    of_source = board.values.bulletin if is_printed else board.values.own
    months = (
        board.values.bulletin_months(standing.indicator, month)
        if is_printed
        else [m for m in board.months() if m <= month]
    )[:PACE_MONTHS]
    for at, expected in zip(months, _back(month)):
        value = of_source(standing.indicator, at) if is_printed or at == expected else None
        items = (
            rates.items_to_target(value.numerator, value.denominator, standing.target.value)
            if value
            else None
        )
        if (
            items is None
            or at != month
            and not is_printed
            and board.cards.standing(standing.indicator, month_after(at)).rules_changed
        ):
            break
        found.append((at, items))
    return found[::-1]


def _back(month: date) -> Iterator[date]:
    """The month and those before it, without end."""
    while True:
        yield month
        month = date(month.year - (month.month == 1), month.month - 1 or 12, 1)


def _average(solved: int, months: int) -> str:
    """A number a month, at one decimal where it is not whole."""
    return str(solved // months) if solved % months == 0 else f"{Decimal(solved) / months:.1f}"
