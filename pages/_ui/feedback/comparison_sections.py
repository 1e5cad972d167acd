"""群众评价 › 渠道对比: the channels side by side, 综合满意度 where a document gives weights."""

import streamlit as st

from govsvc.board import comparison
from govsvc.board.comparison import Comparison
from govsvc.domain.feedback.weights import COMPARED, MOST_WEIGHT, Weights
from govsvc.domain.rates import percent_text
from govsvc.security import Right
from pages._ui import data, frame, outcome, permissions, ui


def show(compared: Comparison) -> None:
    """The part of the page, with its title."""
    named = [
        f"{COMPARED[key]}{percent_text(value.published)}"
        for key, value in compared.values.items()
        if value.published is not None
    ]
    frame.title(f"群众评价：{compared.name}{'，'.join(named) or '各渠道都没有数据'}")
    ui.section("渠道对比", "各渠道口径和样本不同，并列，不平均")
    ui.table(
        "compared",
        comparison.COLUMNS,
        [[ui.text(cell) for cell in row] for row in compared.rows()],
        numbers=["满意率", "分子/分母"],
    )
    st.markdown(
        ":gray[:small[现场、网上是好差评的主动评价；二维码、电话、短信评价看不出在哪里办的，"
        "只在“好差评”里列出。]]"
    )
    _composite(compared)
    if data.actor().may(Right.MANAGE):
        with st.expander("综合满意度权重", icon=":material/balance:"):
            _form(compared.weights)


def _composite(compared: Comparison) -> None:
    weights = compared.weights
    ui.section("综合满意度", ui.text(weights.text))
    if not weights.are_set:
        st.markdown("没有文件规定权重，不计算综合满意度。")
    elif compared.composite is None:
        st.markdown(f"{'、'.join(compared.lacking)}没有数据，不计算综合满意度。")
    else:
        st.markdown(f"**{percent_text(compared.composite)}**（各渠道满意率按文件的权重加权）")


def _form(known: Weights) -> None:
    given = {}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for key, name in COMPARED.items():
            given[key] = st.number_input(
                name,
                0,
                MOST_WEIGHT,
                known.of.get(key, 0),
                key=f"weight_{key}_{known.of.get(key, 0)}",
                width=120,
            )
        document = st.text_input(
            "依据文号",
            known.document,
            key=f"weights_document_{known.document}",
            max_chars=60,
            width=260,
        )
        wanted = Weights(document.strip(), {key: int(weight) for key, weight in given.items()})
        st.button(
            "保存权重",
            key="save_weights",
            disabled=wanted == known,
            on_click=outcome.noted,
            args=(lambda: _set(wanted),),
        )


def _set(wanted: Weights) -> str:
    store, act = data.store(), permissions.act()
    store.feedback_writes.set_weights(wanted, act, expected_version=store.version())
    return f"综合满意度权重已保存：{wanted.text}。"
