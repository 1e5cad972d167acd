"""The roster page on an empty, a one-month and a full database, and the questions on the upload
page.
"""

import io
from datetime import date

import pytest
from openpyxl import Workbook
from support import WHEN, accept_stops, mentions, show, words

from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.domain.roster import DEPARTMENT, TOWNSHIP, Roster, Unit
from govsvc.exports import export, problem_tables
from govsvc.importing import pipeline
from govsvc.store import open_store
from govsvc.store.setting_writes import SettingWrites
from pages._ui import data
from pages._ui.settings.roster_table import editable_cells

OCTOBER = date(2026, 10, 1)
ITEM_HEADER = [
    "统计月份",
    "实施编码",
    "事项名称",
    "事项类型",
    "实施主体",
    "是否网上可办",
    "是否全程网办",
    "是否在省平台发布",
    "是否进驻大厅",
]


def book(rows: list[list]) -> bytes:
    made, out = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def press(app, key: str):
    next(button for button in app.button if button.key == key).click().run()
    assert not app.exception
    return app


def roster() -> Roster:
    return open_store(data.database_address()).settings.roster()


def form(app, what: str):
    app.segmented_control(key="unit_change").set_value(what).run()
    return app


def buttons(app) -> list[str]:
    return [button.label for button in app.get("download_button")]


def test_an_empty_roster_says_how_it_is_filled(empty):
    app = show("units.py")
    assert (
        "自动列入名录" in words(app)
        and buttons(app)[0] == "下载空白单位名录（Excel）"
        and not app.dataframe
    )


def test_units_stand_with_their_rows_of_the_month(one):
    app = show("units.py")
    table = app.dataframe[0].value
    assert list(table.columns) == [
        "单位名称",
        "类别",
        "简称",
        "管理体制",
        "分管县领导",
        "联系人",
        "联系电话",
        "设行政审批股",
        "成建制进驻",
        "纳入电子监察",
        "综窗受理",
        "并联推送",
        "综窗出件",
        "电子归档",
        "起用月份",
        "本月行数",
    ]
    shown = dict(zip(table["单位名称"], table["本月行数"]))
    assert (
        shown["住房和城乡建设局"] == "580项"
        and shown["城关镇"] == "48个村（社区）"
        and len(shown) == 21
    )
    assert "15个部门没填管理体制" in app.header[0].value


def test_the_full_roster_shows_every_form(full):
    app = show("units.py")
    assert app.segmented_control(key="unit_change").options == [
        "改名",
        "合并",
        "加别名",
        "撤销",
        "村（社区）撤并",
        "添加常用部门",
    ]
    assert "下载单位名录（Excel）" in buttons(app)


def test_a_unit_is_renamed(one):
    app = show("units.py")
    assert next(button for button in app.button if button.key == "rename").disabled
    app.selectbox(key="rename_old").set_value("公安局").run()
    app.text_input(key="rename_new").set_value("公安分局").run()
    press(app, "rename")
    assert (
        mentions(words(app), "“公安局”改名为“公安分局”")
        and roster().unit("公安局").name == "公安分局"
    )
    assert app.dataframe[0].value.set_index("单位名称").loc["公安分局", "曾用名"] == "公安局"
    assert open_store(data.database_address()).counts.units(ITEMS, OCTOBER)["公安分局"] == 207


def test_a_name_that_is_taken_is_refused_in_a_sentence(one):
    app = show("units.py")
    app.selectbox(key="rename_old").set_value("公安局").run()
    app.text_input(key="rename_new").set_value("教育局").run()
    press(app, "rename")
    assert (
        "已经有名为“教育局”的单位" in app.error[0].value
        and roster().unit("公安局").name == "公安局"
    )


def test_a_unit_is_merged_and_parted_again(one):
    app = form(show("units.py"), "合并")
    app.selectbox(key="merge_name").set_value("水利局").run()
    assert (
        "城关镇" not in app.selectbox(key="merge_into").options
        and "水利局" not in app.selectbox(key="merge_into").options
    )
    app.selectbox(key="merge_into").set_value("农业农村局").run()
    app.selectbox(key="merge_month").set_value(OCTOBER).run()
    press(app, "merge")
    assert roster().unit("水利局").merged_from == OCTOBER
    table = app.dataframe[0].value.set_index("单位名称")
    assert (
        table.loc["水利局", "并入"] == "农业农村局（2026年10月起）"
        and table.loc["农业农村局", "本月行数"] == "320项"
    )
    form(app, "取消合并或撤销").selectbox(key="part_name").set_value("水利局").run()
    press(app, "part")
    assert roster().unit("水利局").merged_into == "" and app.segmented_control(
        key="unit_change"
    ).options == ["改名", "合并", "加别名", "撤销", "添加常用部门"]


def test_another_spelling_is_added(one):
    app = form(show("units.py"), "加别名")
    app.selectbox(key="alias_name").set_value("公安局").run()
    app.text_input(key="alias_text").set_value("县公安").run()
    press(app, "alias")
    assert roster().resolve("县公安").name == "公安局"


def test_what_is_typed_into_the_table_is_saved(one, monkeypatch):
    def typed(frame, **_):
        edited = frame.copy()
        edited.loc[edited["单位名称"] == "公安局", ["简称", "管理体制", "联系人"]] = [
            "公安",
            "双重管理",
            None,
        ]
        return edited

    monkeypatch.setattr("streamlit.data_editor", typed)
    app = show("units.py")
    assert "保存修改（1个单位）" in [button.label for button in app.button]
    press(app, "save_roster")
    found = roster().unit("公安局")
    assert (found.short_names, found.management, found.contact) == (
        ("公安",),
        "双重管理",
        "",
    ) and "已保存1个单位的修改" in words(app)


def test_someone_else_changed_the_roster_meanwhile(one):
    app = show("units.py")
    app.selectbox(key="rename_old").set_value("公安局").run()
    app.text_input(key="rename_new").set_value("公安分局").run()
    real = SettingWrites.save_roster

    def second(self, changed, act, **options):
        renamed = roster().renamed("公安局", "县公安")
        real(self, renamed, act, expected_version=self._session.version())
        return real(self, changed, act, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SettingWrites, "save_roster", second)
        press(app, "rename")
    assert "刚被他人更新" in app.error[0].value and roster().unit("公安局").name == "县公安"


def test_a_village_is_merged_on_the_page(one):
    store = open_store(data.database_address())
    table = [
        ["村居名录2026年10月"],
        ["乡镇", "村（社区）"],
        *[[e.unit, e.name] for e in store.rows.entries(STATIONS, OCTOBER)],
    ]
    pipeline.commit(store, pipeline.plan(store, [("名录.xlsx", book(table))]), who="", when=WHEN)
    app = form(show("units.py"), "村（社区）撤并")
    app.selectbox(key="merge_month").set_value(OCTOBER).run()
    app.selectbox(key="village_township").set_value("城关镇").run()
    name, other = app.selectbox(key="village_name").options[:2]
    app.selectbox(key="village_name").set_value(name).run()
    app.selectbox(key="village_into").set_value(f"城关镇{other}").run()
    press(app, "merge_village")
    assert f"从2026年10月起，城关镇{name}并入城关镇{other}。" in words(app)
    assert sum(bool(row.attributes.get("merged_into")) for row in store.rows.villages(OCTOBER)) == 1
    covered = next(
        snapshot
        for snapshot in store.counts.snapshots()
        if snapshot.indicator == "station_coverage_rate" and not snapshot.county
    )
    assert (covered.numerator, covered.denominator) == (285, 285)


def test_the_download_is_read_back_as_the_same_roster(empty_store):
    filled = Roster(
        [
            Unit(
                "住房和城乡建设局",
                DEPARTMENT,
                ("住建局", "建设局"),
                ("城建局",),
                "双重管理",
                "张三",
                "李四",
                "0999-7654321",
            ),
            Unit("城管局", DEPARTMENT),
            Unit("城关镇", TOWNSHIP),
        ]
    ).merged("城管局", "住建局", OCTOBER)
    for content in (export.to_xlsx, export.to_csv):
        sheet = content(problem_tables.roster_sheet(filled, home="云溪县", version=3))
        planned = pipeline.plan(
            empty_store,
            [("名录.xlsx" if content is export.to_xlsx else "名录.csv", sheet)],
            home="云溪县",
        )
        assert [
            issue for file in planned.files for issue in file.issues
        ] == [] and planned.roster == filled


def test_what_the_cells_say():
    row = dict(
        zip(
            ("简称", "管理体制", "分管县领导", "联系人", "联系电话"),
            ("甲", "—", None, float("nan"), "1"),
        )
    )
    assert editable_cells(row) == {
        "简称": "甲",
        "管理体制": "",
        "分管县领导": "",
        "联系人": "",
        "联系电话": "1",
    }


# --- the questions of an import -----------------------------------------------


@pytest.fixture
def asking(one, monkeypatch):
    """The upload page with a table of October in which two departments are not known."""
    content = book(
        [
            ITEM_HEADER,
            *[
                [
                    "2026年10月",
                    f"11999923MB0000100Y9{n:012}",
                    f"事项{n}",
                    "行政许可",
                    unit,
                    "是",
                    "是",
                    "是",
                    "是",
                ]
                for n, unit in enumerate(("住建局", "烟草专卖局", "盐务局"))
            ],
        ]
    )
    monkeypatch.setattr("pages._ui.upload.paste_entry.files", lambda turn: [("表.xlsx", content)])
    app = show("upload.py")
    app.segmented_control(key="way_0").set_value("粘贴录入").run()
    assert not app.exception
    return app


def asked(app) -> dict[str, str | None]:
    return {
        box.key.rsplit("/", 1)[1]: box.value
        for box in app.selectbox
        if str(box.key).startswith("unit/")
    }


def test_unknown_units_are_asked_with_the_nearest_filled_in(asking):
    app = asking
    assert asked(app) == {"住建局": "住房和城乡建设局", "烟草专卖局": None, "盐务局": None}
    assert "名录中没有的单位（3个）" in words(app) and not [
        button for button in app.button if button.label.startswith("确认导入")
    ]
    press(app, "answer_units")
    assert asked(app) == {
        "烟草专卖局": None,
        "盐务局": None,
    } and mentions(words(app), "“住建局”", "“住房和城乡建设局”")
    press(app, "all_new")
    assert asked(app) == {} and "“烟草专卖局”是新单位" in words(app)
    accept_stops(app)
    next(button for button in app.button if button.label.startswith("确认导入")).click().run()
    assert not app.exception and "已保存" in app.success[0].value
    assert (
        roster().resolve("住建局").name == "住房和城乡建设局"
        and roster().unit("盐务局").kind == DEPARTMENT
    )


def test_an_answer_can_be_given_again(asking):
    app = press(asking, "answer_units")
    press(app, "ask_again")
    assert "住建局" in asked(app)


def test_a_roster_sheet_on_the_upload_page(empty, monkeypatch):
    monkeypatch.setattr(
        "pages._ui.upload.paste_entry.files",
        lambda turn: [
            (
                "名录.xlsx",
                book(
                    [["单位名称", "类别", "简称", "管理体制"], ["住建局", "部门", "建设局", "县属"]]
                ),
            )
        ],
    )
    app = show("upload.py")
    app.segmented_control(key="way_0").set_value("粘贴录入").run()
    assert not app.exception and "单位名录：新增1个单位。" in words(app)


def test_a_unit_is_dissolved_and_restored(full):
    app = form(show("units.py"), "撤销")
    app.selectbox(key="end_name").set_value("水利局").run()
    app.selectbox(key="merge_month").set_value(OCTOBER).run()
    press(app, "end")
    assert roster().unit("水利局").dissolved_from == OCTOBER and "“水利局”撤销。" in words(app)
    assert app.dataframe[0].value.set_index("单位名称").loc["水利局", "撤销月份"] == "2026年10月"
    form(app, "取消合并或撤销").selectbox(key="part_name").set_value("水利局").run()
    press(app, "part")
    assert roster().unit("水利局").dissolved_from is None


def test_usual_departments_are_added_with_their_short_names(empty):
    app = show("units.py")
    app.multiselect(key="usual_departments").select("人力资源和社会保障局").select("公安局").run()
    app.button(key="add_usual").click().run()
    assert not app.exception
    roster = data.reading().settings.roster()
    assert roster.resolve("人社局").name == "人力资源和社会保障局" and len(roster.units) == 2
