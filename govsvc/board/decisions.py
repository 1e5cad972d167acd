"""What the meeting has to decide: at most three sentences, each with whom it asks and how much it
comes to, computed from the data.

Only what is certain is used: rows on the lists of what is missing, never what is suspected (疑似),
and ranks that are known.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from govsvc.board import movement_tables
from govsvc.board.board import Board
from govsvc.board.parts.lists import Moved
from govsvc.board.rankings import NEAR
from govsvc.board.standing import Standing
from govsvc.domain import indicators
from govsvc.domain.indicators import ProblemList
from govsvc.domain.rates import place_among
from govsvc.domain.roster import COUNTY
from govsvc.exports import problem_tables

#: sentences of 总览; a fourth is read by nobody
MOST = 3
_INDICATOR, _CHAINS = "indicator.py", "one_chain.py"


@dataclass(frozen=True, slots=True)
class Decision:
    """`ask`: what is to be done (请重点调度); `text`: by whom, how much; `page`, `query`: where its
    rows are; `indicator`: key of the one it is about.
    """

    ask: str
    text: str
    page: str
    query: dict[str, str] = field(default_factory=dict)
    indicator: str = ""


def decisions(
    board: Board, month: date, standings: Sequence[Standing], most: int = MOST
) -> list[Decision]:
    """Up to `most` decisions, what loses most first; one for each indicator."""
    short = by_distance(standings)
    candidates = [
        *_dispatches(board, month, short[:1]),
        *_to_hold(board, month, standings),
        *_to_reach(standings),
        *_to_win(board, month, standings),
        *_dispatches(board, month, short[1:]),
        *_new(board, month),
        *_newly_broken(board, month),
    ]
    found: dict[str, Decision] = {}
    for decision in candidates:
        found.setdefault(decision.indicator, decision)
    return list(found.values())[:most]


def distance(standing: Standing) -> Decimal | None:
    """Percentage points short of the target (of 100 % where it is a place or not set); None where
    the value is unknown or the target reached.
    """
    headline, target = standing.headline, standing.target
    if headline is None or standing.target_reached:
        return None
    aim = target.value if target and target.value is not None else Decimal(100)
    return aim - headline.published


def by_distance(standings: Sequence[Standing]) -> list[Standing]:
    """The indicators that are short of their targets, the weakest first."""
    short = [(far, standing) for standing in standings if (far := distance(standing)) is not None]
    return [standing for far, standing in sorted(short, key=lambda pair: -pair[0]) if far > 0]


def _query(standing: Standing, **more: str) -> dict[str, str]:
    return {"ind": standing.indicator.short} | more


def _dispatches(board: Board, month: date, short: Sequence[Standing]) -> Iterator[Decision]:
    """The unit that has most of what an indicator misses: 自然资源局未进驻18项，最长24个月未解决
    （进驻率距目标还差29项）.
    """
    for standing in short:
        indicator = standing.indicator
        problem_list = indicators.missing_list_of(indicator)
        split = board.lists.missing_split(indicator, month)
        if problem_list is None or split.empty:
            continue
        missing = dict(zip(split["unit"], map(int, split["missing"])))
        longest = _longest(board, problem_list, month)
        higher = {
            unit.name
            for unit in board.roster().units
            if unit.management and unit.management != COUNTY
        }
        # first whom the county itself can ask; of those with as many, who has had them longest
        unit = min(
            missing, key=lambda name: (name in higher, -missing[name], -longest.get(name, 0), name)
        )
        text = f"{unit}{indicator.missing_word}{missing[unit]}{indicator.unit}"
        if longest.get(unit, 0) > 1:
            text += f"，最长{longest[unit]}个月未解决"
        if standing.items_missing:
            text += f"（{indicator.short}距目标还差{standing.items_missing}{indicator.unit}）"
        yield Decision(
            "请协调上级" if unit in higher else "请重点调度",
            text,
            _INDICATOR,
            _query(standing, list=problem_list.name, unit=unit),
            indicator.key,
        )


def _longest(board: Board, problem_list: ProblemList, month: date) -> dict[str, int]:
    """Unit → for how many months its oldest row has been on the list."""
    longest: dict[str, int] = {}
    for streak in board.lists.streaks(problem_list, month):
        longest[streak.unit] = max(streak.months, longest.get(streak.unit, 0))
    return longest


def _to_hold(board: Board, month: date, standings: Sequence[Standing]) -> Iterator[Decision]:
    """A place about to be lost: 网上可办率全市第3（9月通报），北岭县再解决1项就会超过."""
    for standing in standings:
        indicator, ranking = standing.indicator, board.rankings.latest(standing.indicator, month)
        if ranking is None or ranking.home is None or ranking.home.rank is None:
            continue
        threat = ranking.near_threat()
        if threat:
            rank = ranking.home.rank
            place = place_among(rank.place, rank.is_tied, rank.group)
            yield Decision(
                "请守住位次",
                f"{indicator.short}{place}（{ranking.bulletin_month.month}月通报），"
                f"{threat.county}再解决{threat.items}{indicator.unit}即超过本县",
                "ranking.py",
                _query(standing),
                indicator.key,
            )


def _to_reach(standings: Sequence[Standing]) -> Iterator[Decision]:
    """A target that few items are missing to: 网上可办率再解决2项即可达标，均属自然资源局."""
    near = [
        (standing.items_missing, standing)
        for standing in standings
        if standing.items_missing and standing.items_missing <= NEAR
    ]
    for items, standing in sorted(near, key=lambda pair: pair[0]):
        indicator = standing.indicator
        whose = (
            f"，{indicator.missing_word}的{standing.missing_units}"
            if standing.missing_units
            else ""
        )
        yield Decision(
            "请优先解决",
            f"{indicator.short}再解决{items}{indicator.unit}即可达标{whose}",
            _INDICATOR,
            _query(standing),
            indicator.key,
        )


def _to_win(board: Board, month: date, standings: Sequence[Standing]) -> Iterator[Decision]:
    """A place that few items win: 网上可办率再解决1项可升至全市第2（10月通报）."""
    for standing in standings:
        indicator, ranking = standing.indicator, board.rankings.latest(standing.indicator, month)
        step = ranking.near_step() if ranking else None
        if ranking and step:
            place = place_among(step.place, step.is_tied, ranking.home_group)
            yield Decision(
                "请争取进位",
                f"{indicator.short}再解决{step.items}{indicator.unit}可升至{place}"
                f"（{ranking.bulletin_month.month}月通报）",
                "ranking.py",
                _query(standing),
                indicator.key,
            )


def _new(board: Board, month: date) -> Iterator[Decision]:
    """The list that most rows came on."""
    lists = [
        one
        for one in indicators.problem_lists()
        if not indicators.is_deduction(one) and not indicators.is_extra(one)
    ]
    for problem_list, moved in new_on_lists(board, month, lists)[:1]:
        yield Decision(
            "请核实新增",
            new_text(problem_list, moved),
            "problems.py",
            {"list": problem_list.name, "state": problem_tables.ONLY_NEW},
            problem_list.key,
        )


def _newly_broken(board: Board, month: date) -> Iterator[Decision]:
    """Things whose chain breaks since this month: 一件事链上断点新增1处：民政局1处."""
    places = {(one.chain.key, one.member): one.unit for one in board.chains.new_breaks(month)}
    if places:
        by_unit = dict(Counter(places.values()).most_common())
        yield Decision(
            "请核实新增",
            f"一件事链上断点新增{len(places)}处：{movement_tables.units_text(by_unit, '处')}",
            _CHAINS,
            indicator=_CHAINS,
        )


def new_on_lists(
    board: Board, month: date, lists: Sequence[ProblemList]
) -> list[tuple[ProblemList, Moved]]:
    """The lists that rows came on since the month before, with most first; without those whose rows
    are only suspected.
    """
    found = [
        (problem_list, moved)
        for problem_list in lists
        if not problem_list.signs
        and (moved := board.lists.moved(problem_list, month))
        and moved.new
    ]
    return sorted(found, key=lambda pair: -pair[1].new)


def new_text(problem_list: ProblemList, moved: Moved) -> str:
    """未进驻大厅新增2项：住房和城乡建设局1项、市场监督管理局1项."""
    unit = indicators.by_key(problem_list.indicator).unit
    return (
        f"{problem_list.name}新增{moved.new}{unit}："
        f"{movement_tables.units_text(moved.new_by_unit, unit)}"
    )
