"""备份与检查: the backups there are, one now, a check of everything."""

import streamlit as st

from govsvc.admin import backup
from govsvc.domain import database_address
from govsvc.security import Right
from pages._ui import data, frame, permissions, ui
from pages._ui.admin import backups

database = data.database_address()
last = backup.last_checked(database_address.place(database))
none = "这一台看板服务器上没有备份" if backups.is_made_elsewhere(database) else "还没有备份"
frame.title(f"最近一次备份：{last.made_at:%Y-%m-%d %H:%M}" if last else none)
if permissions.may(Right.MANAGE, "备份和检查"):
    backups.buttons(database)
ui.section(
    "现有备份",
    f"每晚{backup.AT:%H:%M}自动备份，新备份经打开检查后，方删除过期的备份；"
    f"{backups.place_of_nightly(database)}",
)
backups.table(database)
st.markdown(f":gray[:small[{ui.text(backups.how_to_restore(database))}]]")
