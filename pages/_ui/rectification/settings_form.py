"""整改设置: how lights and rates are counted, and what the papers say; administrators change it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from govsvc.domain.rectification import CYCLES, Settings, settings
from govsvc.security import Right
from govsvc.workflow.rectification import Ledger
from pages._ui import data, outcome, permissions

_TEXTS = {"office": "如 清源县政务服务管理局", "prefix": "如 清政务", "contact": "", "phone": ""}
_DECIMALS = {0: "取整", 2: "两位小数"}


def show(ledger: Ledger) -> None:
    """The form, for administrators; others see nothing of it."""
    if not data.actor().may(Right.MANAGE):
        return
    with st.expander(
        "整改设置（黄灯、计时、销号率、函件）",
        icon=":material/tune:",
        key="rectification_settings",
        on_change="rerun",
    ) as form:
        if not form.open:
            return
        stored = ledger.settings
        st.markdown(":gray[计时和比率]")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            typed: dict[str, Any] = {"yellow": _number(stored, "yellow")}
            typed["stops"] = _yes_or_no(stored, "stops")
            typed["decimals"] = _choice(stored, "decimals", list(_DECIMALS), _DECIMALS.get)
            typed["workdays"] = _number(stored, "workdays")
            typed["cycle"] = _choice(stored, "cycle", CYCLES, str)
            typed["call_contact"] = _number(stored, "call_contact")
            typed["call_answer"] = _number(stored, "call_answer")
        st.markdown(":gray[交办单、提醒函、督办单]")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            for name, example in _TEXTS.items():
                typed[name] = _text(stored, name, example)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            typed["per_matter"] = _yes_or_no(stored, "per_matter")
            typed["reply_days"] = _number(stored, "reply_days")
            typed["is_sealed"] = _yes_or_no(stored, "is_sealed")
            spacing = _text(stored, "spacing", "28.95")
        st.button(
            "保存整改设置",
            key="save_rectification_settings",
            on_click=outcome.noted,
            args=(lambda: _save(typed, spacing),),
        )


def _key(stored: Settings, name: str) -> str:
    """A field begins anew where another has changed what it stands for."""
    return f"setting_{name}_{getattr(stored, name)}"


def _number(stored: Settings, name: str) -> int:
    least, greatest = settings.BOUNDS[name]
    value = getattr(stored, name)
    label = settings.NAMES[name]
    return int(st.number_input(label, least, greatest, value, key=_key(stored, name), width=190))


def _choice(stored: Settings, name: str, options: Sequence, shown) -> Any:
    place = list(options).index(getattr(stored, name))
    return st.selectbox(
        settings.NAMES[name],
        options,
        place,
        format_func=shown,
        key=_key(stored, name),
        width=190,
    )


def _yes_or_no(stored: Settings, name: str) -> bool:
    words = settings.words(name)
    return _choice(stored, name, (False, True), lambda value: words[bool(value)])


def _text(stored: Settings, name: str, example: str) -> str:
    return st.text_input(
        settings.NAMES[name],
        str(getattr(stored, name)),
        placeholder=example,
        max_chars=60,
        key=_key(stored, name),
        width=260 if name == "office" else 190,
    )


def _save(typed: dict[str, Any], spacing: str) -> str:
    """Stores what was typed; gives the sentence that says so. Raises GovsvcError."""
    store = data.store()
    wanted = replace(Settings(), **typed, spacing=settings.spacing_typed(spacing))
    store.setting_writes.set_rectification(
        wanted, permissions.act(), expected_version=store.version()
    )
    return "整改设置已保存。"
