"""The frame of every page: navigation, month picker, banner.

A page asks `current()` what it is to show.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from govsvc.board import Board
from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text
from govsvc.exports import export
from govsvc.security import Right
from govsvc.store import Act, Edition
from pages._ui import clipboard, data, permissions, presentation

#: pages that say it themselves
_SAYING = ("overview", "", "collecting", "upload", "targets", "keeping", "accounts", "audit")
PAGES = [  # file, title, icon
    ("overview.py", "总览"),
    ("trends.py", "指标趋势"),
    ("gaps.py", "目标差距"),
    ("targets.py", "目标值"),
    ("ranking.py", "全市排名"),
    ("league.py", "单位晾晒"),
    ("reconcile.py", "对账"),
    ("problems.py", "问题清单"),
    ("upload.py", "数据导入"),
    ("collecting.py", "报送进度"),
    ("units.py", "单位名录"),
    ("definitions.py", "指标口径"),
    ("keeping.py", "备份与检查"),
    ("accounts.py", "账号"),
    ("audit.py", "操作日志"),
]
#: in the navigation of administrators alone; others who open one are told what it needs
MANAGED = {"accounts.py", "audit.py"}


@dataclass(frozen=True)
class Frame:
    """What the page is to show.

    `month` is None while there are no data. `title` is the place of the page's sentence.

    `board`: of a closed month as it was on the day it was closed. `edition`: the one that is shown
    where a later one corrected it.
    """

    board: Board
    month: date | None
    title: DeltaGenerator
    edition: int | None = None


_current: ContextVar[Frame] = ContextVar("frame")


def current() -> Frame:
    return _current.get()


def version_text() -> str:
    """The edition, or the data version, of what is shown."""
    frame = current()
    return frame.board.workflow.edition_text(frame.month).rpartition("；")[2] if frame.month else ""


def file_name(what: str, suffix: str = "") -> str:
    """Whose it is, what, of which month and which version."""
    frame = current()
    return export.file_name(
        frame.board.home_name(), what, frame.month, version_text(), suffix=suffix
    )


def facts() -> list[tuple[str, str]]:
    """What a downloaded table says of itself."""
    frame = current()
    return (
        [
            ("数据月份", month_text(frame.month)),
            ("数据版本", frame.board.workflow.edition_text(frame.month)),
        ]
        if frame.month
        else []
    )


def month_key(month: date) -> str:
    return f"{month:%Y-%m}"


def go_to(month: date) -> None:
    """From the next run on the pages show this month."""
    st.session_state["month"] = st.query_params["m"] = month_key(month)


def title(text: str) -> None:
    """The page's finding, on the line of the month picker."""
    current().title.header(text, anchor=False)


def require_month() -> tuple[Board, date]:
    """The board and the month; on an empty database says what to do next and ends the page."""
    frame = current()
    if frame.month is None:
        title("还没有数据")
        st.markdown(
            "先导入第一个月的表格：政务服务事项清单、基层站点台账或全市指标通报。导入后，"
            "这里显示各指标的值、排名、差距和问题清单。"
        )
        st.page_link("upload.py", label="去导入数据", icon=":material/upload_file:")
        st.stop()
    return frame.board, frame.month


def link(page: str, label: str, **query: str) -> None:
    """A link to another page that keeps the month."""
    frame = current()
    keep = {"m": month_key(frame.month)} if frame.month else {}
    if frame.edition:
        keep["e"] = str(frame.edition)
    st.page_link(
        page, label=label, query_params=keep | presentation.kept() | query, width="stretch"
    )


def open_frame(path: str) -> bool:
    """Draws the line above the page at `path`; False where the database cannot be used (said on the
    screen).
    """
    try:
        board = data.board()
    except GovsvcError as error:
        st.error(f"**{error.title}**  \n{error.step}", icon=":material/error:")
        return False
    if board.is_demonstration and not presentation.is_on():
        _demonstration_banner(board)
    months = board.months()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="title_line"):
        left = st.container(width="stretch", gap="xsmall")
        with st.container(
            width="content" if presentation.is_on() else 150,
            gap="xsmall",
            horizontal=presentation.is_on(),
            key="title_month",
        ):
            month = _month_picker(months) if months else None
            if board.is_demonstration and presentation.is_on():
                st.badge("演示数据", color="orange", icon=":material/science:")
        if not presentation.is_on():
            presentation.button(
                f"{path or 'overview'}.py", {"m": month_key(month)} if month else {}
            )
            clipboard.link_to_copy()
            permissions.account_link()
    if presentation.is_on():
        presentation.bar(
            f"{path or 'overview'}.py",
            {"m": month_key(month)} if month else {},
            months=[month_key(found) for found in months],
            month=month_key(month) if month else "",
            set_month=_show_month,
        )
    older = _older_edition(board, month) if month else None
    version = board.workflow.published_version(month, older and older.edition) if month else None
    if version:
        board = data.board(version)
    _current.set(Frame(board, month, left.empty(), older.edition if older else None))
    if month and path not in _SAYING:
        with left:
            _unfinished(board, month)
    if older:
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
            key="demo_banner",
        ):
            st.markdown(
                (
                    ":orange-badge[:material/history: "
                    f"第{older.edition}版]　正在查看{month_text(month)}的第{older.edition}版，"
                    "已有更正版。"
                ),
                width="content",
            )
            st.page_link(
                "collecting.py",
                label="查看最新版",
                query_params={"m": month_key(month)},
                icon=":material/arrow_forward:",
                width="content",
            )
    return True


def _older_edition(board: Board, month: date) -> Edition | None:
    """The edition that the URL asks for, where a later one corrected it."""
    return next(
        (
            edition
            for edition in board.workflow.editions(month)[:-1]
            if str(edition.edition) == st.query_params.get("e")
        ),
        None,
    )


def _unfinished(board: Board, month: date) -> None:
    """While the month is open, who has handed in, below the title of every page with rates."""
    if not board.workflow.is_closed(month) and (found := board.workflow.progress(month)).text:
        st.markdown(f":orange[:small[{found.state_name}，{found.text}]]")


def _month_picker(months: list[date]) -> date:
    known = {month_key(month): month for month in months}
    wanted = st.query_params.get("m")
    if wanted not in known:
        wanted = st.session_state.get("month")
    if wanted not in known:
        wanted = month_key(months[0])
    if presentation.is_on():
        st.badge(month_text(known[wanted]), color="gray", icon=":material/event:")
    else:
        st.session_state["month_picker"] = wanted
        st.selectbox(
            "数据月份",
            list(known),
            format_func=lambda key: month_text(known[key]),
            key="month_picker",
            on_change=_month_picked,
            label_visibility="collapsed",
            placeholder="选择月份",
        )
    st.session_state["month"] = wanted
    # the latest month needs no parameter, and writing one would put a dead step into the browser's
    # history
    if st.query_params.get("m", month_key(months[0])) != wanted:
        st.query_params["m"] = wanted
    return known[wanted]


def _month_picked() -> None:
    _show_month(st.session_state["month_picker"])


def _show_month(key: str) -> None:
    st.query_params["m"] = st.session_state["month"] = key


def _demonstration_banner(board: Board) -> None:
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        key="demo_banner",
    ):
        st.markdown(
            (
                ":orange-badge[:material/science: 演示数据]　县名、事项和数字均为虚构，"
                "用来熟悉看板；正式使用前请清空。"
            ),
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
            st.error(f"**{error.title}**  \n{error.step}")
            return
        st.session_state.pop("month", None)
        st.switch_page("upload.py")
