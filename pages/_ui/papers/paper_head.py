"""Above a paper: how it stands, its file, 审核."""

from datetime import date

import streamlit as st

from govsvc.documents import papers
from govsvc.documents.papers import Kind
from govsvc.domain.months import month_text
from govsvc.domain.paper_versions import APPROVED, STEPS
from govsvc.security import Right
from pages._ui import data, downloads, frame, outcome, permissions, ui
from pages._ui.papers.shown_paper import ShownPaper


def is_draft(kind: Kind, month: date) -> None:
    """For those who may not see drafts."""
    frame.title(f"{month_text(month)}{kind.name}：初稿")
    permissions.may(Right.UPLOAD_ALL, "查看材料初稿")
    st.markdown(":gray[审核通过后，这里是定下来的文字，可以下载。]")


def show(shown: ShownPaper) -> None:
    """The finding in the title, then what can be done with the whole paper."""
    edited = shown.edited
    frame.title(f"{month_text(shown.month)}{shown.name}：{edited.state}")
    _history(shown)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _downloads(shown)
        _approval(shown)
    permissions.refused((Right.UPLOAD_ALL, "修改"), (Right.REVIEW, "审核"))


def _history(shown: ShownPaper) -> None:
    last = shown.edited.last
    if last is None or shown.edited.approval:
        return
    said = f"{last.name}：{last.who}，{last.at:%Y-%m-%d %H:%M}，{STEPS[last.step]}"
    st.markdown(f":gray[:small[{ui.text(said)}]]")
    if shown.edited.is_outdated:
        st.warning(
            f"**{last.at:%Y-%m-%d}审核通过后，数据或署名有变化，又成为初稿**  \n"
            "请看“各稿”里的比较，核对后重新审核。",
            icon=":material/history:",
        )


def _downloads(shown: ShownPaper) -> None:
    """The file, and where it goes to others the 数据核对表 as a file of its own."""
    draft, kind, spacing = shown.edited.draft, shown.kind, shown.spacing
    letterhead = data.reading().papers.letterhead()
    base = letterhead.content if letterhead else None
    is_approved = shown.edited.approval is not None
    right = Right.LOOK if is_approved else Right.UPLOAD_ALL
    count = len(list(draft.placed_figures()))
    stage = draft.mark or shown.goes_out_as or "已审核"
    downloads.button(
        f"下载{kind.name}（{kind.ending}）",
        frame.file_name(f"{kind.name}_{stage}", kind.ending),
        lambda: (kind.file(draft, spacing, data.now(), base), f"{stage}，数字{count}个"),
        "paper_file",
        right=right,
    )
    if draft.is_handed_out or draft.is_slides:
        downloads.button(
            "下载数据核对表（.docx）",
            frame.file_name(f"{kind.name}_数据核对表", ".docx"),
            lambda: (papers.checks(draft, spacing, data.now()), f"数字{count}个"),
            "paper_checks",
            icon=None,
            right=right,
        )


def _approval(shown: ShownPaper) -> None:
    """审核通过, for those who may, while the paper is a draft without places to fill in."""
    edited = shown.edited
    if edited.approval or not data.actor().may(Right.REVIEW):
        return
    gaps = [point for point in edited.points if point.is_gap]
    st.button(
        STEPS[APPROVED],
        icon=":material/approval:",
        type="primary",
        key="approve_paper",
        disabled=bool(gaps),
        help=f"还有{len(gaps)}处待补充，补充后才能审核" if gaps else None,
        on_click=outcome.noted,
        args=(lambda: _approve(shown),),
    )


def _approve(shown: ShownPaper) -> str:
    """Approves it; gives the sentence that says so. Raises GovsvcError."""
    version = shown.steps().approve(permissions.act())
    name = f"{month_text(shown.month)}{shown.name}"
    return f"{name}已审核通过（{version.name}），文件不再标“初稿”；再修改的，又成为初稿。"
