"""What was recognised in a sheet, to be seen and corrected: kind, month, header rows, columns, values not understood."""

from datetime import datetime

import pandas as pd
import streamlit as st

from govsvc.choices import Choices, HeaderChoice
from govsvc.errors import GovsvcError
from govsvc.imports import Plan
from govsvc.indicators import KINDS
from govsvc.months import month_text, months_back
from govsvc.rows import FileRead, SheetRead
from govsvc.sheets import explain
from pages._shared import ui

_LEAVE = "不读取这张表"


def choices() -> Choices:
    """What was said so far for the files on this page."""
    return st.session_state.setdefault("choices", Choices())


def forget() -> None:
    """After the import, or for other files."""
    st.session_state.pop("choices", None)


def _say(headers: dict | None = None, values: dict | None = None, months: dict | None = None) -> None:
    said = choices()
    merged = {place: {**said.values.get(place, {}), **words} for place, words in (values or {}).items()}
    st.session_state["choices"] = Choices({**said.headers, **(headers or {})}, {**said.values, **merged}, {**said.months, **(months or {})})
    st.rerun()


def editor(plan: Plan) -> None:
    """One sheet at a time, picked from a list; those that need a look first."""
    found = [(file, sheet) for file in plan.files for sheet in file.sheets if sheet.top and file.file not in plan.already]
    if not found:
        return
    found.sort(key=lambda pair: _needs_a_look(*pair), reverse=True)
    asked = sum(_needs_a_look(*pair) for pair in found)
    with st.expander("查看与更正识别结果" + (f"（{asked}张表需要看一下）" if asked else ""), expanded=bool(plan.refused) and asked > 0):
        place = 0
        if len(found) > 1:
            place = st.selectbox("表", range(len(found)), format_func=lambda number: _name(plan, *found[number]), key=f"sheet_{len(found)}",
                                 placeholder="选择表")
        _sheet(*found[place or 0])


def _needs_a_look(file: FileRead, sheet: SheetRead) -> bool:
    """A sheet that lacks a column or holds values not understood; one that was not recognised where no other was."""
    if not sheet.kind:
        return sheet.choice is None and not any(other.kind for other in file.sheets)
    return bool(explain.missing_of(sheet) or sheet.unclear)


def _name(plan: Plan, file: FileRead, sheet: SheetRead) -> str:
    kind = KINDS[sheet.kind] if sheet.kind else "未读取"
    return f"{'！' if _needs_a_look(file, sheet) else ''}{sheet.sheet}（{kind}）" + (f"　{file.file}" if len(plan.files) > 1 else "")


def _sheet(file: FileRead, sheet: SheetRead) -> None:
    key = f"{file.file}/{sheet.sheet}/{sheet.fingerprint}/{sheet.kind}/{hash(str(sheet.choice))}"
    if sheet.choice is not None:
        st.markdown(":gray[按更正的结果读取；下次遇到同样的表头也这样读。]")
    kinds = [*KINDS, ""]
    left, right = st.columns(2)
    kind = left.selectbox("类别", kinds, index=kinds.index(sheet.kind or ""), format_func=lambda found: KINDS.get(found, _LEAVE), key=f"kind/{key}",
                          placeholder="选择类别")
    months = sorted({*months_back(datetime.now().date()), *([sheet.month] if sheet.month else [])}, reverse=True)
    month = right.selectbox("数据月份", months, index=months.index(sheet.month) if sheet.month else None, format_func=month_text, key=f"month/{key}",
                            placeholder="选择数据月份")
    rows = list(sheet.prints)
    header = st.selectbox("表头在", rows, index=rows.index(sheet.header_rows) if sheet.header_rows in rows else None,
                          format_func=lambda place: _rows(sheet, place), key=f"header/{key}", placeholder="选择表头所在的行")
    picked = _columns(sheet, key) if sheet.kind and kind == sheet.kind and header == sheet.header_rows else {}
    words = _values(sheet, key)
    apply, reset = st.columns([1, 1])
    if apply.button("应用更正", type="primary", icon=":material/check:", key=f"apply/{key}"):
        _apply(file, sheet, kind, month, header, picked, words)
    if sheet.choice is not None and reset.button("恢复自动识别", icon=":material/undo:", key=f"reset/{key}"):
        _say(headers={sheet.fingerprint: HeaderChoice("", is_guess=True)})


def _rows(sheet: SheetRead, place: tuple[int, int]) -> str:
    first, last = place
    named = f"第{first}行" if first == last else f"第{first}—{last}行"
    return f"{named}：{'、'.join(filter(None, sheet.top[last - 1]))[:40]}"


def _columns(sheet: SheetRead, key: str) -> dict[int, str]:
    """The columns with the fields they are read as, to be changed; gives column → name of its field."""
    guess = explain.guess_of(sheet)
    missing = explain.missing_of(sheet)
    if missing:
        st.markdown(f":orange[**没有找到：{'、'.join(missing)}**。如果表里有，请在对应的列上选出来。]")
    names = [explain.NO_FIELD, *dict.fromkeys([*guess.values(), *explain.fields_of(sheet.kind).values()])]
    table = pd.DataFrame([[seen.letters, seen.header, "、".join(seen.samples), guess.get(seen.column, explain.NO_FIELD)] for seen in sheet.seen],
                         columns=["列", "表头", "内容", "读作"])
    edited = st.data_editor(table, hide_index=True, num_rows="fixed", disabled=["列", "表头", "内容"], key=f"columns/{key}",
                            height=min(420, 38 + 35 * len(table)),
                            column_config={"列": st.column_config.TextColumn(width=40), "读作": st.column_config.SelectboxColumn(options=names, required=True)})
    return {seen.column: name for seen, name in zip(sheet.seen, edited["读作"])}


def _values(sheet: SheetRead, key: str) -> dict[tuple[str, str], dict[str, str]]:
    """Each value that was not understood, asked once; gives (field, header) → value → word."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    if sheet.unclear:
        st.markdown(":orange[**有看不懂的值**，每个值只需说明一次：]")
    for number, unclear in enumerate(sheet.unclear):
        meanings = explain.meanings_of(unclear.field)
        word = st.selectbox(f"“{unclear.header}”的“{unclear.value}”（{unclear.count}处）是指", list(meanings), index=None, format_func=meanings.get,
                            key=f"value{number}/{key}", placeholder="暂不说明，按错误处理")
        if word:
            found.setdefault((unclear.field, unclear.header), {})[unclear.value] = word
    return found


def _apply(file: FileRead, sheet: SheetRead, kind: str, month, header: tuple[int, int] | None, picked: dict[int, str], words: dict) -> None:
    if kind and header is None:
        st.error("还没有选表头所在的行。", icon=":material/error:")
        return
    months = {(file.file, sheet.sheet): month} if month and month != sheet.month else {}
    headers: dict[str, HeaderChoice] = {}
    try:
        if header and (kind != (sheet.kind or "") or header != sheet.header_rows):
            headers[sheet.prints[header]] = HeaderChoice(kind, header[1] - header[0] + 1)
        elif header and picked:
            choice = explain.choice_of(sheet, kind, header[1] - header[0] + 1, picked)
            if sheet.choice is not None or choice.columns:
                headers[sheet.fingerprint] = choice
    except GovsvcError as error:
        st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:")
        return
    if headers or words or months:
        _say(headers, words, months)
    st.markdown(":gray[没有改动。]")
