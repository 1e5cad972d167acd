"""Which rows count, which are met, which lists they are on: the rules of docs/DOMAIN.md, expected
by hand.
"""

from datetime import date
from typing import NamedTuple

import pytest

from govsvc.assessment import counting
from govsvc.assessment.counting import against_list, count, judge
from govsvc.domain.entries import Entries
from govsvc.domain.indicators import INDICATORS, ITEMS, STATIONS, VILLAGES, Rules
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE, Entry

OCTOBER = date(2026, 10, 1)
DONE = {"is_online": True, "is_fully_online": True, "is_published": True, "is_in_hall": True}


class Judged(NamedTuple):
    met: dict[str, bool]
    lists: list[str]


def item(status="counted", level=None, **flags):
    return Entry(
        ITEMS,
        OCTOBER,
        "公安局",
        "1",
        "事项",
        {"level": level} if level else {},
        DONE | flags,
        status,
    )


def station(name="东村", **flags):
    return Entry(STATIONS, OCTOBER, "城关镇", f"城关镇/{name}", name, {}, flags)


def one(entry, rules=Rules()):
    return Judged(*judge(entry.kind, entry.status, entry.attributes, entry.flags, rules))


def test_a_row_that_does_everything_is_on_no_list():
    fact = one(item())
    assert fact.lists == [] and set(fact.met.values()) == {True} and len(fact.met) == 5


@pytest.mark.parametrize(
    ("flags", "lists"),
    [
        ({"is_online": False, "is_fully_online": False}, ["not_online", "not_fully_online"]),
        ({"is_fully_online": False}, ["not_fully_online"]),
        ({"is_published": False}, ["not_published"]),
        ({"is_in_hall": False}, ["not_in_hall"]),
        ({"is_entered_in_name_only": True}, ["entered_in_name_only"]),
        ({"is_handled_off_site": True}, ["handled_off_site"]),
        (
            {"is_entered_in_name_only": True, "is_handled_off_site": True},
            ["entered_in_name_only", "handled_off_site"],
        ),
    ],
)
def test_the_lists_of_an_item(flags, lists):
    assert one(item(**flags)).lists == lists


def test_an_item_that_is_both_hollow_ways_is_deducted_once():
    rows = [
        item(),
        item(is_entered_in_name_only=True, is_handled_off_site=True),
        item(is_entered_in_name_only=True),
        item(is_in_hall=False),
    ]
    counts = count(ITEMS, Entries.of(rows), [], Rules())
    assert counts["hall_entry_rate"] == (3, 4) and counts["effective_hall_entry_rate"] == (1, 4)


@pytest.mark.parametrize("status", [LEFT_OUT, OUT_OF_SCOPE])
def test_rows_with_errors_and_out_of_scope_count_nowhere(status):
    fact = one(item(status, is_online=False))
    assert fact.met == {} and fact.lists == []


def test_an_exempt_item_leaves_the_denominator_of_its_indicator_only():
    fact = one(item(is_online=False, is_fully_online=False, is_exempt_online=True))
    assert (
        "online_rate" not in fact.met
        and "full_online_rate" not in fact.met
        and fact.met["hall_entry_rate"]
        and fact.lists == []
    )


@pytest.mark.parametrize(("treatment", "met"), [("met", True), ("not_met", False)])
def test_cities_treat_exempt_items_differently(treatment, met):
    rules = Rules(exempt_as={"hall_entry_rate": treatment})
    assert one(item(is_in_hall=False, is_exempt_hall=True), rules).met["hall_entry_rate"] is met


def test_only_county_level_items_should_enter_the_hall_where_the_level_is_known():
    assert "hall_entry_rate" not in one(item(level="乡镇（街道）")).met
    assert (
        "hall_entry_rate" in one(item(level="县本级")).met and "hall_entry_rate" in one(item()).met
    )
    assert "online_rate" in one(item(level="乡镇（街道）")).met
    assert (
        "hall_entry_rate"
        in one(item(level="乡镇（街道）"), Rules(levels={"hall_entry_rate": ()})).met
    )


def test_an_unknown_flag_is_not_no():
    entry = Entry(ITEMS, OCTOBER, "公安局", "1", "事项", {}, {"is_online": True})
    assert one(entry).met == {"online_rate": True}


def test_stations():
    assert one(station(has_station=True, has_standard_name=False)).lists == ["stations_not_renamed"]
    assert one(station(has_station=False)).lists == ["villages_without_station"]
    assert (
        "station_renaming_rate" not in one(station(has_station=False, has_standard_name=False)).met
    )


def test_a_listed_village_without_a_ledger_row_has_no_station_and_an_unlisted_row_does_not_count():
    ledger = [
        station("东村", has_station=True, has_standard_name=True),
        station("外村", has_station=True, has_standard_name=True),
    ]
    listed = [
        Entry(VILLAGES, OCTOBER, "城关镇", f"城关镇/{name}", name, {}, {})
        for name in ("东村", "西村")
    ]
    assert count(STATIONS, Entries.of(ledger), listed, Rules())["station_coverage_rate"] == (1, 2)
    assert against_list([row.key for row in ledger], listed) == ({"城关镇/外村"}, [listed[1]])


def test_a_village_list_alone_says_nothing_of_stations():
    listed = [Entry(VILLAGES, OCTOBER, "城关镇", "城关镇/东村", "东村", {}, {})]
    assert count(STATIONS, Entries(), listed, Rules()) == {} and against_list([], listed) == (
        set(),
        [],
    )


def test_what_one_indicator_counts_is_asked_of_it_alone(monkeypatch):
    """And is what is judged of all: to judge all for each took most of the time of a page."""
    exempting = [one for one in INDICATORS if one.kind == ITEMS and one.exempt]
    exempt = sorted({key for one in exempting for key in one.exempt})
    flags = [DONE | {"is_online": is_online, key: True} for key in exempt for is_online in (0, 1)]
    combined = [("counted", {}, each, {}, 2**number) for number, each in enumerate(flags)]

    def rows_counted(indicator, treatment):
        as_if = Rules(exempt_as={indicator.key: treatment})
        return sum(
            rows
            for *row, overlaid, rows in combined
            if indicator.key in judge(ITEMS, *row, as_if, overlaid)[0]
        )

    judged = [rows_counted(one, "met") - rows_counted(one, "out") for one in exempting]
    assert any(judged)
    monkeypatch.setattr(counting, "judge", None)
    assert [counting.exempt_count(one, combined, Rules()) for one in exempting] == judged
    for one in INDICATORS:
        counting.unknown_count(one, combined, Rules())
        counting.unread_count(one, combined, Rules())
        counting.mean_of_ratios(one, combined, Rules())
