"""A progress bar for work that takes longer than a second; quick work shows nothing, so that
nothing flickers.
"""

import threading

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx

from pages._ui import ui

SECONDS_UNSEEN = 1.0


class Doing:
    """Shows a bar while a block runs: `with Doing("正在读取表格") as doing: …`."""

    def __init__(self, text: str):
        self._slot = st.empty()
        self._text, self._fraction = text, 0.0
        self._lock = threading.Lock()
        self._is_shown = self._is_over = False
        # a timer, since the reader reports nothing while it reads one large file
        self._timer = threading.Timer(SECONDS_UNSEEN, self._show)
        self._timer.daemon = True
        add_script_run_ctx(self._timer)

    def __enter__(self) -> "Doing":
        self._timer.start()
        return self

    def __exit__(self, *_) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._is_shown:
                self._slot.empty()

    def reading(self, file: str, number: int, total: int) -> None:
        """Names the file that is read from now on, as `pipeline.plan` reports it."""
        with self._lock:
            if total > 1:
                self._text, self._fraction = (
                    f"正在读取第{number}个文件，共{total}个：{file}",
                    (number - 1) / total,
                )
            if self._is_shown:
                self._draw()

    def _show(self) -> None:
        with self._lock:
            if not self._is_over:
                self._is_shown = True
                self._draw()

    def _draw(self) -> None:
        self._slot.progress(self._fraction, text=ui.text(self._text) + "…")
