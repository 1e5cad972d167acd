"""Uploaded files leave the memory once they are not needed, not when their session ends.

A server that was started anew has neither the files nor the pasted table that an open page shows.
"""

import re
from collections.abc import Sequence

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

#: the end of the id of the field that stands above a pasted table alone
_PASTED = re.compile(r"-title_\d+$")
_HANDED_ON = "handed_on"


def forget() -> None:
    """Drops all files that this session uploaded."""
    context = get_script_run_ctx()
    if exists() and context:
        get_instance().uploaded_file_mgr.remove_session_files(context.session_id)


def are_lost() -> bool:
    """Whether the page names files that it uploaded; to be asked in a session's first run, which
    has none yet.
    """
    return any(
        state.file_uploader_state_value.uploaded_file_info for state in _states_of_the_page()
    )


def is_paste_lost() -> bool:
    """Whether the page shows a table that was pasted; to be asked as `are_lost`."""
    return any(_PASTED.search(state.id) for state in _states_of_the_page())


def _states_of_the_page() -> list[WidgetState]:
    """What the open page says of its fields."""
    context = get_script_run_ctx()
    return list(context.session_state.get_widget_states()) if context else []


def hand_on(files: Sequence[tuple[str, bytes]]) -> None:
    """Keeps (name, content) files that were dropped on this page for the one they belong to."""
    st.session_state[_HANDED_ON] = list(files)


def handed_on() -> list[tuple[str, bytes]]:
    """The files that were dropped on another page."""
    return st.session_state.get(_HANDED_ON, [])
