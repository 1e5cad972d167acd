"""Slides of the indicators: how all stand, the two that lose most and why, and the ranks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govsvc.board import decisions, movement_tables, score_words, sentences
from govsvc.board.board import Board
from govsvc.board.briefing.model import (
    ATTEND,
    BETTER,
    OWN,
    PLAIN,
    Bar,
    Bars,
    Cell,
    Fact,
    Note,
    Slide,
    Table,
    counted_bars,
)
from govsvc.board.parts.movements import Waterfall
from govsvc.board.rankings import Overtake, Ranking
from govsvc.board.scores import Scores
from govsvc.board.standing import Standing
from govsvc.domain import indicators, rates, targets
from govsvc.domain.indicators import BULLETIN_SOURCE, Indicator
from govsvc.domain.months import month_before

#: keys of the two indicators that lose most
WORST = ("worst", "second")
#: units that are named below an indicator
_MOST_UNITS = 7


def overall(board: Board, month: date, standings: Sequence[Standing]) -> Slide:
    """总体: every indicator in a line; without any value of the month its title says so."""
    title = sentences.headline_sentence(standings, board.scores.latest(month))
    known = [standing for standing in standings if standing.headline]
    if not known:
        return Slide("overall", title)
    table = Table(
        ("指标", "本月", "较上月", "位次", "目标", "还差", "在哪里"),
        tuple(map(_overall_row, known)),
        frozenset({1, 2}),
        note=_sources_text(known),
    )
    return Slide("overall", title, parts=(table,))


def _overall_row(standing: Standing) -> tuple[Cell, ...]:
    target = standing.target
    return (
        Cell(standing.indicator.short, OWN),
        Cell(_value_text(standing), OWN),
        _change_cell(standing.change_pp),
        place_cell(standing),
        Cell(targets.text_of(target) if target else "未设"),
        _missing_cell(standing),
        Cell(standing.missing_units or rates.UNKNOWN),
    )


def _sources_text(known: Sequence[Standing]) -> str:
    """Whose the values are, where some are not the bulletin's."""
    own = [s.indicator.short for s in known if s.headline and s.headline.source != BULLETIN_SOURCE]
    if not own:
        return "均为市通报值"
    return "均为本县测算值" if len(own) == len(known) else f"{'、'.join(own)}为本县测算值"


def _value_text(standing: Standing) -> str:
    return rates.percent_text(standing.headline.published if standing.headline else None)


def _change_cell(change: Decimal | None) -> Cell:
    """↑ 0.07, ↓ 0.03, 持平."""
    if change is None:
        return Cell(rates.UNKNOWN)
    if not change:
        return Cell("持平")
    return Cell(f"{'↑' if change > 0 else '↓'} {abs(change)}", BETTER if change > 0 else ATTEND)


def place_cell(standing: Standing) -> Cell:
    """第3位/共12个 in the latest bulletin, with its month where it is an earlier one."""
    rank = standing.ranked.rank if standing.ranked else None
    if rank is None or standing.ranked is None:
        return Cell("暂无排名")
    month = standing.ranked.month
    bulletin = "" if month == standing.month else f"（{month.month}月）"
    return Cell(f"{rates.rank_of(rank)}{bulletin}", place=(rank.place, rank.of))


def _missing_cell(standing: Standing) -> Cell:
    if standing.target is None:
        return Cell(rates.UNKNOWN)
    if standing.target_reached:
        return Cell("✓ 已达标", BETTER)
    if standing.target_reached is None:
        return Cell(rates.UNKNOWN)
    missing = standing.items_missing
    return Cell(f"{missing}{standing.indicator.unit}" if missing else "未达标", ATTEND)


# -- the indicators that lose most ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loss:
    """What an indicator loses: points of the bulletin's score (`lost`, None where it prints none),
    and percentage points to its target, without one to 100 %.
    """

    standing: Standing
    lost: Decimal | None
    gap_pp: Decimal

    @property
    def order(self) -> tuple[Decimal, Decimal]:
        """The sorting key, most lost first."""
        return -(self.lost or Decimal()), -self.gap_pp


def losses(standings: Sequence[Standing], scores: Scores | None) -> list[Loss]:
    """The indicators that lose points or miss their target, or that fell; most lost first."""
    lost_by_key = (
        {score.indicator.key: scores.missed(score) for score in scores.indicators} if scores else {}
    )
    found = []
    for standing in standings:
        loss = Loss(
            standing,
            lost_by_key.get(standing.indicator.key),
            decisions.distance(standing) or Decimal(),
        )
        if standing.headline and (loss.lost or loss.gap_pp or (standing.change_pp or 0) < 0):
            found.append(loss)
    return sorted(found, key=lambda loss: loss.order)


def losing(board: Board, month: date, loss: Loss, place: int, scores: Scores | None) -> Slide:
    """One of the indicators that lose most, the first of them at `place` 0: value, why, whose."""
    standing, indicator = loss.standing, loss.standing.indicator
    return Slide(
        WORST[place],
        _losing_title(loss, place, scores),
        _losing_facts(standing),
        (_why(board, month, standing), _whose(board, month, indicator)),
        "indicator.py",
        {"ind": indicator.short},
    )


def _losing_title(loss: Loss, place: int, scores: Scores | None) -> str:
    """丢分最多的是进驻率（丢0.48分）：98.10%，距目标还差29项，未进驻的前3个部门占53%."""
    standing = loss.standing
    short = standing.indicator.short
    if scores and loss.lost:
        bulletin = "" if scores.month == standing.month else f"，{scores.month.month}月通报"
        points = score_words.points(loss.lost)
        lost = f"丢{points}分" if scores.has_full_scores else f"比最高分少{points}分"
        first, note = (
            "丢分最多的是" if scores.has_full_scores else "与最高分相差最多的是",
            lost + bulletin,
        )
        text = f"{'其次是' if place else first}{short}（{note}）"
    else:
        text = f"{'其次是' if place else '差距最大的是'}{short}"
    parts = [_value_text(standing)]
    if standing.target_reached:
        parts.append("已达标")
    elif standing.items_missing:
        parts.append(f"距目标还差{standing.items_missing}{standing.indicator.unit}")
    if standing.change_pp and standing.change_pp < 0:
        parts.append(f"较上月{rates.points_text(standing.change_pp)}")
    if standing.missing_units:
        parts.append(f"{standing.indicator.missing_word}的{standing.missing_units}")
    elif standing.ranked and standing.ranked.rank:
        parts.append(rates.rank_among(standing.ranked.rank))
    return f"{text}：{'，'.join(parts)}"


def _losing_facts(standing: Standing) -> tuple[Fact, ...]:
    headline, unit, target = standing.headline, standing.indicator.unit, standing.target
    if headline is None:
        return ()
    counts = (
        f"{headline.source_name}，{headline.numerator:,}/{headline.denominator:,}{unit}"
        if headline.numerator is not None and headline.denominator is not None
        else headline.source_name
    )
    facts = [Fact(_value_text(standing), counts, OWN)]
    if standing.change_pp is not None:
        change = _change_cell(standing.change_pp)
        facts.append(Fact(change.text, "较上月（个百分点）", change.tone))
    if target:
        missing = _missing_cell(standing)
        is_counted = bool(standing.items_missing) and not standing.target_reached
        label = f"{'距目标' if is_counted else '目标'}{targets.text_of(target)}"
        facts.append(Fact(missing.text, label, missing.tone))
    place = place_cell(standing)
    if place.place and standing.ranked and standing.ranked.rank:
        among = f"{rates.group_name(standing.ranked.rank.group)}共{place.place[1]}个"
        if standing.ranked.month != standing.month:
            among += f"，{standing.ranked.month.month}月通报"
        facts.append(Fact(f"第{place.place[0]}位", among))
    return tuple(facts)


def _why(board: Board, month: date, standing: Standing) -> Bars | Note:
    """The steps from last month's value to this month's."""
    indicator, caption = standing.indicator, "为什么变化（个百分点）"
    waterfall = board.movements.waterfall(indicator, month)
    if waterfall is None:
        return Note("为什么变化", movement_tables.why_not(board, indicator, month))
    if not waterfall.bars:
        return Note("为什么变化", movement_tables.sentence(waterfall, indicator.unit))
    return _steps(waterfall, month, indicator, caption)


def _steps(waterfall: Waterfall, month: date, indicator: Indicator, caption: str) -> Bars:
    before, now = waterfall.before.published, waterfall.now.published
    level, levels, steps = before, [before], []
    for bar in waterfall.bars:
        counted = f"{len(bar.rows)}{indicator.unit}" if bar.rows else ""
        tone = PLAIN if not bar.points else BETTER if bar.points > 0 else ATTEND
        label = rates.signed_points(bar.points, 4)
        after = level + bar.points
        steps.append(Bar(f"{bar.name}{counted}", label, float(level), float(after), tone))
        levels.append(level := after)
    low = min(levels) - (max(levels) - min(levels)) * Decimal("0.3")
    ends = [
        Bar(f"{each.month}月", rates.percent_text(value), float(low), float(value), tone)
        for each, value, tone in ((month_before(month), before, PLAIN), (month, now, OWN))
    ]
    return Bars(caption, (ends[0], *steps, ends[1]), float(low), float(max(levels)), "横轴不自0%起")


def _whose(board: Board, month: date, indicator: Indicator) -> Bars | Note:
    """The units of the rows that are missing."""
    caption = f"{indicator.missing_word}在哪里（{indicator.unit}）"
    split = board.lists.missing_split(indicator, month)
    if split.empty:
        has_rows = board.rows.has_own(indicator.kind, month)
        text = (
            f"没有{indicator.missing_word}的。"
            if has_rows
            else "本月没有导入明细，无法确定具体事项。"
        )
        return Note(caption, text)
    rows = [(unit, int(count), str(count)) for unit, count in zip(split["unit"], split["missing"])]
    return counted_bars(caption, rows, f"个{indicators.unit_word(indicator.kind)}", _MOST_UNITS)


# -- ranks ---------------------------------------------------------------------------------


def ranks(board: Board, month: date, standings: Sequence[Standing]) -> Slide | None:
    """全市位次和进位路径; None where no bulletin ranks the county."""
    ranked = [
        (standing, ranking)
        for standing in standings
        if standing.ranked
        and standing.ranked.rank
        and (ranking := board.rankings.latest(standing.indicator, month))
    ]
    if not ranked:
        return None
    bulletins = {ranking.bulletin_month for _, ranking in ranked}
    table = Table(
        ("指标", "位次", "较上期", "进位路径", "保位"),
        tuple(_rank_row(standing, ranking) for standing, ranking in ranked),
        note=(
            f"{'、'.join(f'{each.month}月' for each in sorted(bulletins))}通报；"
            "测算按其他县（市、区）不变"
        ),
    )
    nearest = _nearest_climb([ranking for _, ranking in ranked])
    query = {"ind": (nearest[1].indicator if nearest else ranked[0][0].indicator).short}
    title = _ranks_title([standing for standing, _ in ranked], nearest)
    return Slide("ranks", title, parts=(table,), page="ranking.py", query=query)


def _rank_row(standing: Standing, ranking: Ranking) -> tuple[Cell, ...]:
    gained = standing.place_change
    moved = Cell(rates.UNKNOWN if gained is None else "持平")
    if gained:
        moved = Cell(
            f"{'↑' if gained > 0 else '↓'} {abs(gained)}位", BETTER if gained > 0 else ATTEND
        )
    kept = ranking.before_overtaken
    unit = standing.indicator.unit
    return (
        Cell(standing.indicator.short, OWN),
        place_cell(standing),
        moved,
        _climb_cell(ranking),
        Cell(f"再少{kept[1] + 1}{unit}即被{kept[0]}超过" if kept else rates.UNKNOWN),
    )


def _climb_cell(ranking: Ranking) -> Cell:
    if step := ranking.next_step():
        passed = ranking.passed_by(step)
        return Cell(f"{sentences.overtake(step, ranking)}，超过{passed}", BETTER)
    if not ranking.overtakes:
        return Cell("已居首位")
    return Cell(sentences.overtake(ranking.overtakes[0], ranking))


def _nearest_climb(rankings: Sequence[Ranking]) -> tuple[Overtake, Ranking] | None:
    """The climb that takes the fewest items."""
    climbs = [(step, ranking) for ranking in rankings if (step := ranking.next_step())]
    return min(climbs, key=lambda climb: climb[0].items or 0, default=None)


def _ranks_title(ranked: Sequence[Standing], nearest: tuple[Overtake, Ranking] | None) -> str:
    """2项指标全市第1，位次最低的是进驻率（全市第4）；网上可办率再解决2项可升至并列第1."""
    places = {s.indicator.short: s.ranked.rank for s in ranked if s.ranked and s.ranked.rank}
    first = sum(rank.place == 1 for rank in places.values())
    lowest_place = max(rank.place for rank in places.values())
    lowest = [name for name, rank in places.items() if rank.place == lowest_place]
    parts = [f"{first}项指标位居第一"] if first else []
    if lowest_place > 1:
        among = rates.rank_among(places[lowest[0]])
        parts.append(f"位次最低的是{'、'.join(lowest)}（{among}）")
    text = "，".join(parts)
    if nearest is None:
        return text
    step, ranking = nearest
    return f"{text}；{ranking.indicator.short}{sentences.overtake(step, ranking)}"
