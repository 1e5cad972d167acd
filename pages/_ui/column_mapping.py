"""What was recognised in a sheet, to be seen and corrected: kind, month, header rows, columns,
values not understood.
"""

from datetime import datetime

import pandas as pd
import streamlit as st

from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import KINDS
from govsvc.domain.mappings import Choices, HeaderChoice, of_sheet
from govsvc.domain.months import month_text, months_back
from govsvc.domain.rows import FileRead, SheetRead
from govsvc.importing import pipeline
from govsvc.importing.pipeline import Plan
from govsvc.importing.saved_mappings import forgotten, is_remembered
from govsvc.sheets.records import corrections
from pages._ui import data, ui

_LEAVE = "不读取这张表"
_AS_ERROR = "暂不说明，按错误处理"
MOST_VALUES = 20


def choices() -> Choices:
    """What was said so far for the files on this page."""
    return st.session_state.setdefault("choices", Choices())


def forget() -> None:
    """After the import, or for other files."""
    st.session_state.pop("choices", None)


def say(
    headers: dict | None = None,
    values: dict | None = None,
    months: dict | None = None,
    units: dict | None = None,
) -> None:
    """Keeps what was said for the files on this page; `units` are all that were said of names, the
    others are added.
    """
    said = choices()
    merged = {
        place: {**said.values.get(place, {}), **words} for place, words in (values or {}).items()
    }
    st.session_state["choices"] = Choices(
        {**said.headers, **(headers or {})},
        {**said.values, **merged},
        {**said.months, **(months or {})},
        said.units if units is None else units,
    )
    st.rerun()


def editor(plan: Plan) -> None:
    """One table at a time, picked from a list; those that need a look first."""
    # the place in its file tells a table from others, however it is read and wherever it stands in
    # the list
    found = {
        f"{file.file}/{number}": (file, table)
        for file in plan.files
        for number, table in enumerate(table for sheet in file.sheets for table in sheet.tables)
        if table.top
    }
    if not found:
        return
    order = sorted(found, key=lambda place: _needs_a_look(plan, *found[place]), reverse=True)
    asked = sum(_needs_a_look(plan, *pair) for pair in found.values())
    with st.expander(
        "查看与更正识别结果" + (f"（{asked}张表需要看一下）" if asked else ""),
        key="mapping",
        expanded=asked > 0
        and (bool(plan.refused) or any(table.fault for _, table in found.values())),
    ):
        place = order[0]
        if len(found) > 1:
            place = (
                st.selectbox(
                    "表",
                    order,
                    format_func=lambda place: _name(plan, *found[place]),
                    key=f"sheet_{len(found)}",
                    placeholder="选择表",
                )
                or place
            )
        _sheet(*found[place])


def _needs_a_look(plan: Plan, file: FileRead, sheet: SheetRead) -> bool:
    """A table that lacks a column or holds values not understood; one that was not recognised where
    no other was.
    """
    if file.file in plan.already:
        return False
    if not sheet.kind:
        return sheet.choice is None and not any(other.kind for other in file.sheets)
    return bool(
        sheet.fault
        or corrections.missing_of(sheet)
        or any(not asked.word for asked in sheet.unclear)
    )


def _name(plan: Plan, file: FileRead, sheet: SheetRead) -> str:
    kind = KINDS[sheet.kind] if sheet.kind else "未读取"
    among = [other for one in file.sheets for other in one.tables if other.sheet == sheet.sheet]
    place = (
        f"第{sheet.header_rows[0]}行{corrections.letters_of(sheet.start + 1)[-1]}列起，"
        if len(among) > 1 and sheet.header_rows
        else ""
    )
    return f"{'！' if _needs_a_look(plan, file, sheet) else ''}{sheet.sheet}（{place}{kind}）" + (
        f"　{file.file}" if len(plan.files) > 1 else ""
    )


def _sheet(file: FileRead, sheet: SheetRead) -> None:
    key = f"{file.file}/{sheet.sheet}/{sheet.fingerprint}/{sheet.kind}/{hash(str(sheet.choice))}"
    if sheet.fault:
        st.markdown(f":orange[{ui.text(sheet.fault)}]")
    elif sheet.choice is not None:
        st.markdown(
            f":gray[{'按上次更正' if is_remembered(sheet, choices()) else '按更正'}读取；"
            "下次遇到同样的表头也这样读。]"
        )
    kinds = [*KINDS, ""]
    left, right = st.columns(2)
    kind = left.selectbox(
        "类别",
        kinds,
        index=kinds.index(sheet.kind or ""),
        format_func=lambda found: KINDS.get(found, _LEAVE),
        key=f"kind/{key}",
        placeholder="选择类别",
    )
    months = sorted(
        {*months_back(datetime.now().date()), *([sheet.month] if sheet.month else [])}, reverse=True
    )
    month = right.selectbox(
        "数据月份",
        months,
        index=months.index(sheet.month) if sheet.month else None,
        format_func=month_text,
        key=f"month/{key}",
        placeholder="选择数据月份",
    )
    rows = sorted(sheet.prints)
    place = sheet.header_rows or corrections.likely_header(sheet)
    header = st.selectbox(
        "表头在",
        rows,
        index=rows.index(place) if place in rows else None,
        format_func=lambda place: _rows(sheet, place),
        key=f"header/{key}",
        placeholder="选择表头所在的行",
    )
    picked = (
        _columns(sheet, key)
        if sheet.kind and kind == sheet.kind and header == sheet.header_rows
        else {}
    )
    if not sheet.kind:
        _top(sheet)
    words = _values(sheet, key)
    apply, reset = st.columns([1, 1])
    if apply.button("应用更正", type="primary", icon=":material/check:", key=f"apply/{key}"):
        _apply(file, sheet, kind, month, header, picked, words)
    if (sheet.choice is not None or any(asked.word for asked in sheet.unclear)) and reset.button(
        "恢复自动识别",
        icon=":material/undo:",
        key=f"reset/{key}",
        help="不再使用对这个表头和这些值的更正，包括以前记住的",
    ):
        _forget(sheet)


def _rows(sheet: SheetRead, place: tuple[int, int]) -> str:
    first, last = place
    named = f"第{first}行" if first == last else f"第{first}—{last}行"
    words = sheet.top[last - 1] if last <= len(sheet.top) else [seen.header for seen in sheet.seen]
    return f"{named}：{'、'.join(filter(None, words))[:40]}"


def _top(sheet: SheetRead) -> None:
    """The first rows of a table that is not read, to find its header in."""
    width = max(map(len, sheet.top))
    table = pd.DataFrame(
        [row + [""] * (width - len(row)) for row in sheet.top],
        columns=[f"{letter}列" for letter in corrections.letters_of(width)],
        index=[f"第{number}行" for number in range(1, len(sheet.top) + 1)],
    )
    st.dataframe(
        table, height=min(320, 38 + 35 * len(table)), alt=f"表“{sheet.sheet}”的前{len(table)}行"
    )


def _columns(sheet: SheetRead, key: str) -> dict[int, str]:
    """The columns with the fields they are read as, to be changed; gives column → name of its
    field.
    """
    guess = corrections.guess_of(sheet)
    missing = corrections.missing_of(sheet)
    if missing:
        st.markdown(
            f":orange[**没有找到：{'、'.join(missing)}**。如果表里有，请在对应的列上选出来。]"
        )
    st.markdown(":gray[:small[双击“读作”一格可改选。]]")
    names = [
        corrections.NO_FIELD,
        *dict.fromkeys([*guess.values(), *corrections.fields_of(sheet.kind).values()]),
    ]
    table = pd.DataFrame(
        [
            [
                seen.letters,
                seen.header,
                guess.get(seen.column, corrections.NO_FIELD),
                "、".join(seen.samples),
            ]
            for seen in sheet.seen
        ],
        columns=["列", "表头", "读作", "内容"],
    )
    edited = st.data_editor(
        table,
        hide_index=True,
        num_rows="fixed",
        disabled=["列", "表头", "内容"],
        key=f"columns/{key}",
        height=min(420, 38 + 35 * len(table)),
        column_config={
            "列": st.column_config.TextColumn(width=40),
            "表头": st.column_config.TextColumn(width=140),
            "读作": st.column_config.SelectboxColumn(options=names, required=True, width=150),
        },
    )
    picked = {seen.column: name for seen, name in zip(sheet.seen, edited["读作"])}
    changed = sum(
        name != guess.get(column, corrections.NO_FIELD) for column, name in picked.items()
    )
    if changed:
        st.markdown(f":blue[改了{changed}列，点“应用更正”后生效。]")
    return picked


def _values(sheet: SheetRead, key: str) -> dict[tuple[str, str], dict[str, str]]:
    """Each value that was not understood, asked once; gives (field, header) → value → word of those
    said otherwise.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    if any(not asked.word for asked in sheet.unclear):
        st.markdown(":orange[**有看不懂的值**，每个值只需说明一次：]")
    for number, asked in enumerate(sheet.unclear[:MOST_VALUES]):
        meanings = {"": _AS_ERROR} | corrections.meanings_of(asked.field)
        words = list(meanings)
        word = st.selectbox(
            f"“{ui.text(asked.header)}”的“{ui.text(asked.value)}”（{asked.count}处）是指",
            words,
            index=words.index(asked.word) if asked.word in words else 0,
            format_func=meanings.get,
            key=f"value{number}/{asked.word}/{key}",
            placeholder="选择意思",
        )
        if word != asked.word:
            found.setdefault((asked.field, asked.header), {})[asked.value] = word
    if len(sheet.unclear) > MOST_VALUES:
        st.markdown(
            f":gray[还有{len(sheet.unclear) - MOST_VALUES}种看不懂的值；"
            "这么多通常是列对应错了，请先核对上面的“读作”。]"
        )
    return found


def _apply(
    file: FileRead,
    sheet: SheetRead,
    kind: str,
    month,
    header: tuple[int, int] | None,
    picked: dict[int, str],
    words: dict,
) -> None:
    if kind and header is None:
        st.error("还没有选表头所在的行。", icon=":material/error:")
        return
    months = {(file.file, sheet.sheet): month} if month and month != sheet.month else {}
    headers: dict[str, HeaderChoice] = {}
    here = of_sheet(sheet.fingerprint, sheet.sheet)
    try:
        if not kind:
            if sheet.kind:  # other sheets may have the same header
                headers[here] = HeaderChoice("")
        elif kind != (sheet.kind or "") or header != sheet.header_rows:
            headers[sheet.prints[header]] = HeaderChoice(kind, header[1] - header[0] + 1)
            if sheet.choice is not None and not sheet.choice.kind:
                headers[here] = HeaderChoice("", is_guess=True)
        elif picked:
            choice = corrections.choice_of(sheet, kind, header[1] - header[0] + 1, picked)
            if choice != sheet.choice and (sheet.choice is not None or choice.columns):
                headers[sheet.fingerprint] = choice
    except GovsvcError as error:
        st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:")
        return
    if headers or words or months:
        say(headers, words, months)
    st.markdown(":gray[没有改动。]")


def _forget(sheet: SheetRead) -> None:
    """What is remembered goes at once, so that it is gone even where the sheet cannot be imported
    without it.
    """
    gone, said = forgotten(sheet), choices()
    kept = {
        place: {
            value: word for value, word in words.items() if value not in gone.values.get(place, {})
        }
        for place, words in said.values.items()
    }
    try:
        if is_remembered(sheet, said) or gone.values:
            pipeline.forget(data.store(), sheet, datetime.now())
    except GovsvcError as error:
        st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:")
        return
    st.session_state["choices"] = Choices(
        {print_: choice for print_, choice in said.headers.items() if print_ not in gone.headers},
        {place: words for place, words in kept.items() if words},
        said.months,
        said.units,
    )
    st.rerun()
