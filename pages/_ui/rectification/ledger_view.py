"""整改: the ledger by unit, what the data say of it, and its rows."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from govsvc.domain.deadlines import day_text
from govsvc.domain.rectification import STATES, Light, Standing
from govsvc.exports import export, rectification_table
from govsvc.workflow.rectification import Ledger
from pages._ui import clipboard, downloads, frame, pickers, ui
from pages._ui.rectification import entry_story, letters_form, step_form

_ALL, _OVERDUE = "全部", "逾期"
#: pixels
_ROW_HEIGHT, _MOST_HEIGHT, _LESS_HEIGHT = 35, 480, 283
#: what is chosen, in the address
_KEY = "entry"
_LIGHT, _PROOF = "时限情况", "数据核对"
_WIDTHS = {
    "问题编号": 74,
    "责任单位": 104,
    _LIGHT: 240,
    "状态": 80,
    "涉及事项／站点": 250,
    _PROOF: 250,
}


def nothing_yet() -> None:
    """What to do first."""
    st.markdown(
        "在“问题清单”里筛选，选择几行或全部，点“交办整改”：单位和分管领导随行带出，定下时限，"
        "这里就能看到每一项的进展。没有清单的（暗访、通报、12345），在下面录入；"
        "已经有整改台账的，在下面导入。"
    )
    frame.link("problems.py", "去问题清单 ›")


def units(ledger: Ledger) -> None:
    """Which unit has how many overdue."""
    ui.section("各单位逾期情况", ledger.rates_text())
    if caveat := ledger.caveat():
        st.markdown(f":orange[{caveat}]")
    yellow = f"{ledger.clock.yellow}个工作日内到期"
    ui.table(
        "rectification_units",
        ["责任单位", "逾期", yellow, "在办", "待复核", "已销号"],
        [
            [
                ui.text(line.unit),
                f":red[**{line.overdue}**]" if line.overdue else "0",
                f":orange[{line.due_soon}]" if line.due_soon else "0",
                line.is_open,
                line.applied,
                line.closed,
            ]
            for line in ledger.units()
        ],
        numbers=["逾期", yellow, "在办", "待复核", "已销号"],
    )
    st.markdown(f":gray[:small[{ledger.rules_text()}]]")


def reminder(ledger: Ledger) -> None:
    """The text for the work chat, with a button that copies it."""
    text = ledger.reminder()
    if text:
        with st.expander("催办文字（逾期和即将到期的，发到工作群）", icon=":material/campaign:"):
            clipboard.text_to_copy(text, "一键复制催办", key="rectification_reminder")


def what_data_say(ledger: Ledger) -> None:
    """Entries whose rows have left their lists, and closed ones whose rows have not."""
    for title, found in (
        ("数据已不在清单，建议复核", ledger.left_list()),
        ("报销号未达标", ledger.not_reached()),
        ("最新报送未见该事项，不能据此销号", ledger.not_shown()),
    ):
        if found:
            names = "、".join(f"{one.entry.matter}（{one.unit}）" for one in found[:5])
            more = f"等{len(found)}项" if len(found) > len(found[:5]) else ""
            st.markdown(f":orange[{title}{len(found)}项]：{ui.text(names)}{more}")


def entries(ledger: Ledger) -> None:
    """The rows, and what is done with those that are chosen."""
    shown, filters = _filtered(ledger)
    rows = ledger.table_rows(shown)
    _table(rows, shown)
    by_number = {str(one.entry.number): one for one in shown}
    chosen = pickers.several(
        "选择事项办理，或点表中的行（可多选）",
        list(by_number),
        _KEY,
        placeholder="选择一项或多项",
        shown=lambda number: (
            f"{number}　{by_number[number].entry.matter}（{by_number[number].unit}）"
        ),
    )
    if len(chosen) == 1:
        entry_story.show(ledger, by_number[chosen[0]])
    those = [by_number[number] for number in chosen]
    if those:
        step_form.show(those)
    _downloads(ledger, rows, filters)
    letters_form.show(ledger, those, shown)


def _downloads(
    ledger: Ledger, rows: Sequence[Sequence[str | int | None]], filters: Sequence[str]
) -> None:
    """The ledger as it is shown; file and title say by what it is narrowed, and as of which day."""
    home = frame.current().board.home_name()
    facts = [*ledger.facts(), ("筛选", "；".join(filters) or "全部")]
    sheet = rectification_table.sheet(rows, home=home, facts=facts)
    if filters:
        sheet = replace(sheet, title=f"{sheet.title}（{'，'.join(filters)}）")
    day = f"截至{ledger.clock.day.year}年{day_text(ledger.clock.day)}"
    downloads.table(
        "整改台账",
        lambda suffix: export.file_name(home, "整改台账", *filters, day, suffix=suffix),
        lambda: sheet,
        key="ledger",
    )


def _filtered(ledger: Ledger) -> tuple[list[Standing], list[str]]:
    """The entries that are left by meeting, unit and state, and these in words."""
    every = ledger.urgent_first()
    of_meeting = st.query_params.get("meeting")
    if of_meeting:
        every = [one for one in every if f"{ledger.meeting_of.get(one.entry.number)}" == of_meeting]
    ui.section(
        "整改台账",
        "只列上面这次会议议定的" if of_meeting else "逾期的在前",
        "" if of_meeting else "点一行看经过和佐证，并可办理",
    )
    units_of = sorted({one.unit for one in every})
    states = [name for state, name in STATES.items() if any(one.state == state for one in every)]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        unit = pickers.one("责任单位", units_of, "unit", placeholder="全部单位", width=240)
        state = pickers.one("状态", [_OVERDUE, *states], "state", placeholder=_ALL, width=160)
    left = [
        one
        for one in every
        if unit in (None, one.unit)
        and (
            state is None
            or STATES[one.state] == state
            or (state == _OVERDUE and ledger.clock.light(one) == Light.RED)
        )
    ]
    names = [one.name for one in ledger.meetings if f"{one.number}" == of_meeting]
    return left, [word for word in (*names, unit, state) if word]


def _table(rows: Sequence[Sequence[str | int | None]], shown: Sequence[Standing]) -> None:
    table = pd.DataFrame(rows, columns=list(rectification_table.COLUMNS), dtype=object)
    optional = [name for name in table if table[name].isna().all()]
    table = table.drop(columns=optional).fillna("")
    # what the data say stands beside the state
    table.insert(list(table).index("责任单位") + 1, _LIGHT, table.pop(_LIGHT))
    if _PROOF in table:
        table.insert(list(table).index("状态") + 1, _PROOF, table.pop(_PROOF))

    # what is chosen is told below: the table makes room for it
    most = _LESS_HEIGHT if st.query_params.get_all(_KEY) else _MOST_HEIGHT

    def pick_clicked() -> None:
        selected = st.session_state["rectification_rows"]["selection"]["rows"]
        pickers.choose_several(_KEY, [str(shown[row].entry.number) for row in selected])

    ui.grid(
        table,
        leading=["责任单位", "涉及事项／站点", _LIGHT],
        height=min(most, 3 + _ROW_HEIGHT * (1 + len(table))),
        row_height=_ROW_HEIGHT,
        alt=f"整改台账，{len(table)}行",
        key="rectification_rows",
        on_select=pick_clicked,
        selection_mode="multi-row",
        column_config={
            name: st.column_config.Column(width=width)
            for name, width in _WIDTHS.items()
            if name in table
        },
    )
