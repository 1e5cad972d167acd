"""整改 on a unit's page: what it has open, what it closed this month, and 交办 of its lists."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from govsvc.assessment.problems import Problem
from govsvc.domain import indicators
from govsvc.domain.deadlines import day_text
from govsvc.domain.indicators import ProblemList
from govsvc.domain.rectification import STATES, Standing
from govsvc.exports import problem_tables
from govsvc.security import Right
from govsvc.workflow.rectification import Ledger
from pages._ui import data, frame, ui
from pages._ui.month_picker import month_key
from pages._ui.rectification import assign_form

#: rows of the table
_MOST_ROWS = 30


def show(units: Sequence[str], lists: Mapping[ProblemList, Sequence[Problem]]) -> None:
    """The entries of these units, and the form that assigns rows of `lists`; nothing where there is
    neither.
    """
    ledger = data.ledger()
    still_open, closed = ledger.of_units(units)
    if still_open or closed:
        overdue = sum(map(ledger.clock.is_overdue, still_open))
        ui.section(
            "整改",
            f"截至{day_text(ledger.clock.day)}，在办{len(still_open)}项，逾期{overdue}项，"
            f"{ledger.clock.day.month}月销号{len(closed)}项",
            "点编号办理",
        )
        _table(ledger, [*still_open, *closed], is_one=len(units) == 1)
        query = {"unit": units[0]} if len(units) == 1 else {}
        with ui.not_printed("to_ledger"):
            frame.link("rectification.py", "在整改台账中办理 ›", **query)
    _assign(lists)


def _table(ledger: Ledger, standings: Sequence[Standing], *, is_one: bool) -> None:
    shown = standings[:_MOST_ROWS]
    month = frame.current().month
    keep = {"m": month_key(month)} if month else {}

    def cells(one: Standing) -> list[str | None]:
        number = one.entry.number
        link = urlencode({**keep, "entry": number})
        done = f"{day_text(one.closed_on)}销号" if one.closed_on else ""
        return [
            f"[{number}](rectification?{link})",
            *([] if is_one else [ui.text(one.unit)]),
            ui.text(one.entry.matter),
            done or ledger.light_text(one),
            f"{one.deadline}" if one.deadline else None,
            STATES[one.state],
            ui.text(one.entry.source) or None,
            ui.text(ledger.proof(one)) or None,
        ]

    units = [] if is_one else ["责任单位"]
    columns = ["编号", *units, "事项、站点", "时限情况", "整改时限", "状态", "来源", "数据核对"]
    rows = [cells(one) for one in shown]
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    ui.table("unit_rectification", columns, rows)
    if len(standings) > len(shown):
        st.markdown(f":gray[另有{len(standings) - len(shown)}项，见整改台账。]")


def _assign(lists: Mapping[ProblemList, Sequence[Problem]]) -> None:
    """交办 of the rows of one of the lists: some or all."""
    named = {one.name: (one, rows) for one, rows in lists.items() if not one.signs and rows}
    if not named or not data.actor().may(Right.UPLOAD_ALL):
        return
    with ui.not_printed("assign"):
        name = st.selectbox(
            "交办哪张清单上的事项",
            list(named),
            key="unit_assign_list",
            width=320,
            format_func=lambda name: f"{name}（{len(named[name][1])}{_measure(named[name][0])}）",
        )
        problem_list, problems = named[name]
        labels = [
            f"{problem.row.name}（{problem.row.unit}）{problem_tables.code_of(problem.row)}"
            for problem in problems
        ]
        assign_form.show(
            problem_list, problems, labels, key="unit_assign", title=f"交办{problem_list.name}"
        )


def _measure(problem_list: ProblemList) -> str:
    return indicators.by_key(problem_list.indicator).unit
