"""A button that opens the browser's print window."""

import streamlit as st

_STYLE = """
button {font: inherit; min-height: 2.5rem; padding: .25rem .75rem; color: var(--st-text-color);
  background: transparent; border: 1px solid var(--st-border-color); border-radius: 4px;
  cursor: pointer;}
button:hover {border-color: var(--st-primary-color);}
"""
_SCRIPT = """
export default ({ parentElement }) => {
  parentElement.querySelector("button").onclick = () => window.print();
}
"""


def show() -> None:
    """The button 打印（A4）."""
    st.components.v2.component(
        "print_page",
        html='<button type="button">打印（A4）</button>',
        css=_STYLE,
        js=_SCRIPT,
    )(key="print_page", width="content")
