"""The slide of 授权与代表: whose windows may not decide, whom departments have sent, how fast."""

from dataclasses import replace

from support import WHEN
from test_representatives import NOVEMBER, OCTOBER, item, save

from govsvc.board import Board
from govsvc.board.briefing import power, slides
from govsvc.domain.representatives import Representative, entry_of
from govsvc.workflow.rectification import Ledger

FULL, NONE = (
    {"is_authorised": is_it, "is_partly_authorised": False, "is_exempt_authorisation": False}
    for is_it in (True, False)
)
LIMITS = {"statutory_limit": "20工作日", "promised_limit": "5工作日"}


def of(unit: str, number: int, flags: dict[str, bool]):
    row = item(unit, number)
    return replace(row, flags=row.flags | flags, attributes=row.attributes | LIMITS)


def test_the_slide_says_whose_and_who_is_wanting(empty_store):
    sent = Representative("公安局", OCTOBER, "张三", "李四", is_appointed=True, has_document=False)
    save(
        empty_store,
        *(of("公安局", number, NONE if number < 3 else FULL) for number in range(6)),
        of("民政局", 10, NONE),
        of("水利局", 11, FULL),
        entry_of(sent),
        entry_of(Representative("民政局", OCTOBER)),
        entry_of(replace(sent, unit="水利局", deputy="")),
    )
    board = Board(empty_store)
    slide = power.power(board, OCTOBER, show_effective=False)
    assert slide and slide.page == "authorisation.py"
    assert slide.title == ("已进驻未授权4项，公安局最多（3项）；1个部门没有首席事务代表（民政局）")
    assert [(one.value, one.label) for one in slide.facts] == [
        ("50.00%", "授权到位率，4/8项"),
        ("66.67%", "首席事务代表选派率，2/3"),
        ("0.00%", "授权书有效率，0/3"),
        ("33.33%", "A/B岗齐备率，1/3"),
    ]
    bars, wanting = slide.parts
    assert not bars.note
    assert [(bar.name, bar.label) for bar in bars.bars] == [("公安局", "3"), ("民政局", "1")]
    said = {row[0].text: row[1].text for row in wanting.rows}
    assert said == {"公安局": "没有授权书", "民政局": "未选派", "水利局": "没有授权书，缺B岗"}
    assert power.power(board, NOVEMBER, show_effective=False) is None
    keys = [one.key for one in slides(board, OCTOBER, show_effective=False, show_leaders=False)]
    assert power.KEY in keys and len(keys) <= 10


def test_what_is_authorised_in_part_is_said_beside_what_is_not(empty_store):
    part = NONE | {"is_partly_authorised": True}
    save(empty_store, of("公安局", 1, NONE), of("公安局", 2, part), of("公安局", 3, FULL))
    slide = power.power(Board(empty_store), OCTOBER, show_effective=False)
    assert slide.title.startswith("已进驻未授权1项") and slide.facts[0].label.endswith("1/3项")
    assert slide.parts[0].note == "部分授权1项，不计为到位（默认口径）"


def test_a_month_that_others_follow_says_nothing_of_what_is_open_today(demonstration_store):
    board = Board(demonstration_store)
    ledger = Ledger(demonstration_store, WHEN.date())
    said = [
        {
            one.key
            for one in slides(board, month, ledger=ledger, show_effective=False, show_leaders=False)
        }
        for month in sorted(board.months())[-2:]
    ]
    assert "meeting" not in said[0] and "meeting" in said[1]


def test_the_full_briefing_has_ten_slides_and_this_is_one(demonstration_store):

    found = slides(
        Board(demonstration_store),
        OCTOBER,
        show_effective=True,
        show_leaders=True,
        ledger=Ledger(demonstration_store, WHEN.date()),
    )
    keys = [one.key for one in found]
    assert len(keys) == 10 and power.KEY in keys and "units" in keys and "new" not in keys
