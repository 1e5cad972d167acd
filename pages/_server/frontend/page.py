"""The page that holds the app: Streamlit's index.html, with scripts of this app before its own."""

import json
import re
from functools import cache
from pathlib import Path

import streamlit

from pages._server.frontend.streamlit_words import PATTERNS, WORDS

NAME = "政务服务指标看板"
_NO_SCRIPT = "<noscript><p>请在浏览器设置中允许运行 JavaScript，然后刷新本页。</p></noscript>"
_STYLE = """<style>
#govsvc-connection {position: fixed; top: 4.5rem; left: 50%; transform: translateX(-50%);
  z-index: 2000000; box-sizing: border-box; width: min(36rem, calc(100vw - 2rem));
  padding: .75rem 1rem; background: #FCEEDF; color: #14202E; border: 1px solid #BF5406;
  border-left-width: 4px; border-radius: 4px; font: 16px/1.6 "Microsoft YaHei", "PingFang SC",
  "Noto Sans CJK SC", sans-serif;}
#govsvc-connection a {color: #155697; white-space: nowrap;}
@media print {#govsvc-connection {display: none;}}
</style>"""
#: addresses of the pages whose first screen holds a chart
CHART_PAGES = ("indicator", "trends", "gaps", "ranking")
_STREAMLIT_SCRIPT = '<script type="module" crossorigin src='


def streamlit_folder() -> Path:
    return Path(streamlit.__file__).parent / "static"


@cache
def streamlit_html() -> str:
    """Streamlit's index.html as it came."""
    return (streamlit_folder() / "index.html").read_text(encoding="utf-8")


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
    # the address of Streamlit's closed agent API, and a font that the theme does not use
    page = re.sub(r'<link\s+rel="(service-desc|preload)"[^>]*>\s*', "", page)
    words = _tables(WORDS=WORDS, PATTERNS=PATTERNS)
    charts = _tables(CHART_FILES=chart_files(), CHART_PAGES=CHART_PAGES)
    before = "\n".join(
        (
            _STYLE,
            f"<script>{_script('not_started.js')}</script>",
            f"<script>{_script('old_chromium.js')}</script>",
            f'<script type="module">{words}{_script("chinese.js")}</script>',
            f'<script type="module">{_script("connection.js")}</script>',
            f'<script type="module">{_script("screen_width.js")}</script>',
            f'<script type="module">{_script("phone_menu.js")}</script>',
            f'<script type="module">{_script("printed_charts.js")}</script>',
            # not a module, which would wait for Streamlit's own script
            f"<script>{charts}{_script('charts_ahead.js')}</script>\n",
        )
    )
    return page.replace(_STREAMLIT_SCRIPT, before + _STREAMLIT_SCRIPT)


def inline_scripts() -> list[str]:
    """The scripts that stand in the page itself, for the policy to name."""
    return re.findall(r"<script(?![^>]* src=)[^>]*>(.*?)</script>", html(), re.DOTALL)


def _script(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _tables(**tables: object) -> str:
    """Each as a constant of JavaScript of that name."""
    return "".join(
        f"const {name} = {json.dumps(table, ensure_ascii=False)};\n".replace("</", "<\\/")
        for name, table in tables.items()
    )


def chart_files() -> list[str]:
    """Addresses of the scripts that draw a chart of Plotly, without those that the page names."""
    manifest = json.loads((streamlit_folder() / "manifest.json").read_text(encoding="utf-8"))
    wanted = [next(key for key in manifest if key.endswith("/PlotlyChart.tsx"))]
    for key in wanted:
        wanted += [each for each in manifest[key].get("imports", []) if each not in wanted]
    files = (manifest[key]["file"] for key in wanted)
    return [f"./{file}" for file in files if file not in streamlit_html()]
