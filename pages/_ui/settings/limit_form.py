"""导入核对: by how many percentage points an import may move an indicator before it is asked."""

import streamlit as st

from govsvc.domain import import_limits
from govsvc.domain.errors import GovsvcError
from govsvc.store import Act, Store
from pages._ui import outcome, ui


def show(store: Store, act: Act) -> None:
    """The limit as it is, and the form that changes it."""
    ui.section("导入核对", "一次导入使指标变动超过这个界限时，要核对后才能确认")
    stored = import_limits.of_settings(store.settings.all())
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        text = st.text_input(
            "变动超过多少个百分点时要求核对",
            value=str(stored),
            placeholder=f"{import_limits.LEAST}到{import_limits.GREATEST}",
            max_chars=8,
            key=f"most_points_{stored}",
            width=280,
        )
        if not st.button("保存", key="save_most_points"):
            return
    try:
        points = import_limits.points_typed(text)
    except GovsvcError as error:
        ui.show_error(error)
        return
    outcome.attempt(
        lambda: store.setting_writes.set_most_points(points, act, expected_version=store.version()),
        f"导入核对界限：{points}个百分点，已保存。",
    )
