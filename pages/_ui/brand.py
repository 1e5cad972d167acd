"""What is seen in the head of every page: the product, whose numbers, of which month."""

import html
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from govsvc.board import Board
from govsvc.domain.months import month_text


def place() -> DeltaGenerator:
    """Where it is drawn: in Streamlit's header, beside the navigation; on paper above all else."""
    return st.container(key="brand")


def text(board: Board, month: date | None) -> str:
    """Its HTML."""
    facts = [board.home or "", month_text(month) if month else ""]
    whose = " · ".join(html.escape(fact) for fact in facts if fact)
    return f'<p class="brand"><b>政务服务指标看板</b><span title="{whose}">{whose}</span></p>'
