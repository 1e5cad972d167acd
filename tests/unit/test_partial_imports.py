"""Partial sheets from file to rate: the golden month with an export, a ledger, an inspection and
exemptions as files.
"""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from support import GOLDEN, WHEN, import_golden, mentions

from govsvc.board import Board
from govsvc.domain.indicators import EXPORT, ITEMS, OWN, list_by_key
from govsvc.exports import problem_tables
from govsvc.importing import pipeline, preview
from govsvc.importing.plan import Plan
from govsvc.store import Store

OCTOBER = date(2026, 10, 1)


def golden_items() -> list[dict]:
    rows = load_workbook(io.BytesIO((GOLDEN / "01_clean_month.xlsx").read_bytes()), read_only=True)[
        "政务服务事项"
    ].iter_rows(values_only=True)
    header = next(rows)
    return [dict(zip(header, row)) for row in rows]


def sheet(name: str, header: list[str], *rows) -> tuple[str, bytes]:
    book = Workbook()
    book.active.append([name.removesuffix(".xlsx")])
    for row in (header, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return name, out.getvalue()


NAMING = ["实施编码", "事项名称", "实施主体"]


def naming(item: dict) -> list[str]:
    return [item[header] for header in NAMING]


def published(items: list[dict], but: int = 0) -> tuple[str, bytes]:
    """What the department says is published, without the last `but`."""
    rows = [naming(item) for item in items if item["是否在省平台发布"] == "是"]
    return sheet("云溪县省平台导出清单（2026年10月）.xlsx", NAMING, *rows[: len(rows) - but])


def own(store: Store, key: str) -> tuple[int, int]:
    return next(
        (s.numerator, s.denominator)
        for s in store.counts.snapshots()
        if (s.source, s.indicator) == (OWN, key)
    )


def commit(store: Store, *files: tuple[str, bytes]) -> Plan:
    plan = pipeline.plan(store, list(files))
    assert not plan.refused, plan.refused
    pipeline.commit(store, plan, who="测试", when=WHEN)
    return plan


@pytest.fixture(scope="module")
def items() -> list[dict]:
    return golden_items()


def test_an_export_that_agrees_changes_nothing(october_store, items):
    before = october_store.counts.snapshots()
    plan = commit(october_store, published(items))
    assert (
        [batch.kind for batch in plan.batches] == [EXPORT]
        and plan.files[0].notes == []
        and plan.files[0].issues == []
    )
    assert (
        october_store.counts.snapshots() == before
        and Board(october_store).lists.rows(list_by_key("claims_that_disagree"), OCTOBER)[0] == []
    )


def test_an_export_that_lacks_three_is_foretold_and_listed(october_store, items):
    numerator, denominator = own(october_store, "provincial_publish_rate")
    plan = pipeline.plan(october_store, [published(items, but=3)])
    assert mentions(*plan.files[0].notes, "3项", "省平台导出清单", "填报与平台不一致")
    said = "".join(preview.summary(preview.preview(october_store, plan)))
    assert (
        f"省平台导出清单：新增{numerator - 3:,}行" in said
        and "省平台发布率 98.29% → 98.19%" in said
    )
    pipeline.commit(october_store, plan, who="测试", when=WHEN)
    assert own(october_store, "provincial_publish_rate") == (numerator - 3, denominator)
    found, _ = Board(october_store).lists.rows(list_by_key("claims_that_disagree"), OCTOBER)
    assert len(found) == 3 and all(
        mentions(problem.row.grounds, "部门填“是”", "省平台导出清单中没有") for problem in found
    )
    made = problem_tables.sheet(
        list_by_key("claims_that_disagree"), OCTOBER, found, home="云溪县", edition="第1稿"
    )
    assert "依据" in made.columns
    assert mentions(dict(made.facts)["来源"], "本县测算", "省平台导出清单", "“依据”列")
    # a list on which every value is the department's own has no such column
    online, _ = Board(october_store).lists.rows(list_by_key("not_online"), OCTOBER)
    assert (
        "依据"
        not in problem_tables.sheet(
            list_by_key("not_online"), OCTOBER, online, home="云溪县", edition="第1稿"
        ).columns
    )


def test_items_whose_rows_nobody_can_read_are_left_out_and_said(october_store, items):
    """Two states that are asked: the departments' own 是 does not count for them."""
    numerator, denominator = own(october_store, "provincial_publish_rate")
    name, _ = published(items)
    mine = [item for item in items if item["是否在省平台发布"] == "是"]
    states = ["见备注", "见备注", *["已发布"] * (len(mine) - 2)]
    rows = [[*naming(item), state] for item, state in zip(mine, states)]
    plan = commit(october_store, sheet(name, [*NAMING, "发布状态"], *rows))
    assert mentions(*plan.files[0].notes, "2项", "省平台导出清单", "未计入")
    assert own(october_store, "provincial_publish_rate") == (numerator - 2, denominator - 2)
    standing = next(
        standing
        for standing in Board(october_store).cards.standings(OCTOBER)
        if standing.indicator.key == "provincial_publish_rate"
    )
    assert standing.left_out == 2


def test_a_list_sent_again_does_not_bring_back_the_departments_yes(october_store, items):
    commit(october_store, published(items, but=3))
    after = own(october_store, "provincial_publish_rate")
    book = load_workbook(io.BytesIO((GOLDEN / "01_clean_month.xlsx").read_bytes()))
    for name in set(book.sheetnames) - {"政务服务事项"}:
        del book[name]
    out = io.BytesIO()
    book.save(out)
    commit(october_store, ("再报.xlsx", out.getvalue()))
    assert own(october_store, "provincial_publish_rate") == after


def test_rows_that_name_no_item_are_said_at_their_cells(october_store, items):
    known = items[0]
    plan = commit(
        october_store,
        sheet(
            "督查问题清单（2026年10月）.xlsx",
            [*NAMING, "问题类型"],
            [*naming(known), "明进暗不进"],
            ["11999923MB0000100Y470010099999X", "查无此项", known["实施主体"], "体外循环"],
            ["", "另一项", known["实施主体"], "体外循环"],
        ),
    )
    assert [(issue.code, issue.cell, issue.severity) for issue in plan.files[0].issues] == [
        ("item_no_item", "B4", "warning"),
        ("item_no_item", "B5", "warning"),
    ]
    assert mentions(plan.files[0].issues[0].message, "第4行", "查无此项")
    assert [(entry.name, why) for entry, why in Board(october_store).rows.unmatched(OCTOBER)] == [
        ("查无此项", "no_item"),
        ("另一项", "no_item"),
    ]


def test_a_sheet_that_comes_before_the_items_is_stored_and_waits(empty_store, items):
    plan = pipeline.plan(empty_store, [published(items, but=3)], home="云溪县")
    assert mentions(*plan.files[0].notes, "2026年10月", "省平台导出清单")
    pipeline.commit(empty_store, plan, who="测试", when=WHEN)
    assert [s for s in empty_store.counts.snapshots() if s.source == OWN] == []
    import_golden(empty_store, "01_clean_month.xlsx")
    assert (
        own(empty_store, "provincial_publish_rate") == (3093, 3150)
        and len(Board(empty_store).lists.rows(list_by_key("not_published"), OCTOBER)[0]) == 57
    )


def test_a_department_that_the_roster_does_not_know_is_asked(october_store, items):
    plan = pipeline.plan(
        october_store,
        [
            sheet(
                "大厅进驻台账2026年10月.xlsx",
                NAMING,
                naming(items[0]),
                [items[1]["实施编码"], items[1]["事项名称"], "没有过的局"],
            )
        ],
    )
    assert [(found.text, found.kind, found.rows) for found in plan.unknown] == [
        ("没有过的局", "department", 1)
    ]


def test_an_export_of_some_departments_is_said_to_lack_the_others(october_store, items):
    unit = items[0]["实施主体"]
    plan = pipeline.plan(
        october_store,
        [
            sheet(
                "省平台导出清单（2026年10月）.xlsx",
                NAMING,
                *(naming(item) for item in items if item["实施主体"] == unit),
            )
        ],
    )
    others = sum(item["实施主体"] != unit for item in items)
    (issue,) = [issue for issue in plan.files[0].issues if issue.code == "sheet_of_some_units"]
    assert mentions(issue.message, "14个部门", f"{others}项", "是否在省平台发布")
    assert issue.severity == "warning"


def test_one_item_in_two_departments_ledgers_does_not_count_twice(october_store, items):
    other = next(item["实施主体"] for item in items if item["实施主体"] != items[0]["实施主体"])
    commit(october_store, sheet("大厅进驻台账（2026年10月）.xlsx", NAMING, naming(items[0])))
    plan = pipeline.plan(
        october_store,
        [sheet("大厅进驻台账（2026年10月）.xlsx", NAMING, [*naming(items[0])[:2], other])],
    )
    assert "重复计入" not in "".join(preview.summary(preview.preview(october_store, plan)))


def test_an_export_without_departments_is_matched_by_code(october_store, items):
    codes = [[item["实施编码"], item["事项名称"]] for item in items]
    plan = commit(
        october_store, sheet("省平台导出清单（2026年10月）.xlsx", NAMING[:2], *codes[:-1])
    )
    assert plan.files[0].issues == [] and own(october_store, "provincial_publish_rate") == (
        3149,
        3150,
    )
    commit(october_store, sheet("省平台导出清单（2026年10月）之二.xlsx", NAMING[:2], *codes))
    assert (
        own(october_store, "provincial_publish_rate") == (3150, 3150)
        and len(october_store.rows.entries(EXPORT, OCTOBER)) == 3150
    )


def test_all_four_in_one_workbook(october_store, items):
    from govsvc.domain.indicators import AUTHORISATIONS, CASES, PARTIAL_KINDS

    inside = [item for item in items if item["是否进驻大厅"] == "是"]
    book = Workbook()
    for name, header, rows in (
        ("省平台导出清单", NAMING, [naming(item) for item in items]),
        ("大厅进驻台账", [*NAMING, "窗口"], [[*naming(item), "A01"] for item in inside[1:]]),
        (
            "督查问题清单",
            [*NAMING, "问题类型", "发现日期"],
            [[*naming(inside[1]), "体外循环", "2026-10-12"]],
        ),
        (
            "不进驻、不宜网办清单",
            [*NAMING, "清单类别", "文号", "有效期至"],
            [[*naming(items[0]), "不宜网办", "云政办发〔2026〕3号", "长期"]],
        ),
    ):
        page = book.create_sheet(name)
        for row in (header, *rows):
            page.append(row)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    plan = commit(october_store, ("2026年10月.xlsx", out.getvalue()))
    assert {batch.kind for batch in plan.batches} == set(PARTIAL_KINDS) - {CASES, AUTHORISATIONS}
    assert (
        own(october_store, "provincial_publish_rate") == (3150, 3150)
        and own(october_store, "online_rate")[1] == 3149
    )
    assert own(october_store, "hall_entry_rate")[0] == len(inside) - 1
    assert {entry.kind for entry in october_store.rows.entries(ITEMS, OCTOBER)} == {ITEMS}
