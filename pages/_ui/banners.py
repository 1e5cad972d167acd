"""Lines across the page: that the data are invented, or that a later edition corrected them."""

from datetime import date

import streamlit as st

from govsvc.board import Board
from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text
from govsvc.security import Right
from govsvc.store import Act
from pages._ui import data, permissions, ui
from pages._ui.month_picker import month_key


def demonstration(board: Board) -> None:
    """演示数据, with the button that clears it."""
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        key="demo_banner",
    ):
        st.markdown(
            ":orange-badge[:material/science: 演示数据]　县名、事项和数字均为虚构，"
            "用来熟悉看板；正式使用前请清空。",
            width="content",
        )
        if permissions.may(Right.MANAGE, "清空演示数据，开始使用") and st.button(
            "清空演示数据，开始使用", icon=":material/delete_sweep:"
        ):
            _confirm_clear(board)


@st.dialog("清空演示数据")
def _confirm_clear(board: Board) -> None:
    st.markdown(
        "将删除全部演示数据，得到一个空的数据库。您自己的表格不受影响，之后从“数据导入”开始。"
    )
    if st.button("确认清空", type="primary"):
        try:
            data.store().clear(Act("", data.now()), expected_version=board.version)
        except GovsvcError as error:
            ui.show_error(error, icon=None)
            return
        st.session_state.pop("month", None)
        st.switch_page("upload.py")


def older_edition(month: date, edition: int) -> None:
    """第N版, with a link to the latest."""
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        key="demo_banner",
    ):
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
