"""What a meeting shares: pictures and tables to take away, links that open the same view, sentences
in Chinese where something is not there.
"""

import pytest

from .conftest import open_from_menu, settled
from .on_screen import english, show


def test_an_address_that_is_not_there_is_said_in_chinese(page, demonstration):
    page.goto(f"{demonstration}/nothing")
    page.get_by_role("dialog").wait_for()
    settled(page)
    assert not english(page) and "没有这个页面" in page.get_by_role("dialog").inner_text()


def test_the_screen_is_chinese_while_the_server_does_not_answer(page, demonstration):
    show(page, demonstration)
    page.context.set_offline(True)
    page.route("**/*", lambda route: route.abort())
    open_from_menu(page, "指标趋势")
    page.wait_for_timeout(3000)
    assert not english(page)


def test_the_screen_is_chinese_where_the_channel_is_blocked(page, demonstration):
    """A proxy that lets no WebSocket through: no script of the app ever runs."""
    page.route_web_socket("**", lambda channel: channel.close())
    page.goto(demonstration)
    page.get_by_test_id("stApp").wait_for()
    assert not english(page)
    page.get_by_role("alert").filter(has_text="实时连接（WebSocket）不通").wait_for()
    assert not english(page)
    assert page.title() == "政务服务指标看板"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("trends?m=2026-09", "云溪县_网上可办率走势_2026年9月_已定稿第1版"),
        ("ranking?m=2026-09", "云溪县_网上可办率名次走势_2026年9月_已定稿第1版"),
        pytest.param(
            "gaps?m=2026-09", "云溪县_目标差距_2026年9月_已定稿第1版", marks=pytest.mark.full
        ),
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
        ("problems", ["按单位看"]),
        ("league", ["乡镇（街道）"]),
        pytest.param("gaps", ["进驻率"], marks=pytest.mark.full),
        pytest.param("ranking", ["站点覆盖率"], marks=pytest.mark.full),
    ],
)
def test_a_link_opens_the_same_view_elsewhere(page, stranger, demonstration, path, labels):
    show(page, f"{demonstration}/{path}")
    page.get_by_label("数据月份").first.click()
    page.get_by_role("option", name="2026年8月").click()
    settled(page)
    for label in labels:
        choose(page, label)
    title, link = page.get_by_role("heading").first.inner_text(), page.url
    assert "m=2026-08" in link
    opened = stranger.new_page()
    show(opened, link)
    assert opened.get_by_role("heading").first.inner_text() == title and opened.url == link
    for label in labels:
        chosen = (
            opened.get_by_role("radio", name=label, exact=True)
            .or_(opened.get_by_role("button", name=label, exact=True))
            .first
        )
        assert chosen.get_attribute("aria-checked") == "true"


def test_the_link_is_copied(page, demonstration):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    show(page, f"{demonstration}/trends?m=2026-05")
    page.get_by_role("button", name="复制链接").click()
    page.get_by_role("button", name="✓ 已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
