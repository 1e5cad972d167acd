"""The part of the page of accounts that gives roles to people of single sign-on.

It draws nothing for somebody who may not manage accounts.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from govsvc.domain.errors import GovsvcError
from govsvc.security import VIEWER, Right
from govsvc.security.roles import BARRED, UPLOADER
from govsvc.security.sso import SingleSignOn
from govsvc.security.sso_rules import GRANTABLE, KINDS, Rule
from pages._server import current_actor, sso_providers
from pages._ui import data, outcome, ui

_HINT = "邮箱填写完整；域名填写@后的部分；组按身份平台中的写法填写"
_DONE = "single_done"


def section() -> None:
    """The rules, a form for one more, what people without a rule get."""
    if not data.actor().may(Right.MANAGE):
        return
    single = current_actor.sessions(data.database_address()).sso
    ui.section("统一身份登录", _state())
    outcome.show(_DONE)
    rules = single.rules()
    if rules:
        ui.table(
            "single_rules",
            ["按", "邮箱、域名或组", "角色", "限部门、乡镇"],
            [
                [KINDS[rule.kind], rule.value, rule.role.name, "、".join(rule.units) or None]
                for rule in rules
            ],
        )
    else:
        st.markdown("还没有规则。")
    _rule_form(single)
    if rules:
        _removal_form(single, rules)
    _others_form(single)


def _state() -> str:
    """Says whether an identity provider is set up."""
    try:
        return (
            "按邮箱（身份平台核实过的）、域名或组给角色，立即生效"
            if sso_providers.providers()
            else "尚未启用：设置方法见运维手册"
        )
    except GovsvcError as error:
        return error.title + error.step


def _rule_form(single: SingleSignOn) -> None:
    """The form for a rule; it replaces one that there is for the same people."""
    with st.form("single_give", clear_on_submit=True):
        left, middle, right = st.columns([1, 2, 1])
        kind = left.selectbox(
            "按", list(KINDS), format_func=lambda kind: KINDS[kind], placeholder="选择"
        )
        value = middle.text_input("邮箱、域名或组", placeholder=_HINT)
        role = right.selectbox(
            "角色", GRANTABLE, format_func=lambda role: role.name, placeholder="选择角色"
        )
        units = st.multiselect(
            "只限这些部门、乡镇（只对填报有效）",
            data.unit_names(),
            placeholder="不选则不限",
            select_all=False,
        )
        if st.form_submit_button("保存规则", type="primary"):

            def save() -> str:
                limit = units if role == UPLOADER else ()
                rule = single.set_rule(kind, value, role, limit, data.actor(), data.now())
                return f"已保存，立即生效：{rule.description}"

            _attempt(save)


def _removal_form(single: SingleSignOn, rules: Sequence[Rule]) -> None:
    with st.form("single_take"):
        rule = st.selectbox(
            "删除一条规则", rules, format_func=lambda rule: rule.description, placeholder="选择规则"
        )
        if st.form_submit_button("去掉"):

            def remove() -> str:
                single.remove_rule(rule.kind, rule.value, data.actor(), data.now())
                return f"已删除，立即生效：{rule.description}"

            _attempt(remove)


def _others_form(single: SingleSignOn) -> None:
    """The role of people without a rule, and the claim that holds their groups."""
    with st.form("single_others"):
        left, right = st.columns(2)
        role = left.selectbox(
            "没有规则的人",
            (VIEWER, BARRED),
            index=int(single.default_role() == BARRED),
            format_func=lambda role: role.name,
            placeholder="选择",
        )
        claim = right.text_input("身份平台中组的字段", single.groups_claim())
        if st.form_submit_button("保存"):

            def save() -> str:
                if role != single.default_role():
                    single.set_default_role(role, data.actor(), data.now())
                if claim.strip() != single.groups_claim():
                    single.set_groups_claim(claim.strip(), data.actor(), data.now())
                return "已保存。"

            _attempt(save)


def _attempt(change: Callable[[], str]) -> None:
    """Runs `change`, then shows the page anew with its sentence; where refused, says why."""
    try:
        st.session_state[_DONE] = change()
    except GovsvcError as error:
        ui.show_error(error)
        return
    st.rerun()
