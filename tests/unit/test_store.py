"""The store: what a batch replaces, one transaction or nothing, two writers, what the file
survives.
"""

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from govsvc.domain.errors import GovsvcError, StaleVersion, StoreError
from govsvc.domain.indicators import BULLETIN, ITEMS, STATIONS, TARGETS, VILLAGES
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE, Entry, Reported, Target
from govsvc.store import Act, Batch, copies, file_probe, manifest, open_store, schema

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
WHEN = datetime(2026, 11, 5, 9, 30)
YES = {"is_online": True, "is_fully_online": True, "is_published": True, "is_in_hall": True}


def item(
    code: str,
    unit: str = "自然资源局",
    month: date = OCTOBER,
    status: str = "counted",
    **flags: bool,
) -> Entry:
    return Entry(
        ITEMS,
        month,
        unit,
        code,
        f"事项{code}",
        {"implementation_code": code},
        YES | flags,
        status,
        "a.xlsx",
        "表",
        2,
    )


def village(name: str, month: date = OCTOBER, kind: str = STATIONS, **flags: bool) -> Entry:
    flags = {"has_station": True, "has_standard_name": True} | flags if kind == STATIONS else {}
    return Entry(kind, month, "城关镇", f"城关镇/{name}", name, {}, flags)


def batch(kind: str, *entries: Entry, month: date = OCTOBER, **more) -> Batch:
    return Batch(kind, month, [("a.xlsx", "00")], entries=list(entries), **more)


def save(store, *batches: Batch) -> int:
    return store.imports.commit(batches, expected_version=store.version(), who="测试", when=WHEN)


def own(store, month: date = OCTOBER) -> dict[str, tuple[int, int]]:
    return {
        s.indicator: (s.numerator, s.denominator)
        for s in store.counts.snapshots()
        if s.source == "own" and s.month == month
    }


def test_a_batch_replaces_the_departments_it_holds_and_nothing_else(empty_store):
    save(
        empty_store,
        batch(ITEMS, item("1"), item("2"), item("3", "公安局", is_online=False)),
        batch(ITEMS, item("9", month=SEPTEMBER), month=SEPTEMBER),
    )
    assert own(empty_store)["online_rate"] == (2, 3)
    save(empty_store, batch(ITEMS, item("1", is_online=False)))
    assert own(empty_store)["online_rate"] == (0, 2)
    assert empty_store.counts.units(ITEMS, OCTOBER) == {"公安局": 1, "自然资源局": 1}
    assert own(empty_store, SEPTEMBER)["online_rate"] == (1, 1)


def test_a_whole_month_drops_departments_that_are_not_in_it(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("3", "公安局")))
    save(empty_store, batch(ITEMS, item("1"), is_whole=True))
    assert empty_store.counts.units(ITEMS, OCTOBER) == {"自然资源局": 1}


def test_a_department_whose_rows_all_have_errors_keeps_its_rows(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("2", "公安局")))
    for _ in range(2):  # the faulty rows of the second upload take the place of the first's
        save(empty_store, batch(ITEMS, item("1"), item("2", "公安局", status=LEFT_OUT)))
    assert own(empty_store)["online_rate"] == (2, 2)
    assert (ITEMS, OCTOBER, LEFT_OUT, 1) in empty_store.counts.status_counts()


def test_rows_with_errors_or_out_of_scope_are_kept_and_not_counted(empty_store):
    save(
        empty_store,
        batch(ITEMS, item("1"), item("2", status=LEFT_OUT), item("3", status=OUT_OF_SCOPE)),
    )
    assert own(empty_store)["online_rate"] == (1, 1)
    assert len(empty_store.rows.entries(ITEMS, OCTOBER)) == 3


def test_a_bulletin_replaces_the_values_it_holds(empty_store):
    def printed(county, indicator, percent):
        return Reported(OCTOBER, county, indicator, printed=Decimal(percent), printed_rank=1)

    first = [
        printed("云溪县", "online_rate", "98.59"),
        printed("云溪县", "hall_entry_rate", "93.75"),
    ]
    save(empty_store, Batch(BULLETIN, OCTOBER, [("a", "0")], reported=first))
    save(
        empty_store,
        Batch(
            BULLETIN, OCTOBER, [("b", "1")], reported=[printed("云溪县", "online_rate", "98.44")]
        ),
    )
    found = {s.indicator: s.printed for s in empty_store.counts.snapshots()}
    assert found == {"online_rate": Decimal("98.44"), "hall_entry_rate": Decimal("93.75")}


def test_targets_replace_by_year_node_and_indicator(empty_store):
    def targets(*values):
        return Batch(TARGETS, None, [("a", "0")], targets=list(values))

    save(
        empty_store,
        targets(
            Target(2026, "online_rate", Decimal(99)),
            Target(2026, "online_rate", Decimal(98), until=6),
        ),
    )
    save(empty_store, targets(Target(2026, "online_rate", Decimal("99.5"))))
    assert {(t.until, t.value) for t in empty_store.settings.targets()} == {
        (None, Decimal("99.5")),
        (6, Decimal(98)),
    }


def test_a_village_list_is_the_denominator_from_its_month_on(empty_store):
    save(
        empty_store,
        batch(STATIONS, village("东村"), village("西村", has_station=False)),
        batch(STATIONS, village("东村", SEPTEMBER), month=SEPTEMBER),
    )
    assert own(empty_store)["station_coverage_rate"] == (1, 2)
    listed = [village(name, kind=VILLAGES) for name in ("东村", "南村", "北村")]
    save(empty_store, batch(VILLAGES, *listed))
    assert own(empty_store)["station_coverage_rate"] == (1, 3)
    assert own(empty_store, SEPTEMBER)["station_coverage_rate"] == (1, 1)
    assert {
        row.name for row in empty_store.rows.list_rows("villages_without_station", OCTOBER, OCTOBER)
    } == {"南村", "北村"}


def test_a_ledger_row_of_no_listed_village_does_not_count_until_a_list_names_it(empty_store):
    save(
        empty_store,
        batch(STATIONS, village("东村"), village("外村")),
        batch(VILLAGES, village("东村", kind=VILLAGES)),
    )
    assert (
        own(empty_store)["station_coverage_rate"] == (1, 1)
        and len(empty_store.rows.entries(STATIONS, OCTOBER)) == 2
    )
    assert [
        row.name for row in empty_store.rows.judged_rows(STATIONS, OCTOBER, "station_coverage_rate")
    ] == ["东村"]
    save(
        empty_store, batch(VILLAGES, village("东村", kind=VILLAGES), village("外村", kind=VILLAGES))
    )
    assert own(empty_store)["station_coverage_rate"] == (2, 2)


def test_of_two_writers_that_saw_the_same_data_one_fails(empty_store):
    seen, outcomes, barrier = empty_store.version(), [], threading.Barrier(8)

    def write(n: int) -> None:
        barrier.wait()
        try:
            empty_store.imports.commit(
                [batch(ITEMS, item(str(n), f"单位{n}"))],
                expected_version=seen,
                who=str(n),
                when=WHEN,
            )
            outcomes.append("saved")
        except StaleVersion:
            outcomes.append("stale")

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved"] + ["stale"] * 7
    assert empty_store.version() == seen + 1 and len(empty_store.rows.entries(ITEMS, OCTOBER)) == 1


def test_a_failure_in_the_middle_stores_nothing(empty_store, monkeypatch):
    save(empty_store, batch(ITEMS, item("1")))
    before = (empty_store.version(), empty_store.counts.snapshots(), empty_store.records.batches())

    def broken(*_):
        raise RuntimeError("power cut")

    monkeypatch.setattr("govsvc.store.tables.entries", broken)
    with pytest.raises(RuntimeError):
        save(empty_store, batch(ITEMS, item("1", is_online=False)))
    assert (
        empty_store.version(),
        empty_store.counts.snapshots(),
        empty_store.records.batches(),
    ) == before


def test_saved_is_not_said_where_less_is_read_back(empty_store, monkeypatch):
    from govsvc.store import tables

    whole = tables.entries
    monkeypatch.setattr(tables, "entries", lambda *given: whole(*given).slice(1))
    with pytest.raises(StoreError, match="核对不一致"):
        save(empty_store, batch(ITEMS, item("1"), item("2")))


def test_a_second_process_is_told_in_a_sentence(empty_store):
    code = (
        f"from govsvc.store import open_store\nfrom govsvc.domain.errors import StoreError\n"
        f"try: open_store({str(empty_store.path)!r})\nexcept StoreError as error: print(error.code)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.strip() == "locked", result.stderr


def test_a_link_to_the_file_is_the_same_store(empty_store, tmp_path):
    link = tmp_path / "link.duckdb"
    link.symlink_to(empty_store.path)
    assert open_store(link) is empty_store


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "not.duckdb"
    path.write_bytes(b"hello" * 1000)
    with pytest.raises(StoreError, match="无法打开"):
        open_store(path)
    assert path.read_bytes() == b"hello" * 1000


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="文件夹"):
        open_store(tmp_path / "file" / "a.duckdb")


def test_what_was_saved_is_there_when_the_file_is_opened_again(tmp_path):
    store = open_store(tmp_path / "a.duckdb")
    save(store, batch(ITEMS, item("1")))
    store.close()
    again = open_store(tmp_path / "a.duckdb")
    assert own(again)["online_rate"] == (1, 1) and again.version() == 1
    again.close()


def test_clear_leaves_an_empty_database(empty_store):
    save(empty_store, batch(ITEMS, item("1")))
    empty_store.clear(Act("", WHEN), expected_version=empty_store.version())
    assert (
        empty_store.counts.snapshots(),
        empty_store.records.batches(),
        empty_store.settings.all(),
    ) == ([], [], {})
    with pytest.raises(StaleVersion):
        empty_store.clear(Act("", WHEN), expected_version=0)


def test_clear_begins_with_the_home_county(empty_store):
    save(empty_store, batch(ITEMS, item("1")))
    with pytest.raises(GovsvcError, match="不是全称"):
        empty_store.clear(Act("", WHEN), "清源", expected_version=empty_store.version())
    assert empty_store.records.batches()
    empty_store.clear(Act("", WHEN), "清源县", ["a1"], expected_version=empty_store.version())
    assert empty_store.settings.all() == {"home": "清源县", "trial_files": "a1"}


def test_readers_in_many_threads_see_whole_versions(empty_store):
    save(empty_store, batch(ITEMS, *(item(str(n)) for n in range(200))))
    wrong, stop = [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            found = own(empty_store)["online_rate"]
            if found not in ((200, 200), (0, 200)):
                wrong.append(found)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(6):
        save(
            empty_store,
            batch(
                ITEMS,
                *(
                    replace(item(str(n)), flags=YES | {"is_online": bool(turn % 2)})
                    for n in range(200)
                ),
            ),
        )
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong


THIS_SCHEMA = schema.SCHEMA_VERSION
#: the one migration of a made-up next version
NEXT_SCHEMA = {
    "migrate_settings": "-- Adds a setting.\nINSERT INTO setting VALUES ('made_up', 'yes')",
    "migrate_nothing": "-- Fails: there is no such table.\nDROP TABLE made_up_table",
}


@pytest.fixture
def upgraded(empty_store, monkeypatch):
    """The path of a database with one item, and a program whose schema is one further."""
    save(empty_store, batch(ITEMS, item("1")))
    path, present = empty_store.path, schema.sql
    empty_store.close()
    monkeypatch.setattr(schema, "SCHEMA_VERSION", THIS_SCHEMA + 1)
    monkeypatch.setattr(schema, "sql", lambda name: NEXT_SCHEMA.get(name) or present(name))
    monkeypatch.setitem(schema.MIGRATIONS, THIS_SCHEMA, ("migrate_settings",))
    yield path
    open_store(path).close()


def schema_of(path) -> tuple[int, int]:
    """(data version, schema version) as the file has them."""
    with duckdb.connect(str(path), read_only=True) as database:
        return database.execute("SELECT version, schema_version FROM state").fetchone()


def test_an_older_database_is_brought_up_and_a_copy_of_it_stays(upgraded):
    store = open_store(upgraded)
    assert store.settings.all()["made_up"] == "yes" and own(store)["online_rate"] == (1, 1)
    (copy,) = copies.existing(upgraded)
    assert (copy.schema, copy.why, schema_of(copy.path)) == (
        THIS_SCHEMA,
        copies.UPGRADE,
        (1, THIS_SCHEMA),
    )
    save(store, batch(ITEMS, item("1"), item("2", is_online=False)))
    store.close()
    assert schema_of(upgraded) == (2, THIS_SCHEMA + 1)
    assert own(open_store(upgraded))["online_rate"] == (1, 2)
    assert copies.existing(upgraded) == [copy]


def test_an_older_database_that_is_behind_its_manifest_is_not_brought_up(upgraded):
    """A log that was lost before an upgrade: the upgraded file would look whole."""
    before, noted = upgraded.read_bytes(), manifest.read(manifest.beside(upgraded))
    manifest.write(manifest.beside(upgraded), replace(noted, version=8))
    with pytest.raises(StoreError, match="应为第8版，现为第1版"):
        open_store(upgraded)
    assert upgraded.read_bytes() == before
    assert manifest.read(manifest.beside(upgraded)).version == 8
    manifest.write(manifest.beside(upgraded), noted)


def test_a_migration_that_fails_leaves_the_database_as_it_was(upgraded, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setitem(
            schema.MIGRATIONS,
            THIS_SCHEMA,
            (*schema.MIGRATIONS[THIS_SCHEMA], "migrate_nothing"),
        )
        with pytest.raises(StoreError):
            open_store(upgraded)
    assert schema_of(upgraded) == (1, THIS_SCHEMA)
    with pytest.raises(StoreError, match="未能备份"), monkeypatch.context() as patched:
        patched.setattr(
            copies,
            "make",
            lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")),
        )
        open_store(upgraded)
    assert schema_of(upgraded) == (1, THIS_SCHEMA)
    store = open_store(upgraded)
    assert own(store)["online_rate"] == (1, 1) and len(copies.existing(upgraded)) == 2


def test_a_database_older_than_the_oldest_accepted_is_refused_and_not_touched(empty_store):
    path = empty_store.path
    empty_store.close()
    with duckdb.connect(str(path)) as earlier:
        earlier.execute("UPDATE state SET schema_version = 3")
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        open_store(path)
    assert refused.value.code == "older_schema" and "过旧" in refused.value.title
    with pytest.raises(StoreError, match="过旧"):
        file_probe.faults(path)
    assert path.read_bytes() == before and copies.existing(path) == []


def test_a_database_of_a_later_program_is_refused_and_not_touched(empty_store):
    path = empty_store.path
    empty_store.close()
    with duckdb.connect(str(path)) as later:
        later.execute("UPDATE state SET schema_version = 99")
    with pytest.raises(StoreError, match="更新版本"):
        open_store(path)
