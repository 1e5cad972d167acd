"""The script of the app: navigation and frame around the chosen page."""

from pathlib import Path

import streamlit as st

from govsvc.security import Right
from pages._ui import city_data, data, frame, permissions, presentation, style

st.set_page_config(
    page_title="政务服务指标看板",
    page_icon=str(Path(__file__).with_name("_ui") / "icon.png"),
    layout="wide",
)
if not data.actor().may(Right.LOOK):
    st.html(f"<p>登录后才能查看。{permissions.sign_in()}</p>")
    st.stop()
hidden = frame.hidden(may_manage=data.actor().may(Right.MANAGE))
page = st.navigation(frame.navigation(hidden), position="hidden" if presentation.is_on() else "top")
if not page.url_path and city_data.is_city_alone():
    st.switch_page(frame.CITY[0])
menu = frame.menu_number(page.url_path, hidden)
st.html(f"<style>{style.css(menu, printed_on=data.now().date())}</style>")
if frame.open_frame(page.url_path):
    page.run()
