"""The frame of every page: navigation, title and month on one line, banners.

A page asks `require_month()` or `current()` what it is to show.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from govsvc.board import Board
from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text
from govsvc.exports import export
from pages._ui import (
    banners,
    brand,
    city_data,
    clipboard,
    data,
    month_picker,
    permissions,
    presentation,
    presentation_view,
)
from pages._ui.month_picker import month_key

#: section of the navigation → its pages, as file and title; the first section is drawn after 总览
SECTIONS: dict[str, list[tuple[str, str]]] = {
    "": [
        ("overview.py", "总览"),
        ("ranking.py", "全市排名"),
        ("league.py", "单位晾晒"),
        ("problems.py", "问题清单"),
        ("rectification.py", "整改"),
        ("feedback.py", "群众评价"),
        ("papers.py", "材料"),
    ],
    "指标": [
        ("indicator.py", "单项指标"),
        ("trends.py", "指标趋势"),
        ("gaps.py", "目标差距"),
        ("authorisation.py", "授权与代表"),
        ("pace.py", "时限与跑动"),
        ("one_chain.py", "一件事"),
    ],
    "数据": [
        ("upload.py", "数据导入"),
        ("collecting.py", "报送进度"),
        ("reconcile.py", "对账"),
        ("units.py", "单位名录"),
    ],
    "设置": [
        ("targets.py", "目标值"),
        ("definitions.py", "指标口径"),
        ("keeping.py", "备份与检查"),
        ("accounts.py", "账号"),
        ("audit.py", "操作日志"),
    ],
}
PAGES = [page for pages in SECTIONS.values() for page in pages]
#: the page of a city, which is there where the data list its counties, behind 总览
CITY = ("city.py", "全市")
#: the pages that data have use for which list a city's counties and hold no month of their own
_OF_CITY = {"city.py", "definitions.py", "keeping.py", "accounts.py", "audit.py"}
#: in the navigation of administrators alone; others who open one are told what it needs
MANAGED = {"keeping.py", "accounts.py", "audit.py"}
#: pages (their paths; "" is the overview) that show no rates, or say themselves who has handed in
_WITHOUT_PROGRESS = (
    "overview",
    "",
    "city",
    "rectification",
    "feedback",
    "papers",
    "collecting",
    "upload",
    "targets",
    "keeping",
    "accounts",
    "audit",
)


@dataclass(frozen=True)
class Frame:
    """What the page is to show.

    `board`: of a closed month as it was on the day it was closed. `month`: None while there are no
    data. `title`: where the page's finding is put. `edition`: the one that is shown where a later
    one corrected it. `path`: of the page, "" of the overview.
    """

    board: Board
    month: date | None
    title: DeltaGenerator
    edition: int | None = None
    path: str = ""


#: where the session keeps the frame of its last full run: a fragment, a dialog or a callback that
#: runs alone has no other
_KEPT = "frame"


def hidden(*, may_manage: bool) -> set[str]:
    """The pages that keep their address and are in no menu."""
    unused = {file for file, _ in PAGES} - _OF_CITY if city_data.is_city_alone() else set()
    return unused if may_manage else unused | MANAGED


def _sections() -> dict[str, list[tuple[str, str]]]:
    """`SECTIONS`, with the page of a city where the data are one's."""
    if not city_data.is_city():
        return SECTIONS
    overview, *others = SECTIONS[""]
    return SECTIONS | {"": [overview, CITY, *others]}


def navigation(hidden: Container[str] = ()) -> dict[str, list[st.Page]]:
    """The pages of each section, as `st.navigation` takes them. `hidden`: files that keep their
    address and are in no menu.
    """
    return {
        section: [
            st.Page(
                file,
                title=title,
                url_path=file.removesuffix(".py"),
                default=file == PAGES[0][0],
                visibility="hidden" if file in hidden else "visible",
            )
            for file, title in pages
        ]
        for section, pages in _sections().items()
    }


def menu_number(path: str, hidden: Container[str] = ()) -> int | None:
    """The place in the navigation, from 1, of the menu that holds the page at `path`; None where it
    is in none. `hidden`: as of `navigation`.
    """
    shown = {
        section: [file for file, _ in pages if file not in hidden]
        for section, pages in _sections().items()
    }
    menus = [section for section, files in shown.items() if section and files]
    holding = [
        number
        for number, section in enumerate(menus, len(shown[""]) + 1)
        if f"{path}.py" in shown[section]
    ]
    return holding[0] if holding else None


def current() -> Frame:
    """Of the page that the visitor sees, also in what is drawn anew alone."""
    frame: Frame = st.session_state[_KEPT]
    return frame


def version_text() -> str:
    """The edition, or the data version, of what is shown."""
    frame = current()
    return frame.board.workflow.version_text(frame.month) if frame.month else ""


def file_name(what: str, suffix: str = "") -> str:
    """Whose it is, what, of which month and which version."""
    frame = current()
    return export.file_name(
        frame.board.home_name(), what, frame.month, version_text(), suffix=suffix
    )


def facts() -> list[tuple[str, str]]:
    """Month and version, as a downloaded table names them."""
    frame = current()
    return (
        [
            ("数据月份", month_text(frame.month)),
            ("数据版本", frame.board.workflow.edition_text(frame.month)),
        ]
        if frame.month
        else []
    )


def go_to(month: date) -> None:
    """From the next run on the pages show this month."""
    month_picker.set_month(month_key(month))


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


def link(page: str, label: str, *, help: str | None = None, **query: str) -> None:
    """A link to a page that keeps the month and the edition.

    To the page itself it is a button: Streamlit's link to the page that is open changes nothing.
    A › at the end of the label is not printed.
    """
    if label.endswith("›"):
        label = f"{label[:-1]}*›*"
    frame = current()
    keep = {"m": month_key(frame.month)} if frame.month else {}
    if frame.edition:
        keep["e"] = str(frame.edition)
    wanted = keep | query
    if page == f"{frame.path}.py":
        st.button(
            label,
            key=f"link_{urlencode(wanted)}",
            help=help,
            type="tertiary",
            on_click=st.query_params.from_dict,
            args=(wanted,),
        )
    else:
        st.page_link(page, label=label, help=help, query_params=wanted, width="stretch")


def open_frame(path: str) -> bool:
    """Draws what stands above the page at `path` and sets `current()`.

    False where the page is not to be drawn: the briefing (投屏模式) stands in its place, or the
    database cannot be used and the screen says why.
    """
    try:
        board = data.board()
    except GovsvcError as error:
        st.error(f"**{error.title}**  \n{error.step}", icon=":material/error:")
        return False
    if presentation.is_on():
        _present(board)
        return False
    head = brand.place()
    if board.is_demonstration:
        banners.demonstration(board)
    elif board.is_trial:
        banners.trial(board)
    is_of_city = f"{path}.py" == CITY[0]
    months = city_data.months() if is_of_city else board.months()
    month, left = _title_line(months, is_presented=not is_of_city)
    head.html(brand.text(board, month))
    if month is None:
        st.session_state[_KEPT] = Frame(board, None, left.empty(), path=path)
        return True
    board, edition = _as_published(board, month)
    st.session_state[_KEPT] = Frame(board, month, left.empty(), edition, path)
    if path not in _WITHOUT_PROGRESS:
        with left:
            _progress(board, month)
    if edition:
        banners.older_edition(month, edition)
    return True


def _title_line(
    months: Sequence[date], *, is_presented: bool
) -> tuple[date | None, DeltaGenerator]:
    """The month of `months` that is shown, and the container of the page's title; beside them the
    buttons that every page has. `is_presented`: whether 投屏模式 has slides of it.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="title_line"):
        left = st.container(width="stretch", gap="xsmall")
        with st.container(width=150, gap="xsmall", key="title_month"):
            month = month_picker.show(months) if months else None
        if is_presented:
            presentation.start_button()
        clipboard.link_to_copy()
        permissions.account_link()
    return month, left


def _present(board: Board) -> None:
    """The briefing of the month."""
    months = board.months()
    month, edition = month_picker.chosen(months) if months else None, None
    if month:
        board, edition = _as_published(board, month)
    presentation_view.show(board, month, months, edition)


def _as_published(board: Board, month: date) -> tuple[Board, int | None]:
    """The board of a closed month as it was on the day it was closed, and the edition shown where a
    later one corrected it.
    """
    edition = _older_edition(board, month)
    version = board.workflow.published_version(month, edition)
    return (data.board(version) if version else board), edition


def _older_edition(board: Board, month: date) -> int | None:
    """The edition that the URL asks for, where a later one corrected it."""
    return next(
        (
            edition.edition
            for edition in board.workflow.editions(month)[:-1]
            if str(edition.edition) == st.query_params.get("e")
        ),
        None,
    )


def _progress(board: Board, month: date) -> None:
    """While the month is open, who has handed in, below the title."""
    if not board.workflow.is_closed(month) and (progress := board.workflow.progress(month)).text:
        colour = "gray" if progress.is_all_in else "orange"
        st.markdown(f":{colour}[:small[{progress.summary}]]")
