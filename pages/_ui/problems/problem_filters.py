"""问题清单: which list is shown, and the filters of its rows, in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

import streamlit as st

from govsvc.assessment.problems import NEW, Problem
from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.indicators import ProblemList
from govsvc.exports import problem_tables
from pages._ui import data, pickers

_ROWS, _BY_UNIT = "逐行清单", "按单位看"
#: in the address where a switch is on
_ON = "true"
#: parameters of the address that filter rows
_FILTERS = ("unit", "state", "who", "q", "disagree")


class Filters(TypedDict):
    """What narrows a list beside the state of its rows, as `problem_tables.narrow` takes it."""

    units: Sequence[str]
    search: str
    who: str
    disagreeing: bool


@dataclass(frozen=True)
class Selection:
    """The list that is shown, its rows, and what the visitor filtered.

    `removed`: rows of the month before that left the list. `solved_by`: unit → who can solve its
    rows.
    """

    problem_list: ProblemList
    rows: Sequence[Problem]
    removed: Sequence[Problem]
    solved_by: Mapping[str, str]
    filters: Filters
    state: str
    is_by_unit: bool

    @property
    def kind(self) -> str:
        return indicators.kind_of_list(self.problem_list)

    @property
    def unit_word(self) -> str:
        return indicators.unit_word(self.kind)

    @property
    def measure(self) -> str:
        return indicators.by_key(self.problem_list.indicator).unit

    @property
    def is_of_removed(self) -> bool:
        """Whether the state that is filtered is one of rows that left the list."""
        return self.state in problem_tables.OF_GONE

    @property
    def filter_text(self) -> str:
        """What was filtered; "" where nothing was."""
        return problem_tables.filter_text(self.unit_word, state=self.state, **self.filters)

    @property
    def part_names(self) -> list[str]:
        """What was filtered in few words; empty where nothing was."""
        return problem_tables.part_names(self.unit_word, state=self.state, **self.filters)

    def shown(self) -> list[Problem]:
        """The rows that are left by all filters."""
        return problem_tables.narrow(
            self.removed if self.is_of_removed else self.rows,
            state=self.state,
            solved_by=self.solved_by,
            **self.filters,
        )

    def shown_removed(self) -> list[Problem]:
        """Rows that left the list, below the list itself where no state is filtered."""
        if self.state != problem_tables.ALL:
            return []
        return problem_tables.narrow(self.removed, solved_by=self.solved_by, **self.filters)

    def title(self, change: int | None) -> str:
        """How long the list is; `change`: its net growth since the month before."""
        text = f"{self.problem_list.name}{len(self.rows)}{self.measure}"
        if change is None:
            return text
        net = (
            f"净增{change}{self.measure}"
            if change > 0
            else f"净减{-change}{self.measure}"
            if change
            else "持平"
        )
        new = sum(problem.state == NEW for problem in self.rows)
        return f"{text}，较上月{net}（新增{new}、减少{len(self.removed)}）"


def choose(
    board: Board, month: date, lists: Sequence[ProblemList], *, has_views: bool = True
) -> Selection:
    """Draws the pickers on one line; gives what they select.

    `has_views`: whether the counts by unit can be chosen instead of the rows.
    """
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="noprint_filters"
    ):
        problem_list = _list_picker(lists)
        rows, removed = data.problem_rows(problem_list.key, month, board.as_of)
        units = _units_picker(problem_list, [*rows, *removed])
        state = st.selectbox(
            "变化",
            problem_tables.STATES,
            key="state",
            placeholder="选择变化",
            width=150,
            on_change=pickers.follow("state", problem_tables.ALL, problem_tables.STATES),
        )
        filters: Filters = {
            "units": units,
            "who": _who_picker(),
            "search": _search_box(),
            "disagreeing": _disagreeing_toggle(rows),
        }
        return Selection(
            problem_list,
            rows,
            removed,
            problem_tables.who_solves(board.roster()),
            filters,
            state,
            has_views and _view_picker() == _BY_UNIT,
        )


def _list_picker(lists: Sequence[ProblemList]) -> ProblemList:
    by_name = {problem_list.name: problem_list for problem_list in lists}
    name = st.selectbox(
        "清单",
        list(by_name),
        key="list",
        placeholder="选择清单",
        width=240,
        on_change=pickers.follow("list", next(iter(by_name)), by_name),
    )
    return by_name[name]


def _units_picker(problem_list: ProblemList, problems: Sequence[Problem]) -> list[str]:
    known = sorted({problem.row.unit for problem in problems})
    word = indicators.unit_word(indicators.kind_of_list(problem_list))
    return st.multiselect(
        word,
        known,
        key="unit",
        placeholder=f"全部{word}",
        select_all=False,
        width=260,
        on_change=pickers.follow_several("unit", known),
    )


def _who_picker() -> str:
    levels = [problem_tables.ALL, *dict.fromkeys(problem_tables.SOLVED_BY.values())]
    return st.selectbox(
        "解决层级",
        levels,
        key="who",
        placeholder="选择",
        width=150,
        on_change=pickers.follow("who", problem_tables.ALL, levels),
    )


def _search_box() -> str:
    return st.text_input(
        "搜索",
        key="q",
        placeholder="名称或编码，回车",
        width=180,
        on_change=pickers.follow("q", ""),
    )


def _disagreeing_toggle(rows: Sequence[Problem]) -> bool:
    """Whether only stations are wanted whose name and 是否更名 disagree; asked where there are
    some.
    """
    if not any(problem_tables.name_and_flag_disagree(problem.row) for problem in rows):
        return False
    st.session_state["disagree"] = st.query_params.get("disagree") == _ON
    return st.toggle(
        f"只看{problem_tables.NAME_AND_FLAG}",
        key="disagree",
        on_change=lambda: pickers.choose("disagree", _ON if st.session_state["disagree"] else None),
    )


def _view_picker() -> str:
    """Whether the list is shown by row or by unit."""
    picked = st.segmented_control(
        "查看方式",
        [_ROWS, _BY_UNIT],
        required=True,
        key="view",
        on_change=pickers.follow("view", _ROWS, (_ROWS, _BY_UNIT)),
    )
    return picked or _ROWS


def show_unit(unit: str, list_name: str) -> None:
    """From the next run on: all rows of that unit on that list."""
    pickers.choose_all(dict.fromkeys((*_FILTERS, "view"), "") | {"list": list_name, "unit": [unit]})


def clear() -> None:
    """From the next run on no row is filtered out."""
    pickers.choose_all(dict.fromkeys(_FILTERS, ""))
