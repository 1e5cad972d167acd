"""The paper, paragraph by paragraph, with what a person may do to each."""

from collections.abc import Callable

import streamlit as st

from govsvc.documents.papers.editing import Block
from govsvc.domain.paper_versions import PaperVersion
from pages._ui import outcome, permissions, ui
from pages._ui.papers import paper_edit, paper_text
from pages._ui.papers.shown_paper import ShownPaper


def show(shown: ShownPaper) -> None:
    """As it will be printed; the numbers lead to where they are seen."""
    ui.section("文字", f"行距{shown.spacing}磅；下划虚线的是人工填写的数字", "点数字看出处")
    with st.container(border=True, key="paper", gap="xxsmall"):
        paper_text.head(shown.edited.draft)
        for block in shown.edited.blocks:
            if not block.is_hidden:
                _block(shown, block)
        paper_text.foot(shown.edited.draft)


def _block(shown: ShownPaper, block: Block) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        with st.container(width="stretch", gap="xxsmall"):
            if block.is_left_out:
                if shown.may_write:
                    paper_text.crossed_out(block.data_text)
            else:
                paper_text.paragraphs(block.printed)
        if shown.may_write and block.is_editable:
            _edit_button(shown, block)
    if shown.may_write:
        _proposal(shown, block)


def _edit_button(shown: ShownPaper, block: Block) -> None:
    with st.container(width=110, gap="xxsmall", key=f"noprint_edit_{block.key}"):
        if block.is_left_out:
            st.badge("不印", color="gray")
        elif block.words is not None:
            st.badge("已人工修改", color="orange")
        st.button(
            "修改",
            key=f"edit_{block.key}",
            type="tertiary",
            icon=":material/edit:",
            on_click=paper_edit.begin,
            args=(block.key,),
        )


def _proposal(shown: ShownPaper, block: Block) -> None:
    """Where the data have changed since a person wrote: what they say now, to take or to leave."""
    if block.is_left_out or not (block.has_changed or block.is_gone):
        return
    with st.container(key=f"proposal_{block.key}", gap="xxsmall"):
        if block.is_gone:
            st.markdown(":orange[数据里已没有这一段的内容：人工修改的文字仍在上面。]")
        else:
            st.markdown(f":orange[数据有变化，现在写：]{ui.text(block.data_text)}")
            if block.renewed:
                st.markdown(f":orange[人工修改的文字换上新的数字：]{ui.text(block.renewed)}")
        with ui.not_printed(f"answer_{block.key}"), st.container(horizontal=True, gap="small"):
            if renewed := block.renewed:
                _step("换上新的数字", f"renew_{block.key}", lambda: _renew(shown, block, renewed))
            take = "删去这一段" if block.is_gone else "采用这一段"
            _step(take, f"take_{block.key}", lambda: _put_back(shown, block))
            if not block.is_gone:
                _step("保留人工修改的", f"keep_{block.key}", lambda: _keep(shown, block))


def _step(label: str, key: str, action: Callable[[], str]) -> None:
    st.button(label, key=key, on_click=outcome.noted, args=(action,))


def _put_back(shown: ShownPaper, block: Block) -> str:
    version = shown.steps().put_back(block.key, permissions.act())
    return _said(version, "已采用数据现在的文字")


def _renew(shown: ShownPaper, block: Block, text: str) -> str:
    version = shown.steps().write(block.key, text, permissions.act())
    return _said(version, "已换上新的数字，其余文字不变")


def _keep(shown: ShownPaper, block: Block) -> str:
    version = shown.steps().keep(block.key, permissions.act())
    return _said(version, "已保留人工修改的文字")


def _said(version: PaperVersion, what: str) -> str:
    return f"{what}（{version.name}）。"
