"""目标值: what is to be reached, by year and node; entered and edited here."""

from dataclasses import replace

import streamlit as st

from govsvc.board import tables
from govsvc.domain import indicators, targets
from govsvc.domain.errors import GovsvcError
from govsvc.security import Right
from govsvc.store import Act
from pages._ui import data, fetch_days_form, frame, permissions, ui

board = frame.current().board
store = data.store()
found = sorted(store.settings.targets(), key=lambda target: (-target.year, target.until or 13))
this_year = (frame.current().month or data.now().date()).year
mine = sum(target.year == this_year for target in found)
frame.title(f"目标值：{this_year}年已设{mine}项" if mine else f"目标值：{this_year}年还没有设目标")
if said := st.session_state.pop("done", None):
    st.success(ui.text(said), icon=":material/check_circle:")

left, right = st.columns([1.6, 1], gap="large")
with left:
    ui.section("已设的目标", "总览和目标差距按最近的节点比较")
    if found:
        sheet = tables.targets_sheet(
            found, board.home_name(), [("数据版本", f"第{board.version}版")]
        )
        ui.sheet_table("targets", sheet, "目标值", numbers=["目标"])
    else:
        st.markdown(":gray[还没有目标。在右边逐项填写，或到“数据导入”上传目标值表。]")
with right:
    if board.is_demonstration:
        st.markdown(":gray[演示数据不能修改目标。]")
        st.stop()
    if not permissions.may(Right.MANAGE, "填写或修改目标"):
        st.stop()
    ui.section("填写或修改", "同一年度、节点、指标的会被替换")
    names = {indicator.short: indicator.key for indicator in indicators.headline_indicators()}
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
            format_func=targets.NODES.get,
            placeholder="选择节点",
            width=130,
        )
        name = st.selectbox("指标", list(names), placeholder="选择指标", width="stretch")
    with st.container(horizontal=True, gap="small"):
        text = st.text_input(
            "目标值或位次", placeholder="如 99.90% 或 前3", max_chars=10, width=180
        )
        lead = st.text_input("牵头单位", placeholder="如 行政审批和政务服务局", max_chars=30)
    act = Act(permissions.who(), data.now())
    if st.button("保存目标", type="primary", icon=":material/check:"):
        try:
            target = targets.typed(year, node, names[name], text, lead)
            store.setting_writes.set_target(
                target,
                replace(act, reason=targets.change_text(found, target)),
                expected_version=store.version(),
            )
        except GovsvcError as error:
            st.error(
                f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:"
            )
        else:
            st.session_state["done"] = (
                f"{year}年{targets.node_name(node)}{name}：{targets.text_of(target)}，已保存。"
            )
            st.rerun()
    fetch_days_form.show(store, act)
    if found:
        labels = {
            (
                f"{target.year}年　{targets.node_name(target.until)}　"
                f"{indicators.by_key(target.indicator).short}　{targets.text_of(target)}"
            ): target
            for target in found
        }
        ui.section("删除")
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            label = st.selectbox("要删除的目标", list(labels), index=None, placeholder="选择目标")
            if st.button("删除", icon=":material/delete:", disabled=label is None):
                try:
                    removed = replace(
                        act, reason=targets.change_text(found, labels[label], is_removed=True)
                    )
                    store.setting_writes.remove_target(
                        labels[label], removed, expected_version=store.version()
                    )
                except GovsvcError as error:
                    st.error(
                        f"**{ui.text(error.title)}**  \n{ui.text(error.step)}",
                        icon=":material/error:",
                    )
                else:
                    st.session_state["done"] = "已删除。"
                    st.rerun()
