"""单位晾晒: what is compared, by which indicator, and whose own page is shown; in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from govsvc.board import Board, by_unit
from govsvc.board.by_unit import UnitRow
from govsvc.domain.indicators import Indicator
from pages._ui import data, pickers

_ALL_INDICATORS = "全部指标"


@dataclass(frozen=True)
class Comparison:
    """`group`: departments, townships or 分管领域; `subject`: name of the indicator or 全部指标.

    `rows`: all units of the group. `picked`: the one whose own page is shown, or None.
    """

    group: str
    group_name: str
    indicator: Indicator | None
    subject: str
    rows: Sequence[UnitRow]
    picked: str | None

    @property
    def is_by_leader(self) -> bool:
        """Whether it is of 分管领域, which are not ranked."""
        return self.group == by_unit.LEADER

    @property
    def heading(self) -> str:
        """What the table is called."""
        return f"按{self.group_name}汇总" if self.is_by_leader else f"{self.group_name}晾晒"


def choose(board: Board, month: date) -> Comparison:
    """Draws the pickers on one line; gives what is picked. 分管领域 are for those signed in."""
    groups = {
        name: group
        for group, name in by_unit.GROUPS.items()
        if group != by_unit.LEADER or data.actor().account
    }
    subjects: dict[str, Indicator | None] = {_ALL_INDICATORS: None}
    subjects |= {indicator.short: indicator for indicator in by_unit.comparable(board, month)}
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="noprint_pickers"
    ):
        group_name = st.segmented_control(
            "统计维度",
            list(groups),
            default=next(iter(groups)),
            required=True,
            key="group",
            bind="query-params",
        )
        subject = st.selectbox(
            "指标",
            list(subjects),
            key="subject",
            bind="query-params",
            placeholder="选择指标",
            width=200,
        )
        group, indicator = groups[group_name], subjects[subject]
        rows = by_unit.rows(board, group, indicator, month)
        picked = pickers.one(
            f"选择{group_name}",
            [row.name for row in rows],
            "of",
            placeholder="选择，或点击表中一行",
            width=280,
        )
    return Comparison(group, group_name, indicator, subject, rows, picked)
