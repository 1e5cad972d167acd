"""What the present visitor may do: a page shows only that, and says in a sentence what the rest
needs.

The library checks it again at every write.
"""

import html
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict
from urllib.parse import quote, urlsplit

import streamlit as st

from govsvc.security import Right
from govsvc.security.roles import needed
from govsvc.store import Act
from pages._ui import data


class Author(TypedDict):
    """Who writes something, and when."""

    who: str
    when: datetime


def who() -> str:
    """The name that is noted with a write."""
    return data.actor().name


def author() -> Author:
    """Name and time that are noted with a write of the month's workflow."""
    return {"who": who(), "when": data.now()}


def act(reason: str = "") -> Act:
    """Name, time and reason that are noted with any other write."""
    return Act(who(), data.now(), reason=reason)


def may(right: Right, activity: str) -> bool:
    """Whether the visitor has that right; where not, a line on the page says that the activity
    needs it.
    """
    return not refused((right, activity))


def refused(*activities: tuple[Right, str]) -> list[str]:
    """The activities among these that the visitor may not do.

    A line on the page says what they would need; there is none where all are allowed.
    """
    actor = data.actor()
    lacking: dict[Right, list[str]] = {}
    for right, activity in activities:
        if not actor.may(right):
            lacking.setdefault(right, []).append(activity)
    if lacking:
        sentence = "，".join(
            f"{'、'.join(names)}需要{needed(right)}" for right, names in lacking.items()
        )
        link = "" if actor.account else sign_in()
        st.html(f'<p class="needs">{html.escape(sentence)}。{link}</p>')
    return [activity for names in lacking.values() for activity in names]


def own_units(units: Sequence[str], month: date) -> None:
    """Where one of `units` is not the account's own, a line says which units it is limited to."""
    if data.store().imports.foreign_units(units, month):
        own = html.escape("、".join(data.actor().units))
        st.html(f'<p class="needs">这个账号只能填报{own}。</p>')


def sign_in() -> str:
    """HTML of the link to the sign-in form, which leads back to this page."""
    path = urlsplit(st.context.url or "").path or "/"
    query = "&".join(f"{quote(key)}={quote(value)}" for key, value in st.query_params.items())
    return (
        f'<a href="signin?next={quote(path + (f"?{query}" if query else ""))}" '
        f'target="_self">登录</a>'
    )


def account_link() -> None:
    """Who is signed in, linked to the account, with a badge while he has no password; or the link
    to sign in.
    """
    actor = data.actor()
    link = (
        f'<a href="account" target="_self">{html.escape(actor.name)}（{actor.role.name}）</a>'
        if actor.account
        else sign_in()
    )
    with st.container(key="account", width="content"):
        st.html(f'<p class="account">{link}{_password_badge()}</p>')


def _password_badge() -> str:
    """HTML of 未设密码, linked to where one is chosen; "" where there is one."""
    if not data.is_without_password():
        return ""
    return (
        '<a class="unset" href="account" target="_self" '
        'title="关闭浏览器后，或在其他电脑上，须用密码登录">未设密码</a>'
    )
