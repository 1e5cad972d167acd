"""The home county by its full name: 清源 of a bulletin is 清源县."""

from datetime import date
from decimal import Decimal

import pytest
from test_store import WHEN, batch, item, save

from govsvc.board import Board
from govsvc.domain import county_names, import_limits
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import BULLETIN, ITEMS, by_key
from govsvc.domain.rows import Reported
from govsvc.importing import home_county, pipeline, preview
from govsvc.security import system_actor
from govsvc.security.audit_log import AuditLog
from govsvc.store import CLOSED, Act, Batch
from govsvc.workflow import collecting

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
ACT = Act("李四", WHEN)
ONLINE = by_key("online_rate")
TEXT = "2026年9月全市通报\n县（市、区）,网上可办率,名次\n清源,99.10%,1\n东屏,98.00%,2\n"


def planned(store, text=TEXT, **more):
    return pipeline.plan(store, [("9月通报.csv", text.encode())], **more)


def value_of(store, month=SEPTEMBER):
    standing = Board(store).cards.standing(ONLINE, month)
    return standing.headline and (standing.headline.source, str(standing.headline.published))


@pytest.mark.parametrize(
    ("text", "known", "full"),
    [
        ("清源", (), "清源县"),
        ("清源", ("清源市", "东屏"), "清源市"),
        ("清源区", ("清源县",), "清源区"),
        ("高新区", (), "高新区"),
        ("A1", (), "A1"),
        ("清 源 县", (), "清源县"),
        ("A <b> 1", (), "A <b> 1"),
    ],
)
def test_a_full_name(text, known, full):
    assert county_names.full_name(text, known) == full


def test_a_short_name_is_offered_in_full_first_and_what_titles_hint_at_before_all(empty_store):
    assert home_county.offered(planned(empty_store))[:2] == ["东屏县", "清源县"]
    assert county_names.offered(["清源", "东屏"], ["清源区"])[:2] == ["清源区", "东屏县"]
    assert {"清源市", "清源旗"} <= set(home_county.offered(planned(empty_store)))


@pytest.mark.parametrize("given", ["清源", "清源县"])
def test_the_row_of_the_bulletin_is_put_under_the_full_name_in_the_same_write(empty_store, given):
    plan = planned(empty_store)
    (seen,) = preview.preview(empty_store, plan, home=given).indicators
    assert str(seen.after.published) == "99.10" and seen.rank_after.place == 1
    pipeline.commit(empty_store, plan, who="", when=WHEN, home=given)
    assert empty_store.settings.home() == "清源县"
    assert {s.county for s in empty_store.counts.snapshots()} == {"清源县", "东屏"}
    assert value_of(empty_store) == ("bulletin", "99.10") and empty_store.version() == 1
    # the same again on the command line, where the short name is given once more
    again = planned(empty_store, TEXT.replace("99.10", "99.20"), home="清源")
    pipeline.commit(empty_store, again, who="", when=WHEN)
    assert value_of(empty_store) == ("bulletin", "99.20")
    assert len(empty_store.counts.snapshots()) == 2


def test_what_is_given_with_the_plan_is_stored_in_full(empty_store):
    pipeline.commit(empty_store, planned(empty_store, home="清源"), who="", when=WHEN)
    assert empty_store.settings.home() == "清源县" and value_of(empty_store)


def printed(store, month, *counties):
    store.imports.commit(
        [
            Batch(
                BULLETIN,
                month,
                [("通报.csv", str(month))],
                reported=[
                    Reported(month, county, "online_rate", printed=Decimal(90 + n))
                    for n, county in enumerate(counties)
                ],
            )
        ],
        expected_version=store.version(),
        who="",
        when=WHEN,
        home=None if store.settings.home() else "清源",
    )


def test_renaming_the_home_county_keeps_every_value_also_of_closed_months(empty_store):
    printed(empty_store, AUGUST, "清源", "东屏县")
    save(empty_store, batch(ITEMS, item("1", month=AUGUST), month=AUGUST))
    collecting.move_month(empty_store, AUGUST, CLOSED, who="", when=WHEN)
    printed(empty_store, SEPTEMBER, "清源", "东屏县")
    assert empty_store.settings.home() == "清源"
    assert empty_store.setting_writes.home_counties("清源县") == ["清源"]
    log = AuditLog(empty_store.path)
    store = empty_store.acting(system_actor("李四"), log)
    store.setting_writes.rename_home("清源县", ACT, expected_version=store.version())
    assert store.settings.home() == "清源县" and "清源县" in log.entries()[0].after
    assert log.entries()[0].before == "清源"
    assert value_of(collecting.as_published(store, AUGUST), AUGUST) == ("bulletin", "90.00")
    assert value_of(store) == ("bulletin", "90.00") and not store.faults()
    # an earlier import can still be undone
    store.undoing.undo([4], ACT, expected_version=store.version())
    assert value_of(store) is None and not store.faults()


def test_another_county_is_chosen_as_the_home_county(empty_store):
    printed(empty_store, SEPTEMBER, "清源", "东屏县")
    writes = empty_store.setting_writes
    assert writes.home_counties("东屏县") == []
    writes.rename_home("东屏县", ACT, expected_version=empty_store.version())
    assert value_of(empty_store) == ("bulletin", "91.00")
    assert {s.county for s in empty_store.counts.snapshots()} == {"清源", "东屏县"}
    # a name that no bulletin has is the same county by another name
    writes.rename_home("东屏市", ACT, expected_version=empty_store.version())
    assert value_of(empty_store) == ("bulletin", "91.00")
    with pytest.raises(GovsvcError):
        writes.rename_home("东屏", ACT, expected_version=empty_store.version())


def test_a_name_that_has_values_of_its_own_keeps_them(empty_store):
    printed(empty_store, SEPTEMBER, "清源", "清源县")
    empty_store.setting_writes.rename_home("清源县", ACT, expected_version=empty_store.version())
    assert value_of(empty_store) == ("bulletin", "91.00") and not empty_store.faults()


def test_the_limit_of_what_an_import_may_move_unasked_is_kept(empty_store):
    assert import_limits.of_settings(empty_store.settings.all()) == Decimal("5.00")
    writes = empty_store.setting_writes
    writes.set_most_points(Decimal("0.5"), ACT, expected_version=empty_store.version())
    assert import_limits.of_settings(empty_store.settings.all()) == Decimal("0.50")
    for points in ("0.4", "50.01", "NaN"):
        with pytest.raises(GovsvcError):
            writes.set_most_points(Decimal(points), ACT, expected_version=empty_store.version())
    assert import_limits.of_settings(empty_store.settings.all()) == Decimal("0.50")
