"""提升测算: ready-made choices of what is to be solved, each a few units or single rows."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.assessment.problems import NEW, Problem
from govsvc.board import movement_tables
from govsvc.board.board import Board
from govsvc.domain.indicators import Indicator
from govsvc.exports.problem_tables import BY_COUNTY, BY_HIGHER, NOT_SAID


@dataclass(frozen=True, slots=True)
class Plan:
    """`units`: those whose rows are all solved; `rows`: single rows that are solved instead.

    `count`: how many rows that is; `note`: whose they are.
    """

    name: str
    units: tuple[str, ...]
    rows: tuple[Problem, ...]
    count: int
    note: str


def plans(
    board: Board,
    indicator: Indicator,
    month: date,
    rows: Sequence[Problem],
    solved_by: Mapping[str, str],
) -> list[Plan]:
    """最快达标, 超过前一名, 仅县级可解决, 全部新增; without those that come to nothing.

    `rows`: what is on the list of the missing. `solved_by`: unit → who can solve its rows.
    """
    counts = Counter(problem.row.unit for problem in rows)
    higher = {unit for unit in counts if solved_by.get(unit) == BY_HIGHER}
    own = tuple(
        unit for unit, _ in counts.most_common() if solved_by.get(unit, NOT_SAID) == BY_COUNTY
    )
    new = tuple(problem for problem in rows if problem.state == NEW)
    ranking = board.rankings.latest(indicator, month)
    step = ranking.next_step() if ranking else None
    to_target = board.cards.standing(indicator, month).items_missing or 0
    to_pass = (step.items or 0) if step else 0
    rivals = (ranking.passed_by(step),) if ranking and step else ()
    found = [
        _fewest("最快达标", to_target, (), counts, higher, indicator),
        _fewest("超过前一名", to_pass, rivals, counts, higher, indicator),
        _of_units("仅县级可解决", own, counts, indicator),
        Plan("全部新增", (), new, len(new), _note(Counter(p.row.unit for p in new), indicator)),
    ]
    return [plan for plan in found if plan.count]


def fewest_units(
    counts: Mapping[str, int], items: int, later: Collection[str] = ()
) -> tuple[str, ...]:
    """As few units as have `items` rows together, and of those the ones that have no more than are
    needed; units in `later` only where the others do not suffice. Empty where all do not, or none
    are needed.
    """
    own = {unit: count for unit, count in counts.items() if unit not in later}
    among = own if sum(own.values()) >= items else counts
    left, chosen = items, list[str]()
    if not 0 < items <= sum(among.values()):
        return ()
    while left > 0:
        rest = {unit: count for unit, count in among.items() if unit not in chosen}
        enough = [unit for unit in rest if rest[unit] >= left]
        # the last one is as small as it may be, those before it as large as there are
        unit = min(enough or rest, key=lambda one: (rest[one] if enough else -rest[one], one))
        chosen.append(unit)
        left -= rest[unit]
    return tuple(chosen)


def _fewest(
    name: str,
    needed: int,
    remarks: Sequence[str],
    counts: Mapping[str, int],
    higher: Collection[str],
    indicator: Indicator,
) -> Plan:
    """The fewest whole units that have as many rows as are needed: 超过前一名（北岭县，需14项）,
    where they have more.
    """
    units = fewest_units(counts, needed, higher)
    has_more = sum(counts[unit] for unit in units) > needed
    remarks = [*remarks, *([f"需{needed}{indicator.unit}"] if has_more else [])]
    in_brackets = f"（{'，'.join(remarks)}）" if remarks else ""
    return _of_units(f"{name}{in_brackets}", units, counts, indicator)


def _of_units(
    name: str, units: Sequence[str], counts: Mapping[str, int], indicator: Indicator
) -> Plan:
    chosen = {unit: counts[unit] for unit in units}
    return Plan(name, tuple(units), (), sum(chosen.values()), _note(chosen, indicator))


def _note(counts: Mapping[str, int], indicator: Indicator) -> str:
    return movement_tables.units_text(
        dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))), indicator.unit
    )
