"""目标值: what is to be reached, by year and node; entered and edited here."""

import streamlit as st

from govsvc.board import tables
from govsvc.domain.feedback.measure_targets import of_measures
from govsvc.security import Right
from pages._ui import data, frame, outcome, permissions, sheet_view, ui
from pages._ui.settings import fetch_days_form, target_forms

current = frame.current()
store, board = data.store(), current.board
# the latest year first; in it the nodes, then the whole year
known = sorted(store.settings.targets(), key=lambda target: (-target.year, target.until or 13))
this_year = (current.month or data.now().date()).year
count = sum(target.year == this_year for target in known)
frame.title(
    f"目标值：{this_year}年已设{count}项" if count else f"目标值：{this_year}年还没有设目标"
)
outcome.show()

left, right = st.columns([1.6, 1], gap="large")
with left:
    ui.section("已设的目标", "总览和目标差距按最近的节点比较")
    if known:
        facts = [("数据版本", str(board.version))]
        sheet = tables.targets_sheet(known, board.home_name(), facts)
        sheet_view.show("targets", sheet, "目标值", leading=sheet.columns[2:4])
        if of_measures(known):
            frame.link("feedback.py", "期间指标的目标在“群众评价”里填写、删除 ›", said="走势和目标")
    else:
        st.markdown(":gray[还没有目标。请在右侧逐项填写，或到“数据导入”上传目标值表。]")
with right, ui.not_printed("forms"):
    if board.is_demonstration:
        st.markdown(":gray[演示数据不能修改目标。]")
    elif permissions.may(Right.MANAGE, "填写或修改目标"):
        act = permissions.act()
        target_forms.entry(store, act, known, this_year)
        fetch_days_form.show(store, act)
        if known:
            target_forms.removal(store, act, known)
        target_forms.taking_back(store)
