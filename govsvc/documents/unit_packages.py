"""What is handed to a unit: a workbook of all lists with its rows, and the package with one file
for each unit.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from govsvc.assessment.problems import Problem
from govsvc.board import Board
from govsvc.board.by_unit import UnitRow
from govsvc.domain import rates
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.domain.months import month_text
from govsvc.exports import export, problem_tables
from govsvc.exports.export import DAY, UNIT, Sheet

RATE_COLUMNS = ("指标", "达标", "总数", "比率", "未达标", "本月新增", "连续未解决")

#: list → its rows
Listed = Mapping[ProblemList, Sequence[Problem]]


def of_units(listed: Listed, units: Sequence[str]) -> dict[ProblemList, list[Problem]]:
    """The lists that have rows of these units, with those rows alone."""
    narrowed = {
        problem_list: problem_tables.narrow(rows, units=units)
        for problem_list, rows in listed.items()
    }
    return {problem_list: rows for problem_list, rows in narrowed.items() if rows}


def rate_cells(indicator: Indicator, row: UnitRow) -> list[str]:
    """One line of a unit's rates, in the order of `RATE_COLUMNS`; — where it has no rows."""
    if not row.counted:
        return [indicator.short, *["—"] * (len(RATE_COLUMNS) - 1)]
    return [
        indicator.short,
        *map(rates.count_text, (row.met, row.counted)),
        rates.percent_text(row.rate),
        *map(rates.count_text, (row.missing, row.new, row.lasting)),
    ]


def sheets(
    board: Board,
    month: date,
    name: str,
    of_indicators: Mapping[Indicator, UnitRow],
    listed: Listed,
    *,
    printed_at: str,
) -> list[Sheet]:
    """A unit's workbook: its rates, and a sheet for each list with rows of it."""
    facts = [
        (UNIT, board.home_name()),
        ("数据月份", month_text(month)),
        ("筛选", name),
        ("来源", "本县测算"),
        ("版本", board.workflow.edition_text(month)),
        (DAY, printed_at),
    ]
    workbook = [
        Sheet(
            f"{name}各项指标（{month_text(month)}）",
            list(RATE_COLUMNS),
            [rate_cells(*line) for line in of_indicators.items()],
            facts,
            tab="各项指标",
            numbers=RATE_COLUMNS[1:],
        )
    ]
    return workbook + [
        problem_tables.sheet(
            problem_list,
            month,
            rows,
            home=board.home_name(),
            edition=board.workflow.edition_text(month),
            filters=name,
            part=name,
            printed_at=printed_at,
        )
        for problem_list, rows in listed.items()
    ]


def package(
    problem_list: ProblemList,
    month: date,
    problems: Sequence[Problem],
    sheet: Callable[[str, Sequence[Problem]], Sheet],
) -> bytes:
    """The rows of one list as one workbook for each unit that has any; `sheet` makes it from the
    unit's name and rows.
    """
    problems_of: dict[str, list[Problem]] = {}
    for problem in problems:
        problems_of.setdefault(problem.row.unit, []).append(problem)
    return export.to_zip(
        {
            export.file_name(unit, problem_list.name, month, suffix=".xlsx"): export.to_xlsx(
                sheet(unit, rows)
            )
            for unit, rows in problems_of.items()
        }
    )
