"""What the browser tests look at on a page: English texts, texts that are hard to read, what the
keyboard does not reach.
"""

import re
import time
from collections.abc import Callable
from typing import TypeVar

from .conftest import settled

Found = TypeVar("Found")
# texts and what is read aloud, also inside components; file names and their endings, and products
LATIN = """() => {
    const elements = [], walk = root => {
        for (const e of root.querySelectorAll("*")) {
            elements.push(e);
            if (e.shadowRoot) walk(e.shadowRoot);
        }
    };
    walk(document.body);
    const found = [];
    for (const e of elements) {
        if (["STYLE", "SCRIPT", "NOSCRIPT"].includes(e.tagName) || !e.checkVisibility()) continue;
        const spoken = ["aria-label", "title", "placeholder", "alt", "aria-roledescription"];
        found.push(...spoken.map(name => e.getAttribute(name) || ""));
        const style = getComputedStyle(e);
        if (style.fontFamily.includes("Material") || parseFloat(style.fontSize) === 0) continue;
        for (const node of e.childNodes) if (node.nodeType === 3) found.push(node.textContent);
    }
    return found;
}"""
ALLOWED = {
    "Excel",
    "CSV",
    "xlsx",
    "xls",
    "csv",
    "et",
    "ods",
    "docx",
    "PPT",
    "zip",
    "Ctrl",
    "Shift",
    "Esc",
    "WebSocket",
    "python",
    "govsvc",
    "restore",
    "backups",
}  # the last: a command to type


def english(page) -> set[str]:
    """What is English on the screen, once nothing is left or after 20 s."""
    return last(page, lambda: _english_now(page))


def _english_now(page) -> set[str]:
    # without fingerprints of files, the hash of the last entry of the 操作日志, and codes of items
    codes = r"\b([0-9a-f]{12}|[0-9a-f]{64}|[0-9A-Z]{31})\b"
    texts = [re.sub(codes, "", text) for text in page.evaluate(LATIN)]
    return {text for text in texts if set(re.findall(r"[A-Za-z]{2,}", text)) - ALLOWED}


def show(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading").first.wait_for()
    settled(page)


#: visible texts that stand out less from what is behind them than 4.5 : 1 (large ones 3 : 1), as
#: WCAG 2 counts it
FAINT = """() => {
    const parse = s => {
        const parts = s.match(/[\\d.]+/g).map(Number);
        return parts.length > 3 ? parts : [...parts, 1];
    };
    const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3]));
    const linear = v => v / 255 <= .03928 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
    const light = c => .2126 * linear(c[0]) + .7152 * linear(c[1]) + .0722 * linear(c[2]);
    const found = new Set();
    for (const e of document.querySelectorAll(".stApp *")) {
        if (!e.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        if (e.closest("svg, [disabled], [aria-disabled=true]")) continue;
        if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
        if (e.getBoundingClientRect().width < 2) continue;
        const layers = [], style = getComputedStyle(e), size = parseFloat(style.fontSize);
        for (let p = e; p; p = p.parentElement) {
            const background = parse(getComputedStyle(p).backgroundColor);
            if (background[3]) layers.unshift(background);
            if (background[3] === 1) break;
        }
        const ground = layers.reduce((under, b) => over(b, under), [255, 255, 255]);
        const both = [light(over(parse(style.color), ground)), light(ground)];
        const ratio = (Math.max(...both) + .05) / (Math.min(...both) + .05);
        const isLarge = size >= 24 || style.fontWeight >= 700 && size >= 18.6;
        if (ratio < (isLarge ? 3 : 4.5))
            found.add(e.textContent.trim().slice(0, 30) + " " + ratio.toFixed(2));
    }
    return [...found]; }"""


def faint(page) -> list[str]:
    """Texts that do not stand out from their ground, with the ratio of each, once nothing is left
    or after 5 s: colours change little by little.
    """
    return last(page, lambda: page.evaluate(FAINT))


def last(page, look: Callable[[], Found]) -> Found:
    """What `look` finds, once it finds nothing or after 20 s."""
    until = time.monotonic() + 20
    while (found := look()) and time.monotonic() < until:
        page.wait_for_timeout(100)
    return found


MARK = """() => {
        let e = document.activeElement;
        while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
        if (!e || e === document.body) return true;
        const again = "reached" in e.dataset;
        e.dataset.reached = "1";
        const group = e.closest("[role=radiogroup]");
        if (group) group.dataset.reached = "1";
        return again;
    }"""
#: so many times in a row where Tab came before, or nowhere: it has been round
_ROUND = 15
UNREACHED = """() => [...document.querySelectorAll(
            "a[href], button, input, textarea, summary, [role=radio], [role=combobox]")]
        .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
        .filter(e => !e.disabled && !e.dataset.reached && !e.closest("[data-reached]"))
        .filter(e => !e.closest("[aria-hidden=true]") && e.type !== "file")
        .filter(e => e.getBoundingClientRect().width > 1)
        .map(e => e.outerHTML.slice(0, 160))"""


def unreached(page) -> list[str]:
    """What Tab alone does not come by: every link, button and field; a group of choices is entered
    once and walked by arrows.
    """
    again = 0
    for _ in range(150):
        page.keyboard.press("Tab")
        again = again + 1 if page.evaluate(MARK) else 0
        if again == _ROUND:
            break
    page.keyboard.press("Escape")  # a calendar that opened under the focus
    # a field's own small buttons (arrow, clear) do what its keys do
    return [html for html in page.evaluate(UNREACHED) if 'tabindex="-1"' not in html]


#: boxes with a border, side by side, that lie over each other
OVERLAPPING = """() => {
    const boxes = [...document.querySelectorAll("[data-testid=stMain] *")].filter(e => {
        const style = getComputedStyle(e), of = (side, what) => style[`border${side}${what}`];
        const drawn = side => parseFloat(of(side, "Width")) > 0 && of(side, "Style") === "solid" &&
            !/, 0\\)|transparent/.test(of(side, "Color"));
        return drawn("Top") && drawn("Bottom") && drawn("Left") && !e.closest("td, th, svg") &&
            e.checkVisibility({visibilityProperty: true, opacityProperty: true});
    }).map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width > 1 && r.height > 1);
    const found = [];
    boxes.forEach(([e, r], number) => boxes.slice(number + 1).forEach(([f, s]) => {
        if (e.contains(f) || f.contains(e)) return;
        const wide = Math.min(r.right, s.right) - Math.max(r.left, s.left);
        const high = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
        if (wide > 1 && high > 1)
            found.push([e, f].map(each => each.innerText.trim().slice(0, 20)).join(" / "));
    }));
    return found; }"""


def overlapping(page) -> list[str]:
    """Pairs of boxes with a border that lie over each other, once there are none or after 20 s."""
    return last(page, lambda: page.evaluate(OVERLAPPING))


#: tables to read of which something lies beyond the edge, cells of two characters a line, and
#: figures and links that end in …
CUT = """() => {
    const found = [...document.querySelectorAll(
        "[data-testid=stMain] :is([data-testid=stMetricValue] *, [data-testid=stPageLink] p)"
    )].filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
        .map(e => e.innerText);
    for (const table of document.querySelectorAll("[data-testid='stTable']")) {
        const name = table.innerText.trim().slice(0, 12);
        const edge = table.getBoundingClientRect().right;
        for (const cell of table.querySelectorAll("td, th")) {
            if (!cell.checkVisibility()) continue;
            const text = cell.innerText.trim(), box = cell.getBoundingClientRect();
            const range = document.createRange();
            range.selectNodeContents(cell);
            if (Math.max(box.right, range.getBoundingClientRect().right) > edge + 1)
                found.push(`${name}: ${text}`);
            const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top))).size;
            if (lines > 2 && text.length / lines <= 2) found.push(`${name}: ${text} ${lines}`);
        }
    }
    return found; }"""


def cut(page) -> list[str]:
    """Cells of tables to read, figures and links that are not seen whole, once there are none or
    after 20 s.
    """
    return last(page, lambda: page.evaluate(CUT))
