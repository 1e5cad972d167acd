"""目标值: the form that sets one, and the one that removes one."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from govsvc.domain import indicators, targets
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback.measure_targets import of_measures
from govsvc.domain.rows import Target
from govsvc.store import UNDO, Act, Store
from govsvc.workflow import collecting
from govsvc.workflow.collecting import Draft
from pages._ui import outcome, ui
from pages._ui.collecting import undo

#: changes that may be picked to be taken back
_MOST_TAKEN_BACK = 20


def entry(store: Store, act: Act, known: Sequence[Target], this_year: int) -> None:
    """Sets the target of a year, node and indicator, or replaces it."""
    ui.section("填写或修改", "同一年度、节点、指标的目标将被替换")
    keys = {indicator.short: indicator.key for indicator in indicators.printed_indicators()}
    with st.container(horizontal=True, gap="small"):
        year = st.selectbox(
            "年度",
            [this_year + 1, this_year, this_year - 1],
            index=1,
            format_func="{}年".format,
            placeholder="选择年度",
            width=120,
        )
        node = st.selectbox(
            "节点",
            list(targets.NODES),
            format_func=lambda node: targets.NODES[node],
            placeholder="选择节点",
            width=130,
        )
        name = st.selectbox("指标", list(keys), placeholder="选择指标", width="stretch")
    with st.container(horizontal=True, gap="small"):
        text = st.text_input(
            "目标值或位次", placeholder="如 99.90% 或 前3", max_chars=10, width=180
        )
        lead = st.text_input("牵头单位", placeholder="如 行政审批和政务服务局", max_chars=30)
    if not st.button("保存目标", type="primary", icon=":material/check:"):
        return
    try:
        target = targets.typed(year, node, keys[name], text, lead)
    except GovsvcError as error:
        ui.show_error(error)
        return
    reason = targets.change_text(known, target)
    outcome.attempt(
        lambda: store.setting_writes.set_target(
            target, replace(act, reason=reason), expected_version=store.version()
        ),
        f"{year}年{targets.node_name(node)}{name}：{targets.text_of(target)}，已保存。",
    )


def removal(store: Store, act: Act, known: Sequence[Target]) -> None:
    """Removes one of the targets of indicators; those of measures have a form of their own."""
    by_label = {
        (
            f"{target.year}年　{targets.node_name(target.until)}　"
            f"{indicators.by_key(target.indicator).short}　{targets.text_of(target)}"
        ): target
        for target in known
        if not of_measures([target])
    }
    ui.section("删除")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        label = st.selectbox("要删除的目标", list(by_label), index=None, placeholder="选择目标")
        is_clicked = st.button("删除", icon=":material/delete:", disabled=label is None)
        if is_clicked and label:
            target = by_label[label]
            reason = targets.change_text(known, target, is_removed=True)
            outcome.attempt(
                lambda: store.setting_writes.remove_target(
                    target, replace(act, reason=reason), expected_version=store.version()
                ),
                "已删除。",
            )


def taking_back(store: Store) -> None:
    """撤销 of what set or removed targets, by form or sheet, the latest first."""
    drafts = [one for one in collecting.target_drafts(store) if one.can_undo][:_MOST_TAKEN_BACK]
    if not drafts:
        return
    by_label = {_label(one): one for one in drafts}
    ui.section("撤销", "最近的修改在前")
    label = st.selectbox(
        "要撤销的修改", list(by_label), index=None, placeholder="选择修改", key="undo_target"
    )
    if st.button("撤销…", icon=":material/undo:", disabled=label is None) and label:
        undo.confirm(store, by_label[label], None)


def _label(draft: Draft) -> str:
    """2026年全年网上可办率目标：99.50%改为99.90%（操作7）"""
    files = "、".join(name for name, _ in draft.files)
    said = draft.reason or files or draft.name
    return f"{'撤销：' if draft.what == UNDO else ''}{said}（操作{draft.version}）"
