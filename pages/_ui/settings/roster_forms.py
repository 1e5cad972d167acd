"""Forms that change the roster: rename, merge, alias, end and part units, merge villages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from govsvc.assessment.counting import MERGED_INTO
from govsvc.domain import departments
from govsvc.domain.months import month_text, months_back
from govsvc.domain.roster import TOWNSHIP, UNIT_KINDS, Roster
from govsvc.domain.rows import Entry
from govsvc.importing.villages import merge_village
from govsvc.store import Store
from pages._ui import data, outcome, permissions

_USUAL, _RENAME, _MERGE, _ALIAS, _END, _PART, _VILLAGE = (
    "添加常用部门",
    "改名",
    "合并",
    "加别名",
    "撤销",
    "取消合并或撤销",
    "村（社区）撤并",
)


@dataclass(frozen=True)
class _Editing:
    """What the forms change: the roster of the data version that is on the screen."""

    store: Store
    version: int
    roster: Roster
    #: to choose from, the latest first
    months: Sequence[date]

    def save(self, change: Callable[[], Roster], sentence: str) -> None:
        """Writes the changed roster; says why where it is refused."""
        outcome.attempt(
            lambda: self.store.setting_writes.save_roster(
                change(),
                permissions.act(sentence),
                expected_version=self.version,
            ),
            sentence,
        )


def forms(store: Store, version: int, roster: Roster, month: date | None) -> None:
    """One kind of change at a time."""
    has_ended = any(unit.valid_to for unit in roster.units)
    has_villages = bool(data.reading().months.of_village_lists())
    change = st.segmented_control(
        "变更",
        [
            _RENAME,
            _MERGE,
            _ALIAS,
            _END,
            *([_PART] if has_ended else []),
            *([_VILLAGE] if has_villages else []),
            _USUAL,
        ],
        default=_RENAME,
        required=True,
        key="unit_change",
        label_visibility="collapsed",
    )
    months = sorted({*months_back(data.now().date()), *([month] if month else [])}, reverse=True)
    form = {
        _USUAL: _add_usual,
        _RENAME: _rename,
        _MERGE: _merge,
        _ALIAS: _alias,
        _END: _end,
        _PART: _part,
        _VILLAGE: _merge_village,
    }[change]
    form(_Editing(store, version, roster, months))


def first_departments(store: Store, version: int, roster: Roster) -> None:
    """The form for a roster that is still empty."""
    _add_usual(_Editing(store, version, roster, []))


def _unit_picker(label: str, names: Sequence[str], key: str) -> str | None:
    return st.selectbox(label, names, index=None, key=key, placeholder="选择单位")


def _month_picker(months: Sequence[date]) -> date | None:
    return st.selectbox(
        "从哪个月起", months, format_func=month_text, key="merge_month", placeholder="选择月份"
    )


def _add_usual(editing: _Editing) -> None:
    names = st.multiselect(
        "部门",
        departments.missing_from(editing.roster),
        key="usual_departments",
        placeholder="选择本县有的部门",
    )
    st.markdown(":gray[:small[连同常用的简称一起添加；名称和本县不同的，添加后可以改名。]]")
    if st.button("添加", type="primary", disabled=not names, key="add_usual"):
        editing.save(
            lambda: departments.with_usual(editing.roster, names), f"已添加{len(names)}个部门。"
        )


def _rename(editing: _Editing) -> None:
    roster = editing.roster
    name = _unit_picker("单位", [unit.name for unit in roster.units], "rename_old")
    new_name = st.text_input(
        "新名称", key="rename_new", max_chars=40, placeholder="全称，如 城市管理局"
    )
    st.markdown(":gray[:small[原名称仍可识别，以前各月的数据仍归该单位。]]")
    is_ready = bool(name and new_name.strip())
    if st.button("改名", type="primary", disabled=not is_ready, key="rename") and name:
        editing.save(
            lambda: roster.renamed(name, new_name), f"已把“{name}”改名为“{new_name.strip()}”。"
        )


def _merge(editing: _Editing) -> None:
    roster = editing.roster
    name = _unit_picker(
        "被并单位", [unit.name for unit in roster.units if not unit.merged_into], "merge_name"
    )
    others = [
        unit.name
        for unit in roster.units
        if name and unit.kind == roster.unit(name).kind and unit.name != name
    ]
    into, month = _unit_picker("并入", others, "merge_into"), _month_picker(editing.months)
    st.markdown(
        ":gray[:small[清单和趋势中，被并单位以前各月的数据归到并入的单位；"
        "编码随机构变的事项按基本编码和名称对应。]]"
    )
    is_ready = bool(name and into and month)
    is_clicked = st.button("合并", type="primary", disabled=not is_ready, key="merge")
    if is_clicked and name and into and month:
        editing.save(
            lambda: roster.merged(name, into, month),
            f"从{month_text(month)}起，“{name}”并入“{into}”。",
        )


def _alias(editing: _Editing) -> None:
    roster = editing.roster
    name = _unit_picker("单位", [unit.name for unit in roster.units], "alias_name")
    alias = st.text_input(
        "表里的写法", key="alias_text", max_chars=40, placeholder="简称、旧名或常见的错写"
    )
    is_ready = bool(name and alias.strip())
    if st.button("加别名", type="primary", disabled=not is_ready, key="alias") and name:
        editing.save(lambda: roster.aliased(name, alias), f"以后“{alias.strip()}”即“{name}”。")


def _end(editing: _Editing) -> None:
    roster = editing.roster
    name = _unit_picker(
        "撤销的单位", [unit.name for unit in roster.units if not unit.valid_to], "end_name"
    )
    month = _month_picker(editing.months)
    st.markdown(
        ":gray[:small[没有承接单位的方可撤销；自该月起不再沿用其数据，也不再催报，"
        "清单上的事项按核减计。]]"
    )
    is_ready = bool(name and month)
    if st.button("撤销", type="primary", disabled=not is_ready, key="end") and name and month:
        editing.save(lambda: roster.ended(name, month), f"从{month_text(month)}起，“{name}”撤销。")


def _part(editing: _Editing) -> None:
    roster = editing.roster
    name = _unit_picker(
        "已并入或撤销的", [unit.name for unit in roster.units if unit.valid_to], "part_name"
    )
    if st.button("取消合并或撤销", type="primary", disabled=not name, key="part") and name:
        editing.save(lambda: roster.restored(name), f"“{name}”恢复为单独的单位。")


def _merge_village(editing: _Editing) -> None:
    store = editing.store
    first = store.months.of_village_lists()[0]
    month = _month_picker([month for month in editing.months if month >= first])
    township, name, into = _village_pickers(store.rows.villages(month) if month else [])
    st.markdown(":gray[:small[自该月起，撤并的村（社区）不再单独计数。]]")
    is_ready = bool(name and into and f"{township}{name}" != into)
    is_clicked = st.button("撤并", type="primary", disabled=not is_ready, key="merge_village")
    if is_clicked and township and name and into and month:
        outcome.attempt(
            lambda: merge_village(
                store,
                township,
                name,
                into,
                month,
                who=permissions.who(),
                expected_version=editing.version,
                when=data.now(),
            ),
            f"从{month_text(month)}起，{township}{name}并入{into}。",
        )


def _village_pickers(villages: Sequence[Entry]) -> tuple[str | None, str | None, str | None]:
    """(township, village that is merged, the one it is merged into), of those that still stand."""
    township = st.selectbox(
        UNIT_KINDS[TOWNSHIP],
        sorted({row.unit for row in villages}),
        index=None,
        key="village_township",
        placeholder="选择乡镇（街道）",
    )
    standing = [row for row in villages if not row.attributes.get(MERGED_INTO)]
    name = _unit_picker(
        "撤并的村（社区）", [row.name for row in standing if row.unit == township], "village_name"
    )
    into = _unit_picker("并入", [f"{row.unit}{row.name}" for row in standing], "village_into")
    return township, name, into
