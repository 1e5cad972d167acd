"""撤销: shows what would change, and what would have to go with it, before it is done."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.domain.errors import GovsvcError, MonthClosed
from govsvc.domain.months import month_text
from govsvc.importing import preview
from govsvc.importing.preview import Preview
from govsvc.store import CLOSED, IMPORT, OPEN, UNDO, Act, Store
from govsvc.system import clock
from govsvc.workflow.collecting import Draft, opened_from
from pages._ui import changes_table, permissions, ui


@st.dialog("撤销", width="large")
def confirm(store: Store, draft: Draft, month: date | None) -> None:
    """Shows the difference and asks; a closed month needs a reason. `month`: None of what belongs
    to none, as targets.
    """
    later = store.undoing.later_writes(draft.version)
    versions = [draft.version, *later]
    try:
        difference = preview.of_undoing(store, versions)
    except GovsvcError as error:
        ui.show_error(error)
        return
    name = f"{month_text(month)}{draft.name}" if month else draft.reason or draft.name
    _what_goes(store, draft, month, name, later)
    _what_changes(store, difference)
    state = store.months.states().get(month) if month else None
    is_closed = state is not None and state.state == CLOSED
    if not store.undoing.may_undo(draft.version):
        st.markdown(":orange[其中有他人的操作，请管理员撤销。]")
        return
    reason = ""
    if is_closed:
        reason = st.text_input(
            "更正原因",
            key="undo_reason",
            placeholder=f"{month_text(month) if month else ''}已定稿，撤销将存为更正版，请写明原因",
            max_chars=100,
        )
    if st.button(
        "确认撤销",
        type="primary",
        icon=":material/undo:",
        disabled=is_closed and not reason.strip(),
    ):
        # what belongs to no month says itself what was taken back
        _undo(store, versions, reason.strip() if month else name, difference.version, name)


def _what_goes(
    store: Store, draft: Draft, month: date | None, name: str, later: Sequence[int]
) -> None:
    """Lists what would go: the write itself and the later ones built on it; names the months that
    keep what they took over.
    """
    back = "恢复被它撤销的内容" if draft.what == UNDO else "恢复它之前的数据"
    st.markdown(
        f"撤销**{ui.text(name)}**（{draft.at:%m-%d %H:%M}，{ui.text(draft.who)}），"
        f"{back}。撤销操作同样留有记录，可再次撤销予以恢复。"
    )
    if later:
        st.markdown(
            f":orange[后来还有{len(later)}次操作以它为基础（操作号"
            f"{'、'.join(map(str, later))}），将一并撤销。]"
        )
    following = opened_from(store, month) if month else []
    if following and draft.what in (IMPORT, OPEN):
        st.markdown(
            f":orange[{'、'.join(map(month_text, following))}以本月为底册开的月，"
            "沿用的行不随之改变；需要的，撤销那个月的开月后重新开月。]"
        )


def _what_changes(store: Store, difference: Preview) -> None:
    for sentence in preview.summary(difference):
        st.markdown("· " + ui.text(sentence))
    sheet = preview.preview_sheet(difference, home=store.settings.home() or "本县")
    if sheet.rows:
        with st.expander(f"逐行查看（{len(sheet.rows)}处）"):
            changes_table.show(sheet, 360)
    elif not difference.is_changed:
        st.markdown(":gray[数据没有变化。]")


def _undo(
    store: Store, versions: Sequence[int], reason: str, expected_version: int, name: str
) -> None:
    try:
        store.undoing.undo(
            versions,
            Act(permissions.who(), clock.now(), reason=reason),
            expected_version=expected_version,
        )
    except MonthClosed as error:  # another month than the one that is shown
        st.error(
            f"**{ui.text(error.title)}**  \n"
            f"请到{'、'.join(map(month_text, error.months))}的页面撤销，并写明更正原因。",
            icon=":material/error:",
        )
    except GovsvcError as error:
        ui.show_error(error)
    else:
        st.session_state["done"] = f"已撤销{name}。"
        st.rerun()
