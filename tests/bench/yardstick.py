"""The yardstick Y: each page's own widgets and charts with constant data.

The first time a page is shown with some month and pickers, the real page runs and each call of
Streamlit is noted with its arguments (figures, frames, texts
ready made). After that only those calls are made: what is left is the time of Streamlit itself, and
of the browser.
As a script it stands in the place of pages/_shell.py: `script` gives its path, in a folder that has
the pages beside it.
"""

import inspect
import os
import shutil
import sys
import threading
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

ROOT = Path(os.environ.get("GOVSVC_ROOT") or Path(__file__).resolve().parents[2])
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402
from streamlit.delta_generator import DeltaGenerator  # noqa: E402
from streamlit.elements.lib.grid_container import GridContainer  # noqa: E402

from govsvc import charts  # noqa: E402
from pages._ui import frame, presentation, style  # noqa: E402

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


@contextmanager
def recording():
    """Notes the calls of this thread."""
    tape, inside = Tape(), threading.local()
    thread = threading.get_ident()
    undo = []

    def noted(name, call, parent_of):
        @wraps(call)
        def made(*args, **kwargs):
            if threading.get_ident() != thread or getattr(inside, "is_in", False):
                return call(*args, **kwargs)
            inside.is_in = True
            try:
                parent, rest = parent_of(args)
                gave = call(*args, **kwargs)
            finally:
                inside.is_in = False
            tape.calls.append((parent, name, rest, kwargs, gave))
            return gave

        return made

    def of_container(args):
        return args[0]._active_dg, args[1:]

    for owner, names in ((DeltaGenerator, [*NAMES, "_bidi_component"]), (GridContainer, ["cell"])):
        for name in names:
            before = owner.__dict__.get(name)
            setattr(owner, name, noted(name, getattr(owner, name), of_container))
            undo.append((owner, name, before))
    for name in [*NAMES, "_bidi_component"]:
        bound = getattr(st, name, None)
        if getattr(bound, "__self__", None) is st._main:
            setattr(st, name, noted(name, bound, lambda args: (st._main._active_dg, args)))
            undo.append((st, name, bound))

    def also(owner, name):
        """Notes a call that has no container: it is made again, and what it gives is not used."""
        call = getattr(owner, name)

        @wraps(call)
        def made(*args, **kwargs):
            if threading.get_ident() == thread:
                tape.calls.append((None, call, args, kwargs, None))
            return call(*args, **kwargs)

        setattr(owner, name, made)
        undo.append((owner, name, call))

    also(st.components.v2, "component")
    for name in charts.__all__:  # the same charts of constant data
        if (
            inspect.isfunction(found := getattr(charts, name))
            and inspect.signature(found).return_annotation is charts.Chart
        ):
            also(charts, name)
    try:
        yield tape
    finally:
        for owner, name, before in undo:
            if before is None:
                delattr(owner, name)
            else:
                setattr(owner, name, before)


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
    page = st.navigation(
        [
            st.Page(file, title=title, url_path=file.removesuffix(".py"), default=not number)
            for number, (file, title) in enumerate(frame.PAGES)
        ],
        position="hidden" if presentation.is_on() else "top",
    )
    key = (page.url_path, *sorted(st.query_params.to_dict().items()))
    found = tapes().get(key)
    if found is None:
        with recording() as tape:
            st.html(f"<style>{style.css()}</style>")
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
