"""What is open in a paper: places to fill in first, then what is to be checked."""

import streamlit as st

from govsvc.documents.papers.editing import Point
from govsvc.security import Right
from pages._ui import data, frame, ui
from pages._ui.papers import paper_edit
from pages._ui.papers.shown_paper import ShownPaper


def show(shown: ShownPaper) -> None:
    """One line each; to those who may write with a button to the paragraph."""
    points = shown.edited.points
    if not points or shown.edited.approval:
        return
    ui.section("先补充、核对", "补充好的不再列出；要核对的随文件附在“待补充和待核对事项”里")
    with st.container(key="open_points", gap="xxsmall"):
        for number, point in enumerate(points):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                _point(shown, point, f"point_{number}")


def _point(shown: ShownPaper, point: Point, key: str) -> None:
    sign = ":orange[✎]" if point.is_gap else ":orange[!]"
    where = f"{point.where}　" if point.is_gap else ""
    st.markdown(f"{sign} {where}{ui.text(point.text)}", width="content")
    if point.key and shown.may_write:
        st.button(
            "填写 ›" if point.is_gap else "查看 ›",
            key=key,
            type="tertiary",
            on_click=paper_edit.begin,
            args=(point.key,),
        )
    elif point.is_gap and data.actor().may(Right.MANAGE):
        with st.container(width="content"):
            frame.link("rectification.py", "去“整改设置”填写 ›")
