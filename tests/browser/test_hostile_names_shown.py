"""Names that carry HTML, script, Markdown and plotly's own marks are text in the browser: nothing
runs, nothing is drawn of them.
"""

import hostile_names
import pytest
from support import few

from pages._ui.frame import PAGES

from .conftest import settled

#: those first on which names stand in tables, charts and fields of every sort
FIRST = ["?present=1&effective=1", "league", "problems", "units", "upload", "trends", "collecting"]
NAMES = [
    *FIRST,
    *(name for file, _ in PAGES if (name := file.removesuffix(".py")) not in FIRST),
]
FOREIGN = """() => {
    const main = document.querySelector("[data-testid='stApp']"), found = [];
    for (const element of main.querySelectorAll("*")) {
        const tag = element.tagName.toLowerCase(), attribute = name => element.getAttribute(name);
        const texts = [...element.childNodes].filter(node => node.nodeType === 3);
        const own = texts.map(node => node.data).join("");
        if (tag === "img" && attribute("src") === "x") found.push(tag);
        if (tag === "script" && /ran=/.test(element.textContent)) found.push(tag);
        if (["strong", "em", "code", "b"].includes(tag) && /^(粗|码|黑)$/.test(own.trim()))
            found.push(tag + " " + own);
        const address = attribute("href") || attribute("xlink:href") || "";
        if (tag === "a" && /^javascript:/.test(address)) found.push("link");
        if (tag === "span" && own.trim() === "红") found.push("colour");
        if (tag === "tspan" && /bold/.test(attribute("style") || "") && own === "黑")
            found.push("bold in a chart");
        if (element.classList.contains("katex")) found.push("formula");
        for (const { name } of element.attributes) if (/^on/.test(name)) found.push(name);
    }
    return [window.ran || 0, found];
}"""


@pytest.fixture(scope="module")
def address(serve_module, tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "hostile.duckdb"
    hostile_names.make(path).close()
    return serve_module(path)


@pytest.mark.parametrize("name", few(NAMES, 7))
def test_names_are_text(address, page, name):
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}/{name}")
    settled(page)
    page.wait_for_timeout(300)
    # from below, so that one that opens leaves those above where they are
    closed = page.locator("details:not([open]) > summary")
    for number in reversed(range(min(closed.count(), 4))):
        closed.nth(number).click()
    for chart in page.locator(".js-plotly-plot").all():
        box = chart.bounding_box()
        for share in (0.3, 0.5, 0.7):  # the labels under the pointer
            page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
            page.wait_for_timeout(60)
            assert page.evaluate(FOREIGN) == [0, []]
    assert page.evaluate(FOREIGN) == [0, []]
    assert "链" not in [link.text_content() for link in page.locator("a").all()]
