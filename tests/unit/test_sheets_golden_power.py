"""golden/07: a clerk's list with authorisation, limits, visits and windows. The numbers were
counted by hand from the twelve rows of the workbook; no rule of the library was asked.
"""

from datetime import date

from support import golden_files, import_golden

from govsvc import sheets
from govsvc.domain.indicators import ITEMS

NAME = "07_items_with_power.xlsx"
#: twelve items; eleven are in the hall, one of them is passed on to be decided
COUNTED = {
    "online_rate": (11, 12),
    "full_online_rate": (3, 12),
    "provincial_publish_rate": (11, 12),
    "hall_entry_rate": (11, 12),
    "effective_hall_entry_rate": (11, 12),
    # of ten seven in full, two in part, one not
    "authorisation_rate": (7, 10),
    "effective_authorisation_rate": (7, 10),
    # 20+15+22+10+5+30+60+20+15 less 5+0+10+10+1+7+15+20+10; two are unknown, one an error
    "limit_reduction": (119, 197),
    "instant_rate": (2, 12),
    "mean_visits": (10, 12),
    "no_visit_rate": (3, 12),
    "one_visit_rate": (11, 12),
    "one_window_rate": (8, 11),
    "pushed_rate": (5, 11),
    "issued_at_window_rate": (7, 11),
    "archived_rate": (6, 11),
}
LISTED = {
    "without_authorisation": ["大型活动许可"],
    "partly_authorised": ["殡葬设施审批", "爆破作业许可"],
    "limit_not_reduced": ["地名审核转报", "大型活动许可"],
    "with_many_visits": ["大型活动许可"],
    "not_in_hall": ["收养登记"],
}


def test_the_list_is_read_whole_and_its_one_contradiction_said():
    (file,) = sheets.read_files(golden_files(NAME), home="云溪县")
    assert file.refused is None and file.month == date(2026, 10, 1)
    (sheet,) = file.sheets
    assert (sheet.kind, sheet.rows, sheet.left_out) == (ITEMS, 12, 0)
    (issue,) = file.issues
    assert (issue.code, issue.header, issue.value) == ("above_most", "承诺办结时限", "8")
    assert [entry.unit for entry in file.entries] == ["公安局"] * 6 + ["民政局"] * 6


def test_its_numbers_and_lists(empty_store):
    import_golden(empty_store, NAME)
    own = {
        s.indicator: (s.numerator, s.denominator)
        for s in empty_store.counts.snapshots()
        if s.source == "own"
    }
    assert own == COUNTED
    october = date(2026, 10, 1)
    for key, names in LISTED.items():
        rows = empty_store.rows.list_rows(key, october, october)
        assert sorted(row.name for row in rows) == sorted(names), key
