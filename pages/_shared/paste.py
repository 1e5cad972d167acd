"""粘贴录入: a table copied from Word, WPS, Excel, a PDF or a chat, seen and corrected in a grid, then read as a file."""

import pandas as pd
import streamlit as st

from govsvc.errors import FileRefused
from govsvc.sheets import explain, pasted
from pages._shared import ui

#: blank rows below what was pasted, to add some by hand
_SPARE = 5
_AUTOMATIC = "自动"


def files(turn: int) -> list[tuple[str, bytes]]:
    """What was pasted as (name, bytes), or nothing. `turn` changes when the fields are to be empty again."""
    text = st.text_area("在 Word、WPS、Excel、PDF 或聊天里选中表格、复制，粘贴到这里", height=140, key=f"pasted_{turn}", placeholder="表头和数据行一起粘贴")
    title = st.text_input("标题（可不填，可写明月份）", key=f"pasted_title_{turn}", placeholder="如 2026年10月政务服务事项", max_chars=60)
    if not text.strip():
        return []
    way = st.selectbox("分列方式", [_AUTOMATIC, *pasted.WAYS], key=f"pasted_way_{turn}", placeholder="选择分列方式")
    try:
        found = pasted.split(text, way=None if way == _AUTOMATIC else way)
    except FileRefused as refusal:
        st.error(f"**{ui.text(refusal.title)}**  \n{ui.text(refusal.step)}", icon=":material/error:")
        return []
    for note in found.notes:
        st.markdown(f":orange[{ui.text(note)}]")
    width = len(found.rows[0])
    first = 2 if title.strip() else 1
    table = pd.DataFrame([*found.rows, *[[""] * width] * _SPARE], columns=explain.letters_of(width), dtype=str)
    table.index = pd.RangeIndex(first, first + len(table), name="行")
    st.markdown(f":gray[:small[{len(found.rows)}行、{width}列，按{found.way}分列；可直接在格子里改，也可把复制的单元格粘贴到格子里。]]")
    edited = st.data_editor(table, num_rows="fixed", key=f"grid_{turn}_{way}_{first}_{hash(text)}", height=min(420, 38 + 35 * len(table)))
    rows = edited.fillna("").astype(str).values.tolist()
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [(pasted.FILE_NAME, pasted.as_file(rows, title))] if rows else []
