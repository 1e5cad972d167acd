"""What whoever looks may do: a page shows only that, and says in a sentence what else would need. The library checks it at every write."""

import html
from urllib.parse import quote, urlsplit

import streamlit as st

from govsvc.access import Right
from govsvc.access.roles import needed
from pages._shared import data


def who() -> str:
    """The name that is noted with a write."""
    return data.actor().name


def may(right: Right, doing: str) -> bool:
    """Whether whoever looks may do that; where not, says what it needs."""
    actor = data.actor()
    if actor.may(right):
        return True
    st.html(f'<p class="needs">{html.escape(doing)}需要{html.escape(needed(right))}。{"" if actor.account else sign_in()}</p>')
    return False


def sign_in(words: str = "登录") -> str:
    """HTML of the link to the form, which leads back to this page."""
    path = urlsplit(st.context.url or "").path or "/"
    query = "&".join(f"{quote(key)}={quote(value)}" for key, value in st.query_params.items())
    return f'<a href="signin?next={quote(path + (f"?{query}" if query else ""))}" target="_self">{words}</a>'


def account_link() -> None:
    """Who is signed in, with the way to his account; or the way to sign in."""
    actor = data.actor()
    words = f'<a href="account" target="_self">{html.escape(actor.name)}（{actor.role.name}）</a>' if actor.account else sign_in()
    with st.container(key="account", width="content"):
        st.html(f'<p class="account">{words}</p>')
