"""Accounts to be seen and changed.

Every change asks the library anew whether whoever looks may make it.
"""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from govsvc.domain.errors import GovsvcError
from govsvc.security import ROLES, UPLOADER, VIEWER, Role
from govsvc.security.accounts import Account
from govsvc.security.sessions import Sessions
from pages._server import current_actor
from pages._ui import data, ui

_ALL = "不限"
_WIDTHS = {"账号": 150, "限部门、乡镇": 260, "登录中": 76}


def sessions() -> Sessions:
    return current_actor.sessions(data.database_path())


def said() -> None:
    """What was done last; a password is shown this once."""
    words, password = st.session_state.pop("account_done", ("", ""))
    if not words:
        return
    st.success(ui.text(words), icon=":material/check_circle:")
    if password:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown("一次性密码（只显示这一次）", width="content")
            st.code(password, language=None, width="content")


def _do(words: str, act: Callable[[], object], has_password: bool = False) -> None:
    """Does it and shows the page anew, or says why it was not done."""
    try:
        given = act()
    except GovsvcError as error:
        st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:")
        return
    st.session_state["account_done"] = words, str(given) if has_password else ""
    st.rerun()


def table(accounts: Sequence[Account], live: dict[str, int]) -> Account | None:
    """All accounts; gives the one that was clicked.

    `live`: account → in how many places it is signed in.
    """
    found = [
        (
            account.name,
            account.role.name,
            _limit(account),
            account.seen_at[:16] or "—",
            f"{live[account.name]}处" if account.name in live else "",
            account.state,
        )
        for account in accounts
    ]
    shown = pd.DataFrame(
        found, columns=["账号", "角色", "限部门、乡镇", "上次登录", "登录中", "状态"], dtype=object
    )
    picture = st.dataframe(
        shown,
        hide_index=True,
        height=min(520, 38 + 35 * len(shown)),
        row_height=35,
        alt=f"{len(shown)}个账号",
        on_select="rerun",
        selection_mode="single-row",
        key=f"accounts_{len(shown)}",
        column_config={
            name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()
        },
    )
    rows = picture.selection.rows
    return accounts[rows[0]] if rows and rows[0] < len(accounts) else None


def _limit(account: Account) -> str:
    if account.role != UPLOADER:
        return ""
    return "、".join(account.units) or _ALL


def change(accounts: Sequence[Account], chosen: Account | None) -> None:
    """Role, units and state of one account, its password and its sessions."""
    ui.section("修改账号", "改了角色、部门或密码，这个账号要重新登录")
    names = [account.name for account in accounts]
    name = st.selectbox(
        "账号（也可点选上表）",
        names,
        index=names.index(chosen.name) if chosen else None,
        placeholder="选择账号",
        width=260,
    )
    account = next((account for account in accounts if account.name == name), None)
    if account is None:
        return
    # kept under what the account has now: after a change the fields show it anew
    key = f"{account.name}/{account.role.key}/{'/'.join(account.units)}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        role = _role(account.role, f"role/{key}")
        units = _units(role, account.units, f"units/{key}")
        if st.button(
            "保存",
            type="primary",
            icon=":material/check:",
            disabled=(role, units) == (account.role, list(account.units)),
        ):
            limit = f"（限{'、'.join(units)}）" if units and role == UPLOADER else ""
            _do(
                f"{account.name}：{role.name}{limit}，已保存。",
                lambda: sessions().accounts.change(
                    account.name, data.actor(), data.now(), role=role, units=units
                ),
            )
    with st.container(horizontal=True, gap="small"):
        if st.button("重置密码", icon=":material/key:"):
            _do(
                f"{account.name}的密码已重置，请把一次性密码交给本人。",
                lambda: sessions().accounts.reset(account.name, data.actor(), data.now()),
                has_password=True,
            )
        if st.button("退出它的全部登录", icon=":material/logout:"):
            _do(
                f"{account.name}在各处的登录都已退出。",
                lambda: sessions().end(account.name, data.actor(), data.now()),
            )
        word = "启用" if account.is_disabled else "停用"
        if st.button(
            word, icon=":material/toggle_on:" if account.is_disabled else ":material/block:"
        ):
            _do(
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
        role = _role(VIEWER, f"new_role_{turn}")
        units = _units(role, (), f"new_units_{turn}")

    def make() -> str:
        password = sessions().accounts.add(name, role, units, data.actor(), data.now())
        st.session_state["account_turn"] = turn + 1
        return password

    if st.button("新增", type="primary", icon=":material/person_add:", disabled=not name.strip()):
        _do(
            f"已新增{role.name}账号“{name.strip()}”，请把一次性密码交给本人。",
            make,
            has_password=True,
        )


def looking() -> None:
    """Whether who has not signed in may look."""
    accounts = sessions().accounts
    is_open = accounts.is_open
    wanted = st.toggle("不登录也可以查看", value=is_open, key=f"is_open_{is_open}")
    st.markdown(
        ":gray[:small[内网里的人打开网址就能看和下载。]]"
        if is_open
        else ":gray[:small[没有登录的只看到登录页，图表、清单和下载都不给。]]"
    )
    if wanted != is_open:
        _do(
            "不登录也可以查看了。" if wanted else "从现在起，登录后才能查看。",
            lambda: accounts.set_open(wanted, data.actor(), data.now()),
        )


def roles_table() -> None:
    ui.table("roles", ["角色", "可以做什么"], [[role.name, role.description] for role in ROLES])


def _role(present: Role, key: str) -> Role:
    return st.selectbox(
        "角色",
        ROLES,
        index=ROLES.index(present),
        format_func=lambda role: role.name,
        key=key,
        placeholder="选择角色",
        width=120,
    )


def _units(role: Role, present: Sequence[str], key: str) -> list[str]:
    """The units that 填报 is limited to; of other roles what is kept for the day that it is 填报
    again.
    """
    if role != UPLOADER:
        return list(present)
    known = [unit.name for unit in data.store().settings.roster().units]
    names = [*known, *(name for name in present if name not in known)]
    return st.multiselect(
        "只限这些部门、乡镇",
        names,
        default=list(present),
        key=key,
        placeholder="不选就是不限",
        select_all=False,
        width=320,
    )
