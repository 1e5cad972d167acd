"""交办 of what no list of problems has: what people were not content with, or suggested, and where
chains of 一件事 break.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from govsvc.domain.chains.links import Link
from govsvc.domain.deadlines import day_text
from govsvc.domain.feedback import BadRating, Call, level_name
from govsvc.domain.rectification import Entry
from govsvc.security import Right
from govsvc.workflow.rectification import Terms
from pages._ui import data, frame, outcome, permissions
from pages._ui.rectification import terms_form

Said = TypeVar("Said", Call, BadRating, Link)
#: what was said, the leader of each unit and the terms → the entries
Entries = Callable[[Sequence[Said], Mapping[str, str], Terms], Sequence[Entry]]


def label(said: Call | BadRating, level: str, source: str) -> str:
    """What tells one of them from the others in the list of choices."""
    what = said.text or said.item or source
    return f"{level_name(level)}　{said.unit}　{what[:30]}（{said.sheet} 第{said.row}行）"


def form(
    key: str,
    waiting: Mapping[str, Said],
    *,
    usual: Collection[str],
    usual_text: str,
    source: str,
    workdays: int,
    entries: Entries[Said],
    note: str = "",
) -> None:
    """The form, for those who may assign, where something is not assigned yet.

    `waiting`: label → what is not assigned; `usual`: the labels that go where none is chosen, and
    `usual_text` says which these are. `note`: what follows from 交办.
    """
    if not waiting or not data.actor().may(Right.UPLOAD_ALL):
        return
    with st.expander(f"交办整改（{len(waiting)}条还没有交办）", icon=":material/assignment_ind:"):
        chosen = st.multiselect(
            f"交办哪几条（不选就是{usual_text}）", list(waiting), key=f"{key}_assigned"
        )
        said = [waiting[one] for one in chosen or usual]
        if note:
            st.markdown(f":gray[:small[{note}]]")
        terms = terms_form.show(key, source, workdays)
        st.button(
            f"交办{len(said)}条给{len({one.unit for one in said})}个单位",
            type="primary",
            key=f"assign_{key}",
            disabled=not said,
            on_click=outcome.noted,
            args=(lambda: _assign(key, said, terms, entries),),
        )
        frame.link("rectification.py", "查看整改台账 ›")


def _assign(key: str, said: Sequence[Said], terms: Terms, entries: Entries[Said]) -> str:
    """Assigns them; gives the sentence that says so. Raises GovsvcError."""
    store = data.store()
    new, doubled = store.rectification_writes.assign(
        entries(said, store.settings.roster().leaders, terms),
        permissions.act(),
        expected_version=store.version(),
    )
    st.session_state.pop(f"{key}_assigned", None)
    units = {entry.unit for entry in new}
    again = f"；另有{len(doubled)}条已交办过、还没有销号" if doubled else ""
    return f"已交办{len(new)}条给{len(units)}个单位，时限{day_text(terms.deadline)}{again}。"
