"""交办: entries made of the rows of a problem list, or typed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from govsvc.assessment.problems import Problem
from govsvc.domain.indicators import ProblemList
from govsvc.domain.rectification import CYCLES, Entry


@dataclass(frozen=True, slots=True)
class Terms:
    """What all entries of one 交办 have in common.

    `document`: 文号 or meeting. `partners`: 配合单位, parted by 、.
    """

    assigned_on: date
    deadline: date
    person: str = ""
    measure: str = ""
    source: str = ""
    document: str = ""
    cycle: str = CYCLES[0]
    partners: str = ""
    goal: str = ""
    note: str = ""


def of_problems(
    problem_list: ProblemList,
    problems: Iterable[Problem],
    leads: Mapping[str, str],
    terms: Terms,
) -> list[Entry]:
    """An entry a row. `leads`: unit → who leads it."""
    return [
        Entry(
            0,
            0,
            row.unit,
            row.name,
            problem_list.name,
            terms.assigned_on,
            terms.deadline,
            leads.get(row.unit, ""),
            terms.person,
            terms.measure,
            terms.source,
            terms.document,
            terms.cycle,
            problem_list.key,
            row.kind,
            row.month,
            row.key,
            dict(row.attributes),
            terms.partners,
            terms.goal,
            terms.note,
        )
        for row in (problem.row for problem in problems)
    ]


def typed(unit: str, matter: str, problem: str, lead: str, terms: Terms) -> Entry:
    """An entry without a row: 暗访, 通报, 12345."""
    return Entry(
        0,
        0,
        unit,
        matter.strip(),
        problem.strip(),
        terms.assigned_on,
        terms.deadline,
        lead,
        terms.person,
        terms.measure,
        terms.source,
        terms.document,
        terms.cycle,
        partners=terms.partners,
        goal=terms.goal,
        note=terms.note,
    )
