"""投屏模式: the briefing of the month in the stead of a page."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from govsvc.board import Board
from govsvc.board.briefing import Slide
from govsvc.domain.months import month_text
from pages._ui import (
    data,
    presentation,
    presentation_keys,
    presentation_note,
    presentation_slides,
    presentation_style,
)
from pages._ui.month_picker import month_key

_EMPTY = Slide("overall", "还没有数据：导入第一个月的表格后，这里逐页汇报")


def show(
    board: Board, month: date | None, months: Sequence[date], edition: int | None = None
) -> None:
    """All slides, of which one is seen. `months`: the latest first; `edition`: as in `Frame`."""
    slides = (
        data.briefing(
            month,
            board.as_of,
            show_effective=presentation.shows_effective(),
            show_leaders=bool(data.actor().account),
        )
        if month
        else [_EMPTY]
    )
    keys = [slide.key for slide in slides]
    query = {"m": month_key(month)} if month else {}
    if edition:
        query["e"] = str(edition)
    foot = _foot(board, month, edition)
    is_noting = bool(month) and presentation_note.is_offered()
    drawn = "".join(
        presentation_slides.slide(slide, number, keys, foot, query, is_noting=is_noting)
        for number, slide in enumerate(slides)
    )
    keys_said = [*presentation_keys.HELP, *([presentation_keys.HELP_NOTING] if is_noting else [])]
    helped = "<br>".join(map(escape, keys_said))
    st.html(f"<style>{presentation_style.css()}</style>")
    st.html(
        f'<div class="briefing" lang="zh-CN">{drawn}<div class="help">{helped}</div>'
        f"{_key_links(month, months)}</div>"
    )
    presentation_keys.listen()
    if is_noting:
        presentation_note.form()


def _foot(board: Board, month: date | None, edition: int | None) -> str:
    """Whose, of which month, how far that is collected; how to go on and out."""
    said = [escape(board.home_name())]
    if month:
        said.append(month_text(month))
        progress = board.workflow.progress(month)
        if not progress.is_closed and progress.text:
            collected = escape(progress.summary)
            said.append(f"<em>{collected}</em>" if progress.waiting() else collected)
        elif progress.is_closed and not edition:
            said.append(f"已定稿（第{progress.state.edition}版）" if progress.state else "已定稿")
    if edition:
        said.append(f"<em>第{edition}版，已有更正版</em>")
    if board.is_demonstration:
        said.append("<em>演示数据</em>")
    elif board.is_trial:
        said.append("<em>样例数据</em>")
    return "　".join(said)


def _key_links(month: date | None, months: Sequence[date]) -> str:
    """Where the keys lead that leave the slides."""
    addresses = {
        "leave": presentation.left_address(),
        "effective": presentation.effective_address(),
    }
    if month in months:
        place = months.index(month)
        if place + 1 < len(months):
            addresses["before"] = presentation.month_address(month_key(months[place + 1]))
        if place:
            addresses["after"] = presentation.month_address(month_key(months[place - 1]))
    return "".join(
        f'<a hidden data-key="{key}" href="{escape(address)}" target="_self"></a>'
        for key, address in addresses.items()
    )
