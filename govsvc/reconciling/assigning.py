"""Which rows that could explain a difference are on a problem list, and can be assigned (交办)."""

from collections.abc import Callable, Sequence

from govsvc.assessment import problems
from govsvc.assessment.problems import Problem
from govsvc.domain import indicators
from govsvc.domain.indicators import DISAGREES, ProblemList
from govsvc.reconciling.explaining import DISAGREEING, Difference


def on_lists(
    difference: Difference, rows_of: Callable[[ProblemList], Sequence[Problem]]
) -> list[tuple[ProblemList, list[Problem]]]:
    """(list, those of its rows that the difference names), lists without such rows left out: what
    is missing from the indicator, and 填报与平台不一致. `rows_of`: the rows of a list.
    """
    indicator = difference.comparison.indicator
    lists = [
        indicators.missing_list_of(indicator),
        *(one for one in indicators.LISTS if one.mark == DISAGREES),
    ]
    found = []
    for problem_list in filter(None, lists):
        named = {
            (row.unit, row.name, row.code)
            for ground in difference.grounds
            if (ground.key == DISAGREEING) == (problem_list.mark == DISAGREES)
            for row in ground.rows
        }
        rows = [one for one in rows_of(problem_list) if _name(one) in named] if named else []
        if rows:
            found.append((problem_list, rows))
    return found


def _name(problem: Problem) -> tuple[str, str, str]:
    row = problem.row
    return row.unit, row.name, problems.code_of(row) or ""
