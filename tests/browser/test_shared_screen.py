"""What a meeting shares: Chinese everywhere, pictures and tables to take away, links that open the
same view, keys that reach everything.
"""

import re
import time

import pytest

from pages._ui import frame

from .conftest import settled

PATHS = [file.removesuffix(".py") for file, _ in frame.PAGES]
PATHS[0] = ""
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
    "zip",
    "Ctrl",
    "Shift",
    "Esc",
    "python",
    "govsvc",
    "restore",
    "backups",
}  # the last: a command to type


def english(page) -> set[str]:
    """What is English on the screen, once nothing is left or after 5 s."""
    found, until = {"not looked yet"}, time.monotonic() + 5
    while found and time.monotonic() < until:
        page.wait_for_timeout(100)
        texts = [
            re.sub(r"\b[0-9a-f]{64}\b", "", text) for text in page.evaluate(LATIN)
        ]  # the hash of the last entry of the 操作日志
        found = {text for text in texts if set(re.findall(r"[A-Za-z]{2,}", text)) - ALLOWED}
    return found


def show(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("heading").first.wait_for()
    settled(page)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "overview")
def test_no_english_is_seen_or_read_aloud(page, demonstration, path):
    show(page, f"{demonstration}/{path}")
    assert not english(page)
    for box in page.locator(
        "[data-testid='stSelectbox'] input, [data-testid='stMultiSelect'] input"
    ).all()[:4]:
        if box.is_enabled():
            box.click()
            assert not english(page)
            box.fill("没有这个")
            assert not english(page)
            page.keyboard.press("Escape")
    for table in page.locator("[data-testid='stDataFrame']").all()[:1]:
        place = table.bounding_box()
        table.scroll_into_view_if_needed()
        table.click(position={"x": 150, "y": min(50, place["height"] - 5)})
        page.keyboard.press("Control+f")
        assert not english(page)


def test_an_address_that_is_not_there_is_said_in_chinese(page, demonstration):
    page.goto(f"{demonstration}/nothing")
    page.get_by_role("dialog").wait_for()
    settled(page)
    assert not english(page) and "没有这个页面" in page.get_by_role("dialog").inner_text()


def test_the_screen_is_chinese_while_the_server_does_not_answer(page, demonstration):
    show(page, demonstration)
    page.context.set_offline(True)
    page.route("**/*", lambda route: route.abort())
    page.get_by_role("link", name="指标趋势").first.click()
    page.wait_for_timeout(3000)
    assert not english(page)


def test_the_screen_is_chinese_where_the_channel_is_blocked(page, demonstration):
    """A proxy that lets no WebSocket through: no script of the app ever runs."""
    page.route_web_socket("**", lambda channel: channel.close())
    page.goto(demonstration)
    page.get_by_test_id("stApp").wait_for()
    assert not english(page)
    assert page.title() == "政务服务指标看板"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("trends?m=2026-09", "云溪县_网上可办率走势_2026年9月_已定稿第1版"),
        ("gaps?m=2026-09", "云溪县_目标差距_2026年9月_已定稿第1版"),
        ("ranking?m=2026-09", "云溪县_网上可办率名次走势_2026年9月_已定稿第1版"),
    ],
)
def test_a_chart_is_taken_away_as_picture_and_as_table(page, demonstration, path, name, tmp_path):
    show(page, f"{demonstration}/{path}")
    chart = page.locator("[data-testid='stPlotlyChart']").first
    chart.hover()
    with page.expect_download() as download:
        chart.locator("[data-title='下载图片']").click()
    assert download.value.suggested_filename == f"{name}.png"
    download.value.save_as(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").stat().st_size > 10_000
    table = page.locator("[data-testid='stExpander']").filter(has_text="数据表").first
    table.locator("summary").click()
    table.get_by_role("button", name="下载数据表").wait_for()
    with page.expect_download() as download:
        table.get_by_role("button", name="下载 CSV").click()
    assert download.value.suggested_filename == f"{name}.csv"


def choose(page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).or_(
        page.get_by_role("radio", name=label, exact=True)
    ).first.click()
    settled(page)
    page.wait_for_timeout(600)


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("trends", ["进驻率", "近3年"]),
        ("gaps", ["进驻率"]),
        ("ranking", ["站点覆盖率"]),
        ("problems", ["按单位看"]),
        ("league", ["乡镇（街道）"]),
    ],
)
def test_a_link_opens_the_same_view_elsewhere(page, browser, demonstration, path, labels):
    show(page, f"{demonstration}/{path}")
    page.get_by_label("数据月份").first.click()
    page.get_by_role("option", name="2026年8月").click()
    settled(page)
    for label in labels:
        choose(page, label)
    title, link = page.get_by_role("heading").first.inner_text(), page.url
    assert "m=2026-08" in link
    other = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    try:
        opened = other.new_page()
        show(opened, link)
        assert opened.get_by_role("heading").first.inner_text() == title and opened.url == link
        for label in labels:
            chosen = (
                opened.get_by_role("radio", name=label, exact=True)
                .or_(opened.get_by_role("button", name=label, exact=True))
                .first
            )
            assert chosen.get_attribute("aria-checked") == "true"
    finally:
        other.close()


def test_the_link_is_copied(page, demonstration):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    show(page, f"{demonstration}/trends?m=2026-05")
    page.get_by_role("button", name="复制链接").click()
    page.get_by_role("button", name="✓ 已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize(
    "path",
    [
        "",
        "trends",
        "gaps",
        "ranking",
        "problems",
        "league",
        "definitions",
        "reconcile",
        "collecting",
    ],
    ids=lambda path: path or "overview",
)
def test_the_keyboard_reaches_everything(page, demonstration, path):
    """Tab alone comes by every link, button and field; a group of choices is entered once and
    walked by arrows.
    """
    show(page, f"{demonstration}/{path}")
    reached = set()
    mark = """() => {
        let e = document.activeElement;
        while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
        if (!e || e === document.body) return "";
        e.dataset.reached = "1";
        const group = e.closest("[role=radiogroup]");
        if (group) group.dataset.reached = "1";
        return e.tagName;
    }"""
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(mark))
    left = page.evaluate("""() => [...document.querySelectorAll(
            "a[href], button, input, textarea, summary, [role=radio], [role=combobox]")]
        .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
        .filter(e => !e.disabled && !e.dataset.reached && !e.closest("[data-reached]"))
        .filter(e => !e.closest("[aria-hidden=true]") && e.type !== "file")
        .filter(e => e.getBoundingClientRect().width > 1)
        .map(e => e.outerHTML.slice(0, 160))""")
    # a field's own small buttons (arrow, clear) do what its keys do
    assert not [html for html in left if 'tabindex="-1"' not in html], left


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(page, demonstration, scheme):
    page.emulate_media(color_scheme=scheme)
    for path in ("", "ranking", "problems", "?present=1"):
        show(page, f"{demonstration}/{path}")
        assert not page.evaluate(FAINT), path
