"""Each page on an empty, a one-month and a full database."""

from datetime import date

import pytest
from support import WHEN, golden_files, mentions, show, walk, words

from govsvc.importing import pipeline
from govsvc.store import open_store
from pages._ui import data

#: what the title says, page by page, on the empty, the one-month and the full database
SENTENCES = {
    "overview.py": ("还没有数据", "5项指标中1项达标", "5项指标中1项达标，"),
    "indicator.py": (
        "还没有数据",
        "网上可办率99.94%，位居全市第三（10月通报），距100.00%目标还差2项",
        "网上可办率99.94%，位居全市第三（10月通报），距100.00%目标还差2项",
    ),
    "trends.py": ("还没有数据", "网上可办率99.94%，距目标还差2项", "网上可办率99.94%，"),
    "gaps.py": (
        "还没有数据",
        "4项指标未达标，其中进驻率还差29项、省平台发布率还差23项",
        "4项指标未达标，其中进驻率还差29项、省平台发布率还差23项",
    ),
    "authorisation.py": (
        "还没有数据",
        "授权与代表：2026年10月没有授权数据",
        "授权到位率96.39%（2,911/3,020），已进驻未授权68项、部分授权41项",
    ),
    "pace.py": (
        "还没有数据",
        "时限与跑动：2026年10月没有数据",
        "时限与跑动：时限压缩比73.69%，平均跑动次数0.01次",
    ),
    "one_chain.py": (
        "还没有数据",
        "一件事：2026年10月没有一件事清单",
        "链上有断点2个（2个关联事项，3处）；一件事24个，已上线22个，上线零办件1个",
    ),
    "targets.py": ("目标值：", "目标值：2026年已设5项", "目标值：2026年已设"),
    "ranking.py": (
        "还没有数据",
        "网上可办率全市第3（2026年10月通报）",
        "网上可办率全市第3（2026年10月通报）",
    ),
    "league.py": (
        "还没有数据",
        "部门全部指标：15个部门还有未达标事项，住房和城乡建设局最多（21项）",
        "部门全部指标：15个部门还有未达标事项，自然资源局最多（31项），自然资源局连续3个月末位",
    ),
    "reconcile.py": (
        "还没有数据",
        "2026年10月通报与本县测算一致（5项指标）",
        "2026年10月通报与本县测算一致（5项指标）",
    ),
    "problems.py": (
        "还没有数据",
        "未实现网上可办2项",
        "未实现网上可办2项，较上月净减2项（新增1、减少3）",
    ),
    "rectification.py": ("还没有数据", "整改：还没有交办的事项", "整改在办17项，逾期"),
    "feedback.py": (
        "还没有数据",
        "群众评价：2026年10月未开展电话回访",
        "群众评价：2026年10月不满意4件",
    ),
    "papers.py": (
        "还没有数据",
        "2026年10月总结：初稿，待补充7处",
        "2026年10月总结：初稿，待补充",
    ),
    "upload.py": ("数据导入", "数据导入", "数据导入：先清空演示数据"),
    "collecting.py": (
        "还没有数据",
        "2026年10月已报齐，待定稿（15/15个部门、6/6个乡镇）",
        "2026年10月已报齐，待定稿（15/15个部门、15/15个乡镇）",
    ),
    "units.py": (
        "单位名录：还没有单位",
        "单位名录：15个部门、6个乡镇（街道）",
        "单位名录：15个部门、15个乡镇（街道）",
    ),
    "definitions.py": (
        "指标口径：5项指标",
        "指标口径（2026年10月）：5项指标",
        "指标口径（2026年10月）：5项指标",
    ),
}


def test_every_page_says_its_finding(database):
    app, number = show(), ("empty", "one", "full").index(database)
    for page in walk(app, SENTENCES):
        assert SENTENCES[page][number] in app.header[0].value, app.header[0].value
        assert not app.error, page


def test_the_overview_has_the_numbers_of_the_golden_month(one):
    app = show()
    assert [(m.label, m.value) for m in app.metric] == [
        ("网上可办率", "99.94%"),
        ("全程网办率", "99.84%"),
        ("省平台发布率", "98.29%"),
        ("站点覆盖率", "100.00%"),
        ("进驻率", "98.10%"),
    ]
    text = words(app)
    for sentence in (
        "**第3位/共12个**",
        "**第1位/共12个**",
        "**并列第1位/共12个**",
        "还差2项",
        "核减后 **97.33%**",
        "低0.77个百分点",
        "名称规范率 **91.96%**",
        "23个名称未规范",
        "✓ 已达标",
        "3,148 / 3,150项",
    ):
        assert sentence in text, sentence


def test_the_first_month_shows_no_change(one):
    app = show()
    assert {metric.delta for metric in app.metric} == {""}


def test_changes_are_points_of_the_month_before(full):
    app = show()
    assert any("个百分点" in metric.delta for metric in app.metric)


def test_the_month_in_the_url_is_shown(full):
    app = show(m="2026-03")
    assert app.selectbox(key="month_picker").value == "2026-03"
    app.selectbox(key="month_picker").set_value("2026-05").run()
    assert app.query_params["m"] == "2026-05"
    app.switch_page("trends.py").run()
    assert app.selectbox(key="month_picker").value == "2026-05"


def test_a_month_that_is_not_there_falls_back_to_the_latest(full):
    assert show(m="1999-01").selectbox(key="month_picker").value == "2026-10"


def test_the_demonstration_says_so_and_is_cleared_only_when_confirmed(full):
    app = show("upload.py")
    assert "演示数据" in words(app)
    next(button for button in app.button if "清空演示数据" in button.label).click().run()
    assert {"清空，开始使用", "用样例文件试一次"} <= {button.label for button in app.button}
    assert open_store(data.database_address()).settings.is_demonstration()


def test_a_real_database_shows_no_demonstration_banner(one):
    assert "演示数据" not in words(show())


def test_problem_filters_narrow_the_list(full):
    app = show("problems.py")
    app.selectbox(key="list").set_value("未进驻大厅").run()
    whole = len(app.dataframe[0].value)
    assert whole == 60
    unit = app.multiselect(key="unit").options[0]
    app.multiselect(key="unit").set_value([unit]).run()
    rows = app.dataframe[0].value
    assert 0 < len(rows) < whole and set(rows["部门"]) == {unit}
    app.text_input(key="q").set_value("没有这样的事项").run()
    assert "没有符合条件的记录" in words(app)


def test_a_month_without_rows_says_what_to_import(one):
    store = open_store(data.database_address())
    plan = pipeline.plan(store, golden_files("04_city_bulletin.csv"))
    pipeline.commit(store, plan, who="测试", when=WHEN)
    assert date(2026, 9, 1) in plan.months
    app = show("problems.py", m="2026-09")
    assert mentions(app.header[0].value, "未实现网上可办", "2026年9月没有")
    app = show("overview.py", m="2026-09")
    assert not app.exception
    assert mentions(words(app), "98.59%", "本月缺政务服务事项", "基层站点")


def test_a_database_in_use_elsewhere_is_said_in_a_sentence(tmp_path, monkeypatch):
    path = tmp_path / "broken.duckdb"
    path.write_bytes(b"no database" * 500)
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    app = show()
    assert not app.exception and "无法打开数据库文件" in app.error[0].value


def show_templates():
    """The upload page with its menu of templates open."""
    app = show("upload.py")
    assert not template_buttons(app)
    app.session_state["templates"] = True
    return app.run()


def template_buttons(app) -> list[str]:
    return [button.label for button in app.get("download_button") if "template_" in button.id]


BLANK = ["空白模板", "群众评价模板（回访、好差评、问卷、窗口评分）", "一件事清单填报表"]


def test_an_empty_database_offers_the_empty_template_only(empty):
    app = show_templates()
    assert template_buttons(app) == BLANK and "导入第一个月的" in words(app)


def test_templates_are_offered_by_month_and_unit_and_made_only_when_clicked(one, monkeypatch):
    for name in ("workbook", "gather", "prefilled", "zipped"):
        monkeypatch.setattr(
            f"govsvc.documents.template.{name}", lambda *_: pytest.fail("made without a click")
        )
    app = show_templates()
    assert not app.exception and template_buttons(app) == [
        *BLANK,
        "下载预填模板",
        "每部门一份（压缩包）",
    ]
    assert app.selectbox(key="template_month").options == ["2026年11月", "2026年10月"]
    units = app.selectbox(key="template_unit").options
    assert (len(units), units[0], "公安局" in units, units[-1]) == (
        22,
        "全部部门和乡镇",
        True,
        "石门乡",
    )
    app.selectbox(key="template_unit").set_value("公安局").run()
    assert not app.exception


def test_the_demonstration_offers_its_own_months(full):
    app = show_templates()
    assert not app.exception and app.selectbox(key="template_month").options == [
        "2026年11月",
        "2026年10月",
    ]


def test_the_overall_place_and_where_points_are_lost(full):
    app = show("ranking.py", ind="综合")
    assert not app.exception
    assert app.header[0].value.startswith("综合得分99\\.14，综合排名第1") or app.header[
        0
    ].value.startswith("综合得分99.14，综合排名第1")
    scores = next(table.value for table in app.table if "丢分" in table.value.columns)
    assert scores["指标"].tolist()[:5] == [
        "进驻率",
        "省平台发布率",
        "全程网办率",
        "网上可办率",
        "站点覆盖率",
    ]
    assert scores["丢分"].tolist() == ["0.48", "0.34", "0.03", "0.01", "0.00", "**0.86**"]


def test_a_bulletin_without_scores_says_so(one):
    app = show("ranking.py", ind="综合")
    assert not app.exception and app.header[0].value == "全市通报还没有得分"


def test_a_card_says_what_its_change_is_compared_with(full):
    assert show().metric[0].delta == "较上月提升0.07个百分点"
