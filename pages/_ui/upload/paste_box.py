"""The box that takes what was copied from a table elsewhere."""

import streamlit as st

_HTML = (
    '<textarea rows="4" spellcheck="false" aria-label="粘贴框" placeholder="点击此处，按 '
    'Ctrl+V 粘贴表格；也可直接输入"></textarea>'
)
_STYLE = """
textarea {box-sizing: border-box; width: 100%; padding: .75rem; resize: vertical; font: inherit;
  color: var(--st-text-color); background: var(--st-secondary-background-color);
  border: 1px dashed var(--st-border-color); border-radius: 4px;}
textarea:focus {outline: 2px solid var(--st-primary-color); outline-offset: -1px;}
textarea::placeholder {color: inherit; opacity: .7;}
"""
# The html keeps merged cells, which the text has lost. The event gives both also where a page may
# not ask the clipboard (plain http).
_SCRIPT = """
export default function ({ parentElement, setTriggerValue }) {
  const box = parentElement.querySelector("textarea");
  box.onpaste = (event) => {
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    setTriggerValue("pasted", { text, html: html.includes("<t") ? html : "" });
  };
  box.onchange = () => setTriggerValue("pasted", { text: box.value, html: "" });
}
"""


def show() -> tuple[str, str] | None:
    """(text, html) of what was just pasted or typed; None in every other run."""
    # registering again what is registered is free; a module's own registration would be lost to a
    # server that starts later
    box = st.components.v2.component("paste_box", html=_HTML, css=_STYLE, js=_SCRIPT)
    sent = box(key="paste_box", on_pasted_change=lambda: None).pasted
    return (str(sent["text"]), str(sent["html"])) if sent else None
