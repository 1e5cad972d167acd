"""提升测算: what solving some rows would do to the value, the target and the rank; and how fast the
target is being approached.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pandas as pd

from govsvc.board.board import Board
from govsvc.board.standing import Standing, Value
from govsvc.domain import rates
from govsvc.domain.indicators import BULLETIN_SOURCE, Indicator
from govsvc.domain.months import month_after, month_text
from govsvc.domain.rates import Rank, percent_text, rank_among, rank_prose
from govsvc.domain.rows import Target

#: months of data without which no pace is given
PACE_MONTHS = 3


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the value of `basis` becomes when the `chosen` rows are met.

    `solved`: how many of them count; a bulletin may have fewer missing rows than were chosen.
    `numerator`, `published`: then. `target`: in percent, None where it has no value.
    `still_missing`: rows to the target then, None where it has no
    value.

    `rank_before`, `rank`: now and then, among the counties of the bulletin of `bulletin_month` if
    the others stand still, None where there is none; `passed`: the counties that are behind then
    and are not now.
    """

    indicator: Indicator
    basis: Value
    chosen: int
    solved: int
    numerator: int
    published: Decimal
    target: Decimal | None
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
        (value for value in (standing.headline, standing.own) if value and value.counts), None
    )
    if basis is None or basis.counts is None:
        return None
    met, denominator = basis.counts
    numerator = min(met + solved, denominator)
    published = rates.published(numerator, denominator)
    if published is None:
        return None
    target = standing.target.value if standing.target else None
    bulletin_month, before, after, passed = _ranks(board, indicator, month, basis, published)
    return WhatIf(
        indicator,
        basis,
        solved,
        numerator - met,
        numerator,
        published,
        target,
        rates.target_reached(numerator, denominator, published, target),
        rates.items_to_target(numerator, denominator, target),
        standing.target.place if standing.target else None,
        bulletin_month,
        before,
        after,
        passed,
    )


def _ranks(
    board: Board, indicator: Indicator, month: date, basis: Value, published: Decimal
) -> tuple[date | None, Rank | None, Rank | None, tuple[str, ...]]:
    """(month of the bulletin, rank before, rank with the value `published`, counties passed)."""
    ranking = board.rankings.latest(indicator, month)
    home = ranking.home if ranking else None
    if ranking is None or home is None or home.value is None:
        return None, None, None, ()
    county = home.county
    values = {row.county: row.value.published if row.value else None for row in ranking.rows}
    groups = {row.county: row.group for row in ranking.rows}

    def ranked(value: Decimal) -> Mapping[str, Rank | None]:
        return rates.ranks(values | {county: value}, groups, indicator.direction)

    # of one source: the value of now beside the others, then the value that would be
    before, after = ranked(basis.published), ranked(published)
    direction = indicator.direction
    passed = tuple(
        rival
        for rival, value in values.items()
        if value is not None
        and rival != county
        and groups[rival] == home.group
        and basis.published * direction <= value * direction < published * direction
    )
    return ranking.bulletin_month, before[county], after[county], passed


def gap_track(result: WhatIf) -> pd.DataFrame:
    """The track of `charts.gap_tracks`, from the value of now to the value then."""
    missing = (
        f"还差{result.still_missing}{result.indicator.unit}" if result.still_missing else "未达标"
    )
    return pd.DataFrame(
        [
            (
                result.indicator.short,
                float(result.published),
                float(result.basis.published) if result.solved else None,
                None if result.target is None else float(result.target),
                None,
                "" if result.is_reached is None else "✓ 达标" if result.is_reached else missing,
                result.is_reached,
            )
        ],
        columns=["name", "value", "previous", "target", "year_target", "label", "is_reached"],
    ).astype(object)


def sentence(result: WhatIf) -> str:
    """All of `sentences` in one."""
    return "；".join(text.removesuffix("。") for text in sentences(result)) + "。"


def sentences(result: WhatIf) -> list[str]:
    """What becomes of value, target and rank, in words."""
    unit, basis = result.indicator.unit, result.basis
    texts = [
        f"再解决{result.solved}{unit}：{rates.count_text(result.numerator)} / "
        f"{rates.count_text(basis.denominator)}{unit}，"
        f"{percent_text(basis.published)} → "
        f"{percent_text(result.published)}（按{basis.source_name}）。"
    ]
    if result.chosen > result.solved:
        texts.append(
            f"选了{result.chosen}{unit}，"
            f"{basis.source_name}只有{result.solved}{unit}{result.indicator.missing_word}，"
            f"按{result.solved}{unit}测算。"
        )
    if result.is_reached is not None:
        texts.append(
            "达到目标。"
            if result.is_reached
            else f"未达到目标，还差{result.still_missing}{unit}。"
            if result.still_missing
            else "未达到目标。"
        )
    return texts + _rank_sentences(result)


def _rank_sentences(result: WhatIf) -> list[str]:
    """Whether the target place is reached, and how the rank changes."""
    rank, before, texts = result.rank, result.rank_before, []
    if result.target_place and rank:
        reached = "达到" if rank.place <= result.target_place else "未达到"
        texts.append(f"{reached}目标位次（前{result.target_place}）。")
    if rank and before and result.bulletin_month:
        is_same = (rank.place, rank.is_tied) == (before.place, before.is_tied)
        text = (
            f"仍为{rank_among(rank)}" if is_same else f"{rank_among(before)} → {rank_prose(rank)}"
        )
        text += f"，超过{'、'.join(result.passed)}" if result.passed else ""
        texts.append(f"其他县（市、区）不变时（{month_text(result.bulletin_month)}通报），{text}。")
    return texts


def deadline(target: Target) -> date:
    """The last month in which the target is to be reached."""
    return date(target.year, target.until or 12, 1)


def pace(board: Board, standing: Standing) -> list[str]:
    """How many rows a month the target asks for until its date, and when it is reached at the pace
    of the last months, in words.

    A pace needs three months in a row of one source and one set of rules, and a gap that shrinks.
    """
    if not standing.items_missing or standing.target is None:
        return []
    unit, missing, last = standing.indicator.unit, standing.items_missing, deadline(standing.target)
    left = (last.year - standing.month.year) * 12 + last.month - standing.month.month
    until = month_text(last)
    texts = [
        f"到{until}还有{left}个月，平均每月要解决{ceil(Fraction(missing, left))}{unit}。"
        if left > 0
        else f"目标期限{until}已到，还差{missing}{unit}。"
    ]
    missed = _missed(board, standing)
    if len(missed) < PACE_MONTHS:
        return [*texts, f"连续的数据不到{PACE_MONTHS}个月，不推算达到时间。"]
    (first, before), (_, now) = missed[0], missed[-1]
    solved, months = (
        before - now,
        (standing.month.year - first.year) * 12 + standing.month.month - first.month,
    )
    over = f"近{PACE_MONTHS}个月" if months == PACE_MONTHS - 1 else f"近{PACE_MONTHS}期通报"
    if solved <= 0:
        return [*texts, f"{over}差距没有缩小，不推算达到时间。"]
    month = standing.month
    for _ in range(ceil(Fraction(missing * months, solved))):
        month = month_after(month)
    late = f"，晚于目标期限{until}" if month > last else ""
    return [
        *texts,
        (
            f"按{over}的进度（平均每月缩小{_average(solved, months)}{unit}），"
            f"约在{month_text(month)}达到{late}。"
        ),
    ]


def _missed(board: Board, standing: Standing) -> list[tuple[date, int]]:
    """(month, items to this month's target) of the last months, oldest first, back to where the
    source or the rules change.

    Own counts must be of months that follow each other; bulletins, of which a city prints one or
    two a quarter, are taken as they come.
    """
    if standing.headline is None or standing.target is None:
        return []
    missed: list[tuple[date, int]] = []
    indicator, latest = standing.indicator, standing.month
    is_printed = standing.headline.source == BULLETIN_SOURCE
    months = (
        board.values.bulletin_months(indicator, latest)
        if is_printed
        else [month for month in board.months() if month <= latest]
    )[:PACE_MONTHS]
    for month, expected in zip(months, _back(latest)):
        value = (
            board.values.bulletin(indicator, month)
            if is_printed
            else board.values.own(indicator, month)
            if month == expected
            else None
        )
        items = (
            rates.items_to_target(value.numerator, value.denominator, standing.target.value)
            if value
            else None
        )
        if (
            items is None
            or month != latest
            and not is_printed
            and board.cards.standing(indicator, month_after(month)).rules_changed
        ):
            break
        missed.append((month, items))
    return missed[::-1]


def _back(month: date) -> Iterator[date]:
    """The month and those before it, without end."""
    while True:
        yield month
        month = date(month.year - (month.month == 1), month.month - 1 or 12, 1)


def _average(solved: int, months: int) -> str:
    """A number a month, with one decimal where it is not whole."""
    return str(solved // months) if solved % months == 0 else f"{Decimal(solved) / months:.1f}"
