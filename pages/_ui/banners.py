"""Lines across the page: that the data are invented, or that a later edition corrected them."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from govsvc.board import Board
from govsvc.domain.months import month_text
from govsvc.security import Right
from pages._ui import beginning, permissions, ui
from pages._ui.month_picker import month_key


def demonstration(board: Board) -> None:
    """演示数据, with the button that clears it."""
    with _line():
        st.markdown(
            ":orange-badge[:material/science: 演示数据]　县名、事项和数字均为虚构，"
            "仅供熟悉看板；正式使用前请清空。",
            width="content",
        )
        if _offers_to_clear("清空演示数据，开始使用"):
            beginning.instead_of_demonstration(board)


def trial(board: Board) -> None:
    """样例数据, with the button that clears them."""
    with _line():
        st.markdown(
            ":orange-badge[:material/science: 样例数据]　"
            f"{ui.text(board.home_name())}和各表均为虚构，只能导入样例文件；正式使用前请清空。",
            width="content",
        )
        if _offers_to_clear("清空样例数据，开始使用"):
            beginning.instead_of_samples(board)


def _offers_to_clear(label: str) -> bool:
    """Whether the button of that label was clicked, by somebody who may."""
    return permissions.may(Right.MANAGE, label) and st.button(label, icon=":material/delete_sweep:")


def _line() -> DeltaGenerator:
    return st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        key="demo_banner",
    )


def older_edition(month: date, edition: int) -> None:
    """第N版, with a link to the latest."""
    with _line():
        st.markdown(
            f":orange-badge[:material/history: 第{edition}版]　"
            f"正在查看{month_text(month)}的第{edition}版，已有更正版。",
            width="content",
        )
        st.page_link(
            "collecting.py",
            label="查看最新版",
            query_params={"m": month_key(month)},
            icon=":material/arrow_forward:",
            width="content",
        )
