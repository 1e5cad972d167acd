"""The last slides: who is to speak about what, and what is to be done."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.assessment.problems import NEW, Streak
from govsvc.board import movement_tables, sentences, what_if
from govsvc.board.board import Board
from govsvc.board.briefing.model import ATTEND, OWN, PLAIN, Cell, Slide, Table
from govsvc.board.briefing.units import shown_lists
from govsvc.board.standing import Standing
from govsvc.domain import indicators, rates, targets
from govsvc.domain.indicators import Indicator, ProblemList

#: units that are called upon
_MOST_SPEAKERS = 6
#: lists of one unit that are named
_MOST_LISTS = 3


def speakers(board: Board, month: date) -> Slide | None:
    """请有关单位发言: the units with most rows on the lists, and what each has to explain."""
    of_unit: dict[str, dict[ProblemList, list[Streak]]] = defaultdict(lambda: defaultdict(list))
    for problem_list in shown_lists():
        if board.rows.has_own(indicators.kind_of_list(problem_list), month):
            for streak in board.lists.streaks(problem_list, month):
                of_unit[streak.unit][problem_list].append(streak)
    if not of_unit:
        return None
    counts = {unit: sum(map(len, lists.values())) for unit, lists in of_unit.items()}
    order = sorted(counts, key=lambda unit: (-counts[unit], unit))
    called = order[:_MOST_SPEAKERS]
    total = sum(counts.values())
    share = sum(counts[unit] for unit in called) / total
    names = "、".join(called[:2]) + (f"等{len(called)}个单位" if len(called) > 2 else "")
    table = Table(
        ("单位", "请说明", "问题数", "本月新增", "最长"),
        tuple(_speaker_row(unit, of_unit[unit]) for unit in called),
        frozenset({2, 3, 4}),
        note="各清单相加；最长为连续未解决的月数",
    )
    of_all = f"占{total}个问题的{share:.0%}，" if len(called) < len(order) else ""
    title = f"请{names}发言：{of_all}逐项说明原因、措施和完成时限"
    return Slide("speakers", title, parts=(table,), page="problems.py")


def _speaker_row(unit: str, lists: dict[ProblemList, list[Streak]]) -> tuple[Cell, ...]:
    longest_first = sorted(lists.items(), key=lambda item: -len(item[1]))
    texts = [
        f"{one.name}{len(found)}{indicators.by_key(one.indicator).unit}"
        for one, found in longest_first[:_MOST_LISTS]
    ]
    more = f"等{len(lists)}类" if len(lists) > _MOST_LISTS else ""
    streaks = [streak for found in lists.values() for streak in found]
    new = sum(streak.state == NEW for streak in streaks)
    return (
        Cell(unit, OWN),
        Cell("、".join(texts) + more),
        Cell(str(len(streaks)), ATTEND),
        Cell(str(new) if new else "·", ATTEND if new else PLAIN),
        Cell(f"{max(streak.months for streak in streaks)}个月"),
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be done: `count` rows of the `problem_list`, of which `is_needed` for the target;
    `expected`: what that brings.
    """

    name: str
    indicator: Indicator
    problem_list: ProblemList
    count: int
    is_needed: bool
    expected: str

    @property
    def count_text(self) -> str:
        """29项; where it is not known how many the target needs, 现有60项."""
        return f"{'' if self.is_needed else '现有'}{self.count}{self.indicator.unit}"


def next_steps(
    board: Board, month: date, standings: Sequence[Standing], fetch_days: Sequence[str] = ()
) -> Slide | None:
    """下步清单: what each indicator needs for its target, whose it is, what it brings; the names of
    stations. `fetch_days`: the 取数日 to come, in words. None where nothing is left to do.
    """
    tasks = [task for standing in standings if (task := _to_target(board, month, standing))]
    tasks += [
        task
        for problem_list in shown_lists()
        if not any(standing.indicator.key == problem_list.indicator for standing in standings)
        and (task := _of_list(board, month, problem_list))
    ]
    if not tasks:
        return None
    largest = sorted(tasks, key=lambda task: -task.count)[:2]
    most = "、".join(f"{task.indicator.short}（{task.count_text}）" for task in largest)
    table = Table(
        ("任务", "需解决", "责任单位", "预期"),
        tuple(
            (
                Cell(task.name, OWN),
                Cell(task.count_text, ATTEND),
                Cell(_owners(board, month, task)),
                Cell(task.expected),
            )
            for task in tasks
        ),
        frozenset({1}),
        note="；".join(fetch_days),
    )
    title = f"下步{len(tasks)}项任务，最多的是{most}"
    return Slide("next", title, parts=(table,), page="gaps.py")


def _to_target(board: Board, month: date, standing: Standing) -> _Task | None:
    """What an indicator needs for its target, without one what is missing; None where it has
    reached it, or nothing is known.
    """
    indicator, target = standing.indicator, standing.target
    problem_list = indicators.missing_list_of(indicator)
    if problem_list is None or standing.headline is None or standing.target_reached:
        return None
    count = standing.items_missing or board.lists.count(problem_list, month) or 0
    if not count:
        return None
    return _Task(
        f"{indicator.short}{_until(standing)}达到{targets.text_of(target)}"
        if target
        else f"{indicator.short}提升",
        indicator,
        problem_list,
        count,
        bool(standing.items_missing),
        _expected(board, month, standing, count),
    )


def _expected(board: Board, month: date, standing: Standing, count: int) -> str:
    """What `count` solved rows bring; where the target asks for no number of them, the next place
    or, at the head, the target itself.
    """
    if standing.items_missing:
        return _at_target(board, month, standing.indicator, count)
    ranking = board.rankings.latest(standing.indicator, month)
    climb = ranking.next_step() if ranking else None
    if ranking and climb:
        return sentences.overtake(climb, ranking)
    return "达到目标" if standing.target else "达到100.00%"


def _until(standing: Standing) -> str:
    """12月底前, of a target whose time is not over."""
    if standing.target is None:
        return ""
    last = what_if.deadline(standing.target)
    return f"{last.month}月底前" if last >= standing.month else ""


def _at_target(board: Board, month: date, indicator: Indicator, solved: int) -> str:
    """达标，升至第1: what so many rows bring, those that the target needs."""
    result = what_if.what_if(board, indicator, month, solved)
    if result is None or result.rank is None or result.rank_before is None:
        return "达标"
    if (result.rank.place, result.rank.is_tied) == (
        result.rank_before.place,
        result.rank_before.is_tied,
    ):
        return f"达标，位次仍为{rates.rank_prose(result.rank)}"
    return f"达标，可升至{rates.rank_prose(result.rank)}"


def _of_list(board: Board, month: date, problem_list: ProblemList) -> _Task | None:
    """A list without a card of its own, as the names of stations; None where it is empty."""
    count, indicator = (
        board.lists.count(problem_list, month),
        indicators.by_key(problem_list.indicator),
    )
    if not count:
        return None
    expected = f"{indicator.short}达到100.00%"
    return _Task(f"{problem_list.name}整改", indicator, problem_list, count, True, expected)


def _owners(board: Board, month: date, task: _Task) -> str:
    """自然资源局18项、公安局8项、市场监督管理局6项等12个单位; with ，从中解决29项 where they
    have more than is needed.
    """
    split = board.lists.split(task.problem_list, month)
    counts = {name: int(n) for name, n in zip(split["unit"], split["missing"])}
    text = movement_tables.units_text(counts, task.indicator.unit) or rates.UNKNOWN
    is_part = task.is_needed and task.count < sum(counts.values())
    return f"{text}，从中解决{task.count}{task.indicator.unit}" if is_part else text
