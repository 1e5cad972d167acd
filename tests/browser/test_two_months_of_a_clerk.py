"""A new clerk's two months: from an empty database to a closed second month with six files, nothing
typed twice.
"""

from playwright.sync_api import TimeoutError, expect

from govsvc.store import open_store

from .conftest import open_from_menu, settled
from .test_upload import choose

ITEMS = (
    "实施编码,事项名称,事项类型,实施主体,是否网上可办,是否全程网办,是否在省平台发布,是否进驻大厅\n"
)
STATIONS = "乡镇（街道）,村（社区）,站点名称\n"


def table(name: str, text: str) -> dict:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def item(number: int, unit: str, answer: str = "是") -> str:
    return f"11659901MB0000000{number:014d},事项{number},行政许可,{unit},{answer},{answer},是,是\n"


JANUARY = [
    table(
        "2025年1月事项.csv",
        ITEMS
        + "".join(item(n, "公安局") for n in range(3))
        + "".join(item(n, "民政局") for n in range(3, 6)),
    ),
    table(
        "2025年1月站点.csv", STATIONS + "城关镇,东村,东村便民服务站\n城关镇,西村,西村便民服务站\n"
    ),
]
BULLETIN = table("2025年1月通报.csv", "县（市、区）,网上可办率\n云溪县,100.00%\n东屏县,99.00%\n")
TARGETS = table(
    "2025年目标.csv", "指标名称,年度,目标值,牵头单位\n网上可办率,2025,100%,行政审批局\n"
)
POLICE = table("2025年2月公安局.csv", ITEMS + "".join(item(n, "公安局") for n in (0, 1, 2, 6)))
CHANGE = table("2025年2月民政局变化.csv", ITEMS + item(4, "民政局", "否"))


def wait_for_title(page, text: str) -> None:
    page.locator("h2", has_text=text).first.wait_for()
    settled(page)


def upload(page, *files: dict) -> None:
    open_from_menu(page, "数据导入")
    expect(page.locator("input[type=file]")).to_have_count(1)  # the one of the page before is gone
    page.locator("input[type=file]").set_input_files(list(files))
    settled(page)


def take_as_changes(page) -> None:
    """Again where the page was drawn anew under the click."""
    changed = page.get_by_text("改动1行")
    for _ in range(4):
        page.get_by_text("只报变化（增减变更）", exact=True).click()
        try:
            changed.wait_for(timeout=5000)
        except TimeoutError:
            continue
        break
    changed.wait_for()


def confirm(page) -> None:
    """Also what stops the import until a person says that it is as it should be."""
    open_boxes = page.locator("label", has_text="已核对").filter(
        has=page.get_by_role("checkbox", checked=False)
    )
    while open_boxes.count():
        open_boxes.first.click()
        settled(page)
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("已保存（数据版本").wait_for()


def progress(page, title: str) -> None:
    open_from_menu(page, "报送进度")
    wait_for_title(page, title)


def test_two_months_of_a_new_clerk(page, serve, tmp_path):
    database = tmp_path / "county.duckdb"
    open_store(database).close()
    page.goto(f"{serve(database)}/upload")
    wait_for_title(page, "数据导入")
    upload(page, *JANUARY, BULLETIN, TARGETS)
    choose(page, "本县名称", "云溪县")
    settled(page)
    confirm(page)
    progress(page, "2025年1月已报齐，待定稿（2/2个部门、1/1个乡镇）")
    page.get_by_role("button", name="定稿").click()
    page.get_by_role("button", name="确认定稿").click()
    wait_for_title(page, "2025年1月已定稿（第1版）")
    page.get_by_role("button", name="开2025年2月").click()
    wait_for_title(page, "2025年2月采集中，已报0/2个部门、0/1个乡镇")
    page.get_by_text("还有2个部门未报（公安局、民政局）").wait_for()
    page.get_by_role("button", name="一键复制催报名单").click()
    page.get_by_text("已复制").wait_for()

    upload(page, POLICE)
    confirm(page)
    upload(page, CHANGE)
    take_as_changes(page)
    confirm(page)
    progress(page, "2025年2月采集中，已报2/2个部门、0/1个乡镇")
    page.get_by_text("乡镇（街道）", exact=True).first.click()
    settled(page)
    choose(page, "没有变化的乡镇（街道）", "城关镇")
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("button", name="本月无变化（零报告）").click()
    wait_for_title(page, "2025年2月已报齐，待定稿（2/2个部门、1/1个乡镇）")
    page.get_by_role("button", name="定稿").click()
    page.get_by_role("button", name="确认定稿").click()
    wait_for_title(page, "2025年2月已定稿（第1版）")

    # the last upload turns out wrong: undone as a correction, and the first edition stays
    choose(page, "撤销哪一次", "第2稿")
    settled(page)
    page.get_by_role("button", name="撤销…").click()
    page.get_by_text("改动1行").wait_for()
    expect(page.get_by_role("button", name="确认撤销")).to_be_disabled()
    page.get_by_label("更正原因").fill("民政局报错")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="确认撤销").click()
    wait_for_title(page, "2025年2月已定稿（第2版）")
    page.get_by_text("查看第1版").click()
    page.get_by_text("正在查看2025年2月的第1版").wait_for()
    page.get_by_text("6 / 7项").first.wait_for()
    page.get_by_text("查看最新版").click()
    wait_for_title(page, "2025年2月已定稿（第2版）")
