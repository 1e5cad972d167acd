"""疑似 on the pages: apart from what is confirmed, with its evidence, confirmed or dismissed by
whoever may.
"""

from datetime import date

import pytest
from support import mentions, show, words

from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.indicators import OWN
from govsvc.exports import export, problem_tables
from govsvc.security.roles import REVIEWER, UPLOADER, VIEWER
from govsvc.store import open_store
from pages._ui import data

OCTOBER = date(2026, 10, 1)
SUSPECTED = "疑似明进暗不进"
REASON = "10月20日现场核实，窗口不受理"


def store():
    return open_store(data.database_address())


def own():
    return {
        s.indicator: (s.numerator, s.denominator)
        for s in store().counts.snapshots()
        if s.source == OWN and s.month == OCTOBER
    }


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def judge(app, button: str, *rows: int):
    box = app.multiselect(key="verdict_rows")
    box.set_value([box.options[row] for row in rows]).run()
    app.text_input(key="verdict_reason").set_value(REASON).run()
    app.button(key=button).click().run()
    assert not app.exception
    return app


def test_it_opens_on_each_database(database):
    for name in (SUSPECTED, "疑似体外循环", "零办件", "明进暗不进"):
        for query in ({}, {"view": "按单位看"}):
            app = show("problems.py", list=name, **query)
            assert not app.exception, (name, query)
    if database == "one":
        assert "观察期没有办件量统计" in words(show("problems.py", list="明进暗不进"))
        assert "近3个月（8—10月），都没有办件数据" in words(show("problems.py", list=SUSPECTED))


def test_the_rows_with_their_evidence(full):
    app = show("problems.py", list=SUSPECTED)
    table = app.dataframe[0].value
    assert (
        mentions(words(app), "疑似明进暗不进4项", "净增1项（新增1、减少0）")
        and "每个月都有办件数据" in words(app)
        and "未经认定，不计入任何数值" in words(app)
    )
    assert list(zip(table["部门"], table["变化"])) == [
        ("人力资源和社会保障局", "连续2个月"),
        ("住房和城乡建设局", "新增"),
        ("住房和城乡建设局", "连续2个月"),
        ("卫生健康局", "连续2个月"),
    ]
    for text, accepted in zip(table["依据"], (27, 26, 29, 28)):
        assert mentions(text, "8—10月", "大厅受理0件", f"部门受理{accepted}件")
    assert "另有疑似4项" in str(
        [button.label for button in show("problems.py", list="明进暗不进").button]
    )
    assert "只有2个月（7、8月）有办件数据" in words(
        show("problems.py", list=SUSPECTED, m="2026-08")
    )


def test_a_download_says_that_they_are_suspected(full):
    board = Board(store())
    problem_list = indicators.list_by_key("suspected_in_name_only")
    sheet = problem_tables.sheet(
        problem_list,
        OCTOBER,
        board.lists.rows(problem_list, OCTOBER)[0],
        home="云溪县",
        edition="第1版",
    )
    text = export.to_csv(sheet).decode("utf-8-sig")
    assert mentions(text, "云溪县", "疑似明进暗不进清单", "2026年10月")
    assert mentions(text, "未经认定", "不计入", "大厅受理0件", "部门受理27件")
    assert "疑似" in export.file_name("云溪县", problem_list.name, "", OCTOBER, suffix=".xlsx")


def test_the_overview_names_them_beside_the_hollow_sign(full):
    app = show()
    assert "核减后 **97.33%**　:gray[疑似6项]" in words(app)
    tiles = [link.label for link in app.get("page_link")]
    assert any("疑似4" in label and "  \n明进暗不进 " in label for label in tiles) and not any(
        "零办件" in label for label in tiles
    )
    assert own()["effective_hall_entry_rate"] == (3066, 3150)


def test_some_are_confirmed(full):
    app = judge(show("problems.py", list=SUSPECTED), "verdict_True", 0, 1)
    assert (
        "2项已认定为明进暗不进" in " ".join(element.value for element in app.success)
        and len(app.dataframe[0].value) == 2
    )
    assert own()["effective_hall_entry_rate"] == (3064, 3150) and own()["hall_entry_rate"] == (
        3090,
        3150,
    )
    confirmed = show("problems.py", list="明进暗不进")
    grounds = [text for text in confirmed.dataframe[0].value["依据"] if text.startswith("疑似认定")]
    assert len(grounds) == 2 and all(
        mentions(text, "王五认定", "8—10月", "大厅受理0件", REASON) for text in grounds
    )
    # the same who confirmed may take it back
    assert len(confirmed.multiselect(key="verdict_rows").options) == 2
    judge(confirmed, "verdict_False", 0)
    assert own()["effective_hall_entry_rate"] == (3065, 3150)


def test_one_is_dismissed_and_stays_on_record(full):
    app = judge(show("problems.py", list=SUSPECTED), "verdict_False", 1)
    assert len(app.dataframe[0].value) == 3 and "已排除1项" in words(app)
    # it was new this month: of the month before nothing is gone
    assert "较上月减少" not in words(app)
    app = judge(app, "verdict_False", 0)
    assert "较上月减少1项" in words(app) and list(app.dataframe[1].value["变化"]) == [
        "本月不再列入"
    ]
    table = next(found.value for found in app.get("table") if "排除人" in found.value.columns)
    assert (
        list(table["排除人"]) == ["王五"] * 2
        and table["当时的证据"].str.contains("部门受理26件|部门受理27件").all()
        and own()["effective_hall_entry_rate"] == (3066, 3150)
    )


@pytest.mark.parametrize(("role", "may"), [(VIEWER, False), (UPLOADER, False), (REVIEWER, True)])
def test_who_may(full, acting, role, may):
    acting(role)
    app = show("problems.py", list=SUSPECTED)
    assert not app.exception and ("verdict_True" in [button.key for button in app.button]) == may
    assert may or "需要“审核”权限" in "".join(str(element.value) for element in app.get("html"))


def test_a_closed_month_is_not_judged(full):
    app = show("problems.py", list=SUSPECTED, m="2026-09")
    assert mentions(words(app), "本月已定稿", "不能再认定")
    assert "verdict_True" not in [button.key for button in app.button]


def test_items_without_a_case_are_a_list_of_their_own_and_no_problem(full):
    app = show("problems.py", list="零办件")
    assert (
        "零办件361项" in words(app)
        and "不是问题" in words(app)
        and "verdict_rows" not in [box.key for box in app.multiselect]
    )
    heat = show("problems.py", view="按单位看").dataframe[0].value
    assert "零办件" not in heat.columns and heat[SUSPECTED].sum() == 4


def test_the_definitions_say_how(full):
    said = words(show("definitions.py"))
    for part in (
        "近3个月（8—10月），每个月都有办件数据",
        "“没有受理”须以整个观察期的数据判断",
        "零办件是观察期内大厅、部门都没有受理的事项",
    ):
        assert part in said


def test_the_period_is_set_with_the_rules(one):
    app = show("definitions.py")
    app.number_input(key="observation_months").set_value(6).run()
    next(box for box in app.text_input if box.label == "口径名称").set_value("市下半年口径").run()
    next(box for box in app.text_input if box.label == "依据文件").set_value(
        "市发〔2026〕9号"
    ).run()
    next(button for button in app.button if button.label == "确认生效").click().run()
    assert not app.exception and store().settings.rule_versions()[0].rules.observation_months == 6
    assert "观察期6个月" in app.get("table")[-1].value.to_string() or any(
        "观察期6个月" in found.value.to_string() for found in app.get("table")
    )
