"""What whoever looks may do: a page shows only that, and says in a sentence what else would need.

The library checks it at every write.
"""

import html
from datetime import date
from urllib.parse import quote, urlsplit

import streamlit as st

from govsvc.security import Right
from govsvc.security.roles import needed
from pages._ui import data


def who() -> str:
    """The name that is noted with a write."""
    return data.actor().name


def may(right: Right, doing: str) -> bool:
    """Whether whoever looks may do that; where not, says what it needs."""
    return not rest((right, doing))


def rest(*things: tuple[Right, str]) -> list[str]:
    """Of these things, what whoever looks may not do; says in one sentence what it would need,
    nothing where he may do all.
    """
    actor = data.actor()
    lacking: dict[Right, list[str]] = {}
    for right, doing in things:
        if not actor.may(right):
            lacking.setdefault(right, []).append(doing)
    if lacking:
        words = "，".join(
            f"{'、'.join(found)}需要{needed(right)}" for right, found in lacking.items()
        )
        st.html(f'<p class="needs">{html.escape(words)}。{"" if actor.account else sign_in()}</p>')
    return [doing for found in lacking.values() for doing in found]


def own_units(names: list[str], month: date) -> None:
    """Where whoever looks may not fill in for one of these units, says for which he may."""
    if data.store().imports.foreign_units(names, month):
        st.html(
            f'<p class="needs">这个账号只能填报{html.escape("、".join(data.actor().units))}。</p>'
        )


def sign_in(words: str = "登录") -> str:
    """HTML of the link to the form, which leads back to this page."""
    path = urlsplit(st.context.url or "").path or "/"
    query = "&".join(f"{quote(key)}={quote(value)}" for key, value in st.query_params.items())
    return (
        f'<a href="signin?next={quote(path + (f"?{query}" if query else ""))}" '
        f'target="_self">{words}</a>'
    )


def account_link() -> None:
    """Who is signed in, with the way to his account; or the way to sign in."""
    actor = data.actor()
    words = (
        f'<a href="account" target="_self">{html.escape(actor.name)}（{actor.role.name}）</a>'
        if actor.account
        else sign_in()
    )
    with st.container(key="account", width="content"):
        st.html(f'<p class="account">{words}</p>')
