"""Shared pieces of the pages: the little CSS there is, sections, charts, tables, and pills."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from govsvc import charts
from govsvc.assessment.problems import Problem
from govsvc.domain.indicators import ProblemList
from govsvc.domain.rates import points_text
from govsvc.exports import export, problem_tables
from pages._ui import downloads, frame, presentation

# The only place that knows Streamlit's test ids; a browser test fails when English shows again.
CSS = """
.stApp {font-variant-numeric: tabular-nums lining-nums; text-autospace: normal;}
[data-testid="stElementToolbar"], [data-testid="stDataFrameColumnMenu"], [data-testid="stHeaderActionElements"] {display: none;}
[data-testid="stMainBlockContainer"] {max-width: 1680px; padding: 4rem 2rem 1rem;}
[data-testid="stMetricLabel"] p {font-size: 1rem; font-weight: 600;}
[data-testid="stMetricDelta"] {font-size: .9375rem;}
*:has(> [class*="st-key-card_"]), *:has(> * > [class*="st-key-card_"]), *:has(> * > * > [class*="st-key-card_"]) {height: 100%;}
[class*="st-key-card_"] [data-testid="stMarkdown"] p {line-height: 1.65;}
[class*="st-key-card_"] [data-testid="stPageLink-NavLink"] {padding: 0; margin: 0;}
[class*="st-key-card_"] [data-testid="stPageLink-NavLink"] p {font-size: .8125rem;}
.st-key-counts [data-testid="stPageLink-NavLink"] {border: 1px solid var(--line); border-radius: 4px; padding: .375rem .75rem;}
.st-key-counts [data-testid="stPageLink-NavLink"]:hover {border-color: var(--better);}
.st-key-counts [data-testid="stPageLink-NavLink"] strong {font-size: 1.5rem; line-height: 1.25; font-weight: 700;}
[data-testid="stTable"] :is(td:first-child, th) *, [class*="st-key-table_issues"] td:nth-child(2) * {white-space: nowrap;}
[data-testid="stMainBlockContainer"] [data-testid="stPageLink-NavLink"] p {color: var(--better);}
.st-key-counts [data-testid="stPageLink-NavLink"] p {color: inherit;}
.st-key-findings [data-testid="stPageLink-NavLink"] {padding: .1875rem .5rem; margin-left: -.5rem;}
.st-key-findings [data-testid="stPageLink-NavLink"] p {color: inherit; white-space: normal; line-height: 1.45;}
@media (max-width: 640px) {.st-key-title_line > :first-child {flex: 1 1 100% !important; width: 100% !important;}
  [data-testid="stTable"] {overflow-x: auto;} [data-testid="stTable"] td * {white-space: nowrap;}
  .st-key-table_books td:not(:last-child) p {white-space: nowrap !important;} .st-key-table_books td:last-child p {min-width: 14rem;}}
[data-variant="segmented_control"][aria-checked="true"] * {color: var(--better) !important;}
p.needs {color: var(--muted); margin: 0;} p.needs a {color: var(--better);} p.account {margin: 0; white-space: nowrap;}
p.account a {display: inline-block; padding: .375rem .75rem; color: inherit; border: 1px solid var(--line); border-radius: 4px; text-decoration: none;}
p.account a:hover {border-color: var(--better);}
.st-key-demo_banner {border: 1px solid var(--attend); border-radius: 4px; padding: .375rem .75rem;}
[data-testid="InputInstructions"] {display: none;}
*:has(> .st-key-in_chinese_place) {position: absolute;}
[data-testid="stSkipToContent"] {font-size: 0;}
[data-testid="stSkipToContent"]::after {content: "跳到正文"; font-size: 1rem;}
[data-testid="stFileUploaderDropzoneInstructions"] {display: none;}
[data-testid="stFileUploaderDropzone"] button p {font-size: 0;}
[data-testid="stFileUploaderDropzone"] button p::after {content: "选择文件"; font-size: .9375rem;}
[data-testid="stFileUploaderDropzone"]::after {
  content: "或把表格拖到此处：xlsx、xls、et、ods、csv、含表格的 docx，或装有这些的 zip；可一次多选，单个文件不超过50兆";
  color: var(--muted); font-size: .9375rem;}
@media print {
  @page {size: A4; margin: 12mm;}
  [data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stDownloadButton"], [class*="st-key-noprint"], .st-key-demo_banner, .st-key-title_month,
  .st-key-present, .st-key-link_to_copy, .st-key-account, .st-key-room {display: none !important;}
  .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"] {position: static !important; overflow: visible !important; height: auto !important;
    background: #fff !important;}
  .stApp * {color: #14202E !important;}
  [data-testid="stMainBlockContainer"] {padding: 0; max-width: none;}
  [data-testid="stTable"] tr {break-inside: avoid;}
  [data-testid="stTable"] :is(td, th) {font-size: 9pt; padding: 2pt 4pt !important; word-break: break-all;}
}
"""
_PRINT_STYLE = """
button {font: inherit; min-height: 2.5rem; padding: .25rem .75rem; color: var(--st-text-color); background: transparent;
  border: 1px solid var(--st-border-color); border-radius: 4px; cursor: pointer;}
button:hover {border-color: var(--st-primary-color);}
"""
COUNTY, HOME_MARK = "县（市、区）", "　◀ 本县"
#: pixels: the least height of a line that is still read in the room
MIN_LINE = 30
CHANGE = {1: ("up", "blue"), -1: ("down", "orange"), 0: ("off", "gray")}


def palette() -> charts.Palette:
    return charts.palette(st.context.theme.type)


def look(share: float = 1) -> dict:
    """Palette, scale and height of the charts: larger in the meeting room, and no taller than
    `share` of its screen.
    """
    return {
        "palette": palette(),
        "scale": presentation.scale(),
        "tallest": presentation.tallest(share),
    }


def css() -> str:
    """The style sheet in the colours of the present theme."""
    p = palette()
    return (
        f":root {{--line: {p.faint}; --better: {p.better}; --attend: {p.attend}; --muted: "
        f"{p.muted}; --paper: {p.paper};}}\n{CSS}{presentation.css()}"
    )


def text(value: object) -> str:
    """Text of the data as it is: no Markdown, no directive, no HTML."""
    return "".join("\\" + c if c in "\\`*_{}[]()<>#+-.!|$:~" else c for c in str(value))


def megabytes(size: int) -> str:
    """A number of bytes in units of 1024², to one decimal."""
    return f"{size / 2**20:,.1f}"


def section(name: str, note: str = "") -> None:
    st.markdown(f"##### {name}" + (f"　:gray[:small[{note}]]" if note else ""))


def chart(
    found: charts.Chart, key: str, name: str = "", on_select: Callable[[], None] | str = "ignore"
) -> None:
    """A chart with its sentence for those who cannot see it, its note below, and what it draws as a
    table.

    `name`: what it shows, for the names of files; by default the beginning of its sentence.
    """
    name = name or found.alt.split("：")[0]
    st.plotly_chart(
        found.figure,
        theme=None,
        config=charts.config(frame.file_name(name)),
        key=key,
        alt=found.alt,
        on_select=on_select,
        selection_mode="points",
    )
    note = getattr(found, "note", "")
    if note:
        st.markdown(f":gray[:small[{note}]]")
    if found.columns and not presentation.is_on():
        _chart_table(found, key, name, frame.file_name(name), frame.facts())


@st.fragment
def _chart_table(
    found: charts.Chart, key: str, name: str, file: str, facts: Sequence[tuple[str, str]]
) -> None:
    """Made only when it is opened; opening it draws nothing else again, and has no frame around it."""
    with st.expander(
        "数据表", key=f"{key}_table", on_change="rerun", icon=":material/table_chart:"
    ) as opened:
        if not opened.open:
            return
        percents = [
            column
            for column, values in zip(found.columns, zip(*found.rows))
            if any(isinstance(value, float) for value in values)
        ]
        st.dataframe(
            pd.DataFrame(found.rows, columns=list(found.columns), dtype=object),
            hide_index=True,
            alt=f"{name}的数据表，{len(found.rows)}行",
            height=min(420, 38 + 35 * len(found.rows)),
            column_config={
                column: st.column_config.NumberColumn(format="%.2f") for column in percents
            },
        )
        sheet = export.Sheet(name, found.columns, found.rows, facts)
        downloads.table("数据表", lambda suffix: file + suffix, lambda: sheet, key=f"{key}_data")


def change(points: Decimal | None) -> dict:
    """The change pill of a metric."""
    if points is None:
        return {"delta": None}
    arrow, colour = CHANGE[(points > 0) - (points < 0)]
    return {"delta": points_text(points), "delta_color": colour, "delta_arrow": arrow}


def moved(places: int | None) -> str:
    """↑1位, ↓2位, 持平."""
    if places is None:
        return ""
    return (
        f":blue[↑{places}位]"
        if places > 0
        else f":orange[↓{-places}位]"
        if places < 0
        else ":gray[持平]"
    )


def table(
    key: str, columns: Sequence[str], rows: Sequence[Sequence], numbers: Sequence[str] = ()
) -> None:
    """A table to read; the columns named in `numbers` are right-aligned."""
    frame = pd.DataFrame(
        [["—" if value is None else value for value in row] for row in rows], columns=list(columns)
    )
    right = ", ".join(
        f".st-key-table_{key} :is(td, th):nth-child({1 + list(columns).index(name)})"
        for name in numbers
    )
    with st.container(key=f"table_{key}"):
        if right:
            st.html(f"<style>{right} {{text-align: right !important;}}</style>")
        st.table(frame, border="horizontal", hide_index=True)


def sheet_table(
    key: str, sheet: export.Sheet, label: str, *, file: str = "", numbers: Sequence[str] = ()
) -> None:
    """A table to read, and below it to download as it is.

    `file`: what the file says it is, by default `label`; `numbers`: columns of figures.
    """
    rows = [
        [
            cell if cell is None or name in numbers else text(cell)
            for name, cell in zip(sheet.columns, row)
        ]
        for row in sheet.rows
    ]
    table(
        key,
        sheet.columns,
        [
            *rows,
            *([[f"**{cell}**" if cell else "" for cell in sheet.total]] if sheet.total else []),
        ],
        numbers,
    )
    if not presentation.is_on():
        downloads.table(
            label,
            lambda suffix: frame.file_name(file or label, suffix=suffix),
            lambda: sheet,
            key=key,
        )


def only_filled(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Without those of these columns in which nothing stands: they take the room of the others."""
    return frame.loc[:, [name not in names or (frame[name] != "").any() for name in frame]]


def list_table(
    problem_list: ProblemList,
    found: Sequence[Problem],
    key: str,
    on_select: Callable[[], None] | str,
) -> None:
    """A problem list to work on: sortable, scrollable, numbered; a click on a row picks it."""
    headers = problem_tables.columns(problem_list)
    frame = pd.DataFrame(
        [problem_tables.cells(problem_list, problem) for problem in found],
        columns=headers,
        dtype=object,
    )
    frame = frame.drop(
        columns=[
            header
            for header in (*problem_tables.MAY_BE_LEFT_AWAY, "原名称")
            if header in headers and frame[header].isna().all()
        ]
    )
    frame.insert(0, "序号", range(1, len(frame) + 1))
    widths = {"序号": 56, "编码": 300, "依据": 316 if problem_list.signs else 480, "变化": 150}
    line = round(35 * presentation.scale())
    height = round(min(620, presentation.tallest(0.75), 3 + line * (1 + len(frame))))
    st.dataframe(
        frame,
        hide_index=True,
        height=height,
        row_height=line,
        alt=f"{problem_list.name}，{len(frame)}行",
        key=key,
        on_select=on_select,
        selection_mode=("single-row", "single-cell"),
        column_config={
            name: st.column_config.Column(width=widths[name])
            for name in frame.columns
            if name in widths
        },
    )


def heat_table(
    counts: Mapping[ProblemList, Mapping[str, int]],
    units: Sequence[str],
    unit_word: str,
    key: str,
    on_select: Callable[[], None],
) -> None:
    """Rows on each list by unit, orange by count; a click on a number picks list and unit."""
    look, names = palette(), [found.name for found in counts]
    numbers = pd.DataFrame(
        [[counts[found].get(unit, 0) for found in counts] for unit in units],
        columns=names,
        index=pd.Index(list(units), name=unit_word),
    )
    most = int(numbers.to_numpy().max()) if len(numbers) else 0
    styled = numbers.style.format(lambda count: str(count) if count else "·").map(
        lambda count: (
            f"background-color: {charts.heat_ground(count, most, look)}; color: "
            f"{look.ink if count else look.muted}"
        )
    )
    line = round(35 * presentation.scale())
    height = round(min(3 + line * (1 + len(units)), presentation.tallest()))
    st.dataframe(
        styled,
        height=height,
        row_height=line,
        alt=f"各{unit_word}在各清单上的行数，{len(units)}行",
        key=key,
        on_select=on_select,
        selection_mode="single-cell",
        column_config={name: st.column_config.NumberColumn(alignment="right") for name in names},
    )


def list_to_read(problem_list: ProblemList, found: Sequence[Problem]) -> None:
    """A problem list to read and print, whole."""
    headers = problem_tables.columns(problem_list)
    rows = [problem_tables.cells(problem_list, problem) for problem in found]
    keep = [
        n
        for n, header in enumerate(headers)
        if header not in problem_tables.MAY_BE_LEFT_AWAY or any(row[n] for row in rows)
    ]
    table(
        f"list_{problem_list.key}",
        ["序号", *(headers[n] for n in keep)],
        [
            [number, *(text(row[n]) if row[n] else None for n in keep)]
            for number, row in enumerate(rows, start=1)
        ],
        numbers=["序号"],
    )


def picked_place(key: str) -> int | None:
    """Which row of the table was clicked, at its head or in a cell; None where that was taken back."""
    chosen = st.session_state[key]["selection"]
    return next(iter([*chosen["rows"], *(place for place, _ in chosen["cells"])]), None)


def league_table(
    key: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    alt: str,
    on_select: Callable[[], None],
) -> None:
    """Units beside each other; a click on a row picks it."""
    config = {
        name: st.column_config.TextColumn(alignment="right")
        for name in columns
        if name not in ("单位", "提示")
    }
    line = round(36 * presentation.scale())
    config |= {
        "名次": st.column_config.TextColumn(alignment="right", width=70),
        "提示": st.column_config.TextColumn(width=160),
    }
    height = round(min(3 + line * (1 + len(rows)), presentation.tallest(0.85)))
    st.dataframe(
        pd.DataFrame(rows, columns=list(columns)),
        hide_index=True,
        height=height,
        row_height=line,
        alt=alt,
        key=key,
        on_select=on_select,
        selection_mode=("single-row", "single-cell"),
        column_config=config,
    )


def print_button() -> None:
    """Opens the browser's print window."""
    st.components.v2.component(
        "print_page",
        html='<button type="button">打印（A4）</button>',
        css=_PRINT_STYLE,
        js=(
            "export default ({ parentElement }) => { "
            "parentElement.querySelector('button').onclick = () => window.print(); }"
        ),
    )(key="print_page", width="content")


def ranking_table(frame: pd.DataFrame) -> None:
    """A bulletin's table, the home county tinted."""
    distance = "距100%（个百分点）"
    if presentation.is_on():
        _room_table(frame.rename(columns={distance: "距100%"}), bars="距100%")
        return
    longest = max([value for value in frame[distance] if pd.notna(value)], default=1) or 1
    _places(
        frame,
        "各县（市、区）排名表",
        {
            distance: st.column_config.ProgressColumn(
                format="%.2f", min_value=0, max_value=longest, color="gray"
            )
        },
    )


def places_table(sheet: export.Sheet, home: str) -> None:
    """A table of counties, the home county marked and tinted."""
    frame = pd.DataFrame(
        [["—" if cell is None else str(cell) for cell in row] for row in sheet.rows],
        columns=list(sheet.columns),
    )
    frame.loc[frame[COUNTY] == home, COUNTY] += HOME_MARK
    if presentation.is_on():
        _room_table(frame)
    else:
        _places(frame, f"{sheet.title}表", {})


def _tint() -> str:
    """The ground of the home county's row."""
    return "#E6F0FA" if palette() == charts.LIGHT else "#15304B"


def _places(frame: pd.DataFrame, alt: str, config: Mapping) -> None:
    right = {
        name: st.column_config.TextColumn(alignment="right")
        for name in frame.columns
        if name not in (COUNTY, "分组")
    }
    is_home = frame[COUNTY].str.contains("◀")
    st.dataframe(
        frame.style.apply(
            lambda row: [f"background-color: {_tint()}" if is_home[row.name] else ""] * len(row),
            axis=1,
        ),
        hide_index=True,
        height="content",
        row_height=36,
        alt=alt,
        column_config={**right, **config},
    )


def _room_table(frame: pd.DataFrame, bars: str | None = None) -> None:
    """All counties of a city on one screen, in the room's type, which a dataframe has only if it is
    drawn after the style sheet.
    """
    line = max(MIN_LINE, min(50, presentation.TALLEST // (len(frame) + 1)))
    at = ".st-key-table_places"
    rules = [
        (
            f"{at} :is(td, th) {{padding: 0 .4rem !important; height: {line}px; line-height: "
            f"{line - 1}px !important;}}"
        ),
        f"{at} :is(td, th) * {{line-height: {line - 1}px !important; white-space: nowrap;}}",
    ]
    if bars:
        longest = max([value for value in frame[bars] if pd.notna(value)], default=1) or 1
        rules += [
            f"{at} tbody tr:nth-child({n}) td:nth-child({1 + list(frame.columns).index(bars)}) "
            f"{{background-image: linear-gradient(90deg, {palette().faint} "
            f"{value / longest:.0%}, transparent 0);}}"
            for n, value in enumerate(frame[bars], start=1)
            if pd.notna(value)
        ]
        frame = frame.assign(
            **{bars: ["—" if pd.isna(value) else f"{value:.2f}" for value in frame[bars]]}
        )
    rules += [
        f"{at} tbody tr:nth-child({n}) td {{background-color: {_tint()}; font-weight: 600;}}"
        for n, name in enumerate(frame[COUNTY], start=1)
        if "◀" in name
    ]
    st.html(f"<style>{chr(10).join(rules)}</style>")
    table(
        "places",
        list(frame.columns),
        [
            [None if pd.isna(cell) else text(cell) for cell in row]
            for row in frame.itertuples(index=False)
        ],
        numbers=[name for name in frame.columns if name not in (COUNTY, "分组")],
    )
