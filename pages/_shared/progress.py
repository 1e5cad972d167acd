"""What is being done, shown once it takes longer than a second."""

import time
from collections.abc import Callable

import streamlit as st

#: seconds after which something is shown
_SOON = 1.0


def reading() -> Callable[[str, int, int], None]:
    """For `imports.plan`: names the file that is being read."""
    place, started = st.empty(), time.monotonic()

    def show(file: str, number: int, total: int) -> None:
        if total > 1 and time.monotonic() - started > _SOON:
            place.progress((number - 1) / total, text=f"正在读取第{number}个文件，共{total}个：{file}")

    return show
