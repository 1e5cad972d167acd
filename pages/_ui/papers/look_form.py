"""公文样式: the office's own document that papers are written into, and the spacing of lines."""

from dataclasses import replace
from decimal import Decimal

import streamlit as st

from govsvc import sheets
from govsvc.domain.errors import FileRefused
from govsvc.domain.letterheads import MOST_MEGABYTES, PLACE, LetterheadFacts
from govsvc.security import Right
from pages._ui import data, downloads, outcome, permissions, ui
from pages._ui.papers import shown_paper

#: of lines, in points: 22 lines a page, and what offices use besides
_SPACINGS = tuple(map(Decimal, ("28.95", "28", "28.5", "30")))


def show() -> None:
    """For administrators."""
    if not data.actor().may(Right.MANAGE):
        return
    with st.expander(
        "公文样式（红头、行距）", icon=":material/style:", key="paper_look", on_change="rerun"
    ) as form:
        if not form.open:
            return
        _spacing()
        _present()
        _upload()


def _spacing() -> None:
    stored = shown_paper.stored_settings()
    options = list(dict.fromkeys((*_SPACINGS, stored.spacing)))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        wanted = st.selectbox(
            "行距（磅）",
            options,
            options.index(stored.spacing),
            key=f"paper_spacing_{stored.spacing}",
            width=160,
            help="28.95磅恰好每页22行；交办单、提醒函、督办单也用这个行距",
        )
        st.button(
            "保存行距",
            key="save_spacing",
            disabled=wanted == stored.spacing,
            on_click=outcome.noted,
            args=(lambda: _save_spacing(wanted),),
        )


def _save_spacing(spacing: Decimal) -> str:
    store = data.store()
    wanted = replace(shown_paper.stored_settings(), spacing=spacing)
    store.setting_writes.set_rectification(
        wanted, permissions.act(), expected_version=store.version()
    )
    return f"行距已改为{spacing}磅。"


def _present() -> None:
    """The document that is used now."""
    letterhead = data.reading().papers.letterhead()
    if letterhead is None:
        st.markdown(
            ":gray[现在按国家标准（GB/T 9704—2012）的页边距、字体、字号、页码写。"
            f"本单位有红头、版记的，上传一份只有这些的 Word 文档：正文的位置单写一段“{PLACE}”；"
            "有“公文标题”“公文正文”“公文一级标题”“公文二级标题”样式的，按这些样式写。]"
        )
        return
    said = f"现在用{letterhead.file}（{letterhead.who}，{letterhead.at:%Y-%m-%d}上传）"
    st.markdown(ui.text(said))
    with st.container(horizontal=True, gap="small"):
        downloads.button(
            "下载这份样式",
            letterhead.file,
            lambda: (letterhead.content, "公文样式"),
            "letterhead_file",
            right=Right.MANAGE,
        )
        st.button(
            "不用它，按国家标准",
            key="remove_letterhead",
            on_click=outcome.noted,
            args=(_remove,),
        )


def _upload() -> None:
    with st.container(key="letterhead"):
        uploaded = st.file_uploader(
            "本单位的公文样式（.docx）",
            max_upload_size=MOST_MEGABYTES,
            key="letterhead_upload",
        )
    if uploaded is None:
        return
    content = uploaded.getvalue()
    try:
        facts = _facts(content)
    except FileRefused as refusal:
        ui.show_error(refusal)
        return
    st.markdown("\n".join(f"- {ui.text(sentence)}" for sentence in facts.sentences))
    st.button(
        "用作公文样式",
        type="primary",
        key="set_letterhead",
        on_click=outcome.noted,
        args=(lambda: _set(uploaded.name, content),),
    )


@st.cache_data(show_spinner=False, max_entries=4)
def _facts(content: bytes) -> LetterheadFacts:
    return sheets.read_letterhead(content)


def _set(name: str, content: bytes) -> str:
    """Keeps the document; gives the sentence that says so. Raises GovsvcError."""
    sheets.read_letterhead(content)
    store = data.store()
    store.paper_writes.set_letterhead(
        name, content, permissions.act(), expected_version=store.version()
    )
    return f"以后的材料、函件写在{name}里。请下载一份看看。"


def _remove() -> str:
    store = data.store()
    store.paper_writes.remove_letterhead(permissions.act(), expected_version=store.version())
    return "以后的材料、函件按国家标准的格式写。"
