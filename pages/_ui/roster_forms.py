"""The roster to be edited: the table, and the forms to rename, merge and part units and to merge
villages.
"""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from govsvc.assessment.counting import MERGED_INTO
from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text, months_back
from govsvc.domain.roster import EDITABLE, MANAGEMENTS, TOWNSHIP, UNIT_KINDS, Roster, roster_cells
from govsvc.importing import pipeline
from govsvc.store import Act, Store
from pages._ui import data, permissions, ui

_WIDTHS = {
    "单位名称": 190,
    "类别": 110,
    "简称": 120,
    "曾用名": 130,
    "管理体制": 115,
    "分管县领导": 125,
    "联系人": 90,
    "联系电话": 120,
    "起用月份": 115,
    "撤销月份": 115,
    "并入": 190,
    "本月行数": 130,
}
#: 管理体制 that is not known
_NOT_SAID = "—"
_RENAME, _MERGE, _ALIAS, _END, _PART, _VILLAGE = (
    "改名",
    "合并",
    "加别名",
    "撤销",
    "取消合并或撤销",
    "村（社区）撤并",
)


def _save(store: Store, version: int, change: Callable[[], Roster], done: str) -> None:
    """Writes the changed roster against the version that is on the screen; says why where it is
    refused.
    """
    _stored(
        lambda: store.setting_writes.save_roster(
            change(), Act(permissions.who(), data.now(), reason=done), expected_version=version
        ),
        done,
    )


def _stored(write: Callable[[], int], done: str) -> None:
    try:
        write()
    except GovsvcError as error:
        st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:")
        return
    st.session_state["roster_done"] = done
    st.rerun()


def table(
    store: Store,
    version: int,
    roster: Roster,
    counts: Mapping[str, Mapping[str, int]],
    may_change: bool,
) -> None:
    """All units; what `EDITABLE` names is changed where it stands.

    `counts`: measure word → unit → rows of the month.
    """
    if may_change:
        st.markdown(
            ":gray[:small[双击简称、管理体制、分管县领导、联系人、联系电话即可修改，"
            "改完点“保存修改”。]]"
        )
    rows = []
    for unit in roster.units:
        cells = dict(roster_cells(unit))
        into, since = cells.pop("并入单位"), cells.pop("并入月份")
        cells["管理体制"] = cells["管理体制"] or _NOT_SAID
        here = "、".join(
            f"{found[unit.name]}{word}" for word, found in counts.items() if found.get(unit.name)
        )
        rows.append(
            cells
            | {"本月行数": here or "—", "并入": f"{into}（{since or '以前'}起）" if into else ""}
        )
    shown = pd.DataFrame(rows)
    empty = [header for header in ("曾用名", "撤销月份", "并入") if not shown[header].any()]
    shown = shown.drop(columns=empty)
    if not may_change:
        st.dataframe(
            shown,
            hide_index=True,
            height=min(480, 38 + 35 * len(shown)),
            alt=f"{len(shown)}个单位",
            column_config={
                header: st.column_config.Column(width=_WIDTHS[header])
                for header in shown.columns
                if header in _WIDTHS
            },
        )
        return
    options = {
        "管理体制": st.column_config.SelectboxColumn(
            options=[_NOT_SAID, *MANAGEMENTS], required=True, width=_WIDTHS["管理体制"]
        )
    }
    edited = st.data_editor(
        shown,
        hide_index=True,
        num_rows="fixed",
        disabled=[header for header in shown.columns if header not in EDITABLE.values()],
        key=f"roster_{version}",
        height=min(480, 38 + 35 * len(shown)),
        column_config={
            header: options.get(header) or st.column_config.Column(width=_WIDTHS[header])
            for header in shown.columns
            if header in _WIDTHS
        },
    )
    changed = {
        row["单位名称"]: _said(row)
        for (_, row), (_, before) in zip(edited.iterrows(), shown.iterrows())
        if _said(row) != _said(before)
    }
    label = f"保存修改（{len(changed)}个单位）" if changed else "保存修改"
    if st.button(
        label, type="primary", disabled=not changed, icon=":material/save:", key="save_roster"
    ):

        def change() -> Roster:
            found = roster
            for name, cells in changed.items():
                found = found.with_cells(name, cells)
            return found

        _save(store, version, change, f"已保存{len(changed)}个单位的修改。")


def _said(row: pd.Series) -> dict[str, str]:
    return {
        header: "" if pd.isna(row[header]) or row[header] == _NOT_SAID else row[header]
        for header in EDITABLE.values()
    }


def forms(store: Store, version: int, roster: Roster, month: date | None) -> None:
    """One change at a time."""
    ended = [unit for unit in roster.units if unit.valid_to]
    has_villages = bool(data.reading().months.of_village_lists())
    kinds = [
        _RENAME,
        _MERGE,
        _ALIAS,
        _END,
        *([_PART] if ended else []),
        *([_VILLAGE] if has_villages else []),
    ]
    what = st.segmented_control(
        "变更",
        kinds,
        default=_RENAME,
        required=True,
        key="unit_change",
        label_visibility="collapsed",
    )
    months = sorted({*months_back(data.now().date()), *([month] if month else [])}, reverse=True)
    {
        _RENAME: _rename,
        _MERGE: _merge,
        _ALIAS: _alias,
        _END: _end,
        _PART: _part,
        _VILLAGE: _village,
    }[what](store, version, roster, months)


def _pick(label: str, names: list[str], key: str) -> str | None:
    return st.selectbox(label, names, index=None, key=key, placeholder="选择单位")


def _names(roster: Roster) -> list[str]:
    return [unit.name for unit in roster.units]


def _month(months: list[date]) -> date:
    return st.selectbox(
        "从哪个月起", months, format_func=month_text, key="merge_month", placeholder="选择月份"
    )


def _rename(store: Store, version: int, roster: Roster, months: list[date]) -> None:
    old, new = (
        _pick("单位", _names(roster), "rename_old"),
        st.text_input("新名称", key="rename_new", max_chars=40, placeholder="全称，如 城市管理局"),
    )
    st.markdown(":gray[:small[原名称仍然认得，以前各月的数据还是这个单位的。]]")
    if st.button("改名", type="primary", disabled=not (old and new.strip()), key="rename"):
        _save(
            store, version, lambda: roster.renamed(old, new), f"已把“{old}”改名为“{new.strip()}”。"
        )


def _merge(store: Store, version: int, roster: Roster, months: list[date]) -> None:
    name = _pick(
        "被并单位", [unit.name for unit in roster.units if not unit.merged_into], "merge_name"
    )
    others = [
        unit.name
        for unit in roster.units
        if name and unit.kind == roster.unit(name).kind and unit.name != name
    ]
    into, month = _pick("并入", others, "merge_into"), _month(months)
    st.markdown(
        ":gray[:small[清单和趋势中，被并单位以前各月的数据归到并入的单位；"
        "编码随机构变的事项按基本编码和名称对应。]]"
    )
    if st.button("合并", type="primary", disabled=not (name and into and month), key="merge"):
        _save(
            store,
            version,
            lambda: roster.merged(name, into, month),
            f"从{month_text(month)}起，“{name}”并入“{into}”。",
        )


def _alias(store: Store, version: int, roster: Roster, months: list[date]) -> None:
    name, alias = (
        _pick("单位", _names(roster), "alias_name"),
        st.text_input(
            "表里的写法", key="alias_text", max_chars=40, placeholder="简称、旧名或常见的错写"
        ),
    )
    if st.button("加别名", type="primary", disabled=not (name and alias.strip()), key="alias"):
        _save(
            store,
            version,
            lambda: roster.aliased(name, alias),
            f"以后“{alias.strip()}”即“{name}”。",
        )


def _end(store: Store, version: int, roster: Roster, months: list[date]) -> None:
    name, month = (
        _pick("撤销的单位", [unit.name for unit in roster.units if not unit.valid_to], "end_name"),
        _month(months),
    )
    st.markdown(
        ":gray[:small[没有单位承接的才撤销；从这个月起不再沿用它的数据，也不再催报，"
        "清单上的事项算核减。]]"
    )
    if st.button("撤销", type="primary", disabled=not (name and month), key="end"):
        _save(
            store,
            version,
            lambda: roster.ended(name, month),
            f"从{month_text(month)}起，“{name}”撤销。",
        )


def _part(store: Store, version: int, roster: Roster, months: list[date]) -> None:
    name = _pick(
        "已并入或撤销的", [unit.name for unit in roster.units if unit.valid_to], "part_name"
    )
    if st.button("取消合并或撤销", type="primary", disabled=not name, key="part"):
        _save(store, version, lambda: roster.parted(name), f"“{name}”恢复为单独的单位。")


def _village(store: Store, version: int, roster: Roster, months: list[date]) -> None:
    month = _month([found for found in months if found >= store.months.of_village_lists()[0]])
    listed = store.rows.villages(month) if month else []
    township = st.selectbox(
        UNIT_KINDS[TOWNSHIP],
        sorted({row.unit for row in listed}),
        index=None,
        key="village_township",
        placeholder="选择乡镇（街道）",
    )
    standing = [row for row in listed if not row.attributes.get(MERGED_INTO)]
    names = [row.name for row in standing if row.unit == township]
    name, into = (
        _pick("撤并的村（社区）", names, "village_name"),
        _pick("并入", [f"{row.unit}{row.name}" for row in standing], "village_into"),
    )
    st.markdown(":gray[:small[从这个月起，撤并的村（社区）不再单独计数。]]")
    if st.button(
        "撤并",
        type="primary",
        disabled=not (name and into and f"{township}{name}" != into),
        key="merge_village",
    ):
        _stored(
            lambda: pipeline.merge_village(
                store,
                township,
                name,
                into,
                month,
                who=permissions.who(),
                expected_version=version,
                when=data.now(),
            ),
            f"从{month_text(month)}起，{township}{name}并入{into}。",
        )
