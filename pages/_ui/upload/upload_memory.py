"""Uploaded files leave the memory once they are not needed, not when their session ends.

A server that was started anew has none of the files that an open page names.
"""

from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx


def forget() -> None:
    """Drops all files that this session uploaded."""
    context = get_script_run_ctx()
    if exists() and context:
        get_instance().uploaded_file_mgr.remove_session_files(context.session_id)


def are_lost() -> bool:
    """Whether the page names files that it uploaded; to be asked in a session's first run, which
    has none yet.
    """
    context = get_script_run_ctx()
    return context is not None and any(
        state.file_uploader_state_value.uploaded_file_info
        for state in context.session_state.get_widget_states()
    )
