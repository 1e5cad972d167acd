"""The 一件事清单 as a state: in force until the next, replaced whole, changed in part, undone."""

from dataclasses import replace
from datetime import date

import pytest
from chain_lists import HEADER, book, cases_book, o6
from openpyxl import load_workbook
from support import WHEN

from govsvc.__main__ import main
from govsvc.board import Board
from govsvc.documents import template
from govsvc.domain.chains import Chain, cases_of, chain_of
from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.indicators import CHAIN_CASES, CHAINS
from govsvc.domain.mappings import Choices
from govsvc.importing import chain_list, pipeline
from govsvc.importing.plan import Plan
from govsvc.security import UPLOADER, Actor
from govsvc.sheets.cells import vocabulary
from govsvc.sheets.tables.concepts import read_heading
from govsvc.store import Act, Store

SEPTEMBER, OCTOBER, DECEMBER = (date(2026, month, 1) for month in (9, 10, 12))
ACT = Act("王", WHEN)
UNITS = Choices(units={"市场监督管理局": "", "卫健委": ""})


def bring(store: Store, content: bytes, *, name: str = "一件事.xlsx", **options) -> Plan:
    home = None if store.settings.home() else "云溪县"
    plan = pipeline.plan(store, [(name, content)], home=home, choices=UNITS, **options)
    assert not plan.refused, plan.refused
    pipeline.commit(store, plan, who="王", when=WHEN)
    return plan


def listed(store: Store, month: date) -> dict[str, Chain]:
    rows = chain_list.rows_in_force(store, month)
    return {row.key: chain_of(row) for row in rows}


def row(name: str, **said: object) -> list:
    cells = {"一件事名称": name, "牵头部门": "市场监督管理局", "状态": "已上线"} | said
    return [cells.get(header, "") for header in HEADER]


def title(month: int) -> list[str]:
    return [f"云溪县2026年{month}月一件事清单"]


def test_a_list_is_in_force_until_the_next_and_is_replaced_as_a_whole(empty_store):
    store = empty_store
    bring(store, book([title(9), HEADER, row("企业开办"), row("退休", 牵头部门="卫健委")]))
    assert not listed(store, date(2026, 8, 1))
    assert listed(store, SEPTEMBER).keys() == listed(store, DECEMBER).keys() == {"企业开办", "退休"}
    plan = bring(store, book([title(10), HEADER, row("企业开办", 状态="推进中")]))
    codes = [issue.code for issue in plan.files[0].issues]
    assert codes == ["chains_vanished"] and "退休" in plan.files[0].issues[0].message
    # the thing of a department that the new list does not name any more is gone, too
    assert {key: one.state for key, one in listed(store, DECEMBER).items()} == {
        "企业开办": "under_way"
    }
    assert listed(store, SEPTEMBER)["企业开办"].state == "launched"
    bring(store, book([title(10), HEADER, row("新生儿出生", 牵头部门="卫健委")]))
    assert listed(store, OCTOBER).keys() == {"新生儿出生"}


def test_changes_of_a_month_without_a_list_are_changes_of_the_one_in_force(empty_store):
    store = empty_store
    bring(store, book([title(9), HEADER, row("企业开办"), row("退休")]))
    changes = book([title(10), HEADER, row("退休", 状态="已取消"), row("就业")])
    bring(store, changes, is_changes=True)
    assert {key: one.state for key, one in listed(store, OCTOBER).items()} == {
        "企业开办": "launched",
        "退休": "cancelled",
        "就业": "launched",
    }
    assert listed(store, SEPTEMBER).keys() == {"企业开办", "退休"}


def test_cases_are_of_one_month_and_of_the_things_that_are_named(empty_store):
    store = empty_store
    bring(store, o6())
    header = ["一件事名称", "本月办件量"]
    plan = bring(
        store,
        cases_book("2026年10月一件事办件情况", header, ["第1件事", 7], ["没有这件事", 3]),
        name="办件.xlsx",
    )
    assert [(issue.code, issue.row) for issue in plan.files[0].issues] == [("chain_unknown", 4)]
    found = {one.key: cases_of(one).cases for one in store.rows.entries(CHAIN_CASES, OCTOBER)}
    assert (found["第1件事"], found["第2件事"], found["没有这件事"]) == (7, 2, 3)
    assert not store.rows.entries(CHAIN_CASES, DECEMBER)


def test_an_import_of_a_list_is_undone(empty_store):
    store = empty_store
    bring(store, book([title(10), HEADER, row("企业开办"), row("退休")]))
    bring(store, book([title(10), HEADER, row("就业", 本月办件量=3)]))
    (latest, *_) = store.records.operations()
    store.undoing.undo(
        [latest.version], replace(ACT, what="undo"), expected_version=store.version()
    )
    assert listed(store, OCTOBER).keys() == {"企业开办", "退休"}
    assert not store.rows.entries(CHAIN_CASES, OCTOBER)


def test_one_thing_is_written_into_the_list_of_the_month(empty_store):
    store = empty_store
    bring(store, book([title(9), HEADER, row("企业开办"), row("退休")]))
    new = Chain(OCTOBER, "就业", "市场监督管理局", "launched")
    chain_list.save_chain(store, new, ACT, expected_version=store.version())
    changed = replace(new, name="退休一件事", state="trial")
    chain_list.save_chain(store, changed, ACT, expected_version=store.version(), instead_of="退休")
    renamed = replace(new, name="高校毕业生就业")
    chain_list.save_chain(store, renamed, ACT, expected_version=store.version(), instead_of="就业")
    found = listed(store, OCTOBER)
    assert list(found) == ["企业开办", "退休", "高校毕业生就业"]
    assert found["退休"].state == "trial" and listed(store, SEPTEMBER)["退休"].state == "launched"
    for bad in (replace(new, name=" "), replace(new, name="企业开办")):
        with pytest.raises(GovsvcError):
            chain_list.save_chain(store, bad, ACT, expected_version=store.version())
    cases = {"企业开办": 3, "退休": 0}
    chain_list.save_cases(store, OCTOBER, cases, ACT, expected_version=store.version())
    chain_list.save_cases(store, OCTOBER, {"退休": 5}, ACT, expected_version=store.version())
    stored = {one.key: cases_of(one).cases for one in store.rows.entries(CHAIN_CASES, OCTOBER)}
    assert stored == {"企业开办": 3, "退休": 5}
    for wrong in ({"没有": 1}, {}):
        with pytest.raises(GovsvcError):
            chain_list.save_cases(store, OCTOBER, wrong, ACT, expected_version=store.version())


def test_the_list_is_the_countys_and_no_single_departments(empty_store):
    store = empty_store
    bring(store, book([title(9), HEADER, row("企业开办")]))
    limited = store.acting(Actor("李", UPLOADER, ("市场监督管理局",), "10.0.0.5", "李"))
    new = Chain(SEPTEMBER, "就业", "市场监督管理局")
    for write in (
        lambda: chain_list.save_chain(limited, new, ACT, expected_version=store.version()),
        lambda: chain_list.save_cases(
            limited, SEPTEMBER, {"企业开办": 1}, ACT, expected_version=store.version()
        ),
    ):
        with pytest.raises(NotAllowed):
            write()
    assert listed(store, DECEMBER).keys() == {"企业开办"}
    assert set(store.months.by_kind()) == {CHAINS}


def test_the_form_to_fill_in_brings_the_list_as_it_is(empty_store):
    store = empty_store
    header = [*HEADER, "备注", "事项编码", "涉及部门"]
    code = "11999923MB0001003B4700100000000"
    rows = [
        [
            *row(
                "企业开办",
                关联事项="营业执照核发",
                联办部门="公安局；中国银行",
                办理环节="7→2（减少71%）",
            ),
            "注",
        ],
        row("退休", 牵头部门="卫健委", 关联事项="甲、乙", 是否应落地="否", 办理时限="1个月→即办"),
        row("就业", 申请材料="压缩71%", 跑动次数="6→0", 本月办件量=0, 状态="推进中"),
    ]
    rows[0] += [code, "市场监督管理局"]
    bring(store, book([title(10), header, *rows]))
    before = [chain_of(one) for one in chain_list.rows_in_force(store, OCTOBER)]
    period = Board(store).chains.period(OCTOBER)
    names = template.known_names(store)
    content = template.chains.workbook(names, store, OCTOBER)
    plan = bring(store, content, name="填报表.xlsx")
    assert not plan.files[0].issues, [str(one) for one in plan.files[0].issues]
    after = [chain_of(one) for one in chain_list.rows_in_force(store, OCTOBER)]
    same = {"file": "", "sheet": "", "row": 0}
    assert [replace(one, **same) for one in after] == [replace(one, **same) for one in before]
    assert dict(Board(store).chains.period(OCTOBER).cases) == dict(period.cases) == {"就业": 0}


def test_the_empty_template_has_columns_that_are_read(tmp_path):
    out = tmp_path / "空白.xlsx"
    assert main(["template", str(out), "--chains"]) == 0
    columns = [cell.value for cell in load_workbook(out)["一件事清单"][1]]
    known = {read_heading(CHAINS, str(header)).field for header in columns}
    assert len(known) == len(columns) and known <= vocabulary.FIELDS[CHAINS].keys()
