"""新增N and 减少N of a list, each leading to the rows."""

import streamlit as st

from govsvc.board import Moved, movement_tables
from govsvc.domain import indicators
from govsvc.domain.indicators import ProblemList
from govsvc.exports import problem_tables
from pages._ui import frame, ui


def show(
    problem_list: ProblemList, moved: Moved | None, beside: str = "", *, is_brief: bool = False
) -> None:
    """Nothing where it is not known, or nothing came and nothing left.

    `beside`: what it stands beside, where the page shows it twice. `is_brief`: without the measure
    word.
    """
    if moved is None or not (moved.new or moved.left):
        return
    unit = indicators.by_key(problem_list.indicator).unit
    with st.container(
        horizontal=True,
        gap="xxsmall" if is_brief else "small",
        key=f"moved_{beside}{problem_list.key}",
    ):
        for word, by_unit, state, colour in (
            ("新增", moved.new_by_unit, problem_tables.ONLY_NEW, "orange"),
            ("减少", moved.left_by_unit, problem_tables.ONLY_LEFT, "blue"),
        ):
            if count := sum(by_unit.values()):
                label = f":{colour}[{word}{count}]" if is_brief else f"{word}{count}{unit} ›"
                with st.container(width="content"):
                    frame.link(
                        "problems.py",
                        label,
                        help=ui.text(movement_tables.units_text(by_unit, unit)),
                        list=problem_list.name,
                        state=state,
                    )
