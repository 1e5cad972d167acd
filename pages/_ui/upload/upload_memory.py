"""Uploaded files leave the memory once they are not needed, not when their session ends."""

from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx


def forget() -> None:
    """Drops all files that this session uploaded."""
    context = get_script_run_ctx()
    if exists() and context:
        get_instance().uploaded_file_mgr.remove_session_files(context.session_id)
