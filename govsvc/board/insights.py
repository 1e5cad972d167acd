"""本月要点: the few sentences of the overview, what matters most first, each with where its rows
are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from govsvc.board import score_words
from govsvc.board.board import Board
from govsvc.board.standing import Standing
from govsvc.domain import indicators
from govsvc.domain.indicators import BULLETIN_SOURCE, ProblemList
from govsvc.domain.rates import chinese_place, percent_text, points_text
from govsvc.domain.roster import COUNTY

BETTER, WORSE, HOLLOW, PLAIN = "better", "worse", "hollow", "plain"
#: what comes first: a value that fell, a gap that the county can close itself, a place about to be
#: lost, what a rate hides, a place about to be won, a gap that others must close, points lost, and
#: what is well
FELL, SOLVABLE, MAY_LOSE, HIDES, MAY_WIN, MISSED, POINTS, WELL = range(8)
#: so few items away a place is about to be lost or won
NEAR = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence and where its rows are: a page and what its pickers are set to."""

    tone: str
    text: str
    page: str
    query: dict[str, str] = field(default_factory=dict)
    weight: int = WELL


def findings(
    board: Board, month: date, standings: Sequence[Standing], most: int = 5
) -> list[Finding]:
    """Up to `most` sentences, what needs attention first; what a perfect rate hides is always said."""
    hollow = list(_hollow(board, month, standings))
    others = [_of_value(board, standing) for standing in standings if standing.headline]
    others += [*_places(board, month, standings), *_points(board, month)]
    others.sort(key=lambda finding: finding.weight)
    return sorted(
        [*others[: max(most - len(hollow), 0)], *hollow], key=lambda finding: finding.weight
    )


def _of_list(problem_list: ProblemList) -> tuple[str, dict[str, str]]:
    return "problems.py", {"list": problem_list.name}


def _hollow(board: Board, month: date, standings: Sequence[Standing]) -> Iterator[Finding]:
    for standing in standings:
        twin = standing.twin
        missing_list = (
            indicators.missing_list_of(standing.twin_indicator) if standing.twin_indicator else None
        )
        if twin is None or not twin.missing:
            continue
        if standing.twin_gap_pp:
            lists = [
                x for x in indicators.LISTS if x.flag and x.indicator == standing.indicator.key
            ]
            unit, found = (
                standing.indicator.unit,
                {x.name: n for x in lists if (n := board.lists.count(x, month))},
            )
            both = board.lists.count_on_all(lists, month) if len(found) > 1 else 0
            absent = sum(found.values()) - both - (standing.own.numerator - twin.numerator)
            notes = [f"{both}{unit}兼有，只减一次"] * (both > 0) + [
                f"{absent}{unit}本来就未进驻，不再减"
            ] * (absent > 0)
            counts = "、".join(f"{name}{n}{unit}" for name, n in found.items()) + (
                f"（{'；'.join(notes)}）" if notes else ""
            )
            is_printed = (
                standing.headline.source == BULLETIN_SOURCE
                and standing.headline.published == standing.own.published
            )
            book = "通报口径" if is_printed else "本县测算"
            text = (
                f"{standing.indicator.short}{book}{percent_text(standing.own.published)}，"
                f"核减后{percent_text(twin.published)}，"
                f"相差{standing.twin_gap_pp}个百分点：{counts}。"
            )
            yield Finding(HOLLOW, text, *(_of_list(lists[0]) if lists else ("gaps.py", {})), HIDES)
        elif missing_list:
            text = (
                f"{standing.indicator.short}{percent_text(standing.own.published)}，"
                f"{standing.twin_indicator.short}{percent_text(twin.published)}："
                f"{twin.missing}{standing.twin_indicator.unit}"
                f"{standing.twin_indicator.missing_word}。"
            )
            yield Finding(HOLLOW, text, *_of_list(missing_list), HIDES)


def _solvers(board: Board, standing: Standing) -> dict[str, int]:
    """Who can close the gap → rows missing; without units of which the roster does not say it."""
    split, managements = (
        board.lists.missing_split(standing.indicator, standing.month),
        {unit.name: unit.management for unit in board.roster().units},
    )
    counts = {"县级可解决": 0, "需上级协调": 0}
    for unit, missing in zip(split["unit"], split["missing"]):
        if managements.get(unit):
            counts["县级可解决" if managements[unit] == COUNTY else "需上级协调"] += int(missing)
    return counts


def _of_value(board: Board, standing: Standing) -> Finding:
    indicator = standing.indicator
    parts = [
        f"{standing.month.month}月{indicator.short}{percent_text(standing.headline.published)}"
    ]
    if standing.ranked and standing.ranked.rank:
        rank, at = standing.ranked.rank, standing.ranked.month
        if standing.headline.source == BULLETIN_SOURCE:
            parts.append(f"位居全市{chinese_place(rank.place, rank.is_tied)}（{at.month}月通报）")
        else:  # the rank is of another value
            parts[0] += "（本县测算）"
            parts.append(
                f"{at.month}月通报{percent_text(standing.ranked.published)}，"
                f"位居全市{chinese_place(rank.place, rank.is_tied)}"
            )
    if standing.change_pp is not None:
        parts.append(
            f"较上月{points_text(standing.change_pp)}" if standing.change_pp else "与上月持平"
        )
    text, counts = "，".join(parts), {}
    if standing.target_reached:
        text += (
            f"；已达到{percent_text(standing.target.value)}目标"
            if standing.target.value is not None
            else "；已达到目标位次"
        )
    elif standing.items_missing:
        text += (
            f"；距{percent_text(standing.target.value)}目标还差{standing.items_missing}"
            f"{indicator.unit}"
        )
        counts = _solvers(board, standing) if standing.whose else {}
        said = "、".join(f"{who}{count}{indicator.unit}" for who, count in counts.items() if count)
        text += (f"，{indicator.missing_word}的{standing.whose}" if standing.whose else "") + (
            f"，其中{said}" if said else ""
        )
    missing_list = indicators.missing_list_of(indicator)
    tone = PLAIN if not standing.change_pp else BETTER if standing.change_pp > 0 else WORSE
    weight = (
        FELL
        if tone == WORSE
        else WELL
        if standing.target_reached is not False
        else SOLVABLE
        if any(counts.values()) and counts["县级可解决"]
        else MISSED
    )
    to = (
        _of_list(missing_list)
        if missing_list and standing.own and standing.own.missing
        else ("ranking.py", {"ind": indicator.short})
    )
    return Finding(tone, text + "。", *to, weight)


def _places(board: Board, month: date, standings: Sequence[Standing]) -> Iterator[Finding]:
    """Places that a few items win or lose."""
    for standing in standings:
        ranking = (
            board.rankings.latest(standing.indicator, month)
            if standing.ranked and standing.ranked.rank
            else None
        )
        if ranking is None:
            continue
        indicator, at, to = (
            standing.indicator,
            f"（{ranking.bulletin_month.month}月通报）",
            ("ranking.py", {"ind": standing.indicator.short}),
        )
        threat = next(
            (found for found in ranking.threats if found.items is not None and found.items <= NEAR),
            None,
        )
        if threat:
            yield Finding(
                WORSE,
                (
                    f"{indicator.short}：{threat.county}再解决{threat.items}{indicator.unit}就会"
                    f"超过本县{at}。"
                ),
                *to,
                MAY_LOSE,
            )
        step = next(
            (found for found in ranking.overtakes if found.items and found.items <= NEAR), None
        )
        if step:
            tied = "并列" if step.is_tied else ""
            yield Finding(
                PLAIN,
                (
                    f"{indicator.short}再解决{step.items}{indicator.unit}可升至全市{tied}第"
                    f"{step.place}{at}。"
                ),
                *to,
                MAY_WIN,
            )


def _points(board: Board, month: date) -> Iterator[Finding]:
    """Where most points are lost."""
    scores = board.scores.latest(month)
    if scores and scores.worst:
        text = (
            f"{score_words.overall(scores)}；{score_words.worst(scores)}（{scores.month.month}月"
            "通报）。"
        )
        yield Finding(PLAIN, text, "ranking.py", {"ind": "综合"}, POINTS)
