"""The page that holds the app: Streamlit's index.html, with scripts of this app before its own."""

import json
import re
from functools import cache
from pathlib import Path

import streamlit

from pages._server.frontend.streamlit_words import PATTERNS, WORDS

NAME = "政务服务指标看板"
_NO_SCRIPT = "<noscript><p>请在浏览器设置中允许运行 JavaScript，然后刷新本页。</p></noscript>"
_STREAMLIT_SCRIPT = '<script type="module" crossorigin src='


@cache
def streamlit_html() -> str:
    """Streamlit's index.html as it came."""
    static = Path(streamlit.__file__).parent / "static"
    return (static / "index.html").read_text(encoding="utf-8")


@cache
def html() -> str:
    """The page as it is sent.

    Raises RuntimeError where Streamlit's index.html no longer has its script at the place known.
    """
    page = streamlit_html()
    if page.count(_STREAMLIT_SCRIPT) != 1:
        raise RuntimeError("Streamlit's index.html is not as this version knows it")
    page = page.replace('<html lang="en">', '<html lang="zh-CN">')
    page = page.replace("<title>Streamlit</title>", f"<title>{NAME}</title>")
    page = re.sub(r"<noscript>.*?</noscript>", _NO_SCRIPT, page, flags=re.DOTALL)
    page = re.sub(r"<!--.*?-->\s*", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="service-desc"[^>]*>\s*', "", page)
    scripts = (
        f"<script>{_script('not_started.js')}</script>\n"
        f"<script>{_script('old_chromium.js')}</script>\n"
        f'<script type="module">{_words()}{_script("chinese.js")}</script>\n'
    )
    return page.replace(_STREAMLIT_SCRIPT, scripts + _STREAMLIT_SCRIPT)


def inline_scripts() -> list[str]:
    """The scripts that stand in the page itself, for the policy to name."""
    return re.findall(r"<script(?![^>]* src=)[^>]*>(.*?)</script>", html(), re.DOTALL)


def _script(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _words() -> str:
    tables = {"WORDS": WORDS, "PATTERNS": PATTERNS}
    return "".join(
        f"const {name} = {json.dumps(table, ensure_ascii=False)};\n".replace("</", "<\\/")
        for name, table in tables.items()
    )
