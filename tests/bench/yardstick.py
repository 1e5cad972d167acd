"""The yardstick Y: each page's own widgets and charts with constant data.

The first time a page is shown with some month and pickers, the real page runs and each call of
Streamlit is noted with its arguments (figures, frames, texts
ready made). After that only those calls are made: what is left is the time of Streamlit itself, and
of the browser.
As a script it stands in the place of pages/_shell.py: `script` gives its path, in a folder that has
the pages beside it.
"""

import inspect
import shutil
import threading
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.grid_container import GridContainer

from govsvc import charts
from pages._ui import frame, presentation, style

ROOT = Path(__file__).resolve().parents[2]
NAMES = [
    name
    for name in dir(DeltaGenerator)
    if not name.startswith("_")
    and callable(getattr(DeltaGenerator, name))
    and name not in ("dg", "with_dg")
]


class Tape:
    """Calls in order: (the container, the method, its arguments, what it gave)."""

    def __init__(self):
        self.calls: list[tuple[object, str, tuple, dict, object]] = []

    def play(self) -> None:
        """The same calls on containers of this run."""
        now: dict[int, object] = {}
        for parent, name, args, kwargs, gave in self.calls:
            if parent is None:
                name(*args, **kwargs)
                continue
            found = getattr(now.get(id(parent), st._main), name)(*args, **kwargs)
            if isinstance(gave, DeltaGenerator):
                now[id(gave)] = found
            elif isinstance(gave, (list, tuple)) and gave and isinstance(gave[0], DeltaGenerator):
                now |= {id(before): after for before, after in zip(gave, found)}


class Recorder:
    """Notes the calls of this thread on a tape, by wrapping what makes them."""

    def __init__(self):
        self.tape, self._inside, self._thread = Tape(), threading.local(), threading.get_ident()
        self._undo: list[tuple[object, str, object]] = []

    def wrap(self, owner, name: str, call, parent_of, before) -> None:
        """Notes a call on a container; `before`: what `undo` puts back, None for nothing."""

        @wraps(call)
        def made(*args, **kwargs):
            if threading.get_ident() != self._thread or getattr(self._inside, "is_in", False):
                return call(*args, **kwargs)
            self._inside.is_in = True
            try:
                parent, rest = parent_of(args)
                gave = call(*args, **kwargs)
            finally:
                self._inside.is_in = False
            self.tape.calls.append((parent, name, rest, kwargs, gave))
            return gave

        setattr(owner, name, made)
        self._undo.append((owner, name, before))

    def wrap_function(self, owner, name: str) -> None:
        """Notes a call that has no container: it is made again, and what it gives is not used."""
        call = getattr(owner, name)

        @wraps(call)
        def made(*args, **kwargs):
            if threading.get_ident() == self._thread:
                self.tape.calls.append((None, call, args, kwargs, None))
            return call(*args, **kwargs)

        setattr(owner, name, made)
        self._undo.append((owner, name, call))

    def undo(self) -> None:
        for owner, name, before in self._undo:
            if before is None:
                delattr(owner, name)
            else:
                setattr(owner, name, before)


def _of_container(args):
    return args[0]._active_dg, args[1:]


def _of_main(args):
    return st._main._active_dg, args


def _makes_chart(function) -> bool:
    return (
        inspect.isfunction(function)
        and inspect.signature(function).return_annotation is charts.Chart
    )


@contextmanager
def recording():
    """The tape of what this thread calls meanwhile."""
    recorder, names = Recorder(), [*NAMES, "_bidi_component"]
    for owner, methods in ((DeltaGenerator, names), (GridContainer, ["cell"])):
        for name in methods:
            before = owner.__dict__.get(name)
            recorder.wrap(owner, name, getattr(owner, name), _of_container, before)
    for name in names:
        bound = getattr(st, name, None)
        if getattr(bound, "__self__", None) is st._main:
            recorder.wrap(st, name, bound, _of_main, bound)
    recorder.wrap_function(st.components.v2, "component")
    for name in charts.__all__:  # the same charts of constant data
        if _makes_chart(getattr(charts, name)):
            recorder.wrap_function(charts, name)
    try:
        yield recorder.tape
    finally:
        recorder.undo()


def script(folder: Path) -> Path:
    """The yardstick among copies of the pages, as links to pages are relative to the script."""
    for page in (ROOT / "pages").glob("*.py"):
        shutil.copy(page, folder)
    return Path(shutil.copy(__file__, folder / "_shell.py"))


@st.cache_resource
def tapes() -> dict[tuple, Tape]:
    return {}


def main() -> None:
    st.set_page_config(page_title="政务服务指标看板", layout="wide")
    page = st.navigation(frame.navigation(), position="hidden" if presentation.is_on() else "top")
    key = (page.url_path, *sorted(st.query_params.to_dict().items()))
    found = tapes().get(key)
    if found is None:
        with recording() as tape:
            st.html(f"<style>{style.css(printed_on=date(2026, 11, 6))}</style>")
            try:
                if frame.open_frame(page.url_path):
                    page.run()
            finally:
                tapes()[key] = tape
        return
    if "m" in st.query_params:
        st.session_state["month_picker"] = st.query_params["m"]
    found.play()


if __name__ == "__main__":
    main()
