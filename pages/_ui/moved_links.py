"""新增N and 减少N of a list, each leading to the rows."""

import streamlit as st

from govsvc.board import Moved
from govsvc.domain import indicators
from govsvc.domain.indicators import ProblemList
from govsvc.exports import problem_tables
from pages._ui import frame


def show(problem_list: ProblemList, moved: Moved | None, beside: str = "") -> None:
    """Nothing where it is not known, or nothing came and nothing left.

    `beside`: what it stands beside, where the page shows it twice.
    """
    if moved is None or not (moved.new or moved.left):
        return
    unit = indicators.by_key(problem_list.indicator).unit
    with st.container(horizontal=True, gap="small", key=f"moved_{beside}{problem_list.key}"):
        for word, count, state in (
            ("新增", moved.new, problem_tables.ONLY_NEW),
            ("减少", moved.left, problem_tables.ONLY_LEFT),
        ):
            if count:
                with st.container(width="content"):
                    frame.link(
                        "problems.py",
                        f"{word}{count}{unit} ›",
                        list=problem_list.name,
                        state=state,
                    )
