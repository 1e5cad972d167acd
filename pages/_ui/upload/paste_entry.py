"""粘贴录入: the grid in which a pasted table is corrected before it is read as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import streamlit as st

from govsvc.domain.errors import FileRefused
from govsvc.domain.months import month_text, months_back
from govsvc.sheets.records import corrections
from govsvc.sheets.tables import line_splitting, pasted
from govsvc.system import clock
from pages._ui import ui
from pages._ui.upload import mapping_choices, paste_box

SPARE_ROWS, SPARE_COLUMNS = 10, 2
EMPTY_ROWS, EMPTY_COLUMNS = 20, 10
#: characters that a cell takes: Excel's own limit
_MOST_CHARACTERS = 32767
_WIDER = (
    "最右侧的空列已使用，已另行增加空列。整块粘贴到单元格时，超出右侧的列无法粘入：如有缺列，"
    "请点击“重新粘贴”，粘贴到粘贴框里。"
)


@dataclass(slots=True)
class Paste:
    """What was pasted, and the grid that it became.

    `number` tells the fields of one pasted table from those of the one before; `turn`: of the page,
    as `files` has it. `way`: how the columns were split. `rows`: as they were when the grid was
    last drawn anew, `drawn` times so far; `edited`: as they are now. `first`: number of the first
    row, as the file will have it.
    """

    number: int
    turn: int
    text: str = ""
    html: str = ""
    way: str = ""
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    month: date | None = None
    first: int = 1
    drawn: int = 0
    edited: list[list[str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"grid_{self.number}_{self.drawn}"

    def draw(self, rows: list[list[str]]) -> None:
        """The grid begins again with these rows."""
        self.rows, self.edited = rows, []
        self.drawn += 1


def months() -> dict[str, date]:
    """The month that was given for what was pasted, by the name of its file."""
    paste = st.session_state.get("pasted")
    return {pasted.FILE_NAME: paste.month} if paste and paste.month else {}


def files(turn: int) -> list[tuple[str, bytes]]:
    """The box, or the grid of what was pasted: its file, if there is anything in it.

    `turn` changes when the box is to be empty again.
    """
    paste = st.session_state.get("pasted")
    if paste is None or paste.turn != turn:
        st.session_state.pop("pasted", None)
        _box(turn)
        return []
    ui.section(
        "粘贴的表格",
        "单元格编号与下方的问题一致",
        "双击单元格可修改，可在末尾添加行，也可将复制的内容粘贴到单元格",
    )
    title, paste.month = _options(paste)
    for note in paste.notes:
        st.markdown(f":orange[{ui.text(note)}]")
    if paste.edited and paste.key not in st.session_state:  # another page was shown meanwhile
        paste.draw(_trimmed(paste.edited))
    paste.edited = rows = _grid(paste)
    first = 2 if title.strip() else 1
    is_wider = any(row[-1] for row in rows)
    if first != paste.first or is_wider or any(rows[-1]):
        paste.first = first
        paste.draw(_trimmed(rows))
        if is_wider:
            paste.notes = [_WIDER]
        st.rerun()
    rows = _trimmed(rows)
    return [(pasted.FILE_NAME, pasted.as_file(rows, title))] if rows else []


def _box(turn: int) -> None:
    ui.section("粘贴表格", hint="从 Word、WPS、Excel、PDF 或聊天记录中选中表格并复制，粘贴到下方")
    sent = paste_box.show()
    if sent:
        paste = Paste(_next_number(), turn, *sent)
        if _split(paste, None):
            _start(paste)
    if st.button("不粘贴，直接填写空表", icon=":material/grid_on:"):
        row = [""] * (EMPTY_COLUMNS - SPARE_COLUMNS)
        _start(Paste(_next_number(), turn, rows=[row] * (EMPTY_ROWS - SPARE_ROWS)))


def _next_number() -> int:
    """The number of the next table that is pasted."""
    st.session_state["paste_number"] = st.session_state.get("paste_number", 0) + 1
    return st.session_state["paste_number"]


def _start(paste: Paste) -> None:
    """Runs the page anew with the grid of this table in the place of the box."""
    st.session_state["pasted"] = paste
    st.session_state.pop("receipt", None)
    st.rerun()


def _split(paste: Paste, way: str | None) -> bool:
    """Fills the rows from what was pasted; False where it cannot be used (says so on the screen).

    `way`: how the columns are split; None to find out.
    """
    try:
        table = pasted.split(paste.text, paste.html, way)
    except FileRefused as error:
        ui.show_error(error)
        return False
    paste.way, paste.notes = table.way, table.notes
    paste.draw(table.rows)
    return True


def _options(paste: Paste) -> tuple[str, date | None]:
    """Title line and month; how the columns are split, and the button that begins again."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input(
            "标题（可不填，可写明月份）",
            key=f"title_{paste.number}",
            persist_state="session",
            max_chars=100,
            width=320,
            placeholder="如 2026年10月基层站点台账",
        )
        month = st.selectbox(
            "数据月份（表中已写明的不用选）",
            months_back(clock.now().date()),
            index=None,
            format_func=month_text,
            key=f"month_{paste.number}",
            persist_state="session",
            placeholder="选择数据月份",
            width=240,
        )
        if paste.text.strip():
            _split_picker(paste)
        if st.button("重新粘贴", icon=":material/restart_alt:"):
            st.session_state.pop("pasted", None)
            mapping_choices.forget()
            st.rerun()
    return title, month


def _split_picker(paste: Paste) -> None:
    """Another way to split the columns begins again from what was pasted."""
    has_html = paste.way == pasted.HTML or paste.html
    ways = [*([pasted.HTML] if has_html else []), *line_splitting.WAYS]
    way = st.selectbox(
        "分列方式",
        ways,
        index=ways.index(paste.way),
        key=f"parted_{paste.number}",
        width=200,
        placeholder="选择分列方式",
        persist_state="session",
        help="分列有误时可在此更换方式；已修改的单元格将还原。",
    )
    if way != paste.way and _split(paste, None if way == pasted.HTML else way):
        st.rerun()


def _grid(paste: Paste) -> list[list[str]]:
    """The rows as the grid now has them, spare ones included.

    Its numbers and letters are those of the file's cells.
    """
    width = max(map(len, paste.rows), default=0) + SPARE_COLUMNS
    rows = [row + [""] * (width - len(row)) for row in paste.rows] + [
        [""] * width for _ in range(SPARE_ROWS)
    ]
    names = corrections.letters_of(width)
    frame = pd.DataFrame(
        rows, columns=names, index=pd.RangeIndex(paste.first, paste.first + len(rows)), dtype=object
    )
    # rows pasted below the last one are added; "fixed" would drop them unsaid
    edited = ui.editor(
        frame,
        leading=[],
        key=paste.key,
        hide_index=False,
        num_rows="add",
        row_height=32,
        height=min(420, 34 + 32 * len(rows)),
        alt="粘贴的表格",
        column_config={
            name: st.column_config.TextColumn(name, max_chars=_MOST_CHARACTERS) for name in names
        },
    )
    # a cell that was cleared is None
    return [["" if pd.isna(cell) else str(cell) for cell in row] for row in edited.values.tolist()]


def _trimmed(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Without the blank rows at the end and the blank columns at the right."""
    height = max(
        (number for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)),
        default=0,
    )
    width = max(
        (number for row in rows for number, cell in enumerate(row, start=1) if cell.strip()),
        default=0,
    )
    return [list(row[:width]) for row in rows[:height]]
