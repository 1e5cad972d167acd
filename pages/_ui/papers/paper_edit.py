"""修改一段: a person's words in place of what the data say, or the data's again."""

import streamlit as st

from govsvc.documents.papers.editing import Block, earlier_text
from govsvc.domain.months import month_text
from govsvc.domain.paper_versions import LONGEST
from pages._ui import data, outcome, permissions, ui
from pages._ui.papers.shown_paper import ShownPaper

#: where the session keeps the key of the paragraph that is being edited
_EDITING = "paper_editing"
_LONGEST_CELL = 60


def begin(key: str) -> None:
    """From the next run on the paragraph is being edited; a callback of buttons."""
    st.session_state[_EDITING] = key


def show(shown: ShownPaper) -> None:
    """The dialog, where a paragraph of this paper is being edited."""
    block = shown.edited.block(st.session_state.get(_EDITING, ""))
    if block is None or not shown.may_write:
        _end()
    else:
        _dialog(shown, block)


def _end() -> None:
    st.session_state.pop(_EDITING, None)


@st.dialog("修改一段", width="large", on_dismiss=_end)
def _dialog(shown: ShownPaper, block: Block) -> None:
    """The text to write in, and what else can be done to the paragraph."""
    key = block.key
    _what_data_say(block)
    field = f"paper_words_{shown.kind.key}_{shown.month}_{key}_{_seen(shown)}"
    if block.generated and block.generated.gaps:
        _earlier(shown, block, field)
    st.session_state.setdefault(field, block.text or block.data_text)
    text = st.text_area(
        "这一段印出的文字（换行就是另起一段）", key=field, height=200, max_chars=LONGEST
    )
    cells = _cells(shown, block, field)
    with st.container(horizontal=True, gap="small"):
        if st.button("保存", type="primary", key="save_words", disabled=not text.strip()):
            _write(shown, block, text, "已保存，文件里印的是改后的文字。", cells)
        if (
            block.words is not None
            and block.generated
            and st.button("恢复自动生成的文字", key="put_back")
        ):
            _end()
            outcome.attempt_anew(
                lambda: shown.steps().put_back(key, permissions.act()), "已恢复自动生成的文字。"
            )
        if not block.is_left_out and st.button(
            "不印这一段", key="leave_out", help="标题不印的，其下各段也不印，后面的序号顺次提前"
        ):
            _write(shown, block, "", f"已去掉，不印：{block.name}")


def _what_data_say(block: Block) -> None:
    """What the data say where a person wrote, and which of his numbers are not theirs."""
    if block.words is not None:
        said = ui.text(block.data_text) if block.data_text else "没有这一段的内容"
        st.markdown(f":gray[数据现在写：{said}]")
    for found in block.wrong:
        st.markdown(
            f":orange[写作{ui.text(found.said)}，数据为{ui.text(found.known)}"
            f"（{ui.text(found.subject + found.what)}）]"
        )


def _earlier(shown: ShownPaper, block: Block, field: str) -> None:
    """Words of an earlier paper to begin with."""
    earlier = earlier_text(
        data.store().papers.last_versions(shown.kind.key), shown.month, block.key
    )
    if earlier is None:
        return
    st.markdown(f":gray[{month_text(earlier.month)}写的是：{ui.text(earlier.text)}]")
    if st.button(f"从{month_text(earlier.month)}的文字写起", key="begin_with_earlier"):
        st.session_state[field] = earlier.text


def _cells(shown: ShownPaper, block: Block, field: str) -> dict[str, str]:
    """Key of an open cell of the table below the paragraph → what is typed for it."""
    known = {one.key: one.text for one in shown.edited.words}
    return {
        cell.key: st.text_input(
            f"{cell.row}：{cell.column}",
            known.get(cell.key, ""),
            max_chars=_LONGEST_CELL,
            placeholder=cell.about,
            key=f"{field}|{cell.key}",
        )
        for cell in block.open_cells
    }


def _write(
    shown: ShownPaper, block: Block, text: str, done: str, cells: dict[str, str] | None = None
) -> None:
    _end()
    outcome.attempt_anew(
        lambda: shown.steps().write(block.key, text, permissions.act(), cells), done
    )


def _seen(shown: ShownPaper) -> int:
    """A field begins anew where somebody has written another version."""
    return shown.edited.last.number if shown.edited.last else 0
