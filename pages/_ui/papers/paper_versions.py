"""各稿: who changed what when; two versions compared, an earlier one restored."""

from collections.abc import Mapping, Sequence

import streamlit as st

from govsvc.documents.papers.editing import changes, text_of_draft
from govsvc.domain.paper_versions import APPROVED, RESTORED, STEPS, PaperVersion
from pages._ui import outcome, permissions, ui
from pages._ui.papers.shown_paper import ShownPaper

_NOW = "现在的文字"
#: versions that the table shows
_MOST_SHOWN = 30


def show(shown: ShownPaper) -> None:
    """For those who may write, once there is a version."""
    versions = shown.edited.versions
    if not versions or not shown.may_write:
        return
    label = f"各稿（{len(versions)}稿）"
    with st.expander(label, icon=":material/history:", key="versions", on_change="rerun") as form:
        if form.open:
            _table(shown, versions)
            _compared(shown, {one.name: one for one in versions})
            _restoring(shown, {one.name: one for one in versions})


def _table(shown: ShownPaper, versions: Sequence[PaperVersion]) -> None:
    ui.table(
        "versions",
        ["稿次", "时间", "操作人", "做了什么", "哪一段"],
        [
            [one.name, f"{one.at:%Y-%m-%d %H:%M}", ui.text(one.who), STEPS[one.step], about]
            for one in versions[:_MOST_SHOWN]
            for about in [_about(shown, one)]
        ],
    )
    if len(versions) > _MOST_SHOWN:
        st.markdown(f":gray[另有{len(versions) - _MOST_SHOWN}稿没有列出，都可以比较、恢复。]")


def _about(shown: ShownPaper, version: PaperVersion) -> str:
    """The paragraph of a step as it is called now."""
    if version.step in (RESTORED, APPROVED):
        return version.about
    block = shown.edited.block(version.about)
    return ui.text(block.name) if block else "—"


def _compared(shown: ShownPaper, versions: Mapping[str, PaperVersion]) -> None:
    names = [_NOW, *versions]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        before = st.selectbox("比较：前", names, min(2, len(names) - 1), key="before", width=180)
        after = st.selectbox("后", names, 0, key="after", width=180)
    now = text_of_draft(shown.edited.draft)
    texts = {name: versions[name].text if name in versions else now for name in names}
    found = changes(texts[before], texts[after])
    if not found:
        st.markdown(f":gray[{before}和{after}的文字相同。]")
        return
    st.markdown(f":gray[有{len(found)}段不同：]")
    ui.table(
        "version_changes",
        [f"{before}（前）", f"{after}（后）"],
        [[ui.text(one.before) or "—", ui.text(one.after) or "—"] for one in found],
    )


def _restoring(shown: ShownPaper, versions: Mapping[str, PaperVersion]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        name = st.selectbox("恢复哪一稿人工修改的文字", list(versions), key="restored", width=260)
        st.button(
            f"恢复{name}",
            key="restore_version",
            on_click=outcome.noted,
            args=(lambda: _restore(shown, versions[name]),),
        )
    st.markdown(
        ":gray[:small[恢复的是人工修改的文字；数字仍按现在的数据。"
        "恢复也记为一稿，原来的各稿都在。]]"
    )


def _restore(shown: ShownPaper, version: PaperVersion) -> str:
    restored = shown.steps().restore(version, permissions.act())
    return f"已恢复{version.name}的文字（{restored.name}）。"
