"""操作日志: who did what, when, from where, before and after.

Only administrators see it; anybody else is shown what right it needs.
"""

import streamlit as st

from govsvc.security import Right
from pages._ui import data, frame, permissions, ui
from pages._ui.admin import audit_view

if not data.actor().may(Right.MANAGE):
    frame.title("操作日志")
    permissions.may(Right.MANAGE, "查看操作日志")
    st.stop()
filters = audit_view.filters()
log = audit_view.log()
count, total = log.count(**filters), log.count()
frame.title(f"操作日志：{total:,}条" + (f"，筛选出{count:,}条" if filters else ""))
if count:
    audit_view.table(filters, count)
    audit_view.download(filters, count)
else:
    st.markdown(
        "没有符合条件的记录。"
        if total
        else "还没有记录。登录、导入、下载、定稿、备份等都会记在这里。"
    )
ui.section("核对")
audit_view.chain()
