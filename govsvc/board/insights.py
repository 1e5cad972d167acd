"""本月要点: the few sentences of the overview, what matters most first, each with where its rows
are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from govsvc.board import decisions, movement_tables, score_words, sentences
from govsvc.board.board import Board
from govsvc.board.standing import Standing, Value
from govsvc.domain import indicators
from govsvc.domain.indicators import BULLETIN_SOURCE, ProblemList
from govsvc.domain.rates import percent_text, place_among, points_text
from govsvc.domain.roster import COUNTY

BETTER, WORSE, HOLLOW, PLAIN = "better", "worse", "hollow", "plain"
#: what comes first: a value that fell, a gap that the county can close itself, a place about to be
#: lost, what a rate hides, a place about to be won, a gap that others must close, points lost, and
#: what is well
FELL, SOLVABLE, MAY_LOSE, HIDES, MAY_WIN, MISSED, POINTS, WELL = range(8)


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, and where its rows are: a page and what its pickers are set to."""

    tone: str
    text: str
    page: str
    query: dict[str, str] = field(default_factory=dict)
    weight: int = WELL


def findings(
    board: Board, month: date, standings: Sequence[Standing], most: int = 5
) -> list[Finding]:
    """Up to `most` sentences, what needs attention first; what a perfect rate hides is always among
    them, and so are broken chains and the weakest indicator.
    """
    hollow = [*_hollow(board, month, standings), *_broken_chains(board, month)]
    short = decisions.by_distance(standings)
    values = [
        _of_value(board, standing, standing.headline)
        for standing in [*short, *(one for one in standings if one not in short)]
        if standing.headline
    ]
    weakest = values[: bool(short)]
    others = [*values[len(weakest) :], *_places(board, month, standings), *_points(board, month)]
    others.sort(key=lambda finding: finding.weight)
    left = max(most - len(hollow) - len(weakest), 0)
    return sorted([*weakest, *others[:left], *hollow], key=lambda finding: finding.weight)


def _of_list(problem_list: ProblemList) -> tuple[str, dict[str, str]]:
    return "problems.py", {"list": problem_list.name}


def _hollow(board: Board, month: date, standings: Sequence[Standing]) -> Iterator[Finding]:
    """What a rate hides: that its twin (核减后, 规范) is lower."""
    for standing in standings:
        own, twin, twin_indicator = standing.own, standing.twin, standing.twin_indicator
        if own is None or twin is None or twin_indicator is None or not twin.missing:
            continue
        missing_list = indicators.missing_list_of(twin_indicator)
        if standing.twin_gap_pp:
            yield _deducted(board, month, standing, own, twin)
        elif missing_list:
            text = (
                f"{standing.indicator.short}{percent_text(own.published)}，"
                f"{twin_indicator.short}{percent_text(twin.published)}："
                f"{twin.missing}{twin_indicator.unit}{twin_indicator.missing_word}。"
            )
            yield Finding(HOLLOW, text, *_of_list(missing_list), HIDES)


def _broken_chains(board: Board, month: date) -> Iterator[Finding]:
    """一件事链上有断点2个（2个关联事项），本月新增1处：公安局、民政局."""
    links = board.chains.links(month)
    if links.breaks:
        new = len({(one.chain.key, one.member) for one in board.chains.new_breaks(month)})
        added = f"，本月新增{new}处" if new else ""
        units = movement_tables.names_text(dict.fromkeys(one.unit for one in links.breaks))
        text = f"一件事{links.sentence}{added}：{units}。"
        yield Finding(HOLLOW, text, "one_chain.py", weight=HIDES)


def _deducted(board: Board, month: date, standing: Standing, own: Value, twin: Value) -> Finding:
    """By how much the rate is lower after deduction (核减), and what is deducted."""
    indicator, twin_indicator = standing.indicator, standing.twin_indicator
    word = indicators.twin_word(twin_indicator) if twin_indicator else ""
    lists = [one for one in indicators.LISTS if one.flag and one.indicator == indicator.key]
    counts = {one.name: n for one in lists if (n := board.lists.count(one, month))}
    both = board.lists.count_on_all(lists, month) if len(counts) > 1 else 0
    fewer = (own.numerator or 0) - (twin.numerator or 0)
    absent = sum(counts.values()) - both - fewer
    notes = []
    if both > 0:
        notes.append(f"{both}{indicator.unit}兼有，只减一次")
    if absent > 0:
        notes.append(f"{absent}{indicator.unit}原未进驻，不再减")
    deductions = "、".join(f"{name}{n}{indicator.unit}" for name, n in counts.items())
    deductions += f"（{'；'.join(notes)}）" if notes else ""
    headline = standing.headline
    is_printed = (
        headline is not None
        and headline.source == BULLETIN_SOURCE
        and headline.published == own.published
    )
    text = (
        f"{indicator.short}{'通报口径' if is_printed else '本县测算'}"
        f"{percent_text(own.published)}，{word}{percent_text(twin.published)}，"
        f"相差{standing.twin_gap_pp}个百分点：{deductions}。"
    )
    page, query = _of_list(lists[0]) if lists else ("gaps.py", {})
    return Finding(HOLLOW, text, page, query, HIDES)


def _solvers(board: Board, standing: Standing) -> dict[str, int]:
    """Who can close the gap → rows missing; units whose 管理体制 the roster does not know are left
    out.
    """
    split, managements = (
        board.lists.missing_split(standing.indicator, standing.month),
        {unit.name: unit.management for unit in board.roster().units},
    )
    counts = {"县级可解决": 0, "需上级协调": 0}
    for unit, missing in zip(split["unit"], split["missing"]):
        if managements.get(unit):
            counts["县级可解决" if managements[unit] == COUNTY else "需上级协调"] += int(missing)
    return counts


def _of_value(board: Board, standing: Standing, headline: Value) -> Finding:
    """The value, its rank, its change and the distance to the target."""
    parts = _value_and_rank(standing, headline)
    if standing.change_pp is not None:
        parts.append(
            f"较上月{points_text(standing.change_pp)}" if standing.change_pp else "与上月持平"
        )
    counts = (
        _solvers(board, standing)
        if standing.items_missing and not standing.target_reached and standing.missing_units
        else {}
    )
    text = f"{'，'.join(parts)}{_of_target(standing, counts)}。"
    missing_list = indicators.missing_list_of(standing.indicator)
    tone = PLAIN if not standing.change_pp else BETTER if standing.change_pp > 0 else WORSE
    if tone == WORSE:
        weight = FELL
    elif standing.target_reached is not False:
        weight = WELL
    else:
        weight = SOLVABLE if counts.get("县级可解决") else MISSED
    if missing_list and standing.own and standing.own.missing:
        return Finding(tone, text, *_of_list(missing_list), weight)
    return Finding(tone, text, "ranking.py", {"ind": standing.indicator.short}, weight)


def _value_and_rank(standing: Standing, headline: Value) -> list[str]:
    """10月网上可办率99.97%, 位居全市第三（9月通报）."""
    value = f"{standing.month.month}月{standing.indicator.short}{percent_text(headline.published)}"
    ranked = standing.ranked
    if ranked is None or ranked.rank is None:
        return [value]
    rank = sentences.city_place(ranked.rank)
    bulletin = f"{ranked.month.month}月通报"
    if headline.source == BULLETIN_SOURCE:
        return [value, f"{rank}（{bulletin}）"]
    # the rank is of another value
    return [f"{value}（本县测算）", f"{bulletin}{percent_text(ranked.published)}，{rank}"]


def _of_target(standing: Standing, counts: Mapping[str, int]) -> str:
    """；距100.00%目标还差3项，未网上可办的均属住建局，其中县级可解决3项; "" without a target.

    `counts`: who can close the gap → rows missing.
    """
    target, indicator = standing.target, standing.indicator
    if target is None:
        return ""
    if standing.target_reached:
        return (
            f"；已达到{percent_text(target.value)}目标"
            if target.value is not None
            else "；已达到目标位次"
        )
    if not standing.items_missing:
        return ""
    text = f"；距{percent_text(target.value)}目标还差{standing.items_missing}{indicator.unit}"
    if standing.missing_units:
        text += f"，{indicator.missing_word}的{standing.missing_units}"
    solvers = "、".join(f"{solver}{n}{indicator.unit}" for solver, n in counts.items() if n)
    return text + (f"，其中{solvers}" if solvers else "")


def _places(board: Board, month: date, standings: Sequence[Standing]) -> Iterator[Finding]:
    """Ranks (位次) that a few items win or lose."""
    for standing in standings:
        ranking = (
            board.rankings.latest(standing.indicator, month)
            if standing.ranked and standing.ranked.rank
            else None
        )
        if ranking is None:
            continue
        indicator, bulletin = standing.indicator, f"（{ranking.bulletin_month.month}月通报）"
        query = {"ind": indicator.short}
        if threat := ranking.near_threat():
            text = (
                f"{indicator.short}：{threat.county}再解决{threat.items}{indicator.unit}即"
                f"超过本县{bulletin}。"
            )
            yield Finding(WORSE, text, "ranking.py", query, MAY_LOSE)
        if step := ranking.near_step():
            place = place_among(step.place, step.is_tied, ranking.home_group)
            text = f"{indicator.short}再解决{step.items}{indicator.unit}可升至{place}{bulletin}。"
            yield Finding(PLAIN, text, "ranking.py", query, MAY_WIN)


def _points(board: Board, month: date) -> Iterator[Finding]:
    """Where most points are lost."""
    scores = board.scores.latest(month)
    if scores and scores.worst:
        text = (
            f"{score_words.overall(scores)}；{score_words.worst(scores)}（{scores.month.month}月"
            "通报）。"
        )
        yield Finding(PLAIN, text, "ranking.py", {"ind": "综合"}, POINTS)
