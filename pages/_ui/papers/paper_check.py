"""核对写好的材料: a finished paper is uploaded, and its numbers are compared with the data."""

import hashlib
from datetime import date

import streamlit as st

from govsvc.board import Board
from govsvc.documents.papers import checking
from govsvc.documents.papers.checking import CheckedFile
from govsvc.domain.errors import FileRefused
from govsvc.exports import export
from govsvc.security import Right
from pages._ui import data, downloads, ui
from pages._ui.papers import paper_text

_MOST_MEGABYTES = 20
#: rows that the page shows; the file has all
_MOST_SHOWN = 60
_ALL = "全部"


def show(board: Board, month: date) -> None:
    """For those who may upload: the uploader, and what was found in the file."""
    if not data.actor().may(Right.UPLOAD):
        return
    with st.expander(
        "核对写好的材料", icon=":material/fact_check:", key="paper_check", on_change="rerun"
    ) as form:
        if not form.open:
            return
        st.markdown(
            ":gray[发出去以前，原样上传写好的总结、通报、PPT：文字、表格、图表、页眉页脚、脚注、"
            "文本框里写明指标的每个百分比、数量、位次都与数据比对，列出不符的。只核对，不保存文件；"
            "严禁上传涉密信息。]"
        )
        with st.container(key="finished_paper"):
            uploaded = st.file_uploader(
                "写好的材料", type=None, max_upload_size=_MOST_MEGABYTES, key="finished_paper_file"
            )
        if uploaded:
            _checked(uploaded.name, uploaded.getvalue(), month)


def _checked(name: str, content: bytes, month: date) -> None:
    with st.spinner("正在核对…"):
        try:
            found = _compared(
                name,
                content,
                hashlib.sha256(content).hexdigest(),
                month,
                data.store().version(),
                str(data.database_address()),
                data.now().date(),
            )
        except FileRefused as refusal:
            ui.show_error(refusal)
            return
    _findings(found)


@st.cache_data(show_spinner=False, max_entries=8)
def _compared(
    name: str, _content: bytes, sha256: str, month: date, version: int, path: str, day: date
) -> CheckedFile:
    return checking.check_file(name, _content, _board_of, month, data.ledger())


def _board_of(month: date) -> Board:
    """Of a closed month as it was on the day it was closed."""
    board = data.board()
    published = board.workflow.published_version(month)
    return data.board(published) if published else board


def _findings(found: CheckedFile) -> None:
    """What is wrong first, each with a link to where the number is seen."""
    wrong = found.count(checking.DIFFERS)
    colour = "orange" if wrong else "blue"
    st.markdown(f":{colour}[**{ui.text(found.name)}　{found.sentence}**]")
    if not found.findings:
        st.markdown(":gray[没有找到写明指标、清单名称的数字。]")
        return
    verdicts = (checking.DIFFERS, checking.UNKNOWN, checking.AGREES)
    names = [_ALL, *(one for one in verdicts if found.count(one))]
    picked = st.segmented_control(
        "结果",
        names,
        default=names[1],
        required=True,
        key=f"verdict_{found.name}",
        label_visibility="collapsed",
    )
    rows = [
        [*map(ui.text, row), paper_text.link_to(one.subject, "查看", found.month)]
        for row, one in zip(found.rows, found.findings)
        if picked in (_ALL, one.verdict)
    ]
    ui.table(
        "paper_findings",
        [*checking.COLUMNS, "出处"],
        rows[:_MOST_SHOWN],
        leading=["对象", "文中写作", "数据为"],
    )
    if len(rows) > _MOST_SHOWN:
        st.markdown(f":gray[另有{len(rows) - _MOST_SHOWN}处没有列出，下载的表里有。]")
    home = data.board().home_name()
    downloads.table(
        "核对结果",
        lambda suffix: export.file_name(home, "材料核对结果", found.month, suffix=suffix),
        lambda: found.sheet(home),
        key="paper_findings",
        right=Right.UPLOAD,
    )
