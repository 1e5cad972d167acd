"""群众评价 › 走势和目标: the targets that are set, the form that sets one, and the one that removes
one, for those who may.
"""

from datetime import date

import streamlit as st

from govsvc.board.parts import Measures
from govsvc.domain import targets
from govsvc.domain.feedback import CHANNELS, by_key, measure_definitions
from govsvc.domain.feedback.measure_targets import name_of, target_text, typed
from govsvc.domain.rows import Target
from govsvc.security import Right
from pages._ui import data, outcome, permissions


def show(measures: Measures, month: date) -> None:
    """The forms, for administrators; others see none."""
    if not data.actor().may(Right.MANAGE):
        return
    known = measures.targets()
    with st.expander(f"设目标（已设{len(known)}项）", icon=":material/flag:"):
        _entry(month.year)
        if known:
            _removal(known)


def _entry(year: int) -> None:
    names = {
        one.key: f"{CHANNELS[one.channel]}　{one.name}"
        for one in measure_definitions.MEASURES
        if one.channel in CHANNELS
    }
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        of_year = st.selectbox(
            "年度",
            [year + 1, year, year - 1],
            index=1,
            format_func="{}年".format,
            key=f"measure_target_year_{year}",
            width=110,
        )
        node = st.selectbox(
            "节点",
            list(targets.NODES),
            format_func=lambda node: targets.NODES[node],
            key="measure_target_node",
            width=130,
        )
        key = st.selectbox(
            "指标",
            list(names),
            format_func=names.__getitem__,
            key="measure_target_of",
            width=280,
        )
        st.text_input("目标值", placeholder="如 95%", max_chars=8, key="measure_target", width=110)
        st.text_input("牵头单位", max_chars=30, key="measure_target_lead", width=220)
        st.button(
            "保存目标",
            key="save_measure_target",
            on_click=outcome.noted,
            args=(lambda: _set(of_year or year, node, key),),
        )
    st.markdown(
        ":gray[:small[同一年度、节点、指标的目标将被替换。差评率的目标是不高于，其余是不低于。]]"
    )


def _set(year: int, node: int | None, key: str) -> str:
    """Stores what the form holds; gives the sentence that says so. Raises GovsvcError."""
    state, store = st.session_state, data.store()
    target = typed(
        year, node, key, state.get("measure_target") or "", state.get("measure_target_lead") or ""
    )
    act = permissions.act()
    store.feedback_writes.set_measure_target(target, act, expected_version=store.version())
    state["measure_target"] = state["measure_target_lead"] = ""
    return f"{name_of(target)}已保存：{target_text(target)}。"


def _removal(known: list[Target]) -> None:
    labels = {
        f"{one.year}年　{targets.node_name(one.until)}　{by_key(one.indicator).name}　"
        f"{target_text(one)}": one
        for one in known
    }
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        label = st.selectbox(
            "要删除的目标",
            list(labels),
            index=None,
            placeholder="选择目标",
            key="measure_target_removed",
            width=420,
        )
        st.button(
            "删除",
            key="remove_measure_target",
            icon=":material/delete:",
            disabled=label is None,
            on_click=outcome.noted,
            args=(lambda: _remove(labels[label or ""]),),
        )


def _remove(target: Target) -> str:
    store, act = data.store(), permissions.act()
    store.feedback_writes.remove_measure_target(target, act, expected_version=store.version())
    return f"{name_of(target)}已删除。"
