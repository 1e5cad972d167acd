"""The style sheet of the app in the colours of the present theme, and the look of its charts.

Streamlit's test ids are known here and in `pages/_server/frontend` alone; a browser test fails when
Streamlit's English shows again.
"""

from datetime import date
from typing import TypedDict

import streamlit as st

from govsvc import charts

_PAGE = """
.stApp {font-variant-numeric: tabular-nums lining-nums; text-autospace: normal;}
[data-testid="stElementToolbar"], [data-testid="stDataFrameColumnMenu"],
[data-testid="stHeaderActionElements"] {display: none;}
[data-testid="stMainBlockContainer"] {max-width: 1680px; padding: 4rem 2rem 1rem;}
em {font-style: normal;}  /* a hint of what one does on the screen */
/* the whole page, not something on it: a ring would lie over what it shows */
.stApp [data-testid="stMain"]:focus-visible::before {box-shadow: none;}
"""
# Streamlit draws all pages without a section before the sections: the first section, 指标, is
# drawn, and reached by Tab, after the first page
_NAVIGATION = """
[data-testid="stTopNav"] {reading-flow: flex-visual;}
[data-testid="stTopNav"] > :not(:has(> button)) + :has(> [data-testid="stTopNavSection"]) {
  order: 0 !important;}
"""
_CARDS = """
[data-testid="stMetricLabel"] p {font-size: 1rem; font-weight: 600;}
[data-testid="stMetricDelta"] {font-size: .9375rem;}
*:has(> [class*="st-key-card_"]), *:has(> * > [class*="st-key-card_"]),
*:has(> * > * > [class*="st-key-card_"]) {height: 100%;}
[class*="st-key-card_"] [data-testid="stMarkdown"] p {line-height: 1.5;}
[class*="st-key-card_"] [data-testid="stMetricValue"] {line-height: 1.15;}
[class*="st-key-card_"] {padding: .625rem .875rem;}  /* all on one screen */
[class*="st-key-card_"] [data-testid="stMetricChart"] {
  transform: scaleY(.7); transform-origin: top; margin-bottom: -1rem;}
[class*="st-key-card_"] [data-testid="stPageLink-NavLink"] {padding: 0; margin: 0;}
[class*="st-key-card_"] [data-testid="stPageLink-NavLink"] p {font-size: .8125rem;}
[class*="st-key-card_"] {position: relative;}  /* its link is the whole card */
[class*="st-key-card_"]:hover {border-color: var(--better);}
[class*="st-key-card_"] > :last-child {margin-top: auto;}
[class*="st-key-card_"] [data-testid="stElementContainer"] {position: static;}
[class*="st-key-card_"] [data-testid="stPageLink-NavLink"]::after {
  content: ""; position: absolute; inset: 0;}
[class*="st-key-card_"] [data-testid="stTooltipIcon"] {position: relative; z-index: 1;}
"""
_LINKS_AND_TABLES = """
/* Streamlit draws a link over what stands above and below it: with a border it keeps its place */
.st-key-counts [data-testid="stElementContainer"]:has(> [data-testid="stPageLink"]) {margin: 0;}
.st-key-counts [data-testid="stPageLink-NavLink"] {
  border: 1px solid var(--line); border-radius: 4px; padding: .3125rem .75rem; margin: 0;}
.st-key-counts [data-testid="stPageLink-NavLink"] p {line-height: 1.5; white-space: normal;}
.st-key-counts [data-testid="stPageLink-NavLink"]:hover {border-color: var(--better);}
.st-key-counts [data-testid="stPageLink-NavLink"] strong {
  font-size: 1.5rem; line-height: 1.25; font-weight: 700;}
[data-testid="stTable"] :is(td:first-child, th) *,
[class*="st-key-table_issues"] td:nth-child(2) * {white-space: nowrap;}
[data-testid="stMainBlockContainer"] [data-testid="stPageLink-NavLink"] p {color: var(--better);}
.st-key-counts [data-testid="stPageLink-NavLink"] p {color: inherit;}
[data-testid="stButtonGroup"] [role="radiogroup"] {flex-wrap: wrap; overflow: visible;}
.st-key-findings [data-testid="stPageLink-NavLink"] {
  padding: .1875rem .5rem; margin-left: -.5rem;}
.st-key-findings [data-testid="stPageLink-NavLink"] p {
  color: inherit; white-space: normal; line-height: 1.45;}
.st-key-decisions {
  border-left: 3px solid var(--better); padding: .125rem 0 .125rem .75rem; gap: .125rem;}
.st-key-decisions [data-testid="stPageLink-NavLink"] {
  padding: .125rem .5rem; margin-left: -.5rem;}
.st-key-decisions [data-testid="stPageLink-NavLink"] p {
  color: inherit; white-space: normal; font-size: 1.0625rem; line-height: 1.45;}
[class*="st-key-tile_"] {position: relative;}
[class*="st-key-tile_"] [class*="st-key-moved_"] {
  position: absolute; top: .5rem; right: .5rem; left: auto; width: max-content; z-index: 1;}
.st-key-counts [class*="st-key-moved_"] [data-testid="stPageLink-NavLink"] {
  border: 0; padding: 0 .125rem;}
[class*="st-key-moved_"] [data-testid="stPageLink-NavLink"] p {font-size: .8125rem;}
"""
_SMALL_SCREENS = """
.row_cards {
  max-height: 620px; overflow-y: auto; border: 1px solid var(--line); border-radius: 4px;
  padding: 0 .75rem; overflow-wrap: anywhere; font-size: .9375rem;}
.row_cards > div {display: flex; flex-wrap: wrap; column-gap: 1rem; padding: .5rem 0;}
.row_cards > div + div {border-top: 1px solid var(--line);}
.row_cards b {flex: 1 1 100%; font-weight: 600;}
.row_cards small {color: var(--muted); font-size: .875rem; margin-right: .375rem;}
@media print {.row_cards {display: none;}}
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] {padding: 4rem 1rem 1rem;}
  [data-testid="stMetricValue"] {font-size: 1.5rem;}
  [data-testid="stMain"] [data-testid="stPageLink"] p {white-space: normal;}
  :is(.st-key-title_line, [class*="st-key-counts_"]) > :first-child {
    flex: 1 1 100% !important; width: 100% !important;}
  .modebar-container {display: none;}  /* it would lie on the names at the ends of the lines */
  .st-key-quiet {display: none;}  /* so that the first figure is on the first screen */
  .st-key-decisions [data-testid="stPageLink-NavLink"] p {font-size: .9375rem; line-height: 1.35;}
}
"""
_FRAME = """
[data-variant="segmented_control"][aria-checked="true"] * {color: var(--better) !important;}
.stApp:has(.briefing) :is(
  [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stMainMenu"]) {display: none;}
p.needs {color: var(--muted); margin: 0;} p.needs a {color: var(--better);}
p.account {margin: 0; white-space: nowrap; font-size: .9375rem;}
p.account a {
  display: inline-block; padding: .375rem .75rem; color: inherit; border: 1px solid var(--line);
  border-radius: 4px; text-decoration: none;}
p.account a:hover {border-color: var(--better);}
p.account a.unset {color: var(--attend); border-color: var(--attend); margin-left: .5rem;}
.st-key-demo_banner {border: 1px solid var(--attend); border-radius: 4px; padding: .25rem .75rem;}
.st-key-demo_banner button {min-height: 1.875rem; padding: .125rem .75rem;}
"""
# Streamlit draws these texts in English: hidden, and Chinese put in their stead
_CHINESE = """
[data-testid="InputInstructions"] {display: none;}
[data-testid="stFileUploaderDropzoneInstructions"] {display: none;}
[data-testid="stFileUploaderDropzone"] button p {font-size: 0;}
[data-testid="stFileUploaderDropzone"] button p::after {content: "选择文件"; font-size: .9375rem;}
[data-testid="stFileUploaderDropzone"]::after {
  content: "或把表格拖到此处：xlsx、xls、et、ods、csv、含表格的 docx，"
    "或装有这些的 zip；可一次多选，单个文件不超过50兆";
  color: var(--muted); font-size: .9375rem;}
.st-key-finished_paper [data-testid="stFileUploaderDropzone"]::after {
  content: "或把文件拖到此处：docx、pptx；不超过20兆";
}
.st-key-letterhead [data-testid="stFileUploaderDropzone"]::after {
  content: "或把文件拖到此处：docx；不超过2兆";
}
.st-key-evidence [data-testid="stFileUploaderDropzone"]::after {
  content: "或把文件拖到此处：PDF、图片、docx、xlsx；单个文件不超过5兆";
}
"""
# a paper as it is printed: the fonts of its file where the machine has them
_PAPER = """
.st-key-paper {max-width: 62rem; padding: 1.5rem clamp(.75rem, 3vw, 2.5rem);}
.paper_text {
  font-family: "仿宋_GB2312", FangSong, "仿宋", STFangsong, "Noto Serif CJK SC", serif;
  font-size: 1.0625rem; line-height: 1.85; overflow-wrap: anywhere;}
.paper_text p {margin: 0;}
.paper_text :is(p.text, p.heading1, p.heading2, p.heading3) {text-indent: 2em;}
.paper_text p.title {
  font-family: "方正小标宋简体", "Noto Serif CJK SC", serif; font-size: 1.5rem; font-weight: 700;
  text-align: center; margin: .5rem 0 1rem; line-height: 1.5;}
.paper_text p.heading1 {font-family: SimHei, "黑体", "Noto Sans CJK SC", sans-serif;
  font-weight: 600;}
.paper_text p.heading2 {
  font-family: "楷体_GB2312", KaiTi, "楷体", STKaiti, "Noto Serif CJK SC", serif; font-weight: 600;}
.paper_text p.mark {text-align: right; color: var(--attend);}
.paper_text p.signature {text-align: right; margin: 1.5rem 2em 0 0;}
.paper_text p.left_out {text-indent: 2em; text-decoration: line-through; color: var(--muted);}
.paper_text p.table_name {text-align: center; font-weight: 600; margin-top: .75rem;}
.paper_text p.note {font-size: .875rem; color: var(--muted);}
.paper_text a {color: inherit; text-decoration: underline; text-decoration-color: var(--better);
  text-decoration-thickness: 1px; text-underline-offset: .2em;}
.paper_text a:hover {color: var(--better);}
.paper_text .typed {border-bottom: 1px dashed var(--attend);}
.paper_text mark {background: none; color: var(--attend); border-bottom: 1px dashed;}
.paper_text .rows {overflow-x: auto;} .paper_text td a {white-space: nowrap;}
.paper_text table {border-collapse: collapse; width: 100%; font-size: .9375rem;}
.paper_text :is(td, th) {border: 1px solid var(--line); padding: .25rem .5rem; text-align: left;}
[class*="st-key-proposal_"] {border-left: 3px solid var(--attend); padding-left: .75rem;
  margin-bottom: .5rem;}
:is([class*="st-key-noprint_edit_"], .st-key-open_points) button {
  min-height: 1.5rem; padding: 0;}
.st-key-open_points button p {color: var(--better);}
.st-key-open_points * {row-gap: 0 !important;}
@media (max-width: 640px) {  /* the pencil alone */
  *:has(> [class*="st-key-noprint_edit_"]) {width: 1.5rem !important; flex: none !important;}
  [class*="st-key-noprint_edit_"] {width: 1.5rem !important;}
  [class*="st-key-noprint_edit_"] :is(p, .stMarkdownBadge) {display: none;}
}
"""
# at the foot of each sheet, in browsers that can: Chromium from 131
_FOOT = """
@page {{
  margin: 12mm 12mm 15mm; font: 8pt "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  @bottom-left {{content: "打印日期：{day}"; color: #515D6B;}}
  @bottom-right {{content: "第" counter(page) "页，共" counter(pages) "页"; color: #515D6B;}}
}}
"""
# no size of paper, so that the browser's window lets one choose portrait or landscape
_PRINT = """
table.on_paper, [data-testid="stElementContainer"]:has(table.on_paper) {display: none;}
@media print {
  [data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stToolbar"],
  [data-testid="stButton"], [data-testid="stDownloadButton"], [data-testid="stPageLink"],
  [data-testid="stSelectbox"], [data-testid="stMultiSelect"], [data-testid="stTextInput"],
  [data-testid="stDateInput"], [data-testid="stCheckbox"], [data-testid="stSlider"],
  [data-testid="stPopover"], [data-testid="stFileUploader"], [data-testid="stForm"],
  [data-testid="stNumberInput"], [data-testid="stTextArea"], [data-testid="stRadio"],
  [data-testid="stPagination"], [data-testid="stMain"] em,
  [data-testid="stExpander"] details:not([open]), [data-testid="stTooltipIcon"]:not(:has(a)),
  [data-testid="stButtonGroup"] button:not([aria-checked="true"]), .modebar-container,
  [class*="st-key-noprint"], .st-key-title_month, .st-key-present, .st-key-link_to_copy,
  .st-key-account, p.needs {display: none !important;}
  :is(.st-key-counts, .st-key-findings, .st-key-decisions, .st-key-new_rows,
    [class*="st-key-card_"], [class*="st-key-moved_"])
    [data-testid="stPageLink"] {display: block !important;}
  :root {color-scheme: light !important;}
  html, body, #root {height: auto !important; background: #fff !important;}
  .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"],
  [data-testid="stVerticalBlock"], [data-testid="stLayoutWrapper"] {
    overflow: visible !important; height: auto !important; max-height: none !important;}
  /* a heading stays with what it is of only where they follow each other as blocks */
  :where([data-testid="stVerticalBlock"], [data-testid="stLayoutWrapper"]:has(
    > [data-testid="stVerticalBlock"])) {display: block !important;}
  [data-testid="stVerticalBlock"] > :not(:last-child) {margin-bottom: .5rem;}
  .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"] {
    position: static !important; background: #fff !important;}
  .stApp *, .stApp [data-variant="segmented_control"][aria-checked="true"] * {
    color: #14202E !important; background-color: transparent !important;}
  [data-testid="stAlertContainer"] {border: 1px solid #8592A1 !important;}
  .st-key-title_line > :first-child {flex: 1 1 100% !important; width: 100% !important;}
  [data-testid="stMainBlockContainer"] {padding: 0; max-width: none;}
  [data-baseweb="tag"], .stMarkdownBadge {
    background: none !important; border: 1px solid #8592A1 !important;}
  [data-testid="stButtonGroup"] button, [data-testid="stButtonGroup"] button * {
    max-width: none !important; flex: none !important; overflow: visible !important;
    border: 0 !important; padding: 0 !important; min-height: 0 !important; font-weight: 600;}
  .st-key-counts [data-testid="stPageLink-NavLink"] p {white-space: normal !important;}
  [data-testid="stElementContainer"]:has(h5),
  [data-testid="stElementContainer"]:has(h5) + [data-testid="stElementContainer"]:has(
    [data-testid="stMarkdown"]) {break-after: avoid;}
  [data-testid="stMetric"], .st-key-counts, [class*="st-key-card_"] {break-inside: avoid;}
  *:has(> [class*="st-key-card_"]), *:has(> * > [class*="st-key-card_"]),
  *:has(> * > * > [class*="st-key-card_"]), [class*="st-key-card_"] {height: 100% !important;}
  [class*="st-key-card_"] :is([data-testid="stMarkdown"], [data-testid="stPageLink"]) p {
    font-size: 9pt !important; white-space: normal !important;}
  [data-testid="stMetricValue"] {font-size: 15pt !important;}
  /* a chart as wide as the paper and on one sheet */
  [data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]) {break-inside: avoid;}
  [data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]),
  [data-testid="stElementContainer"] div:has([data-testid="stPlotlyChart"]),
  [data-testid="stPlotlyChart"], [data-testid="stPlotlyChart"] div:not(.modebar-container *) {
    width: 100% !important; height: auto !important; min-height: 0 !important;}
  .js-plotly-plot svg.main-svg {
    width: 100% !important; height: auto !important; max-height: 96mm; overflow: visible;
    /* its letters are no larger than those of the text */
    max-width: var(--drawn, 100%);}
  .js-plotly-plot svg.main-svg:first-child {position: relative !important; display: block;}
  /* a table to work on is a picture of its part on the screen: all of it stands beside it */
  [data-testid="stElementContainer"]:has([data-testid="stDataFrame"]):has(
    + [data-testid="stElementContainer"] table.on_paper) {display: none !important;}
  [data-testid="stElementContainer"]:has(table.on_paper) {display: block;}
  table.on_paper {
    display: table; table-layout: fixed; width: 100%; border-collapse: collapse;}
  table.on_paper thead {display: table-header-group;}
  table.on_paper :is(td, th) {border-bottom: .5pt solid #B4BDC8; text-align: left;}
  table.on_paper :is(td, th).figure {text-align: right;}
  :is([data-testid="stTable"], table.on_paper) tr {break-inside: avoid;}
  /* what further columns say of a row stands below it, and stays with it */
  table.on_paper tr:has(+ tr.below) {break-after: avoid;}
  table.on_paper tr:has(+ tr.below) td {border-bottom: none;}
  table.on_paper tr.below td {padding: 0 4pt 3pt 1.5em !important;}
  :is([data-testid="stTable"], table.on_paper) :is(td, th) {
    font-size: 8.5pt; line-height: 1.35; padding: 2pt 4pt !important; overflow-wrap: anywhere;
    vertical-align: top;}
  [data-testid="stTable"] :is(td, th) {min-width: 4em;}
  [data-testid="stTable"] th, [data-testid="stTable"] th * {white-space: normal !important;}
}
"""
_PRINT_ACROSS = """
@media print and (orientation: landscape) {.js-plotly-plot svg.main-svg {max-height: 80mm;}}
@media print and (orientation: portrait) {  /* what stands beside each other on a screen, below */
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) {display: block !important;}
  [data-testid="stHorizontalBlock"] > [data-testid="stColumn"] {
    width: 100% !important; flex: 1 1 100% !important; min-width: 100% !important;}
  [data-testid="stGrid"]:has([class*="st-key-card_"]) {
    grid-template-columns: repeat(3, minmax(0, 1fr)) !important;}
}
"""
# a chart in the colours of the other theme: light lines would not be seen on white paper
_INVERTED = """
.js-plotly-plot {filter: invert(1) hue-rotate(180deg);}
.js-plotly-plot svg.main-svg {background: none !important;}
"""
_PRINT_DARK = f"""@media print {{{_INVERTED}
[data-testid="stMetricChart"] {{filter: invert(1) hue-rotate(180deg);}}}}"""
#: of the menu that the present page is in, as Streamlit marks a page
_PRESENT = "font-weight: 700; background: var(--line);"
# in Streamlit's header: on a wide screen left of the navigation, on a narrow one of its button
_BRAND = """
*:has(> .st-key-brand) {
  position: fixed; top: 0; left: 3.75rem; z-index: 999990; width: 12rem; pointer-events: none;}
p.brand {
  margin: 0; height: 3.75rem; display: flex; flex-direction: column; justify-content: center;
  line-height: 1.3;}
p.brand b {font-size: .9375rem;}
p.brand span {
  font-size: .8125rem; color: var(--muted); white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis;}
@media (min-width: 769px) {
  *:has(> .st-key-brand) {left: 2rem;}
  [data-testid="stTopNav"] {margin-left: 12rem;}
}
@media print {
  *:has(> .st-key-brand) {position: static; width: auto;}
  p.brand {height: auto; flex-direction: row; justify-content: flex-start; gap: 1rem;}
}
"""
# in this order: a later rule wins over an earlier one of the same weight
_SHEET = (
    _PAGE
    + _NAVIGATION
    + _CARDS
    + _LINKS_AND_TABLES
    + _SMALL_SCREENS
    + _FRAME
    + _CHINESE
    + _PAPER
    + _PRINT
    + _BRAND
    + _PRINT_ACROSS
)


#: name in the style sheet → field of the palette
_COLOURS = {
    "line": "faint",
    "better": "better",
    "attend": "attend",
    "muted": "muted",
    "paper": "paper",
}


class Look(TypedDict):
    """What every chart of `govsvc.charts` takes beside its data."""

    palette: charts.Palette


def palette() -> charts.Palette:
    """The colours of the present theme, light or dark."""
    return charts.palette(st.context.theme.type)


def look() -> Look:
    """What every chart takes."""
    return {"palette": palette()}


def css(menu: int | None = None, *, printed_on: date) -> str:
    """The whole style sheet. `menu`: the number in the navigation, from 1, of the menu that the
    present page is in; `printed_on`: the day at the foot of each sheet of paper.
    """
    p = palette()
    marked = (
        f"[data-testid='stTopNav'] > :nth-child({menu}) > button {{{_PRESENT}}}" if menu else ""
    )
    sheet = _SHEET + (_PRINT_DARK if p == charts.DARK else "")
    light, dark = charts.LIGHT, charts.DARK
    paper = _FOOT.format(day=f"{printed_on:%Y-%m-%d}")
    now = "".join(f"--{name}: {getattr(p, field)}; " for name, field in _COLOURS.items())
    # the second where the browser knows it: it follows the system's change from light to dark while
    # the page is open, which runs no script
    both = "".join(
        f"--{name}: light-dark({getattr(light, field)}, {getattr(dark, field)}); "
        for name, field in _COLOURS.items()
    )
    other = "light" if p == dark else "dark"
    return (
        f":root {{{now}}}\n@supports (color: light-dark(#000, #fff)) {{:root {{{both}}}}}\n"
        f"@media screen and (prefers-color-scheme: {other}) {{{_INVERTED}}}\n{paper}{sheet}{marked}"
    )
