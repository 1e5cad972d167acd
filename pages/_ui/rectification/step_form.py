"""The next step with the chosen entries: a unit replies, the bureau decides."""

from collections.abc import Sequence

import streamlit as st

from govsvc.domain import rectification
from govsvc.domain.errors import FileRefused
from govsvc.domain.indicators import CALLS
from govsvc.domain.rectification import (
    APPLIED,
    EVENTS,
    EXTENDED,
    OF_UNIT,
    PASSED,
    REBOUNDED,
    REPLIED,
    RETURNED,
    SECOND_CALL,
    SIGNED,
    TRANSFERRED,
    Standing,
    Step,
)
from govsvc.importing import evidence
from govsvc.security import Right
from pages._ui import data, outcome, permissions, ui

_WITH_FILES = (REPLIED, APPLIED, PASSED, RETURNED)
_KIND, _TEXT, _DEADLINE, _UNIT, _FILES, _RESULT, _CALLER = (
    "step_kind",
    "step_text",
    "step_deadline",
    "step_unit",
    "step_files",
    "step_result",
    "step_caller",
)


def show(chosen: Sequence[Standing]) -> None:
    """The steps that all of them allow and the visitor may take; what each needs."""
    kinds = [
        kind
        for kind in EVENTS
        if all(kind in rectification.possible(one) for one in chosen) and _may(kind)
    ]
    permissions.refused(
        (Right.UPLOAD, "签收、反馈、申请销号"), (Right.REVIEW, "复核、退回、延期、转办、作废")
    )
    units, month = [one.unit for one in chosen], data.now().date().replace(day=1)
    if data.actor().is_limited and data.store().imports.foreign_units(units, month):
        permissions.own_units(units, month)
        return
    if not kinds:
        if data.actor().may(Right.UPLOAD):
            st.markdown(":gray[这些事项现在没有可办理的步骤，或状态不同，不能一起办理。]")
        return
    with st.container(border=True):
        ui.section(f"办理选中的{len(chosen)}项")
        if st.session_state.get(_KIND) not in kinds:  # of another entry, or before the last step
            st.session_state[_KIND] = next(
                (kind for kind in (PASSED, SIGNED) if kind in kinds), kinds[0]
            )
        kind = str(
            st.segmented_control(
                "办理",
                kinds,
                required=True,
                format_func=EVENTS.__getitem__,
                key=_KIND,
            )
        )
        is_of_calls = _are_calls(chosen)
        _what_it_needs(kind, is_of_calls)
        if kind == PASSED and is_of_calls:
            _second_call()
        # what this page has shown of them: a step that another took since is not passed over
        seen = {one.entry.number: one.last for one in chosen}
        st.button(
            f"{EVENTS[kind]}{len(chosen)}项",
            type="primary",
            key="take_step",
            on_click=outcome.noted,
            args=(lambda: _take(kind, seen, is_of_calls),),
        )


def _are_calls(chosen: Sequence[Standing]) -> bool:
    return any(one.entry.kind == CALLS for one in chosen)


def _second_call() -> None:
    """What closes what was said on the phone: a second call by somebody of another unit."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            "二次回访结果",
            SECOND_CALL,
            index=None,
            key=_RESULT,
            placeholder="对方不认可的请退回",
            width=240,
        )
        st.selectbox(
            "二次回访人所在单位",
            data.unit_names(),
            index=None,
            key=_CALLER,
            placeholder="不能是承办单位",
            accept_new_options=True,
            width=320,
        )


def _may(kind: str) -> bool:
    return data.actor().may(Right.UPLOAD if kind in OF_UNIT else Right.REVIEW)


def _what_it_needs(kind: str, is_of_calls: bool) -> None:
    if kind in (EXTENDED, REBOUNDED):
        st.date_input("新的时限", value=None, key=_DEADLINE, format="YYYY-MM-DD", width=200)
    if kind == TRANSFERRED:
        st.selectbox(
            "接办单位",
            data.unit_names(),
            index=None,
            key=_UNIT,
            placeholder="选择单位",
            width=320,
        )
    st.text_area(
        "情况或理由",
        key=_TEXT,
        max_chars=500,
        height=80,
        placeholder="如 已联系企业，当面说明了要带的材料；对方怎么说的"
        if is_of_calls
        else "如 已进驻窗口，10月20日起受理；数据仍在清单上而要销号的，写明理由",
    )
    if kind in _WITH_FILES:
        with st.container(key="evidence"):
            st.file_uploader(
                f"佐证材料（最多{evidence.MOST_FILES}个）",
                type=list(evidence.ENDINGS),
                accept_multiple_files=True,
                key=_FILES,
            )


def _take(kind: str, seen: dict[int, int], is_of_calls: bool) -> str:
    """Takes the step; gives the sentence that says so. Raises GovsvcError."""
    state = st.session_state
    uploads = (state.get(_FILES) or []) if kind in _WITH_FILES else []
    if len(uploads) > evidence.MOST_FILES:
        raise FileRefused(
            f"佐证材料有{len(uploads)}个，没有保存。", f"一次最多{evidence.MOST_FILES}个。"
        )
    is_second_call = kind == PASSED and is_of_calls
    result = (state.get(_RESULT) or "") if is_second_call else ""
    unit = _UNIT if kind == TRANSFERRED else _CALLER if is_second_call else ""
    step = Step(
        kind,
        "；".join(filter(None, (result, state.get(_TEXT)))),
        (state.get(unit) or "") if unit else "",
        state.get(_DEADLINE) if kind in (EXTENDED, REBOUNDED) else None,
    )
    files = [evidence.keep(file.name, file.getvalue()) for file in uploads]
    data.store().rectification_writes.take(seen, step, permissions.act(), evidence=files)
    state[_TEXT] = ""
    return f"{len(seen)}项已{EVENTS[kind]}。"
