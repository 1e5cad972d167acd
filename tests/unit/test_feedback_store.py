"""Calls in the database: weeks that replace weeks, undo, closed months, nobody's name or number."""

import io
import sqlite3
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from call_ledgers import month_of_60, week
from support import WHEN

from govsvc.admin.backup import beside
from govsvc.board import Board
from govsvc.domain.errors import MonthClosed, NotAllowed
from govsvc.domain.indicators import CALLS
from govsvc.domain.mappings import Choices
from govsvc.importing import pipeline
from govsvc.importing.originals import restored
from govsvc.security.case_key import case_key
from govsvc.security.roles import UPLOADER, Actor
from govsvc.store import CLOSED, Act, Store, copies, open_store

SEPTEMBER = date(2026, 9, 1)
_UNITS = dict.fromkeys(("市场监督管理局", "住房和城乡建设局", "自然资源局"), "")


def bring(store: Store, content: bytes, name: str = "台账.xlsx", **options) -> pipeline.Plan:
    planned = pipeline.plan(store, [(name, content)], home="云溪县", choices=Choices(units=_UNITS))
    pipeline.commit(store, planned, who="甲", when=WHEN, **options)
    return planned


def ratings(store: Store) -> list[str]:
    return sorted(
        entry.attributes.get("overall", "") for entry in store.rows.entries(CALLS, SEPTEMBER)
    )


def test_a_month_is_stored_and_its_counts_are_right(empty_store) -> None:
    bring(empty_store, month_of_60())
    assert len(empty_store.rows.entries(CALLS, SEPTEMBER)) == 61
    period = Board(empty_store).feedback.period(SEPTEMBER)
    names = ("drawn", "dialled", "reached", "valid", "bad", "texts")
    assert [period.counts[name] for name in names] == [60, 60, 51, 48, 2, 2]
    assert period.value("phone.satisfied").published == Decimal("95.83")


def test_a_week_replaces_that_week_alone(empty_store) -> None:
    bring(empty_store, week("第38周", "9.15", "满意", "满意"))
    bring(empty_store, week("第39周", "9.22", "不满意"))
    assert ratings(empty_store) == ["dissatisfied", "satisfied", "satisfied"]
    bring(empty_store, week("第38周", "9.15", "非常满意"))
    assert ratings(empty_store) == ["dissatisfied", "very_satisfied"]


def test_the_preview_is_what_the_import_does(empty_store) -> None:
    bring(empty_store, week("第38周", "9.15", "满意", "满意"))
    planned = pipeline.plan(
        empty_store, [("二.xlsx", week("第38周", "9.15", "基本满意"))], home="云溪县"
    )
    seen = empty_store.imports.foresee(planned.batches, planned.roster)
    assert [len(rows) for rows in seen.replaced.values()] == [2]


def test_an_import_of_calls_is_undone_as_any_other(empty_store) -> None:
    bring(empty_store, week("第38周", "9.15", "满意"))
    version = empty_store.version()
    bring(empty_store, week("第38周", "9.15", "不满意"))
    undone = empty_store.undoing.undo(
        [empty_store.version()], Act("甲", WHEN), expected_version=empty_store.version()
    )
    assert undone > version
    assert ratings(empty_store) == ["satisfied"]


def test_a_closed_month_is_changed_by_a_correction_alone(empty_store) -> None:
    bring(empty_store, week("第38周", "9.15", "满意"))
    act = Act("甲", WHEN)
    empty_store.month_writes.set_state(
        SEPTEMBER, CLOSED, act, expected_version=empty_store.version()
    )
    with pytest.raises(MonthClosed):
        bring(empty_store, week("第38周", "9.15", "不满意"))
    bring(empty_store, week("第38周", "9.15", "不满意"), correction="补录")
    assert ratings(empty_store) == ["dissatisfied"]


def test_an_account_of_one_unit_may_not_bring_calls(empty_store) -> None:
    limited = empty_store.acting(Actor("乙", UPLOADER, ("市场监督管理局",)))
    with pytest.raises(NotAllowed):
        bring(limited, week("第38周", "9.15", "满意"))


def test_nobodys_name_number_or_case_is_in_any_file(empty_store, tmp_path) -> None:
    bring(empty_store, month_of_60())
    for entry in empty_store.rows.entries(CALLS, SEPTEMBER):
        assert not any(word in repr(entry) for word in ("王大明", "YX2026", "1381234", "李小红"))
    (place,) = empty_store.records.originals()
    original = empty_store.records.original(*place)
    assert original
    kept = restored(original)
    with zipfile.ZipFile(io.BytesIO(kept)) as parts:
        inside = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    assert not any(word in inside for word in ("王大明", "1381234", "YX2026"))
    file = pipeline.plan(empty_store, [("原件.xlsx", kept)], home="云溪县").files[0]
    # masked numbers of cases are not one case
    assert len({entry.key for entry in file.entries}) == len(file.entries) == 61
    assert not any("case" in entry.attributes for entry in file.entries)
    shown = [text for sheet in file.sheets for row in sheet.top for text in row]
    assert shown and not any(
        word in text for text in shown for word in ("王大明", "1381234", "YX2026")
    )


def test_the_key_lies_beside_the_accounts_and_goes_into_backups(empty_store) -> None:
    bring(empty_store, week("第38周", "9.15", "满意"))
    key = case_key(empty_store.path)
    copy = empty_store.copy("手动备份", WHEN)
    names = beside.copy(empty_store.path, copy.path, None)
    (kept,) = [name for name in names if name.endswith(".access.sqlite")]
    with sqlite3.connect(copy.path.with_name(kept)) as side:
        (stored,) = side.execute("SELECT value FROM access_setting WHERE key = 'case_key'")
    assert bytes.fromhex(stored[0]) == key and copies.sha256(copy.path)


def test_the_same_case_has_another_hash_in_another_database(empty_store, tmp_path) -> None:
    def hashes(store: Store) -> set[str]:
        bring(store, week("第38周", "9.15", "满意"))
        return {entry.attributes["case"] for entry in store.rows.entries(CALLS, SEPTEMBER)}

    other = open_store(Path(tmp_path) / "other.duckdb")
    assert hashes(empty_store).isdisjoint(hashes(other))
    other.close()


def test_what_is_not_understood_replaces_nothing(empty_store) -> None:
    bring(empty_store, week("第38周", "9.15", "满意"))
    bring(empty_store, week("第38周", "9.15", "5"))
    assert "satisfied" in ratings(empty_store)


def test_a_call_that_counts_outlives_faulty_ones_of_its_key(empty_store) -> None:
    bring(empty_store, week("第38周", "9.15", "满意"))
    for faulty in ("5", "4"):
        bring(empty_store, week("第38周", "9.15", faulty))
        assert ratings(empty_store).count("satisfied") == 1
