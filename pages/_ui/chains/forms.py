"""一件事: forms of one thing, of the cases of the month, of how savings are put together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from govsvc.board.chain_period import ChainPeriod
from govsvc.domain.chains import ONLINE, REDUCTION, SAVINGS, STATES, Chain
from govsvc.domain.months import month_text
from govsvc.importing import chain_entry_form, chain_list
from govsvc.security import Right
from pages._ui import data, outcome, permissions, setting_choice, ui

_NEW = "新增一个"
_MOST_CASES = 1_000_000
_DUE = {"": None, "应落地": True, "不要求落地": False}


def show(period: ChainPeriod) -> None:
    """The forms that the visitor may use; others see none."""
    actor = data.actor()
    if actor.may(Right.UPLOAD_ALL) and not actor.is_limited:
        with ui.not_printed("chain_forms"):
            _thing(period)
            if period.online:
                _cases(period)
    if actor.may(Right.MANAGE):
        with st.expander("减幅合计的算法", icon=":material/tune:"):
            setting_choice.show(REDUCTION, period.way)


def _thing(period: ChainPeriod) -> None:
    month = period.months[-1]
    with st.expander("录入或修改一个一件事", icon=":material/edit:", key="chain_form"):
        known = {one.name: one for one in period.chains}
        picked = st.selectbox("一件事", [_NEW, *known], key=f"chain_picked_{month}", width=420)
        chain = known.get(picked, Chain(month, "", state=ONLINE))
        st.markdown(
            ":gray[:small[关联事项一行一个，可写成“事项名称 | 部门 | 事项编码”；"
            "不知道的留空。减环节等填改革前和改革后的数。]]"
        )
        # other fields for another thing: what was typed for one is not another's
        key = f"chain_{month}_{chain.key}_{data.board().version}"
        with st.form(key, border=False):
            said = _fields(key, chain)
            reason = _reason(key, month)
            st.form_submit_button(
                "保存一件事",
                type="primary",
                on_click=outcome.noted,
                args=(lambda: _save(month, chain, said, reason),),
            )


def _fields(key: str, chain: Chain) -> Mapping[str, str]:
    """Draws the fields; gives field → the key of its widget."""
    keys = {}

    def text(name: str, label: str, value: str, width: int = 240) -> None:
        keys[name] = f"{key}_{name}"
        st.text_input(label, value, key=keys[name], max_chars=200, width=width)

    def choice(name: str, label: str, options: Sequence[str], value: str) -> None:
        keys[name] = f"{key}_{name}"
        st.selectbox(label, options, options.index(value), key=keys[name], width=150)

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text("name", "名称", chain.name, 320)
        units = ["", *data.unit_names()]
        options = units if chain.unit in units else [*units, chain.unit]
        keys["unit"] = f"{key}_unit"
        at = options.index(chain.unit)
        st.selectbox("牵头部门", options, at, key=keys["unit"], width=220)
        choice("state", "状态", ["", *STATES.values()], STATES.get(chain.state, ""))
        words = {value: word for word, value in _DUE.items()}
        choice("due", "是否应落地", list(_DUE), words[chain.is_due])
    keys["members"] = f"{key}_members"
    st.text_area(
        "关联事项", chain_entry_form.members_text(chain.members), key=keys["members"], height=120
    )
    text("partners", "联办部门（用、分开）", "、".join(chain.partners), 560)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for one in SAVINGS:
            change = chain.changes.get(one.key)
            for side, word in (("before", "前"), ("after", "后")):
                value = getattr(change, side) if change else ""
                text(f"{one.key}_{side}", f"{one.short}·改革{word}", value, 130)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text("online_on", "上线时间", chain.online_on, 150)
        text("entrance", "线上入口", chain.entrance)
        text("window", "线下窗口", chain.window)
        text("note", "备注", chain.note, 280)
    return keys


def _reason(key: str, month: date) -> str:
    """The key of the field of why a closed month is corrected, "" where it is open."""
    if not data.board().workflow.is_closed(month):
        return ""
    st.text_input("更正原因（这个月已定稿）", key=f"{key}_reason", max_chars=100)
    return f"{key}_reason"


def _save(month: date, chain: Chain, keys: Mapping[str, str], reason: str) -> str:
    """Stores what the form holds; gives the sentence that says so. Raises GovsvcError."""
    said = {name: str(st.session_state.get(key) or "").strip() for name, key in keys.items()}
    said["due"] = {True: "yes", False: "no", None: ""}[_DUE[said["due"]]]
    changed = chain_entry_form.chain_from(replace(chain, month=month), said)
    store = data.store()
    chain_list.save_chain(
        store,
        changed,
        permissions.act(),
        expected_version=store.version(),
        instead_of=chain.key,
        correction=st.session_state.get(reason) or "" if reason else "",
    )
    return f"“{changed.name}”已保存到{month_text(month)}的一件事清单。"


def _cases(period: ChainPeriod) -> None:
    month = period.months[-1]
    with st.expander("填写本月办件量", icon=":material/functions:", key="chain_cases_form"):
        own = data.board().chains.period(month)
        st.markdown(
            f":gray[:small[{month_text(month)}各一件事的办件数，没有办件的填0；"
            "只填当月的，不填累计。空着的不改。]]"
        )
        rows = pd.DataFrame(
            {
                "一件事": [one.name for one in own.online],
                "办件数": pd.array([own.cases.get(one.key) for one in own.online], "Int64"),
            }
        )
        key = f"chain_cases_{month}_{data.board().version}"
        edited = ui.editor(
            rows,
            leading=["一件事", "办件数"],
            is_boxed=True,
            key=key,
            disabled=["一件事"],
            column_config={
                "办件数": st.column_config.NumberColumn(
                    "办件数", min_value=0, max_value=_MOST_CASES, step=1, format="%d"
                )
            },
        )
        reason = _reason(key, month)
        numbers = edited["办件数"]
        given = {
            str(name): int(number)
            for name, number in zip(edited["一件事"], numbers)
            if pd.notna(number)
        }
        st.button(
            "保存办件量",
            key=f"save_{key}",
            on_click=outcome.noted,
            args=(lambda: _save_cases(month, given, reason),),
        )


def _save_cases(month: date, given: Mapping[str, int], reason: str) -> str:
    store = data.store()
    correction = st.session_state.get(reason) or "" if reason else ""
    chain_list.save_cases(
        store,
        month,
        given,
        permissions.act(),
        expected_version=store.version(),
        correction=correction,
    )
    return f"{month_text(month)}{len(given)}个一件事的办件量已保存。"
