"""Small pieces that every page uses: text as it is, section headings, refusals, plain tables."""

import html
from collections.abc import Iterable, Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.delta_generator import DeltaGenerator

from govsvc.domain.errors import GovsvcError
from govsvc.exports.figures import figure
from pages._ui import narrow

#: rows of a table that are printed from the page; the file has all
MOST_PRINTED = 300
#: what one line of A4 takes between its margins, and the empty part of a cell, both in halves of a
#: Chinese character
_PAPER, _PADDING = 118, 3
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


def section(name: str, note: str = "") -> None:
    """The heading of a part of the page, with a small grey note beside it."""
    st.markdown(f"##### {name}" + (f"　:gray[:small[{note}]]" if note else ""))


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
    printed: pd.DataFrame | None = None,
    rest: str = "",
    **look: Any,
) -> Any:
    """A table to work on, with what `st.dataframe` takes and gives.

    `leading`: the columns that matter, which a phone shows before the others. On paper all of it
    stands in its place, or `printed`. `rest`: as of `on_paper`.
    """
    shown = st.dataframe(rows, **_laid_out(rows, leading, look))
    if printed is None:
        assert isinstance(rows, pd.DataFrame), "a coloured table says what is printed"
        printed = rows
    on_paper(printed, rest)
    return shown


def editor(rows: pd.DataFrame, *, leading: Sequence[str], **look: Any) -> pd.DataFrame:
    """A table to write in, with what `st.data_editor` takes; gives it as it is now, which is what
    stands in its place on paper. `leading`: as of `grid`.
    """
    edited = st.data_editor(rows, **_laid_out(rows, leading, look))
    filled = edited.notna() & (edited.astype(object) != "")
    height = max((number for number, row in enumerate(filled.any(axis=1), 1) if row), default=0)
    on_paper(edited.head(height) if look.get("hide_index", True) else numbered(edited.head(height)))
    return edited


def _laid_out(
    rows: pd.DataFrame | Styler, leading: Sequence[str], look: dict[str, Any]
) -> dict[str, Any]:
    look = {"hide_index": True, **look}
    width = narrow.screen()
    if width is None:
        return look
    frame = rows if isinstance(rows, pd.DataFrame) else cast(Any, rows).data
    return narrow.to_work_on(frame, leading, look, width)


def numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """With what stands at the head of the rows as the first column."""
    return rows.reset_index(names=rows.index.name or "")


def on_paper(frame: pd.DataFrame, rest: str = "") -> None:
    """What is printed in the place of the table to work on that stands above: all its columns, and
    its first rows. `rest`: where its other rows are, if it is itself a part.
    """
    count = len(frame)
    frame = frame.head(MOST_PRINTED).astype(object)
    frame = frame.where(frame.notna(), None)
    figures = [
        all(isinstance(cell, (int, float)) or _is_figure(cell) for cell in frame[name].dropna())
        for name in frame
    ]

    def line(tag: str, cells: Iterable[object]) -> str:
        return "".join(
            f"<{tag}{' class=figure' if is_figure else ''}>"
            f"{'—' if cell is None else html.escape(str(cell))}</{tag}>"
            for cell, is_figure in zip(cells, figures)
        )

    rows = "".join(
        f"<tr>{line('td', row)}</tr>" for row in frame.itertuples(index=False, name=None)
    )
    if count > MOST_PRINTED:
        rest = f"共{count}行，此处为前{MOST_PRINTED}行；需要全部内容的，请下载后打印。" + rest
    foot = f"<tr><td colspan={len(figures)}>{html.escape(rest)}</td></tr>" if rest else ""
    columns = "".join(f"<col style='width: {share}%'>" for share in _shares(frame))
    st.html(
        f"<table class=on_paper><colgroup>{columns}</colgroup>"
        f"<thead><tr>{line('th', frame.columns)}</tr></thead>"
        f"<tbody>{rows}{foot}</tbody></table>"
    )


def _shares(frame: pd.DataFrame) -> list[float]:
    """How much of the paper's width each column has, in percent: what it needs for its longest
    cell, and where that is too much for all of them, less for the widest. Texts of many lines
    count as two or three columns.
    """
    needs = [
        _PADDING
        + max(-(-_width(str(name)) // 2), *(_width(str(cell)) for cell in frame[name].dropna()), 4)
        for name in frame
    ]
    parts = [1 + (need > 60) + (need > 150) for need in needs]
    widths = needs
    for widest in range(_PAPER, 0, -1):
        if sum(widths) <= _PAPER:
            break
        widths = [min(need, widest * part) for need, part in zip(needs, parts)]
    return [round(100 * width / sum(widths), 2) for width in widths]


def _width(text: str) -> int:
    """Of a text, in halves of a Chinese character."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _is_figure(cell: object) -> bool:
    return isinstance(cell, str) and (cell == "—" or figure(cell) is not None)


def only_filled(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The table without those of the columns `names` that are empty throughout."""
    return frame.loc[:, [name not in names or (frame[name] != "").any() for name in frame]]


def selected_row(key: str) -> int | None:
    """Position of the row that was clicked in the table `key`, at its head or in a cell; None where
    the choice was taken back.
    """
    selection = st.session_state[key]["selection"]
    return next(iter([*selection["rows"], *(row for row, _ in selection["cells"])]), None)
