"""节假日安排, by which deadlines are counted: which years are entered, and the next one."""

import streamlit as st

from govsvc.domain import workdays
from govsvc.security import Right
from govsvc.workflow.rectification import Ledger
from pages._ui import data, outcome, permissions, ui

_YEAR, _DOCUMENT, _TEXT = "holidays_year", "holidays_document", "holidays_text"


def show(ledger: Ledger) -> None:
    """The form, for administrators; others see nothing of it."""
    if not data.actor().may(Right.MANAGE):
        return
    with st.expander("节假日安排（工作日计算）", icon=":material/calendar_month:"):
        days = ledger.clock.calendar.days
        documents = dict.fromkeys((one.day.year, one.document) for one in days)
        ui.table(
            "holidays",
            ["年度", "放假", "调休上班", "依据"],
            [
                [
                    str(year),
                    sum(one.day.year == year and one.is_off for one in days),
                    sum(one.day.year == year and not one.is_off for one in days),
                    ui.text(document),
                ]
                for year, document in documents
            ],
            numbers=["放假", "调休上班"],
        )
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            year = st.number_input(
                "年度", 2020, 2099, max(one.day.year for one in days) + 1, key=_YEAR, width=140
            )
            document = st.text_input(
                "文号", key=_DOCUMENT, max_chars=60, width=320, placeholder="国办发明电〔2026〕×号"
            )
        text = st.text_area(
            "把国务院办公厅通知的正文粘贴在这里",
            key=_TEXT,
            height=120,
            placeholder="一、元旦：1月1日至3日放假调休，共3天。1月4日上班。二、春节：……",
        )
        st.button(
            "保存节假日安排",
            key="save_holidays",
            disabled=not (text.strip() and document.strip()),
            on_click=outcome.noted,
            args=(lambda: _save(int(year), document.strip(), text),),
        )


def _save(year: int, document: str, text: str) -> str:
    """Stores the days of the notice; gives the sentence that says so. Raises GovsvcError."""
    store, days = data.store(), workdays.of_notice(text, year, document)
    store.rectification_writes.set_holidays(
        year, days, permissions.act(), expected_version=store.version()
    )
    off = sum(one.is_off for one in days)
    return f"{year}年节假日安排已保存：放假{off}天，调休上班{len(days) - off}天。"
