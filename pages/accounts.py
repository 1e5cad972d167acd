"""账号: who may do what. Only administrators see it; anybody else is shown what right it needs."""

import streamlit as st

from govsvc.security import Right
from pages._ui import data, frame, permissions, ui
from pages._ui.admin import account_forms, sso_forms

if not data.actor().may(Right.MANAGE):
    frame.title("账号")
    permissions.may(Right.MANAGE, "管理账号")
    st.stop()
sessions = account_forms.sessions()
accounts = sessions.accounts.all()
frame.title(account_forms.title(accounts))
account_forms.show_outcome()

left, right = st.columns([1.7, 1], gap="large")
with left:
    clicked = account_forms.table(accounts, sessions.live(data.now()))
    with ui.not_printed("change"):
        account_forms.change(accounts, clicked)
with right:
    with ui.not_printed("add"):
        ui.section("新增账号", "新增后显示一次性密码，请交给本人，登录后自行更换")
        account_forms.add()
    ui.section("查看权限")
    account_forms.open_access()
    ui.section("角色")
    account_forms.roles_table()
sso_forms.section()
