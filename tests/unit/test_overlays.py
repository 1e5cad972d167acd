"""What partial sheets tell of a month's items: hand-made items, hand-made sheets, every expected
value written out.
"""

from datetime import date

import numpy as np
import pytest

from govsvc.assessment import counting, item_matching, overlays
from govsvc.domain.entries import LEFT_OUT, OUT_OF_SCOPE, Entries, Entry
from govsvc.domain.indicators import (
    DISAGREES,
    EXEMPTIONS,
    EXPORT,
    HALL_LEDGER,
    INSPECTION,
    ITEMS,
    LACKS_DOCUMENT,
    NOT_IN_FORCE,
    Rules,
    by_key,
    unread,
)

OCTOBER = date(2026, 10, 1)
ALL = {"is_online": True, "is_fully_online": True, "is_published": True, "is_in_hall": True}
PUBLISHED = {"is_published": True}


def item(
    code: str,
    unit: str = "公安局",
    name: str = "",
    status: str = "counted",
    more: dict | None = None,
    **flags: bool,
) -> Entry:
    attributes = {"implementation_code": code} | (more or {}) if code else more or {}
    return Entry(
        ITEMS,
        OCTOBER,
        unit,
        code or f"{unit}/{name}",
        name or f"事项{code}",
        attributes,
        ALL | flags,
        status,
    )


def row(
    kind: str,
    code: str = "",
    name: str = "",
    unit: str = "公安局",
    status: str = "counted",
    flags: dict | None = None,
    **attributes: str,
) -> Entry:
    attributes |= {"implementation_code": code} if code else {}
    return Entry(
        kind,
        OCTOBER,
        unit,
        code or f"{unit}/{name}",
        name or f"事项{code}",
        attributes,
        PUBLISHED if flags is None else flags,
        status,
    )


def overlay(items: list[Entry], *rows: Entry) -> overlays.Overlay:
    kinds = {
        kind: Entries.of([found for found in rows if found.kind == kind])
        for kind in {found.kind for found in rows}
    }
    return overlays.overlay_of(Entries.of(items), kinds, OCTOBER)


def overlaid(items: list[Entry], *rows: Entry) -> list[dict[str, bool]]:
    found = overlay(items, *rows)
    return [found.of(place) for place in range(len(items))]


def test_nothing_is_told_where_there_is_no_partial_sheet():
    assert overlaid([item("1"), item("2", is_published=False)]) == [{}, {}]
    assert overlaid([], row(EXPORT, "1")) == []


def test_being_in_the_export_is_published_and_not_being_in_it_is_not():
    """The department's own 是 of item 2 and its 否 of item 1 hold nothing against the platform."""
    found = overlaid(
        [item("1", is_published=False), item("2"), item("3"), item("4", is_published=False)],
        row(EXPORT, "1"),
        row(EXPORT, "3"),
    )
    assert found == [
        {"is_published": True, DISAGREES: True},
        {"is_published": False, DISAGREES: True},
        {"is_published": True},
        {"is_published": False},
    ]


def test_a_row_of_the_export_that_says_not_published_is_not():
    assert overlaid(
        [item("1"), item("2")], row(EXPORT, "1", flags={"is_published": False}), row(EXPORT, "2")
    )[0] == {"is_published": False, DISAGREES: True}


def test_each_sheet_changes_only_its_own_fields():
    (found,) = overlaid(
        [item("1")], row(HALL_LEDGER, "9", flags={"is_in_hall": True}), row(EXPORT, "1")
    )
    assert found == {"is_published": True, "is_in_hall": False, DISAGREES: True}


def test_an_inspection_adds_and_takes_nothing_away():
    items = [
        item("1"),
        item("2", is_entered_in_name_only=True),
        item("3", is_handled_off_site=False),
    ]
    found = overlaid(
        items,
        row(INSPECTION, "1", flags={"is_entered_in_name_only": True}),
        row(INSPECTION, "1", flags={"is_handled_off_site": True}),
        row(INSPECTION, "3", flags={"is_handled_off_site": True}),
    )
    assert found == [
        {"is_entered_in_name_only": True, "is_handled_off_site": True},
        {},
        {"is_handled_off_site": True, DISAGREES: True},
    ]


def test_a_problem_that_is_closed_is_gone():
    (found,) = overlaid(
        [item("1", is_handled_off_site=True)],
        row(INSPECTION, "1", flags={"is_handled_off_site": False}),
    )
    assert found == {"is_handled_off_site": False, DISAGREES: True}


def test_of_two_rows_a_yes_holds():
    """In one hall's ledger and out of another's: it is in the hall."""
    for rows in ((True, False), (False, True)):
        (found,) = overlaid(
            [item("1")], *(row(HALL_LEDGER, "1", flags={"is_in_hall": says}) for says in rows)
        )
        assert found == {"is_in_hall": True}


def test_what_does_not_count_is_told_nothing():
    items = [item("1", status=OUT_OF_SCOPE), item("2", status=LEFT_OUT), item("3")]
    found = overlay(
        items, row(EXPORT, "1"), row(EXPORT, "2"), row(EXPORT, "9", status=OUT_OF_SCOPE)
    )
    assert [found.of(place) for place in range(3)] == [
        {},
        {},
        {"is_published": False, DISAGREES: True},
    ]
    assert found.unmatched == []


def test_what_a_faulty_row_says_is_unknown_and_the_departments_own_yes_does_not_stand_for_it():
    """Item 2: its row of the export could not be read, so nobody knows whether it is published."""
    found = overlaid(
        [item("1"), item("2"), item("3")],
        row(EXPORT, "1"),
        row(EXPORT, name="事项2", status=LEFT_OUT),
    )
    unknown = {unread("is_published"): True}
    assert found == [
        {"is_published": True},
        unknown,
        {"is_published": False, DISAGREES: True},
    ]
    assert overlaid([item("1")], row(EXPORT, "1", status=LEFT_OUT)) == [unknown]
    both = [row(EXPORT, "1", status=LEFT_OUT), row(EXPORT, "1")]
    assert overlaid([item("1")], *both) == [{"is_published": True}]


def test_an_item_whose_row_of_the_export_is_unknown_is_left_out_of_its_indicator_alone():
    """Of four items one is in the export, of one nobody can read the row, and two are not in it."""
    items = Entries.of([item(code) for code in "1234"])
    rows = Entries.of([row(EXPORT, "1"), row(EXPORT, "2", status=LEFT_OUT)])
    found = overlays.overlay_of(items, {EXPORT: rows}, OCTOBER)
    counts = counting.count(ITEMS, items, (), Rules(), found.flags)
    assert counts["provincial_publish_rate"] == (1, 3)
    assert counts["online_rate"] == counts["hall_entry_rate"] == (4, 4)
    combined = [("counted", {}, ALL, found.of(position), 1) for position in range(4)]
    published, entered = by_key("provincial_publish_rate"), by_key("hall_entry_rate")
    assert counting.unread_count(published, combined, Rules()) == 1
    assert counting.unread_count(entered, combined, Rules()) == 0


def test_a_row_of_the_ledger_that_nobody_can_read_leaves_what_it_bears_open():
    """Item 1 is left out of both rates; a ledger without a row that was read says nothing of 2."""
    items = Entries.of([item("1", is_entered_in_name_only=True), item("2")])
    rows = Entries.of([row(HALL_LEDGER, "1", status=LEFT_OUT, flags={"is_in_hall": True})])
    found = overlays.overlay_of(items, {HALL_LEDGER: rows}, OCTOBER)
    assert found.of(0) == {unread("is_in_hall"): True}
    counts = counting.count(ITEMS, items, (), Rules(), found.flags)
    assert counts["hall_entry_rate"] == counts["effective_hall_entry_rate"] == (1, 1)


# --- which item a row speaks of


def test_the_finest_code_that_both_carry_decides():
    business = [item("A", more={"business_code": "A1"}), item("A", more={"business_code": "A2"})]
    assert overlaid(business, row(EXPORT, "A", business_code="A1")) == [
        {"is_published": True},
        {"is_published": False, DISAGREES: True},
    ]
    # a row with the 实施编码 alone speaks of all its 业务办理项
    assert overlaid(business, row(EXPORT, "A")) == [{"is_published": True}] * 2
    # one 业务办理项 in the export, the item list knows only the 实施编码
    assert overlaid(
        [item("A")],
        row(EXPORT, "A", business_code="A1"),
        row(EXPORT, "A", business_code="A2", flags={"is_published": False}),
    ) == [{"is_published": True}]


def test_without_a_common_code_department_and_name_decide():
    items = [
        item("1", name="户口登记"),
        item("2", "民政局", "户口登记"),
        item("", "民政局", "收养登记"),
    ]
    assert overlaid(
        items, row(EXPORT, name="户口登记"), row(EXPORT, name="收养登记", unit="民政局")
    ) == [{"is_published": True}, {"is_published": False, DISAGREES: True}, {"is_published": True}]
    # the same name under another code is another item
    assert (
        overlay(items, row(EXPORT, "9", name="户口登记")).unmatched[0][1] == item_matching.NO_ITEM
    )


def test_a_row_that_names_no_item_or_several_is_said_and_tells_nothing():
    items = [item("1", name="登记"), item("2", name="登记"), item("3", "民政局", "低保")]
    found = overlay(
        items,
        row(INSPECTION, name="登记", flags={"is_handled_off_site": True}),
        row(INSPECTION, name="查无", flags={"is_handled_off_site": True}),
        row(INSPECTION, name="低保", unit="", flags={"is_handled_off_site": True}),
    )
    assert [(entry.name, why) for entry, why in found.unmatched] == [
        ("登记", item_matching.SEVERAL_ITEMS),
        ("查无", item_matching.NO_ITEM),
    ]
    assert [found.of(place) for place in range(3)] == [{}, {}, {"is_handled_off_site": True}]


# --- exemptions

HALL = {"is_exempt_hall": True}


@pytest.mark.parametrize(
    "validity, expected",
    [
        ({}, {"is_exempt_hall": True}),
        ({"valid_until": "长期"}, {"is_exempt_hall": True}),
        ({"valid_until": "2026-10-31"}, {"is_exempt_hall": True}),
        ({"valid_until": "2026-10-30"}, {"is_exempt_hall": False, NOT_IN_FORCE: True}),
        ({"valid_until": "2025-12-31"}, {"is_exempt_hall": False, NOT_IN_FORCE: True}),
        ({"valid_from": "2026-10-31"}, {"is_exempt_hall": True}),
        ({"valid_from": "2026-11-01"}, {"is_exempt_hall": False, NOT_IN_FORCE: True}),
    ],
)
def test_an_exemption_holds_at_the_months_end_or_not(validity, expected):
    assert overlaid(
        [item("1", is_in_hall=False)],
        row(EXEMPTIONS, "1", flags=HALL, document="云政办发〔2026〕3号", **validity),
    ) == [expected]


def test_an_exemption_that_was_renewed_holds():
    rows = [
        row(EXEMPTIONS, "1", flags=HALL, document="旧", valid_until="2025-12-31"),
        row(EXEMPTIONS, "1", flags=HALL, document="新", valid_until="2026-12-31"),
    ]
    assert (
        overlaid([item("1")], *rows)
        == overlaid([item("1")], *reversed(rows))
        == [{"is_exempt_hall": True}]
    )


def test_an_exemption_without_a_document_holds_and_is_marked():
    assert overlaid([item("1")], row(EXEMPTIONS, "1", flags=HALL, reason="涉密")) == [
        {"is_exempt_hall": True, LACKS_DOCUMENT: True}
    ]
    # of the department's own column, too; a number in its reason is a document
    items = [
        item("1", is_exempt_hall=True, more={"reason": "须入户核验"}),
        item("2", is_exempt_hall=True, more={"reason": "按云政办发〔2026〕3号不进驻"}),
        item("3", is_exempt_hall=False),
    ]
    assert overlaid(items) == [{LACKS_DOCUMENT: True}, {}, {}]
    # one exemption with a document does not carry the other
    both = row(EXEMPTIONS, "1", flags=HALL, document="云政办发〔2026〕3号")
    assert overlaid([item("1", is_exempt_online=True)], both) == [
        {"is_exempt_hall": True, LACKS_DOCUMENT: True}
    ]


def test_what_a_list_exempts_and_the_item_list_leaves_blank_is_no_disagreement():
    assert overlaid(
        [item("1", is_exempt_hall=False)], row(EXEMPTIONS, "1", flags=HALL, document="号")
    ) == [{"is_exempt_hall": True}]
    expired = row(EXEMPTIONS, "1", flags=HALL, document="号", valid_until="2025-12-31")
    assert overlaid([item("1", is_exempt_hall=True)], expired) == [
        {"is_exempt_hall": False, DISAGREES: True, NOT_IN_FORCE: True}
    ]


# --- what it counts for


def test_the_counts_follow_what_is_told():
    items = Entries.of(
        [item("1"), item("2"), item("3"), item("4", is_in_hall=False), item("5", is_in_hall=False)]
    )
    rows = [
        row(EXPORT, "1"),
        row(EXPORT, "2"),
        row(EXPORT, "3"),
        row(EXPORT, "4"),
        row(HALL_LEDGER, "1", flags={"is_in_hall": True}),
        row(HALL_LEDGER, "2", flags={"is_in_hall": True}),
        row(HALL_LEDGER, "4", flags={"is_in_hall": True}),
        row(INSPECTION, "2", flags={"is_entered_in_name_only": True}),
        row(EXEMPTIONS, "5", flags=HALL, document="号", valid_until="2027-01-01"),
        row(EXEMPTIONS, "3", flags=HALL, document="号", valid_until="2026-01-01"),
    ]
    found = overlay(list(items), *rows)
    assert counting.count(ITEMS, items, [], Rules()) == {
        "online_rate": (5, 5),
        "full_online_rate": (5, 5),
        "provincial_publish_rate": (5, 5),
        "hall_entry_rate": (3, 5),
        "effective_hall_entry_rate": (3, 5),
    }
    # published 1-4; to enter 1-4 (5 is exempt, 3 no longer); entered 1, 2, 4, of which 2 in name
    # only
    assert counting.count(ITEMS, items, [], Rules(), found.flags) == {
        "online_rate": (5, 5),
        "full_online_rate": (5, 5),
        "provincial_publish_rate": (4, 5),
        "hall_entry_rate": (3, 4),
        "effective_hall_entry_rate": (2, 4),
    }


def test_the_lists_follow_the_marks():
    flags = ALL | {"is_exempt_hall": True}
    lists = counting.judge(
        ITEMS,
        "counted",
        {},
        flags,
        Rules(),
        {"is_published": False, DISAGREES: True, LACKS_DOCUMENT: True},
    )[1]
    assert lists == ["not_published", "claims_that_disagree", "exempt_without_document"]
    assert counting.judge(ITEMS, "out_of_scope", {}, flags, Rules(), {DISAGREES: True}) == ({}, [])
    assert (
        counting.judge(
            "stations", "counted", {}, {"has_station": True}, Rules(), {DISAGREES: True}
        )[1]
        == []
    )


def test_disagreements_are_told_flag_by_flag():
    flags, over = (
        ALL | {"is_exempt_hall": False},
        {
            "is_published": False,
            "is_in_hall": True,
            "is_handled_off_site": True,
            "is_exempt_hall": True,
        },
    )
    assert overlays.disagreements(flags, over) == [("is_published", True, False)]
    assert overlays.contradictions(flags, {"is_handled_off_site": True, "is_in_hall": False}) == [
        ("is_handled_off_site", "is_in_hall")
    ]
    assert (
        overlays.contradictions(
            flags | {"is_fully_online": True, "is_online": False}, {"is_published": True}
        )
        == []
    )
    # of an item that the ledger lacks and the inspection names
    (found,) = overlaid(
        [item("1", is_in_hall=False)],
        row(HALL_LEDGER, "9", flags={"is_in_hall": True}),
        row(INSPECTION, "1", flags={"is_handled_off_site": True}),
    )
    assert found == {"is_in_hall": False, "is_handled_off_site": True, DISAGREES: True}


def test_evidence_is_the_rows_that_speak_of_an_item():
    rows = {
        EXPORT: Entries.of([row(EXPORT, "1"), row(EXPORT, "2")]),
        INSPECTION: Entries.of([row(INSPECTION, "2", flags={}), row(INSPECTION, "2", flags={})]),
    }
    found = overlays.evidence([item("3"), item("2")], rows)
    assert [(place, [entry.kind for entry in entries]) for place, entries in found.items()] == [
        (1, [EXPORT, INSPECTION, INSPECTION])
    ]


def test_a_provinces_list_is_told_in_a_moment():
    import time

    numbers = range(60_000)
    items = Entries.of(item(str(n)) for n in numbers)
    export = Entries.of(row(EXPORT, str(n)) for n in numbers if n % 7)
    begun = time.perf_counter()
    found = overlays.overlay_of(items, {EXPORT: export}, OCTOBER)
    assert time.perf_counter() - begun < 2
    assert int((found.flags["is_published"] == overlays.NO).sum()) == len(range(0, 60_000, 7))
    assert isinstance(found.flags["is_published"], np.ndarray)
