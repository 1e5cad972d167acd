"""A text with a button that copies it.

Works without https, where a page may not ask for the clipboard.
"""

import streamlit as st

_BOX = (
    '<textarea readonly spellcheck="false"></textarea><div class="line"><button '
    'type="button"></button><span role="status"></span></div>'
)
_STYLE = """
textarea {box-sizing: border-box; width: 100%; padding: .625rem; resize: vertical; font: inherit; font-size: .9375rem; line-height: 1.6;
  color: var(--st-text-color); background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color); border-radius: 4px;}
.line {display: flex; gap: .75rem; align-items: center; margin-top: .375rem;}
button {font: inherit; padding: .375rem .875rem; color: #fff; background: var(--st-primary-color); border: 0; border-radius: 4px; cursor: pointer;}
span {color: var(--st-text-color); opacity: .75; font-size: .9375rem;}
"""
_SCRIPT = """
export default function ({ parentElement, data }) {
  const box = parentElement.querySelector("textarea"), button = parentElement.querySelector("button"), said = parentElement.querySelector("span");
  if (box.value !== data.text) { box.value = data.text; said.textContent = ""; }
  box.rows = Math.min(14, data.text.split("\\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 28), 1));
  box.setAttribute("aria-label", data.label);
  button.textContent = data.label;
  button.onclick = () => {
    box.select();
    said.textContent = document.execCommand("copy") ? "已复制，可以粘贴" : "请按 Ctrl+C 复制选中的文字";
  };
}
"""

_LINK = """
export default function ({ parentElement }) {
  const button = parentElement.querySelector("button"), said = parentElement.querySelector("span"), box = parentElement.querySelector("textarea");
  button.onclick = () => {
    box.value = window.location.href; box.hidden = false; box.select();
    const copied = document.execCommand("copy");
    box.hidden = copied; said.textContent = copied ? "已复制" : "按 Ctrl+C 复制";
    button.textContent = copied ? "✓ 已复制" : "复制链接";
    setTimeout(() => { button.textContent = "复制链接"; said.textContent = ""; }, 2500);
  };
}
"""
_LINK_STYLE = """
button {font: inherit; white-space: nowrap; min-height: 2.5rem; padding: .25rem .75rem; color: var(--st-text-color); background: transparent;
  border: 1px solid var(--st-border-color); border-radius: 4px; cursor: pointer;}
button:hover {border-color: var(--st-primary-color);}
span {position: absolute; width: 1px; height: 1px; overflow: hidden;}
"""


def link_to_copy() -> None:
    """A button that copies the address of what is shown."""
    st.components.v2.component(
        "link_to_copy",
        html='<button type="button" title="复制当前页面的链接，'
        '别人打开看到同样的内容">复制链接</button>'
        '<span role="status"></span><textarea aria-label="当前页面的链接" hidden></textarea>',
        css=_LINK_STYLE,
        js=_LINK,
    )(key="link_to_copy", width="content")


def text_to_copy(text: str, label: str, key: str) -> None:
    """The text and a button named `label`."""
    st.components.v2.component("text_to_copy", html=_BOX, css=_STYLE, js=_SCRIPT)(
        data={"text": text, "label": label}, key=key
    )
