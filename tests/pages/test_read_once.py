"""Nothing is read twice in one run of a page, and a run after which nothing changed reads next to
nothing.
"""

from collections import Counter

import pytest
import streamlit as st
from support import few, show, walk

from govsvc.store.connection import Connection
from pages._ui import frame

#: asks whether anything was written since: what is kept is used only where it says no
VERSION = "read_state"
MONTHS = ("2026-10", "2026-09", "2026-08")


@pytest.fixture
def asked(monkeypatch) -> list[tuple]:
    """The queries that are run, with their parameters."""
    found, rows = [], Connection.rows

    def noted(self, name, /, **parameters):
        found.append((name, repr(sorted(parameters.items(), key=repr))))
        return rows(self, name, **parameters)

    monkeypatch.setattr(Connection, "rows", noted)
    return found


@pytest.mark.parametrize("count", few([1, len(MONTHS)], 1))
def test_a_newly_chosen_month_asks_nothing_twice_and_the_same_again_next_to_nothing(
    full, asked, count
):
    app = show()
    for page in walk(app, [file for file, _ in frame.PAGES]):
        st.cache_data.clear()  # what other pages have read
        for month in MONTHS[:count]:
            app.query_params["m"] = app.session_state["month_picker"] = month
            asked.clear()
            app.run()
            assert not app.exception and VERSION in dict(asked), page
            assert [
                question
                for question, times in Counter(asked).items()
                if times > 1 and question[0] != VERSION
            ] == [], page
        app.run()
        asked.clear()
        app.run()
        assert not app.exception, page
        assert len([name for name, _ in asked if name != VERSION]) <= 2, page
