"""Accounts to be seen and changed.

Every change asks the library anew whether the visitor may make it.
"""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from govsvc.domain.errors import GovsvcError
from govsvc.security import ROLES, UPLOADER, VIEWER, Role
from govsvc.security.account import Account
from govsvc.security.sessions import Sessions
from pages._server import current_actor
from pages._ui import data, ui

_NO_LIMIT = "不限"
_WIDTHS = {"账号": 130, "角色": 68, "限部门、乡镇": 200, "上次登录": 140, "登录中": 68, "状态": 70}


def sessions() -> Sessions:
    return current_actor.sessions(data.database_address())


def title(accounts: Sequence[Account]) -> str:
    """How many accounts there are, disabled ones and those with a one-time password among them."""
    disabled, waiting = (
        sum(account.state == state for account in accounts) for state in ("停用", "待换密码")
    )
    return (
        f"账号：{len(accounts)}个"
        + (f"，{disabled}个停用" if disabled else "")
        + (f"，{waiting}个尚未更换一次性密码" if waiting else "")
    )


def show_outcome() -> None:
    """Says what was done last; a one-time password is shown this once."""
    sentence, password = st.session_state.pop("account_done", ("", ""))
    if not sentence:
        return
    st.success(ui.text(sentence), icon=":material/check_circle:")
    if password:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown("一次性密码（只显示这一次）", width="content")
            st.code(password, language=None, width="content")


def _attempt(sentence: str, action: Callable[[], object], *, gives_password: bool = False) -> None:
    """Runs `action`, then shows the page anew with the sentence; where refused, says why."""
    try:
        result = action()
    except GovsvcError as error:
        ui.show_error(error)
        return
    st.session_state["account_done"] = sentence, str(result) if gives_password else ""
    st.rerun()


def table(accounts: Sequence[Account], live: Mapping[str, int]) -> Account | None:
    """All accounts; gives the one that was clicked.

    `live`: account → in how many places it is signed in.
    """
    rows = pd.DataFrame(
        [
            (
                account.name,
                account.role.name,
                _limit_text(account),
                account.seen_at[:16] or "—",
                f"{live[account.name]}处" if account.name in live else "",
                account.state,
            )
            for account in accounts
        ],
        columns=["账号", "角色", "限部门、乡镇", "上次登录", "登录中", "状态"],
        dtype=object,
    )
    shown = ui.grid(
        rows,
        leading=["账号", "角色", "状态"],
        height=min(520, 38 + 35 * len(rows)),
        row_height=35,
        alt=f"{len(rows)}个账号",
        on_select="rerun",
        selection_mode="single-row",
        key=f"accounts_{len(rows)}",
        column_config={
            name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()
        },
    )
    selected = shown.selection.rows
    return accounts[selected[0]] if selected and selected[0] < len(accounts) else None


def _limit_text(account: Account) -> str:
    if account.role != UPLOADER:
        return ""
    return "、".join(account.units) or _NO_LIMIT


def change(accounts: Sequence[Account], clicked: Account | None) -> None:
    """Role, units and state of one account, its password and its sessions."""
    ui.section("修改账号", "修改角色、部门或密码后，该账号须重新登录")
    names = [account.name for account in accounts]
    name = st.selectbox(
        "账号（也可点选上表）",
        names,
        index=names.index(clicked.name) if clicked else None,
        placeholder="选择账号",
        width=260,
    )
    account = next((account for account in accounts if account.name == name), None)
    if account:
        _role_form(account)
        _account_buttons(account)


def _role_form(account: Account) -> None:
    # kept under what the account has now: after a change the fields show it anew
    key = f"{account.name}/{account.role.key}/{'/'.join(account.units)}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        role = _role_picker(account.role, f"role/{key}")
        units = _units_picker(role, account.units, f"units/{key}")
        if st.button(
            "保存",
            type="primary",
            icon=":material/check:",
            disabled=(role, units) == (account.role, list(account.units)),
        ):
            limit = f"（限{'、'.join(units)}）" if units and role == UPLOADER else ""
            _attempt(
                f"{account.name}：{role.name}{limit}，已保存。",
                lambda: sessions().accounts.change(
                    account.name, data.actor(), data.now(), role=role, units=units
                ),
            )


def _account_buttons(account: Account) -> None:
    """A new password, the end of its sessions, 停用 or 启用."""
    with st.container(horizontal=True, gap="small"):
        if st.button("重置密码", icon=":material/key:"):
            _attempt(
                f"{account.name}的密码已重置，请把一次性密码交给本人。",
                lambda: sessions().accounts.reset(account.name, data.actor(), data.now()),
                gives_password=True,
            )
        if st.button("退出该账号的全部登录", icon=":material/logout:"):
            _attempt(
                f"{account.name}在各处的登录均已退出。",
                lambda: sessions().end(account.name, data.actor(), data.now()),
            )
        word, icon = (
            ("启用", ":material/toggle_on:")
            if account.is_disabled
            else ("停用", ":material/block:")
        )
        if st.button(word, icon=icon):
            _attempt(
                f"{account.name}已{word}。",
                lambda: sessions().accounts.change(
                    account.name, data.actor(), data.now(), is_disabled=not account.is_disabled
                ),
            )


def add() -> None:
    """The form for a new account."""
    turn = st.session_state.setdefault("account_turn", 0)
    name = st.text_input(
        "账号名", placeholder="姓名或工号，2到30个字", max_chars=30, key=f"new_name_{turn}"
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        role = _role_picker(VIEWER, f"new_role_{turn}")
        units = _units_picker(role, (), f"new_units_{turn}")

    def make() -> str:
        password = sessions().accounts.add(name, role, units, data.actor(), data.now())
        st.session_state["account_turn"] = turn + 1  # empties the form
        return password

    if st.button("新增", type="primary", icon=":material/person_add:", disabled=not name.strip()):
        _attempt(
            f"已新增{role.name}账号“{name.strip()}”，请把一次性密码交给本人。",
            make,
            gives_password=True,
        )


def open_access() -> None:
    """The switch that lets people look without signing in."""
    accounts = sessions().accounts
    is_open = accounts.settings.is_open
    wanted = st.toggle("不登录也可以查看", value=is_open, key=f"is_open_{is_open}")
    st.markdown(
        ":gray[:small[内网用户打开网址即可查看和下载。]]"
        if is_open
        else ":gray[:small[未登录的只显示登录页，不提供图表、清单和下载。]]"
    )
    if wanted != is_open:
        _attempt(
            "不登录也可以查看了。" if wanted else "从现在起，登录后才能查看。",
            lambda: accounts.settings.set_open(wanted, data.actor(), data.now()),
        )


def roles_table() -> None:
    """What each role may do."""
    ui.table("roles", ["角色", "可以做什么"], [[role.name, role.description] for role in ROLES])


def _role_picker(present: Role, key: str) -> Role:
    return st.selectbox(
        "角色",
        ROLES,
        index=ROLES.index(present),
        format_func=lambda role: role.name,
        key=key,
        placeholder="选择角色",
        width=120,
    )


def _units_picker(role: Role, present: Sequence[str], key: str) -> list[str]:
    """The units that a 填报 account is limited to.

    An account of another role keeps its units for the day that it is 填报 again.
    """
    if role != UPLOADER:
        return list(present)
    known = data.unit_names()
    names = [*known, *(name for name in present if name not in known)]
    return st.multiselect(
        "只限这些部门、乡镇",
        names,
        default=list(present),
        key=key,
        placeholder="不选则不限",
        select_all=False,
        width=320,
    )
