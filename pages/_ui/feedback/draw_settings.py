"""抽样设置 on 群众评价: how the cases of a week are drawn; administrators change it."""

from dataclasses import replace
from decimal import Decimal

import streamlit as st

from govsvc.domain.feedback import DrawSettings
from govsvc.domain.feedback.drawing import DRAW_BOUNDS, ENTERPRISE_BY, MODES
from govsvc.security import Right
from pages._ui import data, outcome, permissions

_WIDTH = 170


def show() -> None:
    """The form, for administrators; others see none."""
    if not data.actor().may(Right.MANAGE):
        return
    stored = DrawSettings.of(data.reading().settings.all())
    with st.expander("抽样设置（比例、涉企范围）", icon=":material/tune:", key="draw_settings"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            mode = st.selectbox(
                "抽样方式",
                list(MODES),
                list(MODES).index(stored.mode),
                format_func=MODES.__getitem__,
                key=f"draw_mode_{stored.mode}",
                width=_WIDTH,
            )
            share = st.number_input(
                "抽取比例（%）",
                0.1,
                100.0,
                float(stored.share),
                0.5,
                key=f"draw_share_{stored.share}",
                width=_WIDTH,
            )
            numbers = _numbers(stored)
        by = st.selectbox(
            "哪些是涉企办件",
            list(ENTERPRISE_BY),
            list(ENTERPRISE_BY).index(stored.enterprise_by),
            format_func=ENTERPRISE_BY.__getitem__,
            key=f"draw_by_{stored.enterprise_by}",
            width=280,
        )
        items = st.text_area(
            "涉企事项清单（每行一个事项名称，与办件明细里的写法一致）",
            "\n".join(stored.items),
            key=f"draw_items_{len(stored.items)}",
            height=100,
        )
        wanted = replace(
            stored,
            mode=mode,
            share=Decimal(f"{share:g}"),
            enterprise_by=by,
            items=tuple(items.splitlines()),
            **numbers,
        )
        st.button(
            "保存抽样设置",
            key="save_draw_settings",
            on_click=outcome.noted,
            args=(lambda: _save(wanted),),
        )


def _numbers(stored: DrawSettings) -> dict[str, int]:
    """Key of a whole number → what stands in its field."""
    return {
        key: int(
            st.number_input(
                name,
                least,
                most,
                getattr(stored, key),
                key=f"draw_{key}_{getattr(stored, key)}",
                width=_WIDTH,
            )
        )
        for key, (name, least, most) in DRAW_BOUNDS.items()
    }


def _save(wanted: DrawSettings) -> str:
    """Stores what was chosen; gives the sentence that says so. Raises GovsvcError."""
    store = data.store()
    store.feedback_writes.set_drawing(wanted, permissions.act(), expected_version=store.version())
    return f"抽样设置已保存：{wanted.text}。"
