"""Buttons that copy: a text, or the address of what is shown.

They work without https, where a page may not ask for the clipboard.
"""

import streamlit as st

_TEXT_HTML = (
    '<textarea readonly spellcheck="false"></textarea><div class="line"><button '
    'type="button"></button><span role="status"></span></div>'
)
_TEXT_STYLE = """
textarea {box-sizing: border-box; width: 100%; padding: .625rem; resize: vertical; font: inherit;
  font-size: .9375rem; line-height: 1.6; color: var(--st-text-color);
  background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color);
  border-radius: 4px;}
.line {display: flex; gap: .75rem; align-items: center; margin-top: .375rem;}
button {font: inherit; padding: .375rem .875rem; color: #fff; background: var(--st-primary-color);
  border: 0; border-radius: 4px; cursor: pointer;}
span {color: var(--st-text-color); opacity: .75; font-size: .9375rem;}
"""
_TEXT_SCRIPT = """
export default function ({ parentElement, data }) {
  const box = parentElement.querySelector("textarea");
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  if (box.value !== data.text) { box.value = data.text; status.textContent = ""; }
  const height = (line) => 1 + Math.floor(line.length / 28);
  const lines = data.text.split("\\n").reduce((sum, line) => sum + height(line), 1);
  box.rows = Math.min(14, lines);
  box.setAttribute("aria-label", data.label);
  button.textContent = data.label;
  button.onclick = () => {
    box.select();
    status.textContent = document.execCommand("copy")
      ? "已复制，可以粘贴" : "请按 Ctrl+C 复制选中的文字";
  };
}
"""
_LINK_HTML = (
    '<button type="button" title="复制当前页面的链接，别人打开看到同样的内容">复制链接</button>'
    '<span role="status"></span><textarea aria-label="当前页面的链接" hidden></textarea>'
)
_LINK_STYLE = """
button {font: inherit; font-size: .9375rem; white-space: nowrap;
  min-height: 2.5rem; padding: .25rem .75rem;
  color: var(--st-text-color); background: transparent; border: 1px solid var(--st-border-color);
  border-radius: 4px; cursor: pointer;}
button:hover {border-color: var(--st-primary-color);}
span {position: absolute; width: 1px; height: 1px; overflow: hidden;}
"""
_LINK_SCRIPT = """
export default function ({ parentElement }) {
  const box = parentElement.querySelector("textarea");
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  button.onclick = () => {
    box.value = window.location.href; box.hidden = false; box.select();
    const copied = document.execCommand("copy");
    box.hidden = copied; status.textContent = copied ? "已复制" : "按 Ctrl+C 复制";
    button.textContent = copied ? "✓ 已复制" : "复制链接";
    setTimeout(() => { button.textContent = "复制链接"; status.textContent = ""; }, 2500);
  };
}
"""


def link_to_copy() -> None:
    """A button that copies the address of what is shown."""
    st.components.v2.component("link_to_copy", html=_LINK_HTML, css=_LINK_STYLE, js=_LINK_SCRIPT)(
        key="link_to_copy", width="content"
    )


def text_to_copy(text: str, label: str, key: str) -> None:
    """The text and below it a button named `label` that copies it."""
    st.components.v2.component("text_to_copy", html=_TEXT_HTML, css=_TEXT_STYLE, js=_TEXT_SCRIPT)(
        data={"text": text, "label": label}, key=key
    )
