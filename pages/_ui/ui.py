"""Small pieces that every page uses: text as it is, section headings, refusals, plain tables."""

from collections.abc import Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.delta_generator import DeltaGenerator

from govsvc.domain.errors import GovsvcError
from pages._ui import narrow, printed_table, row_cards

_TWO_LINES = (
    "{display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden;}"
)
_WIDE = "@media screen and (min-width: 1200px)"
_MARKDOWN = "\\`*_{}[]()<>#+-.!|$:~"


def text(value: object) -> str:
    """Text of the data as it is: no Markdown, no directive, no HTML."""
    return "".join("\\" + c if c in _MARKDOWN else c for c in str(value))


def megabytes(size: int) -> str:
    """A number of bytes in units of 1024², to one decimal."""
    return f"{size / 2**20:,.1f}"


def section(name: str, note: str = "", hint: str = "") -> None:
    """The heading of a part of the page, with a small grey note beside it; `hint`: as of
    `hinted`.
    """
    said = "　".join(filter(None, (note, hint and hinted(hint))))
    st.markdown(f"##### {name}" + (f"　:gray[:small[{said}]]" if said else ""))


def hinted(hint: str) -> str:
    """In Markdown: what one does on the screen (点击查看明细), which is not printed. It begins and
    ends with a letter.
    """
    return f"*{hint}*"


def hint(text: str) -> str:
    """In Markdown: a small grey line of the same kind."""
    return f":gray[:small[{hinted(text)}]]"


def not_printed(key: str) -> DeltaGenerator:
    """A container for what is only worked with on the screen: forms with their headings."""
    return st.container(key=f"noprint_{key}")


def show_error(error: GovsvcError, icon: str | None = ":material/error:") -> None:
    """Why something was not done, and the next step."""
    st.error(f"**{text(error.title)}**  \n{text(error.step)}", icon=icon)


def table(
    key: str,
    columns: Sequence[str],
    rows: Sequence[Sequence],
    numbers: Sequence[str] = (),
    clipped: Sequence[str] = (),
    leading: Sequence[str] = (),
    in_one_line: Sequence[str] = (),
) -> None:
    """A table to read; the columns named in `numbers` are right-aligned, None is —.

    The texts of those in `clipped` have two lines on the screen, and are whole on paper. Those in
    `leading` stand behind the first column. Those in `in_one_line` (days, places) are not broken
    where the screen is wide. Where it is narrow `narrow` says how the table looks.
    """
    cells = pd.DataFrame(
        [["—" if value is None else value for value in row] for row in rows], columns=list(columns)
    )
    columns = [*columns[:1], *leading, *(name for name in columns[1:] if name not in leading)]
    cells = cells[columns]

    def of(names: Sequence[str], parts: str) -> str:
        return ", ".join(
            f".st-key-table_{key} {parts.format(1 + list(columns).index(name))}" for name in names
        )

    styles = [narrow.to_read(key, cells)]
    if numbers:
        right = of(numbers, ":is(td, th):nth-child({})")
        styles.append(f"<style>{right} {{text-align: right !important;}}</style>")
    if in_one_line:
        cells_of = of(in_one_line, ":is(td, th):nth-child({}) *")
        styles.append(f"<style>{_WIDE} {{{cells_of} {{white-space: nowrap;}}}}</style>")
    if clipped:
        texts = of(clipped, "td:nth-child({}) p")
        styles.append(f"<style>@media screen {{{texts} {_TWO_LINES}}}</style>")
    with st.container(key=f"table_{key}"):
        st.html("".join(styles))
        st.table(cells, border="horizontal", hide_index=True)


def grid(
    rows: pd.DataFrame | Styler,
    *,
    leading: Sequence[str],
    is_boxed: bool = False,
    printed: pd.DataFrame | None = None,
    rest: str = "",
    most_printed: int = printed_table.MOST,
    **look: Any,
) -> Any:
    """A table to work on, with what `st.dataframe` takes and gives.

    `leading`: the columns that matter. A phone has them first, and no columns without room: a click
    on a row tells what they say, and where nothing is clicked each row is a card (then nothing is
    given). `is_boxed`: whether it is within a border. On paper it stands in its place, or
    `printed`, those columns first, as far as there is room; `rest`, `most_printed`: as of
    `printed_table.show`.
    """
    look = {"placeholder": "—", **look}
    laid = _laid_out(rows, leading, is_boxed, look)
    frame = _frame_of(rows)
    if printed is None:
        assert isinstance(rows, pd.DataFrame), "a coloured table says what is printed"
        printed = rows
    hidden = narrow.left_out(frame, laid) if narrow.screen() else []
    if hidden and look.get("on_select", "ignore") == "ignore":
        row_cards.show(printed, [name for name in leading if name in printed])
        shown = None
    else:
        shown = st.dataframe(rows, **laid)
    if shown is not None and hidden:
        _tell_rest(frame, shown, hidden)
    printed_table.show(printed, rest=rest, first=leading, most=most_printed)
    return shown


def _tell_rest(frame: pd.DataFrame, shown: Any, hidden: Sequence[str]) -> None:
    """What the columns without a place say of the row that was clicked last."""
    rows = [*shown.selection.rows, *(row for row, _ in shown.selection.get("cells", []))]
    if rows and rows[-1] < len(frame):
        row_cards.rest(frame, rows[-1], hidden)
    else:
        st.markdown(hint(f"点一行看其余{len(hidden)}栏内容"))


def editor(
    rows: pd.DataFrame, *, leading: Sequence[str], is_boxed: bool = False, **look: Any
) -> pd.DataFrame:
    """A table to write in, with what `st.data_editor` takes; gives it as it is now, which is what
    stands in its place on paper. `leading`, `is_boxed`: as of `grid`.
    """
    laid = _laid_out(rows, leading, is_boxed, {"placeholder": "", **look})
    edited = st.data_editor(rows, **laid)
    if narrow.screen() and (hidden := narrow.left_out(rows, laid)):
        st.markdown(hint(f"这里放不下的{len(hidden)}栏，请在宽屏上查看和修改"))
    filled = edited.notna() & (edited.astype(object) != "")
    height = max((number for number, row in enumerate(filled.any(axis=1), 1) if row), default=0)
    rows = edited.head(height)
    printed_table.show(rows if look.get("hide_index", True) else numbered(rows))
    return edited


def _laid_out(
    rows: pd.DataFrame | Styler, leading: Sequence[str], is_boxed: bool, look: dict[str, Any]
) -> dict[str, Any]:
    look = {"hide_index": True, **look}
    width, frame = narrow.screen(), _frame_of(rows)
    if width is None:
        return narrow.no_wider(frame, look)
    return narrow.to_work_on(frame, leading, look, width, is_boxed)


def _frame_of(rows: pd.DataFrame | Styler) -> pd.DataFrame:
    return rows if isinstance(rows, pd.DataFrame) else cast(Any, rows).data


def numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """With what stands at the head of the rows as the first column."""
    return rows.reset_index(names=rows.index.name or "")


def only_filled(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The table without those of the columns `names` that are empty throughout."""
    return frame.loc[:, [name not in names or (frame[name] != "").any() for name in frame]]


def selected_row(key: str) -> int | None:
    """Position of the row that was clicked in the table `key`, at its head or in a cell; None where
    the choice was taken back.
    """
    selection = st.session_state[key]["selection"]
    return next(iter([*selection["rows"], *(row for row, _ in selection["cells"])]), None)
