"""The roster as a table: all units, edited in place by who may change it."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from govsvc.domain.roster import (
    DEPARTMENT,
    EDITABLE,
    MANAGEMENTS,
    TOWNSHIP,
    Roster,
    roster_cells,
)
from govsvc.domain.units import ANSWERED, ANSWERS, AT_WINDOW, IN_PLACE
from govsvc.store import Store
from pages._ui import outcome, permissions, ui

_WIDTHS = {
    "单位名称": 190,
    "类别": 110,
    "简称": 120,
    "曾用名": 130,
    "管理体制": 115,
    "分管县领导": 125,
    "联系人": 90,
    "联系电话": 120,
    **dict.fromkeys((EDITABLE[field] for field in IN_PLACE), 115),
    **dict.fromkeys((EDITABLE[field] for field in AT_WINDOW), 100),
    "起用月份": 115,
    "撤销月份": 115,
    "并入": 190,
    "本月行数": 130,
}
_LEADING = ("单位名称", "管理体制", "分管县领导")
#: columns that are left away while no unit has anything in them
_LEFT_AWAY = ("曾用名", "撤销月份", "并入")
#: column → what may be chosen in it
_CHOSEN = {"管理体制": MANAGEMENTS} | {EDITABLE[field]: ANSWERS for field in ANSWERED}
#: what is chosen where it is not known
_UNKNOWN = "—"


def title(roster: Roster) -> str:
    """How many units there are, and how many departments lack their 管理体制."""
    if not roster.units:
        return "单位名录：还没有单位"
    missing = sum(
        unit.kind == DEPARTMENT and not unit.management and not unit.merged_into
        for unit in roster.units
    )
    return (
        f"单位名录：{len(roster.names(DEPARTMENT))}个部门、"
        f"{len(roster.names(TOWNSHIP))}个乡镇（街道）"
        + (f"，{missing}个部门没填管理体制" if missing else "")
    )


def show(
    store: Store,
    version: int,
    roster: Roster,
    counts: Mapping[str, Mapping[str, int]],
    may_change: bool,
) -> None:
    """All units; whoever may change the roster edits the fields of `EDITABLE` in the table itself.

    `version`: data version that is on the screen. `counts`: measure word → unit → rows of the
    month.
    """
    units = _frame(roster, counts)
    if may_change:
        with ui.not_printed("advice"):
            st.markdown(
                f":gray[:small[双击{'、'.join(EDITABLE.values())}即可修改，改完点击“保存修改”。]]"
            )
        _save_button(store, version, roster, _changed_cells(units, _editor(units, version)))
    else:
        ui.grid(
            units,
            leading=_LEADING,
            height=_height(units),
            alt=f"{len(units)}个单位",
            column_config={
                header: st.column_config.Column(width=_WIDTHS[header])
                for header in units.columns
                if header in _WIDTHS
            },
        )


def _frame(roster: Roster, counts: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """A unit a row, without the columns that would be empty."""
    rows = []
    for unit in roster.units:
        cells = dict(roster_cells(unit))
        into, since = cells.pop("并入单位"), cells.pop("并入月份")
        for header in _CHOSEN:
            cells[header] = cells[header] or _UNKNOWN
        in_month = "、".join(
            f"{of_units[unit.name]}{word}"
            for word, of_units in counts.items()
            if of_units.get(unit.name)
        )
        cells["本月行数"] = in_month or "—"
        cells["并入"] = f"{into}（{since or '以前'}起）" if into else ""
        rows.append(cells)
    units = pd.DataFrame(rows)
    return units.drop(columns=[header for header in _LEFT_AWAY if not units[header].any()])


def _height(units: pd.DataFrame) -> int:
    return min(480, 38 + 35 * len(units))


def _editor(units: pd.DataFrame, version: int) -> pd.DataFrame:
    """The table as it is after the visitor's edits."""
    options = {
        header: st.column_config.SelectboxColumn(
            options=[_UNKNOWN, *choices], required=True, width=_WIDTHS[header]
        )
        for header, choices in _CHOSEN.items()
    }
    return ui.editor(
        units,
        leading=_LEADING,
        num_rows="fixed",
        disabled=[header for header in units.columns if header not in EDITABLE.values()],
        key=f"roster_{version}",
        height=_height(units),
        column_config={
            header: options.get(header) or st.column_config.Column(width=_WIDTHS[header])
            for header in units.columns
            if header in _WIDTHS
        },
    )


def _changed_cells(units: pd.DataFrame, edited: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Unit → its editable cells, of those that were edited."""
    return {
        row["单位名称"]: editable_cells(row)
        for (_, row), (_, before) in zip(edited.iterrows(), units.iterrows())
        if editable_cells(row) != editable_cells(before)
    }


def editable_cells(row: pd.Series) -> dict[str, str]:
    """Header → text of the cells that may be edited; "" where one was emptied or is unknown."""
    return {
        header: "" if pd.isna(row[header]) or row[header] == _UNKNOWN else row[header]
        for header in EDITABLE.values()
        if header in row
    }


def _save_button(
    store: Store, version: int, roster: Roster, changed: Mapping[str, Mapping[str, str]]
) -> None:
    label = f"保存修改（{len(changed)}个单位）" if changed else "保存修改"
    if st.button(
        label, type="primary", disabled=not changed, icon=":material/save:", key="save_roster"
    ):

        def save() -> int:
            after = roster
            for name, cells in changed.items():
                after = after.with_cells(name, cells)
            return store.setting_writes.save_roster(
                after,
                permissions.act(sentence),
                expected_version=version,
            )

        sentence = f"已保存{len(changed)}个单位的修改。"
        outcome.attempt(save, sentence)
