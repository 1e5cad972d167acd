"""The script of the app: navigation and frame around the chosen page."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402  (the path must be set first)

from govsvc.access import Right  # noqa: E402
from pages._shared import chinese, data, frame, permit, room, ui  # noqa: E402

st.set_page_config(page_title="政务服务指标看板", page_icon=str(Path(__file__).with_name("_shared") / "icon.png"), layout="wide")
if not data.actor().may(Right.LOOK):
    st.html(f"<p>登录后才能查看。{permit.sign_in()}</p>")
    st.stop()
page = st.navigation(
    [st.Page(file, title=title, url_path=file.removesuffix(".py"), default=not number)
     for number, (file, title) in enumerate(frame.PAGES)], position="hidden" if room.is_on() else "top")
st.html(f"<style>{ui.css()}</style>")
with st.container(key="in_chinese_place"):
    chinese.in_chinese()
if frame.open_frame(page.url_path):
    page.run()
