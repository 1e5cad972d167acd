"""What became of one row of a list over the months: its state, the values that decide it, where
they were read, the edition.
"""

from dataclasses import dataclass
from datetime import date

from govsvc.assessment import problems, reasons
from govsvc.assessment.counting import ABSENT
from govsvc.assessment.problems import Problem
from govsvc.board.board import Board
from govsvc.domain.indicators import ProblemList
from govsvc.domain.month_states import MONTH_STATES
from govsvc.domain.months import month_text
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE
from govsvc.store import SeenRow

COLUMNS = ("月份", "状态", "编码", "字段值", "出处", "版本")
ON_LIST, REACHED, NOT_COUNTED, FAULTY, NOT_THERE, OFF_LIST = (
    "在清单上",
    "已达到",
    "不计入（核减）",
    "有误未计入",
    "本月表中没有",
    "不在清单上",
)


@dataclass(frozen=True, slots=True)
class MonthOfRow:
    """One month of the row.

    `values`: what decides its state; `source`: file, sheet and row; "" where unknown.
    """

    month: date
    state: str
    code: str
    values: str
    source: str
    edition: str

    def cells(self) -> list[str]:
        """The texts of its line, in the order of `COLUMNS`."""
        return [
            month_text(self.month),
            self.state,
            self.code or "—",
            self.values or "—",
            self.source or "—",
            self.edition,
        ]


def months(
    board: Board, problem_list: ProblemList, problem: Problem, until: date, most: int = 24
) -> list[MonthOfRow]:
    """The last `most` months with data up to `until`, the latest first, but none before the first
    that has the row.
    """
    seen = board.lists.row_history(problem_list, problem.row, until)
    here = problems.trace([stored.row for stored in seen], problem.row)
    by_key = {(stored.row.month, stored.row.unit, stored.row.key): stored for stored in seen}
    rows = {
        month: by_key[month, row.unit, row.key]
        for month, row in here.items()
        if (month, row.unit, row.key) in by_key
    }
    if not rows:
        return []
    with_data = [
        month for month in board.rows.months([problem.row.kind], until) if month >= min(rows)
    ][-most:][::-1]
    return [_month(board, problem_list, month, rows.get(month)) for month in with_data]


def _month(
    board: Board, problem_list: ProblemList, month: date, seen: SeenRow | None
) -> MonthOfRow:
    state = board.workflow.month_state(month)
    edition = f"第{state.edition}版" if state and state.edition else ""
    edition = f"{MONTH_STATES[state.state]}{edition}" if state else "未定稿"
    if seen is None:
        return MonthOfRow(month, NOT_THERE, "", "", "", edition)
    source = f"{seen.file}“{seen.sheet}”第{seen.line}行" if seen.file else ""
    return MonthOfRow(
        month,
        _state(problem_list, seen),
        problems.code_of(seen.row) or "",
        reasons.values(problem_list, seen.row),
        source,
        edition,
    )


def _state(problem_list: ProblemList, seen: SeenRow) -> str:
    if seen.is_on_list:
        return ON_LIST
    if seen.status in (LEFT_OUT, OUT_OF_SCOPE, ABSENT):
        return {LEFT_OUT: FAULTY, OUT_OF_SCOPE: NOT_COUNTED, ABSENT: NOT_THERE}[seen.status]
    if problem_list.flag or problem_list.mark:
        return OFF_LIST
    return REACHED if seen.is_met else NOT_COUNTED


__all__ = ["COLUMNS", "MonthOfRow", "months"]
