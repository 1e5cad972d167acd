"""A month in the store: opened as a copy, closed as an edition, corrected; writes that are taken
back and brought back.
"""

from datetime import date

import pytest
from test_store import OCTOBER, SEPTEMBER, WHEN, batch, item, own, save, village

from govsvc.domain.errors import GovsvcError, MonthClosed, StaleVersion, StoreError
from govsvc.domain.indicators import BULLETIN, ITEMS, STATIONS, TARGETS, VILLAGES
from govsvc.domain.rows import LEFT_OUT, Reported, Target
from govsvc.store import (
    CLOSED,
    COLLECTING,
    IN_REVIEW,
    NOTHING_CHANGED,
    RETURNED,
    Act,
    Batch,
    batch_writes,
)

ACT = Act("李四", WHEN)
WHY = Act("李四", WHEN, reason="数据更正")
NOVEMBER = date(2026, 11, 1)


def state(store):
    """Everything that is in force."""
    months = (SEPTEMBER, OCTOBER, NOVEMBER)
    rows = [
        (
            kind,
            month,
            sorted(
                (e.unit, e.key, e.status, str(e.flags)) for e in store.rows.entries(kind, month)
            ),
        )
        for kind in (ITEMS, STATIONS, VILLAGES)
        for month in months
    ]
    lists = sorted(
        (key, month, unit, count) for key, month, unit, count in store.counts.list_counts()
    )
    handed_in = [
        (month, s.kind, s.unit, s.state)
        for month in months
        for s in store.months.submissions(month)
    ]
    return (
        rows,
        sorted(map(str, store.counts.snapshots())),
        sorted(map(str, store.settings.targets())),
        lists,
        handed_in,
    )


def opened(store, month=OCTOBER, act=ACT):
    return store.month_writes.open(month, act, expected_version=store.version())


def undo(store, *versions, act=ACT):
    return store.undoing.undo(versions, act, expected_version=store.version())


def move(store, month, to, act=ACT):
    return store.month_writes.set_state(month, to, act, expected_version=store.version())


def handed_in(store, month=OCTOBER):
    return {s.unit: s.state for s in store.months.submissions(month)}


# -- opening -----------------------------------------------------------------------------


def test_a_month_opens_as_a_copy_of_the_one_before(empty_store):
    save(
        empty_store,
        batch(
            ITEMS,
            item("1", month=SEPTEMBER),
            item("2", month=SEPTEMBER, is_online=False),
            item("3", "公安局", month=SEPTEMBER),
            item("4", month=SEPTEMBER, status=LEFT_OUT),
            month=SEPTEMBER,
        ),
        batch(STATIONS, village("东村", SEPTEMBER), month=SEPTEMBER),
    )
    opened(empty_store)
    assert own(empty_store) == own(empty_store, SEPTEMBER) and own(empty_store)["online_rate"] == (
        2,
        3,
    )
    copied = {
        entry.key: (entry.unit, entry.status, entry.file, entry.sheet, entry.row)
        for entry in empty_store.rows.entries(ITEMS, OCTOBER)
    }
    assert copied == {
        entry.key: (entry.unit, entry.status, entry.file, entry.sheet, entry.row)
        for entry in empty_store.rows.entries(ITEMS, SEPTEMBER)
    }
    assert handed_in(empty_store) == {} and handed_in(empty_store, SEPTEMBER) == {
        "公安局": "reported",
        "自然资源局": "reported",
        "城关镇": "reported",
    }
    assert empty_store.months.states()[OCTOBER].base == SEPTEMBER
    save(empty_store, batch(ITEMS, item("2", is_online=False), item("5")))
    assert own(empty_store)["online_rate"] == (2, 3) and empty_store.counts.units(
        ITEMS, OCTOBER
    ) == {
        "公安局": 1,
        "自然资源局": 2,
    }
    assert handed_in(empty_store) == {"自然资源局": "reported"}
    assert own(empty_store, SEPTEMBER)["online_rate"] == (2, 3)


def test_units_that_are_in_before_the_month_opens_keep_their_rows(empty_store):
    save(
        empty_store,
        batch(
            ITEMS, item("1", month=SEPTEMBER), item("3", "公安局", month=SEPTEMBER), month=SEPTEMBER
        ),
    )
    save(empty_store, batch(ITEMS, item("1", is_online=False)))
    opened(empty_store)
    assert own(empty_store)["online_rate"] == (1, 2) and empty_store.counts.units(
        ITEMS, OCTOBER
    ) == {
        "公安局": 1,
        "自然资源局": 1,
    }


def test_a_month_opens_once_and_the_first_is_empty(empty_store):
    opened(empty_store)
    assert (
        empty_store.months.states()[OCTOBER].base is None
        and empty_store.rows.entries(ITEMS, OCTOBER) == []
    )
    with pytest.raises(GovsvcError, match="已经开月"):
        opened(empty_store)
    with pytest.raises(StaleVersion):
        empty_store.month_writes.open(NOVEMBER, ACT, expected_version=0)


def test_a_skipped_month_opens_from_the_last_one_with_rows(empty_store):
    save(empty_store, batch(ITEMS, item("1", month=SEPTEMBER), month=SEPTEMBER))
    opened(empty_store, NOVEMBER)
    assert empty_store.months.states()[NOVEMBER].base == SEPTEMBER and own(empty_store, NOVEMBER)[
        "online_rate"
    ] == (1, 1)
    assert own(empty_store) == {}


# -- handing in --------------------------------------------------------------------------


def test_changes_only_leave_the_other_rows_of_the_unit(empty_store):
    save(
        empty_store,
        batch(ITEMS, *(item(str(n), month=SEPTEMBER) for n in range(5)), month=SEPTEMBER),
    )
    opened(empty_store)
    save(empty_store, batch(ITEMS, item("2", is_online=False), item("7"), is_changes=True))
    assert sorted(entry.key for entry in empty_store.rows.entries(ITEMS, OCTOBER)) == [
        "0",
        "1",
        "2",
        "3",
        "4",
        "7",
    ]
    assert own(empty_store)["online_rate"] == (5, 6) and handed_in(empty_store) == {
        "自然资源局": "reported"
    }


def test_a_changed_row_with_an_error_leaves_the_stored_one_and_its_mended_form_replaces_it(
    empty_store,
):
    save(empty_store, batch(ITEMS, item("1"), item("2")))
    save(empty_store, batch(ITEMS, item("2", status=LEFT_OUT), is_changes=True))
    save(empty_store, batch(ITEMS, item("2", status=LEFT_OUT), is_changes=True))
    assert sorted(
        (entry.key, entry.status) for entry in empty_store.rows.entries(ITEMS, OCTOBER)
    ) == [
        ("1", "counted"),
        ("2", "counted"),
        ("2", "left_out"),
    ]
    save(empty_store, batch(ITEMS, item("2", is_online=False), is_changes=True))
    assert sorted(
        (entry.key, entry.status) for entry in empty_store.rows.entries(ITEMS, OCTOBER)
    ) == [
        ("1", "counted"),
        ("2", "counted"),
    ]


def test_nothing_changed_and_returned_are_on_record(empty_store):
    save(
        empty_store,
        batch(
            ITEMS, item("1", month=SEPTEMBER), item("3", "公安局", month=SEPTEMBER), month=SEPTEMBER
        ),
    )
    opened(empty_store)
    empty_store.month_writes.report(
        OCTOBER, {ITEMS: ["公安局"]}, NOTHING_CHANGED, ACT, expected_version=empty_store.version()
    )
    save(empty_store, batch(ITEMS, item("1")))
    empty_store.month_writes.report(
        OCTOBER,
        {ITEMS: ["自然资源局"]},
        RETURNED,
        ACT,
        expected_version=empty_store.version(),
        note="缺少编码",
    )
    found = {s.unit: (s.state, s.note, s.who) for s in empty_store.months.submissions(OCTOBER)}
    assert found == {
        "公安局": ("nothing_changed", "", "李四"),
        "自然资源局": ("returned", "缺少编码", "李四"),
    }
    assert own(empty_store)["online_rate"] == (2, 2)


# -- closing -----------------------------------------------------------------------------


def test_a_closed_month_takes_nothing_without_a_reason(empty_store):
    save(empty_store, batch(ITEMS, item("1")))
    move(empty_store, OCTOBER, IN_REVIEW)
    move(empty_store, OCTOBER, COLLECTING)
    move(empty_store, OCTOBER, CLOSED)
    before = state(empty_store), empty_store.version()
    for write in (
        lambda: save(empty_store, batch(ITEMS, item("1", is_online=False))),
        lambda: empty_store.month_writes.report(
            OCTOBER,
            {ITEMS: ["自然资源局"]},
            NOTHING_CHANGED,
            WHY,
            expected_version=empty_store.version(),
        ),
        lambda: undo(empty_store, 1),
        lambda: save(
            empty_store,
            Batch(
                BULLETIN, OCTOBER, [], reported=[Reported(OCTOBER, "云溪县", "online_rate", 1, 2)]
            ),
        ),
    ):
        with pytest.raises(MonthClosed, match="2026年10月（第1版）已定稿"):
            write()
    with pytest.raises(GovsvcError, match="已定稿"):
        move(empty_store, OCTOBER, COLLECTING)
    with pytest.raises(GovsvcError, match="不能撤销"):
        undo(empty_store, empty_store.version(), act=WHY)
    assert (state(empty_store), empty_store.version()) == before


def test_a_correction_is_a_new_edition_and_the_first_stays_readable(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("2", is_published=False)))
    move(empty_store, OCTOBER, CLOSED)
    first = state(empty_store)
    version = empty_store.imports.commit(
        [batch(ITEMS, item("1", is_online=False))],
        expected_version=empty_store.version(),
        who="李四",
        when=WHEN,
        correction="漏报一项",
    )
    editions = [
        (edition.month, edition.edition, edition.version, edition.reason, edition.who)
        for edition in empty_store.months.editions()
    ]
    assert editions == [(OCTOBER, 1, 2, "", "李四"), (OCTOBER, 2, version, "漏报一项", "李四")]
    assert (
        own(empty_store)["online_rate"] == (0, 1)
        and empty_store.months.states()[OCTOBER].edition == 2
    )
    old = empty_store.at(editions[0][2])
    assert (
        state(old) == first
        and own(old)["online_rate"] == (2, 2)
        and [row.key for row in old.rows.list_rows("not_published", OCTOBER, OCTOBER)] == ["2"]
    )
    undo(empty_store, version, act=WHY)
    assert (
        own(empty_store)["online_rate"] == (2, 2)
        and empty_store.months.states()[OCTOBER].edition == 3
    )
    assert (
        own(empty_store.at(version))["online_rate"] == (0, 1) and state(empty_store.at(2)) == first
    )


def test_a_village_list_does_not_reach_months_that_are_closed(empty_store):
    save(
        empty_store,
        batch(STATIONS, village("东村", SEPTEMBER), month=SEPTEMBER),
        batch(STATIONS, village("东村")),
    )
    move(empty_store, SEPTEMBER, CLOSED)
    august = date(2026, 8, 1)
    save(
        empty_store,
        batch(
            VILLAGES,
            village("东村", august, VILLAGES),
            village("西村", august, VILLAGES),
            month=august,
        ),
    )
    assert own(empty_store, SEPTEMBER)["station_coverage_rate"] == (1, 1) and own(empty_store)[
        "station_coverage_rate"
    ] == (1, 2)
    assert [
        row.name
        for row in empty_store.rows.list_rows("villages_without_station", SEPTEMBER, OCTOBER)
    ] == ["西村"]


def test_a_month_without_data_cannot_be_closed(empty_store):
    with pytest.raises(GovsvcError, match="还没有数据"):
        move(empty_store, OCTOBER, CLOSED)
    assert empty_store.version() == 0


# -- undoing -----------------------------------------------------------------------------


def bulletin_of_september(number: int, met: int) -> Batch:
    reported = [Reported(SEPTEMBER, "云溪县", "online_rate", met, 2)]
    return Batch(BULLETIN, SEPTEMBER, [("b", str(number))], reported=reported)


def september_rows() -> list[Batch]:
    items = item("1", month=SEPTEMBER), item("3", "公安局", month=SEPTEMBER)
    stations = village("东村", SEPTEMBER), village("西村", SEPTEMBER)
    return [
        batch(ITEMS, *items, month=SEPTEMBER),
        batch(STATIONS, *stations, month=SEPTEMBER),
    ]


def some_writes(store):
    """Writes of each kind, and the states between them: version → state after it."""
    listed = village("东村", SEPTEMBER, VILLAGES), village("南村", SEPTEMBER, VILLAGES)
    target = Batch(TARGETS, None, [("t", "3")], targets=[Target(2026, "online_rate", place=3)])
    writes = [
        lambda: save(store, *september_rows()),
        lambda: opened(store),
        lambda: save(store, batch(ITEMS, item("1", is_online=False), item("2"))),
        lambda: save(store, bulletin_of_september(1, met=1)),
        lambda: save(store, bulletin_of_september(2, met=2)),
        lambda: save(store, target),
        lambda: save(store, batch(VILLAGES, *listed, month=SEPTEMBER)),
        lambda: save(store, batch(ITEMS, item("1"), is_changes=True)),
        lambda: store.month_writes.report(
            OCTOBER, {ITEMS: ["公安局"]}, NOTHING_CHANGED, ACT, expected_version=store.version()
        ),
        lambda: save(store, batch(ITEMS, item("7"), is_whole=True)),
    ]
    states = {0: state(store)}
    for write in writes:
        version = write()
        states[version] = state(store)
    return states


@pytest.mark.parametrize(
    "brought_back", [{10, 7}, pytest.param(set(range(1, 11)), marks=pytest.mark.full)], ids=len
)
def test_each_last_write_is_taken_back_and_brought_back(empty_store, brought_back):
    states = some_writes(empty_store)
    for version in sorted(states, reverse=True)[:-1]:
        after = state(empty_store)
        undone = undo(empty_store, version)
        assert state(empty_store) == states[version - 1], version
        assert empty_store.undoing.is_undone(version)
        if version not in brought_back:
            continue
        again = undo(empty_store, undone)
        assert state(empty_store) == after and not empty_store.undoing.is_undone(version)
        undo(empty_store, again)
        assert state(empty_store) == states[version - 1]
    assert state(empty_store) == states[0]
    for version, then in states.items():
        assert state(empty_store.at(version)) == then


def test_a_write_that_a_later_one_builds_on_goes_only_with_it(empty_store):
    states = some_writes(empty_store)
    assert empty_store.undoing.later_writes(3) == [10, 8]
    with pytest.raises(GovsvcError, match="2次操作"):
        undo(empty_store, 3)
    with pytest.raises(GovsvcError, match="已经撤销过"):
        undo(empty_store, 10)
        undo(empty_store, 10)
    assert empty_store.undoing.later_writes(3) == [8]
    last = undo(empty_store, 3, 8)
    assert own(empty_store)["online_rate"] == own(empty_store.at(2))["online_rate"] == (2, 2)
    assert handed_in(empty_store) == {"公安局": "nothing_changed"}
    undo(empty_store, last)
    assert state(empty_store) == states[9]


def test_what_undoing_would_change_is_seen_and_not_stored(empty_store):
    states = some_writes(empty_store)
    seen = empty_store.undoing.foresee_undo([10])
    then = {
        (s.month, s.indicator): (s.numerator, s.denominator)
        for s in seen.snapshots
        if s.source == "own"
    }
    assert seen.kinds_and_months == ((ITEMS, OCTOBER),) and then[OCTOBER, "online_rate"] == (3, 3)
    before, after = seen.rows[ITEMS, OCTOBER]
    assert [entry.key for entry in before] == ["7"] and sorted(entry.key for entry in after) == [
        "1",
        "2",
        "3",
    ]
    assert state(empty_store) == states[10] and empty_store.version() == 10


def test_a_key_that_two_units_have_anyhow_keeps_nothing_from_being_undone(empty_store, monkeypatch):
    with monkeypatch.context() as older_program:
        older_program.setattr(batch_writes, "_refuse_doubled", lambda _: None)
        save(empty_store, batch(ITEMS, item("1"), item("1", "公安局")))
    version = save(empty_store, batch(ITEMS, item("2"), is_changes=True))
    undo(empty_store, version)
    assert len(empty_store.rows.entries(ITEMS, OCTOBER)) == 2


def test_undoing_never_leaves_a_row_twice(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("3", "公安局")))
    save(empty_store, batch(ITEMS, item("1"), is_whole=True))
    save(empty_store, batch(ITEMS, item("3", "公安局")))
    before = state(empty_store)
    with pytest.raises(StoreError, match="会重复"):
        undo(empty_store, 2)
    assert state(empty_store) == before
