"""Sections that are drawn anew alone: with nothing of the page around them but the session."""

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import local_script_runner
from support import show


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("gaps.py", {"ind": "进驻率", "solve": "自然资源局"}),
        ("trends.py", {}),
        ("upload.py", {}),
        ("overview.py", {"present": "1"}),
    ],
)
def test_each_section_is_drawn_alone(full, monkeypatch, page, query):
    known, real = {}, PagesManager.set_pages_and_resolve

    def kept(self, pages, *others, **more):
        known.update(pages)
        return real(self, pages, *others, **more)

    monkeypatch.setattr(PagesManager, "set_pages_and_resolve", kept)
    monkeypatch.setattr(PagesManager, "get_pages", lambda _: known)  # a server keeps them, too
    app = show(page, **query)
    alone = list(app._fragment_storage._fragments)
    assert alone and not app.exception
    monkeypatch.setattr(
        local_script_runner,
        "RerunData",
        lambda **given: RerunData(**given, fragment_id_queue=alone),
    )
    app.run()
    assert not app.exception and not app.header
