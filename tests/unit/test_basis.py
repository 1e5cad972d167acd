"""On what an indicator stands: numbers put in, exemptions, files and rules; expected by hand."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from support import WHEN, mentions

from govsvc.board import Board, basis
from govsvc.domain.indicators import BULLETIN, EXEMPTIONS, ITEMS, VILLAGES, Rules, by_key, twin_word
from govsvc.domain.rows import Entries, Entry, Reported
from govsvc.store import CLOSED, Act, Batch, RuleVersion, open_store

OCTOBER = date(2026, 10, 1)
ONLINE, HALL, STATIONS = (
    by_key("online_rate"),
    by_key("hall_entry_rate"),
    by_key("station_coverage_rate"),
)


def item(number: int, **flags: bool) -> Entry:
    return Entry(
        ITEMS,
        OCTOBER,
        "公安局",
        f"A{number}",
        f"事项{number}",
        {"item_code": f"A{number}", "level": "县本级"},
        {"is_online": True, "is_in_hall": True} | flags,
    )


@pytest.fixture
def store(tmp_path):
    found = open_store(tmp_path / "basis.duckdb")
    rows = [
        item(1),
        item(2, is_online=False),
        item(3, is_exempt_online=True, is_online=False),
        item(4, is_exempt_hall=True, is_in_hall=False),
        item(5),
    ]
    exempted = Entry(
        EXEMPTIONS,
        OCTOBER,
        "公安局",
        "A5",
        "事项5",
        {"item_code": "A5", "document": "县政发〔2026〕1号"},
        {"is_exempt_online": True},
    )
    found.imports.commit(
        [
            Batch(ITEMS, OCTOBER, [("10月事项.xlsx", "s1")], Entries.of(rows)),
            Batch(EXEMPTIONS, OCTOBER, [("清单.xlsx", "s2")], Entries.of([exempted])),
            Batch(
                BULLETIN,
                OCTOBER,
                [("通报.csv", "s3")],
                reported=[
                    Reported(OCTOBER, "云溪县", "online_rate", 3, 4),
                    Reported(OCTOBER, "云溪县", "hall_entry_rate", printed=Decimal("98.10")),
                ],
            ),
        ],
        expected_version=0,
        who="王敏",
        when=WHEN,
        home="云溪县",
    )
    yield found
    found.close()


def said(store, indicator, month=OCTOBER) -> dict[str, str]:
    return dict(basis(Board(store), indicator, month))


def test_the_formula_has_the_numbers_of_the_month(store):
    online, hall = said(store, ONLINE), said(store, HALL)
    assert (online["市通报"], online["本县测算"]) == ("3 ÷ 4 = 75.00%", "2 ÷ 3 = 66.67%")
    assert (hall["市通报"], hall["本县测算"]) == ("市通报只给出98.10%", "4 ÷ 4 = 100.00%")


def test_exempt_rows_are_counted_also_where_a_list_exempts_them(store):
    online = said(store, ONLINE)["豁免"]
    assert mentions(online, "“是否不宜网办”", "标明的2项", "不计入分母", "依据不全2项")
    assert mentions(said(store, HALL)["豁免"], "“不进驻原因”", "标明的1项", "不计入分母")
    assert "豁免" not in said(store, by_key("provincial_publish_rate"))


def test_rows_are_counted_in_what_they_are_and_answers_named(store):
    limits, instant = said(store, by_key("limit_reduction")), said(store, by_key("instant_rate"))
    assert limits["未填"].startswith("5项没有填报")
    assert "“办件类型”为即办件" in instant.values()
    assert "“是否网上可办”为是" in said(store, ONLINE).values()


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("effective_hall_entry_rate", "核减后"),
        ("effective_authorisation_rate", "核实后"),
        ("station_renaming_rate", "名称规范率"),
    ],
)
def test_a_twin_is_told_from_its_nominal_by_a_word(key, word):
    assert twin_word(by_key(key)) == word


def test_the_rules_are_those_of_the_month_and_of_its_closing(store):
    assert said(store, ONLINE)["口径版本"] == "默认口径"
    store.month_writes.set_state(
        OCTOBER, CLOSED, Act("王敏", WHEN), expected_version=store.version()
    )
    rules = RuleVersion(
        "市下半年口径", "市营商办〔2026〕8号", OCTOBER, Rules(exempt_as={"online_rate": "met"})
    )
    store.setting_writes.change_rules(
        rules, Act("王敏", datetime(2026, 11, 6)), expected_version=store.version()
    )
    assert (
        said(store, ONLINE)["口径版本"] == "默认口径"
        and "不计入分母" in said(store, ONLINE)["豁免"]
    )
    later = said(store, ONLINE, date(2026, 11, 1))
    assert mentions(later["口径版本"], "市下半年口径", "市营商办〔2026〕8号", "自2026年10月起")
    assert later["豁免"].endswith("视为达到")


def test_where_the_numbers_come_from(store):
    items, bulletin = said(store, ONLINE)["来源"].split("；")
    assert mentions(items, "政务服务事项", "10月事项.xlsx", "王敏", "11月5日")
    assert mentions(bulletin, "全市指标", "通报.csv", "王敏", "11月5日")
    assert "来源" not in said(store, STATIONS)
    store.undoing.undo([1], Act("王敏", WHEN), expected_version=store.version())
    assert "来源" not in said(store, ONLINE)


def test_all_villages_are_those_of_the_list(store):
    assert mentions(said(store, STATIONS)["统计范围"], "台账中的", "还没有村居名录")
    rows = [Entry(VILLAGES, OCTOBER, "石门镇", "石门镇/东关村", "东关村", {}, {})]
    store.imports.commit(
        [Batch(VILLAGES, OCTOBER, [("名录.xlsx", "s4")], Entries.of(rows))],
        expected_version=store.version(),
        who="王敏",
        when=WHEN,
    )
    assert said(store, STATIONS)["统计范围"].startswith("村居名录中的")
