"""报送情况: who has handed in for the month, and what is noted for a unit that has not."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from govsvc.assessment.counting import COUNTED_KINDS
from govsvc.domain import indicators
from govsvc.domain.error_sentences import named
from govsvc.domain.months import month_text
from govsvc.exports import export
from govsvc.security import Right
from govsvc.store import NOTHING_CHANGED, REPORTED, RETURNED
from govsvc.workflow import collecting
from govsvc.workflow.collecting import STATE_NAMES, WAITING, Progress, UnitProgress
from pages._ui import data, downloads, frame, outcome, permissions, ui

_WIDTHS = {"状态": 76, "数据": 92, "行数": 64, "时间": 108, "操作人": 84, "联系人": 130}


def section(month: date, progress: Progress, is_open: bool) -> None:
    """The units of one kind, those that are missing first; with 零报告 and 退回 while the month is
    open.
    """
    kinds = {indicators.unit_word(kind): kind for kind in COUNTED_KINDS if progress.counts(kind)}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        ui.section("报送情况")
        unit_word = _kind_picker(list(kinds)) if kinds else None
    if unit_word is None:
        st.markdown(":gray[本月还没有事项或站点数据。]")
        return
    kind = kinds[unit_word]
    _state_badges(progress.counts(kind))
    units = sorted(
        (unit for unit in progress.units if unit.kind == kind),
        key=lambda unit: list(STATE_NAMES)[::-1].index(unit.state),
    )
    clicked = _units_table(units, unit_word, kind)
    if is_open and data.actor().may(Right.UPLOAD):
        _unit_forms(month, kind, unit_word, units, clicked)


def _kind_picker(unit_words: Sequence[str]) -> str | None:
    return st.segmented_control(
        "类别",
        unit_words,
        default=unit_words[0],
        required=True,
        key="kind",
        bind="query-params",
        label_visibility="collapsed",
    )


def _state_badges(counts: Mapping[str, int]) -> None:
    """How many units are in each state."""
    with st.container(horizontal=True, gap="small"):
        for state, name in STATE_NAMES.items():
            st.badge(
                f"{name} {counts[state]}",
                color="orange"
                if state in (WAITING, RETURNED) and counts[state]
                else "blue"
                if counts[state]
                else "gray",
            )


def _units_table(units: Sequence[UnitProgress], word: str, kind: str) -> UnitProgress | None:
    """The units and what each handed in, also to download; gives the one that was clicked."""
    columns = [word, "状态", "数据", "行数", "时间", "操作人", "联系人", "文件", "说明"]
    rows = [
        [
            unit.unit,
            STATE_NAMES[unit.state],
            "沿用上月" if unit.is_carried and unit.rows else "",
            unit.rows,
            f"{unit.at:%m-%d %H:%M}" if unit.at else "",
            unit.who or "",
            unit.contact,
            unit.file or "",
            unit.note,
        ]
        for unit in units
    ]
    table = ui.only_filled(
        pd.DataFrame(rows, columns=columns, dtype=object), ("数据", "联系人", "文件", "说明")
    )
    shown = ui.grid(
        table,
        leading=[word, "状态", "时间"],
        height=min(600, 38 + 35 * len(table)),
        row_height=35,
        alt=f"{len(rows)}个{word}的报送情况",
        on_select="rerun",
        selection_mode="single-row",
        key=f"units_{kind}",
        column_config={
            name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()
        },
    )
    sheet = export.Sheet(f"{word}报送情况", columns, rows, frame.facts())
    downloads.table(
        "报送情况",
        lambda suffix: frame.file_name(f"{word}报送情况", suffix=suffix),
        lambda: sheet,
        key=f"units_{kind}",
    )
    selected = shown.selection.rows
    return units[selected[0]] if selected and selected[0] < len(units) else None


def _unit_forms(
    month: date,
    kind: str,
    word: str,
    units: Sequence[UnitProgress],
    clicked: UnitProgress | None,
) -> None:
    """零报告 of one or several units, and 退回 for who may review."""
    _zero_reports(month, kind, word, units, clicked)
    if data.actor().may(Right.REVIEW):
        _send_back(month, word, units, clicked)


def _zero_reports(
    month: date,
    kind: str,
    word: str,
    units: Sequence[UnitProgress],
    clicked: UnitProgress | None,
) -> None:
    """零报告 of the units that are picked among those that have not reported, in one write."""
    store = data.store()
    missing = [unit.unit for unit in units if unit.state in (WAITING, RETURNED)]
    foreign = store.imports.foreign_units(missing, month)
    own = [name for name in missing if name not in foreign]
    if missing and not own:
        permissions.own_units(missing, month)
    if not own:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        names = st.multiselect(
            f"没有变化的{word}（可多选，也可点选上表）",
            own,
            default=[clicked.unit] if clicked and clicked.unit in own else [],
            placeholder=f"选择{word}",
            key=f"unchanged_{kind}_{clicked.unit if clicked else ''}_{len(own)}",
            width=420,
        )
        if st.button("本月无变化（零报告）", icon=":material/done:", disabled=not names):
            outcome.attempt_anew(
                partial(
                    collecting.report_no_change, store, month, kind, *names, **permissions.author()
                ),
                f"{named(names)}：零报告，沿用上月数据。",
            )
    if foreign:
        permissions.own_units(foreign, month)


def _send_back(
    month: date, word: str, units: Sequence[UnitProgress], clicked: UnitProgress | None
) -> None:
    """退回 of what a unit handed in; the dialog says what it does to its rows."""
    handed_in = {unit.unit: unit for unit in units if unit.state in (REPORTED, NOTHING_CHANGED)}
    if not handed_in:
        return
    names = list(handed_in)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox(
            f"要退回的{word}",
            names,
            index=names.index(clicked.unit) if clicked and clicked.unit in names else None,
            placeholder=f"选择{word}",
            width=260,
        )
        if st.button("退回…", icon=":material/reply:", disabled=name is None) and name:
            _confirm_return(month, handed_in[name])


@st.dialog("退回")
def _confirm_return(month: date, unit: UnitProgress) -> None:
    """Says which rows are in force then, and asks why."""
    store = data.store()
    st.markdown(
        f"退回**{ui.text(unit.unit)}**{month_text(month)}的报送："
        f"{ui.text(collecting.on_return(store, month, unit))}"
    )
    reason = st.text_input("退回原因", placeholder="如 缺少实施编码", max_chars=60)
    if st.button("确认退回", type="primary", icon=":material/reply:", disabled=not reason.strip()):
        outcome.attempt_anew(
            partial(
                collecting.send_back,
                store,
                month,
                unit.kind,
                unit.unit,
                why=reason,
                **permissions.author(),
            ),
            f"{unit.unit}：已退回。",
        )
