"""O6 and O11 through the command line, and 断点 of a month whose item list is known."""

import json
from datetime import date
from fractions import Fraction

import pytest
from chain_lists import HEADER, book, o6, o6_rows
from support import WHEN

from govsvc.__main__ import main
from govsvc.board import Board, decisions, insights
from govsvc.domain.chains import SAVINGS, Change, percent_of, printed_agrees, reduction_of
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.indicators import ITEMS
from govsvc.importing import pipeline
from govsvc.store import Batch, Store

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture
def run(tmp_path, capsys):
    path = tmp_path / "c.duckdb"

    def command(*words: str) -> dict:
        assert main([*words, "--database", str(path), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return command


def bring(run, tmp_path, content: bytes, name: str = "一件事.xlsx") -> None:
    file = tmp_path / name
    file.write_bytes(content)
    run("import", str(file), "--home", "云溪县")


def test_o6_through_the_command_line(run, tmp_path):
    bring(run, tmp_path, o6())
    found = run("chains", "rates", "--month", "2026-10")
    rates = {one["name"]: (one["percent"], one["fraction"]) for one in found["rates"].values()}
    assert rates == {
        "落地率": ("90.00", "18/20"),
        "上线率": ("87.50", "21/24"),
        "有办件率": ("71.43", "15/21"),
    }
    assert len(found["online_without_cases"]) == 6 and found["cases"] == sum(range(1, 16))
    sums = {one["name"]: one["percent"] for one in found["reductions"].values()}
    assert sums == {
        "办理环节": "68.75",
        "申请材料": "58.82",
        "办理时限": "81.82",
        "跑动次数": "85.71",
    }
    run("chains", "setting", "means")
    means = run("chains", "rates", "--month", "2026-10")["reductions"]
    assert (means["steps"]["percent"], means["limit"]["percent"]) == ("69.05", "83.33")
    # the list is in force in the next month, its cases are not
    later = run("chains", "rates", "--month", "2026-11")
    assert later["rates"]["online_share"]["fraction"] == "21/24"
    assert later["rates"]["with_cases"]["percent"] is None and later["cases"] == 0


@pytest.mark.parametrize(
    "row, percents",
    [(0, ["71.43", "57.14", "86.67", "83.33"]), (1, ["66.67", "60.00", "80.00", "87.50"])],
)
def test_o6_each_thing_by_itself(run, tmp_path, row, percents):
    bring(run, tmp_path, book([["云溪县2026年10月一件事清单"], HEADER, o6_rows()[row]]))
    found = run("chains", "rates", "--month", "2026-10")["reductions"]
    assert [found[saving.key]["percent"] for saving in SAVINGS] == percents


@pytest.mark.parametrize(
    "before, after, percent, printed",
    [(25, 17, "32.00", "32%"), (7, 2, "71.43", "71%"), (7, 2, "71.43", "71.43%")],
)
def test_o11(before, after, percent, printed):
    assert f"{percent_of([(before, after)])}" == percent
    assert printed_agrees(printed, before, after) is True
    assert printed_agrees("88.52%", before, after) is False


def test_what_only_prints_a_percent_is_in_no_sum():
    steps = SAVINGS[0]
    together = reduction_of(steps, [Change("7", "2"), Change(printed="71%"), None])
    assert (together.before, together.after, together.things, together.unknown) == (7, 2, 1, 2)
    # of sums, not of ratios: 5 of 7 and 0 of 3
    both = reduction_of(steps, [Change("7", "2"), Change("3", "3")])
    assert both.published is not None and Fraction(both.before - both.after, both.before) == (
        Fraction(5, 10)
    )
    assert reduction_of(steps, []).published is None


def test_cases_of_several_months_are_added_up(run, tmp_path):
    bring(run, tmp_path, o6("云溪县2026年9月一件事清单"), "9月.xlsx")
    run("chains", "cases", "--month", "2026-10", "第16件事=4", "第1件事=0")
    found = run("chains", "rates", "--month", "2026-10", "--cumulative")
    assert found["cases"] == sum(range(1, 16)) + 4
    # of the others nobody said anything in October: 17, 18, 22, 23, 24 may have had some
    assert found["rates"]["with_cases"]["fraction"] == "16/16"
    assert found["rates"]["with_cases"]["unknown"] == 5
    october = run("chains", "rates", "--month", "2026-10")
    assert october["rates"]["with_cases"]["fraction"] == "1/2"
    assert [one["name"] for one in october["online_without_cases"]] == ["第1件事"]


YES = {"is_online": True, "is_fully_online": True, "is_published": True, "is_in_hall": True}


def item(
    code: str, name: str, unit: str, month: date, status: str = "counted", usage: str = "", **flags
) -> Entry:
    attributes = {"implementation_code": code, "item_type": "行政许可", "status": usage}
    return Entry(
        ITEMS,
        month,
        unit,
        code,
        name,
        {key: text for key, text in attributes.items() if text},
        YES | {"is_authorised": True} | flags,
        status,
        "事项.xlsx",
        "表",
        2,
    )


def code_of(number: int) -> str:
    return f"1152{number:027d}"


def items_of(month: date) -> list[Entry]:
    found = [
        item(code_of(1), "营业执照核发", "市场监督管理局", month),
        item(code_of(2), "刻章备案", "公安局", month, is_online=False, is_fully_online=False),
        item(code_of(3), "食品、药品经营许可", "市场监督管理局", month, is_in_hall=False),
        item(code_of(4), "户口登记", "公安局", month, is_authorised=False),
        item(code_of(5), "户口登记", "民政局", month),
        item(code_of(6), "旧事项", "民政局", month, "out_of_scope", "取消"),
        item(code_of(7), "负面事项", "民政局", month, is_in_hall=False, is_exempt_hall=True),
    ]
    if month == SEPTEMBER:
        found.append(item(code_of(8), "已取消的事项", "民政局", month))
    return found


def chains_of(store: Store, *rows: list, month: int = 10) -> None:
    header = ["一件事名称", "牵头部门", "联办部门", "关联事项", "涉及部门", "事项编码", "状态"]
    content = book([[f"云溪县2026年{month}月一件事清单"], header, *rows])
    plan = pipeline.plan(store, [("一件事.xlsx", content)], home="云溪县")
    assert not plan.refused
    pipeline.commit(store, plan, who="王", when=WHEN)


@pytest.fixture
def county(empty_store) -> Store:
    batches = [
        Batch(ITEMS, month, [("事项.xlsx", "00")], Entries.of(items_of(month)))
        for month in (SEPTEMBER, OCTOBER)
    ]
    empty_store.imports.commit(batches, expected_version=0, who="王", when=WHEN)
    return empty_store


def found(store: Store) -> dict[str, list[tuple[str, str, str]]]:
    links = Board(store).chains.links(OCTOBER)
    return {
        kind: [(one.item, one.unit, one.reason) for one in rows]
        for kind, rows in (("breaks", links.breaks), ("unmatched", links.unmatched))
    }


def test_the_breaks_of_a_thing_with_item_and_department(county):
    row = ["企业开办", "市场监督管理局", "公安局", "", "", "", "已上线"]

    def with_items(cell: str, unit: str = "", code: str = "") -> list:
        return [*row[:3], cell, unit, code, row[-1]]

    chains_of(county, with_items("营业执照核发、刻章备案、食品、药品经营许可"))
    assert found(county) == {
        "breaks": [
            ("刻章备案", "公安局", "未实现网上可办"),
            ("食品、药品经营许可", "市场监督管理局", "未进驻大厅"),
        ],
        "unmatched": [],
    }
    # of two items of one name the one of a department of the thing
    chains_of(county, with_items("户口登记"))
    assert [one[:2] for one in found(county)["breaks"]] == [("户口登记", "公安局")]
    # by its code whatever the list calls it; out of use; no longer there; never there
    chains_of(county, with_items("办个章", code=code_of(2)))
    assert found(county)["breaks"] == [("刻章备案", "公安局", "未实现网上可办")]
    chains_of(county, with_items("旧事项；已取消的事项；营业执照；负面事项；银行开户"))
    assert found(county) == {
        "breaks": [
            ("旧事项", "民政局", "已停用"),
            ("已取消的事项", "市场监督管理局", "事项清单中已没有"),
        ],
        "unmatched": [("营业执照", "市场监督管理局", "事项清单中没有")],
    }
    links = Board(county).chains.links(OCTOBER)
    assert (links.outside, links.sentence) == (1, "链上有断点1个（2个关联事项）")


def test_what_breaks_since_this_month_is_said_on_the_overview(county):
    """已取消的事项 is in September's list and in October's no more; 刻章备案 was offline before."""
    row = ["企业开办", "市场监督管理局", "公安局", "刻章备案；已取消的事项", "", "", "已上线"]
    chains_of(county, row)
    board = Board(county)
    # October's list of things is the first: nobody can tell of September
    assert not board.chains.new_breaks(OCTOBER)
    assert said_of_chains(board) == ["一件事链上有断点1个（2个关联事项）：公安局、市场监督管理局。"]
    chains_of(county, row, month=9)
    board = Board(county)
    assert [one.item for one in board.chains.new_breaks(OCTOBER)] == ["已取消的事项"]
    assert said_of_chains(board) == [
        "一件事链上有断点1个（2个关联事项），本月新增1处：公安局、市场监督管理局。"
    ]
    asked = decisions.decisions(board, OCTOBER, (), most=9)
    assert [(one.ask, one.text, one.page) for one in asked if "断点" in one.text] == [
        ("请核实新增", "一件事链上断点新增1处：市场监督管理局1处", "one_chain.py")
    ]


def said_of_chains(board: Board) -> list[str]:
    said = insights.findings(board, OCTOBER, ())
    return [one.text for one in said if one.page == "one_chain.py"]


def test_an_item_of_another_department_than_the_list_says_is_found_where_it_is_the_only_one(county):
    chains_of(county, ["企业开办", "市场监督管理局", "", "刻章备案", "民政局", "", "已上线"])
    assert found(county)["breaks"] == [("刻章备案", "公安局", "未实现网上可办")]
    chains_of(county, ["企业开办", "市场监督管理局", "", "户口登记", "县公安局", "", "已上线"])
    assert [one[:2] for one in found(county)["breaks"]] == [("户口登记", "公安局")]
    chains_of(county, ["企业开办", "市场监督管理局", "", "户口登记", "", "", "已上线"])
    assert found(county)["unmatched"] == [("户口登记", "市场监督管理局", "事项清单中同名的有多个")]


def test_a_month_without_items_says_so(empty_store):
    chains_of(empty_store, ["企业开办", "市场监督管理局", "", "营业执照", "", "", "已上线"])
    links = Board(empty_store).chains.links(OCTOBER)
    assert not links.has_items and not links.breaks and "不能核对" in links.sentence
