"""Partial sheets in the store: what they tell is counted, foretold, undone, carried into the next
month, and never lost in between.
"""

import random
from dataclasses import replace
from datetime import date, datetime

import pytest
from support import few, mentions

from govsvc.assessment import counting, overlays, reasons
from govsvc.domain import indicators
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import EXEMPTIONS, EXPORT, HALL_LEDGER, INSPECTION, ITEMS, OWN, Rules
from govsvc.store import Act, Batch, Store

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
WHEN = datetime(2026, 11, 5, 9, 30)
YES = {"is_online": True, "is_fully_online": True, "is_published": True, "is_in_hall": True}
ACT = Act("测试", WHEN)


def item(code: str, unit: str = "公安局", **flags: bool) -> Entry:
    return Entry(
        ITEMS,
        OCTOBER,
        unit,
        code,
        f"事项{code}",
        {"implementation_code": code, "item_type": "行政许可"},
        YES | flags,
        file="事项.xlsx",
        sheet="表",
        row=2,
    )


def row(
    kind: str, code: str, unit: str = "公安局", flags: dict | None = None, **attributes: str
) -> Entry:
    flags = flags or dict.fromkeys(indicators.partial_of(kind).owns, True)
    return Entry(
        kind,
        OCTOBER,
        unit,
        code,
        f"事项{code}",
        {"implementation_code": code} | attributes,
        flags,
        file=f"{kind}.xlsx",
        sheet="清单",
        row=5,
    )


def save(store: Store, *rows: Entry, month: date = OCTOBER, **options) -> int:
    kinds = dict.fromkeys(entry.kind for entry in rows)
    batches = [
        Batch(
            kind,
            month,
            [(f"{kind}.xlsx", "0")],
            [replace(entry, month=month) for entry in rows if entry.kind == kind],
        )
        for kind in kinds
    ]
    foretold = store.imports.foresee(batches)
    version = store.imports.commit(
        batches, expected_version=store.version(), who="测试", when=WHEN, home="云溪县", **options
    )
    for (kind, of), counts in foretold.own.items():
        assert own(store, of, kind) == {key: value for key, value in counts.items() if value[1]}
    return version


def own(store: Store, month: date = OCTOBER, kind: str = ITEMS) -> dict[str, tuple[int, int]]:
    keys = {indicator.key for indicator in indicators.INDICATORS if indicator.kind == kind}
    return {
        s.indicator: (s.numerator, s.denominator)
        for s in store.counts.snapshots()
        if s.source == OWN and s.month == month and s.indicator in keys
    }


def on(store: Store, list_key: str, month: date = OCTOBER) -> list[str]:
    return [found.key for found in store.rows.list_rows(list_key, month, month)]


def as_read(store: Store, month: date = OCTOBER) -> dict[str, dict[str, bool]]:
    return {entry.key: entry.flags for entry in store.rows.entries(ITEMS, month)}


def test_an_export_after_the_items_and_before_them(tmp_path, empty_store):
    from govsvc.store import open_store

    other = open_store(tmp_path / "other.duckdb")
    items, export = (
        [item("1"), item("2"), item("3", is_published=False)],
        [row(EXPORT, "1"), row(EXPORT, "3")],
    )
    save(empty_store, *items)
    assert own(empty_store)["provincial_publish_rate"] == (2, 3)
    save(empty_store, *export)
    save(other, *export)
    save(other, *items)
    for store in (empty_store, other):
        assert own(store)["provincial_publish_rate"] == (2, 3)
        assert (on(store, "not_published"), on(store, "claims_that_disagree")) == (
            ["2"],
            ["2", "3"],
        )
        # what the department said is not lost
        assert as_read(store) == {"1": YES, "2": YES, "3": YES | {"is_published": False}}
    other.close()


def test_a_department_cannot_override_the_export_by_sending_its_list_again(empty_store):
    save(empty_store, item("1"), item("2", "民政局"), row(EXPORT, "2", "民政局"))
    for _ in range(2):
        save(empty_store, item("1"))
        assert own(empty_store)["provincial_publish_rate"] == (1, 2) and on(
            empty_store, "claims_that_disagree"
        ) == ["1"]
    save(empty_store, item("1", is_published=False))
    assert on(empty_store, "claims_that_disagree") == [] and on(empty_store, "not_published") == [
        "1"
    ]


def test_a_new_export_takes_the_place_of_the_one_before(empty_store):
    save(empty_store, item("1"), item("2"), row(EXPORT, "1"))
    save(empty_store, row(EXPORT, "1"), row(EXPORT, "2"))
    assert (
        own(empty_store)["provincial_publish_rate"] == (2, 2)
        and on(empty_store, "claims_that_disagree") == []
    )


def test_four_sheets_at_once(empty_store):
    save(
        empty_store,
        item("1"),
        item("2"),
        item("3", is_in_hall=False),
        item("4", is_in_hall=False),
        row(EXPORT, "1"),
        row(EXPORT, "2"),
        row(EXPORT, "4"),
        row(HALL_LEDGER, "1"),
        row(HALL_LEDGER, "2"),
        row(HALL_LEDGER, "3"),
        row(
            INSPECTION,
            "2",
            flags={"is_entered_in_name_only": True},
            found_on="2026-10-12",
            found_by="现场抽查",
            confirmed_by="督查室",
        ),
        row(EXEMPTIONS, "4", flags={"is_exempt_hall": True}, reason="涉密"),
        row(
            EXEMPTIONS,
            "1",
            flags={"is_exempt_online": True},
            document="云政办发〔2026〕3号",
            valid_until="2026-09-30",
        ),
    )
    assert own(empty_store) == {
        "online_rate": (4, 4),
        "full_online_rate": (4, 4),
        "provincial_publish_rate": (3, 4),
        "hall_entry_rate": (3, 3),
        "effective_hall_entry_rate": (2, 3),
    }
    assert {
        key: on(empty_store, key)
        for key in (
            "claims_that_disagree",
            "entered_in_name_only",
            "exempt_without_document",
            "exemption_not_in_force",
        )
    } == {
        "claims_that_disagree": ["3"],
        "entered_in_name_only": ["2"],
        "exempt_without_document": ["4"],
        "exemption_not_in_force": ["1"],
    }


def test_the_grounds_are_said_with_their_places(empty_store):
    test_four_sheets_at_once(empty_store)

    def grounds(key: str) -> str:
        (of_row,) = reasons.of_rows(
            indicators.list_by_key(key),
            empty_store.rows.list_rows(key, OCTOBER, OCTOBER),
            empty_store.rows.partials(OCTOBER),
        )
        return of_row.text

    assert grounds("not_published") == "省平台导出清单中没有"
    published, entered = grounds("claims_that_disagree").split("；")
    assert mentions(published, "是否在省平台发布", "部门填“是”", "省平台导出清单中没有")
    assert mentions(entered, "是否进驻大厅", "部门填“否”", "大厅进驻台账中有")
    assert mentions(entered, "hall_ledger.xlsx“清单”第5行")
    inspected = grounds("entered_in_name_only")
    assert mentions(inspected, "督查问题清单", "明进暗不进", "2026-10-12", "督查室认定")
    assert mentions(inspected, "inspection.xlsx“清单”第5行")
    undocumented, ended = grounds("exempt_without_document"), grounds("exemption_not_in_force")
    assert mentions(undocumented, "涉密", "没有依据文号", "exemptions.xlsx“清单”第5行")
    assert mentions(ended, "云政办发〔2026〕3号", "2026-09-30", "2026年10月末不在有效期内")
    assert mentions(ended, "exemptions.xlsx“清单”第5行")


def test_an_export_undone_and_done_again(empty_store):
    save(empty_store, item("1"), item("2"))
    version = save(empty_store, row(EXPORT, "1"))
    assert own(empty_store)["provincial_publish_rate"] == (1, 2)
    undone = empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
    assert (
        own(empty_store)["provincial_publish_rate"] == (2, 2)
        and on(empty_store, "claims_that_disagree") == []
        and len(as_read(empty_store)) == 2
    )
    empty_store.undoing.undo([undone], ACT, expected_version=empty_store.version())
    assert (
        own(empty_store)["provincial_publish_rate"] == (1, 2)
        and on(empty_store, "claims_that_disagree") == ["2"]
        and len(as_read(empty_store)) == 2
    )
    # what was in force at each version is still there
    assert [
        own(empty_store.at(v))["provincial_publish_rate"] for v in (version - 1, version, undone)
    ] == [(2, 2), (1, 2), (2, 2)]
    assert [
        on(empty_store.at(v), "claims_that_disagree") for v in (version - 1, version, undone)
    ] == [[], ["2"], []]


def test_a_list_can_be_undone_though_an_export_came_after_it(empty_store):
    save(empty_store, item("1"), item("2", "民政局"))
    version = save(empty_store, item("1"), item("3"))
    save(empty_store, row(EXPORT, "1"), row(EXPORT, "2", "民政局"))
    assert own(empty_store)["provincial_publish_rate"] == (2, 3)
    assert empty_store.undoing.later_writes(version) == []
    empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
    assert own(empty_store)["provincial_publish_rate"] == (2, 2) and set(as_read(empty_store)) == {
        "1",
        "2",
    }


def test_an_export_can_be_undone_though_a_list_came_after_it(empty_store):
    save(empty_store, item("1"), item("2", "民政局"))
    version = save(empty_store, row(EXPORT, "1"))
    save(empty_store, item("2", "民政局"), item("3", "民政局"))
    assert own(empty_store)["provincial_publish_rate"] == (1, 3)
    assert empty_store.undoing.later_writes(version) == []
    empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
    assert own(empty_store)["provincial_publish_rate"] == (3, 3) and set(as_read(empty_store)) == {
        "1",
        "2",
        "3",
    }


def test_a_month_opens_with_the_sheets_of_the_one_before(empty_store):
    save(
        empty_store,
        item("1"),
        item("2"),
        row(EXPORT, "1"),
        row(
            EXEMPTIONS, "2", flags={"is_exempt_hall": True}, document="号", valid_until="2026-10-31"
        ),
    )
    empty_store.month_writes.open(NOVEMBER, ACT, expected_version=empty_store.version())
    assert own(empty_store)["hall_entry_rate"] == (1, 1) and own(empty_store, NOVEMBER)[
        "hall_entry_rate"
    ] == (2, 2)
    assert own(empty_store, NOVEMBER)["provincial_publish_rate"] == (1, 2) and on(
        empty_store, "exemption_not_in_force", NOVEMBER
    ) == ["2"]
    save(empty_store, row(EXPORT, "1"), row(EXPORT, "2"), month=NOVEMBER)
    assert own(empty_store, NOVEMBER)["provincial_publish_rate"] == (2, 2) and own(empty_store)[
        "provincial_publish_rate"
    ] == (1, 2)


def test_a_closed_month_is_not_told_anything_new(empty_store):
    from govsvc.domain.errors import MonthClosed

    save(empty_store, item("1"), item("2"))
    empty_store.month_writes.set_state(
        OCTOBER, "closed", ACT, expected_version=empty_store.version()
    )
    with pytest.raises(MonthClosed):
        save(empty_store, row(EXPORT, "1"))
    assert own(empty_store)["provincial_publish_rate"] == (2, 2)
    save(empty_store, row(EXPORT, "1"), correction="省平台导出迟到")
    assert (
        own(empty_store)["provincial_publish_rate"] == (1, 2)
        and len(empty_store.months.editions()) == 2
    )
    first = empty_store.at(empty_store.months.editions()[0].version)
    assert own(first)["provincial_publish_rate"] == (2, 2) and on(first, "not_published") == []


def some_row(chance: random.Random, kind: str, unit: str, code: str) -> Entry:
    if kind == ITEMS:
        return item(
            unit + code,
            unit,
            is_published=chance.random() < 0.6,
            is_in_hall=chance.random() < 0.6,
            is_exempt_hall=chance.random() < 0.2,
        )
    flags = {flag: chance.random() < 0.8 for flag in indicators.partial_of(kind).owns}
    documents = [{}, {"document": "号"}, {"document": "号", "valid_until": "2026-09-30"}]
    more = chance.choice(documents) if kind == EXEMPTIONS else {}
    return row(kind, unit + code, unit, flags, **more)


def undo_one_of(store: Store, versions: list[int], chance: random.Random) -> int | None:
    """Takes back a write with those built on it; None where that is refused."""
    version = chance.choice(versions)
    try:
        return store.undoing.undo(
            sorted({version, *store.undoing.later_writes(version)}),
            ACT,
            expected_version=store.version(),
        )
    except GovsvcError:
        return None


def check_counts_and_marks(store: Store) -> None:
    """Counts and marks are those of the rows in force."""
    stored = Entries.of(store.rows.entries(ITEMS, OCTOBER))
    keys = stored.values("key")
    assert len(set(keys)) == len(stored)
    flags = overlays.overlay_of(stored, store.rows.partials(OCTOBER), OCTOBER).flags
    assert own(store) == {
        key: value
        for key, value in counting.count(ITEMS, stored, [], Rules(), flags).items()
        if value[1]
    }
    for problem_list in indicators.LISTS:
        if problem_list.mark:
            answers = flags.get(problem_list.mark, [])
            marked = [key for key, answer in zip(keys, answers) if answer == overlays.YES]
            assert sorted(on(store, problem_list.key)) == sorted(marked)


@pytest.mark.parametrize("seed", few(range(6), 1))
def test_whatever_is_stored_and_undone_the_counts_are_those_of_the_rows(empty_store, seed):
    """Random imports and undoings: counts and lists are those of the rows in force alone."""
    chance, versions = random.Random(seed), []
    for _ in range(14):
        if versions and chance.random() < 0.35:
            version = undo_one_of(empty_store, versions, chance)
            if version is None:
                continue
        else:
            kind = chance.choice([ITEMS, ITEMS, *indicators.PARTIAL_KINDS])
            rows = [
                some_row(chance, kind, unit, code)
                for unit in chance.sample(["甲局", "乙局", "丙局"], chance.randint(1, 2))
                for code in chance.sample("1234", chance.randint(1, 4))
            ]
            version = save(empty_store, *rows)
        versions.append(version)
        check_counts_and_marks(empty_store)


def test_sheets_read_as_a_table_are_their_rows_one_by_one(empty_store):
    save(
        empty_store,
        item("A1"),
        item("A2", "司法局"),
        row(HALL_LEDGER, "A1", note="窗口"),
        row(HALL_LEDGER, "A2", "司法局"),
        row(EXEMPTIONS, "A1", document="云政办发〔2026〕3号"),
    )

    def one_by_one() -> dict[str, list[Entry]]:
        return {kind: empty_store.rows.entries(kind, OCTOBER) for kind in (EXEMPTIONS, HALL_LEDGER)}

    before = empty_store.rows.partials(OCTOBER)
    assert {kind: list(rows) for kind, rows in before.items()} == one_by_one()
    assert [entry.unit for entry in before[HALL_LEDGER]] == ["公安局", "司法局"]
    empty_store.setting_writes.save_roster(
        empty_store.settings.roster().merged("司法局", "公安局", OCTOBER),
        ACT,
        expected_version=empty_store.version(),
    )
    after = empty_store.rows.partials(OCTOBER)
    assert {kind: list(rows) for kind, rows in after.items()} == one_by_one()
    assert [entry.unit for entry in after[HALL_LEDGER]] == ["公安局", "公安局"]
