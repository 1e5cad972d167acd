"""One entry of the 整改台账 from its assignment on, with the files that came with each step."""

import streamlit as st

from govsvc.domain.rectification import OF_MEETING, Entry, Event, Standing
from govsvc.importing.originals import restored
from govsvc.security import Right
from govsvc.store import Store
from govsvc.workflow.rectification import Ledger
from pages._ui import data, downloads, ui


def show(ledger: Ledger, one: Standing) -> None:
    """What was assigned, and what happened to it, the latest first."""
    entry = one.entry
    with st.container(border=True):
        ui.section(ui.text(entry.matter), f"{ui.text(one.unit)}　{ui.text(ledger.light_text(one))}")
        if proof := ledger.proof(one):
            st.markdown(f":orange[{proof}]")
        facts = (
            ("有关要求" if entry.source == OF_MEETING else "问题", entry.problem),
            ("问题来源", entry.source),
            ("来源文号或会议", entry.document),
            ("分管领导", entry.lead),
            ("责任人", entry.person),
            ("整改措施", entry.measure),
            ("整改目标", entry.goal),
            ("配合单位", entry.partners),
            ("首次时限", str(entry.first_deadline or "")),
            ("反馈周期", entry.cycle),
            ("台账所列佐证", entry.evidence),
            ("备注", entry.note),
        )
        st.markdown("　".join(f":gray[{name}：]{ui.text(text)}" for name, text in facts if text))
        events = ledger.event_lines(one)
        ui.table(
            "entry_story",
            ["日期", "办理", "经办", "情况", "佐证"],
            [
                *([_line(ledger, event) for event in events]),
                [f"{entry.assigned_on}", "交办", None, _origin(entry), None],
            ],
        )
        _files(data.store(), ledger, events)


def _origin(entry: Entry) -> str | None:
    """Where an entry came from whose steps were not taken here."""
    return f"据台账导入：{ui.text(entry.file)}" if entry.file else None


def _line(ledger: Ledger, event: Event) -> list[str | None]:
    step = event.step
    more = (step.unit, f"时限改为{step.deadline}" if step.deadline else "", step.text)
    names = "、".join(name for _, name in ledger.evidence.get(event.number, ()))
    return [
        f"{event.day}",
        event.name,
        ui.text(event.who) or None,
        ui.text("；".join(filter(None, more))) or None,
        ui.text(names) or None,
    ]


def _files(store: Store, ledger: Ledger, events: list[Event]) -> None:
    """A button for each file; whether the visitor may have it is asked when it is clicked."""
    files = [
        (event.number, sha256, name)
        for event in events
        for sha256, name in ledger.evidence.get(event.number, ())
    ]
    if not files or not data.actor().may(Right.UPLOAD):
        return

    with st.container(horizontal=True, gap="small"):
        for event, sha256, name in files:
            _file(store, event, sha256, name)


def _file(store: Store, event: int, sha256: str, name: str) -> None:
    """The button of one file."""

    def made() -> downloads.Made:
        file = store.rectification.evidence_file(event, sha256)
        assert file is not None, "one of those that are kept"
        return restored(file), f"佐证材料：{name}"

    downloads.button(name, name, made, f"evidence_{event}_{sha256[:8]}", right=Right.UPLOAD)
