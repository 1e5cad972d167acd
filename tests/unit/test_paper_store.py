"""Versions of papers in the store: nothing is lost, two at once are told, backups have them."""

from dataclasses import replace
from datetime import date

import duckdb
import pytest
from support import WHEN
from test_store import OCTOBER, SEPTEMBER, batch, item, save

from govsvc.domain.errors import GovsvcError, NotAllowed, StaleVersion, StoreError
from govsvc.domain.indicators import ITEMS
from govsvc.domain.paper_versions import (
    APPROVED,
    LONGEST,
    RESTORED,
    WRITTEN,
    PaperOf,
    Words,
)
from govsvc.security import UPLOADER, VIEWER, Actor, audit_kinds
from govsvc.security.audit_log import AuditLog
from govsvc.store import Act, copies, manifest, open_store

PAPER, ACT = PaperOf("summary", "总结", OCTOBER), Act("张三", WHEN)
OWN = Words("practice:others", "开展延时服务。\n设帮办窗口3个。", "【请补充】。", "heading:x")


def write(store, *words: Words, seen: int, step: str = WRITTEN, paper: PaperOf = PAPER):
    about = words[0].key if words else ""
    text = ("总结", *(one.text for one in words))
    return store.paper_writes.save(paper, step, about, words, text, ACT, seen=seen)


def test_each_step_is_one_more_version(empty_store):
    store = empty_store
    first = write(store, OWN, seen=0)
    other = replace(OWN, text="另一段。")
    write(store, other, seen=1)
    write(store, *first.words, seen=2, step=RESTORED)
    approved = store.paper_writes.approve(PAPER, ("总结", "全文"), ACT, seen=3)
    write(store, replace(OWN, text="九月。"), seen=0, paper=replace(PAPER, month=SEPTEMBER))
    found = store.papers.versions("summary", OCTOBER)
    assert [(one.number, one.step, one.who) for one in found] == [
        (4, APPROVED, "张三"),
        (3, RESTORED, "张三"),
        (2, WRITTEN, "张三"),
        (1, WRITTEN, "张三"),
    ]
    assert found[0] == approved and found[3] == first and found[2].words == (other,)
    assert found[0].words == found[1].words == (OWN,) and found[0].text == ("总结", "全文")
    assert found[0].at == WHEN and found[0].name == "第4稿"
    assert store.papers.versions("bulletin", OCTOBER) == []
    assert [one.month for one in store.papers.last_versions("summary")] == [OCTOBER, SEPTEMBER]
    assert [one.what for one in store.records.operations()][:2] == ["paper", "paper"]
    assert store.faults() == []


def test_whoever_has_not_seen_the_last_version_is_told(empty_store):
    write(empty_store, OWN, seen=0)
    version = empty_store.version()
    for seen in (0, 2):
        with pytest.raises(StaleVersion, match="刚被他人修改"):
            write(empty_store, seen=seen)
        with pytest.raises(StaleVersion):
            empty_store.paper_writes.approve(PAPER, ("总结",), ACT, seen=seen)
    assert empty_store.version() == version


def test_the_same_text_is_approved_once(empty_store):
    empty_store.paper_writes.approve(PAPER, ("总结",), ACT, seen=0)
    with pytest.raises(GovsvcError, match="已经审核通过"):
        empty_store.paper_writes.approve(PAPER, ("总结",), ACT, seen=1)
    empty_store.paper_writes.approve(PAPER, ("总结", "又一段"), ACT, seen=1)


def test_words_are_cleaned_and_bounded(empty_store):
    typed = " 甲\u202e乙\x00 \n\n\r\n  电话13812345678，=cmd() \n"
    (kept,) = write(empty_store, replace(OWN, text=typed), seen=0).words
    assert kept.text.split("\n")[0] == "甲乙" and "13812345678" not in kept.text
    assert kept.text.count("\n") == 1 and kept.text.endswith("=cmd()")
    assert empty_store.papers.versions("summary", OCTOBER)[0].words == (kept,)
    write(empty_store, replace(OWN, text="长" * LONGEST), seen=1)
    with pytest.raises(GovsvcError, match=f"不能超过{LONGEST}字"):
        write(empty_store, replace(OWN, text="长" * (LONGEST + 1)), seen=2)


def test_a_draft_is_for_those_who_write_it_and_what_was_approved_for_all(empty_store):
    viewer = empty_store.acting(Actor("赵六", VIEWER))
    limited = empty_store.acting(Actor("科员", UPLOADER, ("公安局",)))
    for store in (viewer, limited):  # before there is one, too: what the data say is a draft
        with pytest.raises(NotAllowed, match="查看材料初稿"):
            store.papers.versions("summary", OCTOBER)
        with pytest.raises(NotAllowed):
            store.papers.last_versions("summary")
    write(empty_store, OWN, seen=0)
    with pytest.raises(NotAllowed):
        viewer.papers.versions("summary", OCTOBER)
    empty_store.paper_writes.approve(PAPER, ("总结",), ACT, seen=1)
    for store in (viewer, limited):
        assert [one.number for one in store.papers.versions("summary", OCTOBER)] == [2]
    write(empty_store, seen=2)
    with pytest.raises(NotAllowed):
        limited.papers.versions("summary", OCTOBER)


def test_the_log_says_what_was_written(empty_store):
    log = AuditLog(empty_store.path)
    store = empty_store.acting(Actor("李四", UPLOADER), log)
    write(store, OWN, seen=0)
    write(store, replace(OWN, text=""), seen=1)
    entries = log.entries()[:2]
    assert [one.kind for one in entries] == [audit_kinds.PAPER] * 2
    assert entries[1].subject == "2026年10月总结第1稿：修改"
    assert entries[1].after == "开展延时服务。 设帮办窗口3个。" and not entries[1].before
    assert (entries[0].before, entries[0].after) == (entries[1].after, "不印这一段")


def test_backups_have_them_and_checks_know_of_it(empty_store):
    write(empty_store, OWN, seen=0)
    assert {part.name: part.row_count for part in empty_store.totals().parts}["paper_version"] == 1
    copy = empty_store.copy(copies.BY_HAND, WHEN)
    restored = open_store(copy.path)
    found = restored.papers.versions("summary", OCTOBER)
    assert found == empty_store.papers.versions("summary", OCTOBER)
    restored.close()
    path = empty_store.path
    empty_store.close()
    with duckdb.connect(str(path)) as database:
        database.execute("UPDATE paper_version SET content = '{}'")
    with pytest.raises(GovsvcError, match="材料的各稿"):
        open_store(path)


def test_a_missing_version_is_a_fault(empty_store):
    write(empty_store, OWN, seen=0)
    write(empty_store, seen=1)
    path = empty_store.path
    empty_store.close()
    with duckdb.connect(str(path)) as database:
        database.execute("DELETE FROM paper_version WHERE number = 1")
    manifest.beside(path).unlink()
    store = open_store(path)
    assert [(one.code, one.facts["month"]) for one in store.faults()] == [
        ("wrong_paper_versions", date(2026, 10, 1))
    ]
    store.close()


def test_clearing_the_data_removes_them(empty_store):
    write(empty_store, OWN, seen=0)
    empty_store.clear(ACT, expected_version=empty_store.version())
    assert empty_store.papers.versions("summary", OCTOBER) == []


def test_a_database_from_before_gets_its_table(empty_store):
    save(empty_store, batch(ITEMS, item("1")))
    path = empty_store.path
    empty_store.close()
    with duckdb.connect(str(path)) as database:
        database.execute("DROP TABLE paper_version")
        database.execute("UPDATE state SET schema_version = 6")
    noted = manifest.read(manifest.beside(path))
    parts = tuple(part for part in noted.parts if part.name != "paper_version")
    manifest.write(manifest.beside(path), replace(noted, schema=6, parts=parts))
    store = open_store(path)
    assert [copy.why for copy in copies.existing(path)] == [copies.UPGRADE]
    assert len(store.rows.entries(ITEMS, OCTOBER)) == 1
    assert write(store, OWN, seen=0).number == 1 and store.faults() == []


def test_a_write_that_fails_leaves_nothing(empty_store, monkeypatch):
    monkeypatch.setattr(
        "govsvc.security.audit_sentences.paper_saved",
        lambda *_: (_ for _ in ()).throw(StoreError("x")),
    )
    with pytest.raises(StoreError):
        write(empty_store, OWN, seen=0)
    assert empty_store.papers.versions("summary", OCTOBER) == [] and empty_store.version() == 0
