"""What a click did, or why it was not done: kept over the rerun that shows the page anew."""

from collections.abc import Callable

import streamlit as st

from govsvc.domain.errors import GovsvcError
from pages._ui import ui

_DONE, _REFUSED = "done", "refused"


def show(key: str = _DONE) -> None:
    """Says once what the last run did, or why not. `key`: where several outcomes are kept."""
    if sentence := st.session_state.pop(key, None):
        st.success(ui.text(sentence), icon=":material/check_circle:")
    if error := st.session_state.pop(_REFUSED, None):
        ui.show_error(error)


def attempt(action: Callable[[], object], sentence: str, key: str = _DONE) -> None:
    """Runs `action`, then shows the page anew with the sentence; where refused, says here why."""
    try:
        action()
    except GovsvcError as error:
        ui.show_error(error)
        return
    st.session_state[key] = sentence
    st.rerun()


def noted(action: Callable[[], str]) -> None:
    """Runs `action` in a callback, before the page is shown anew, which says the sentence that it
    gives, or why it was refused.
    """
    try:
        st.session_state[_DONE] = action()
    except GovsvcError as error:
        st.session_state[_REFUSED] = error


def attempt_anew(action: Callable[[], object], sentence: str) -> None:
    """Runs `action`, then shows the page anew with the sentence or why it was refused."""
    try:
        action()
    except GovsvcError as error:
        st.session_state[_REFUSED] = error
    else:
        st.session_state[_DONE] = sentence
    st.rerun()
