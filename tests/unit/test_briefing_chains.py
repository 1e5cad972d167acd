"""The slide of 一件事: where chains break and whose that is; where it has no room it is said below
下步清单.
"""

from datetime import date

from chain_lists import o6
from test_chain_list import bring
from test_chains import OCTOBER, chains_of, county  # noqa: F401

from govsvc.board import Board
from govsvc.board.briefing import chains, slides
from govsvc.board.briefing.model import Bars, Slide, Table
from govsvc.workflow.rectification import Ledger

DAY = date(2026, 11, 5)
THING = ["企业开办", "市场监督管理局", "公安局"]


def slide_of(store, items: str) -> Slide | None:
    chains_of(store, [*THING, items, "", "", "已上线"])
    return chains.things(Board(store), OCTOBER, Ledger(store, DAY))


def test_where_chains_break(county) -> None:  # noqa: F811
    slide = slide_of(county, "营业执照核发、刻章备案")
    assert slide and slide.title == "一件事上线1个，链上有断点1个"
    assert [(one.value, one.label) for one in slide.facts] == [
        ("100.00%", "上线率，1/1"),
        ("1个", "链上有断点"),
    ]
    (table,) = slide.parts
    assert isinstance(table, Table)
    cells = [cell.text for cell in table.rows[0]]
    assert cells == ["企业开办", "刻章备案", "公安局", "未实现网上可办"]
    assert table.note == "1处未交办"


def test_no_break_and_nothing_online(county) -> None:  # noqa: F811
    slide = slide_of(county, "营业执照核发")
    assert slide and not slide.parts and slide.title == "一件事上线1个"
    bring(county, o6())
    slide = chains.things(Board(county), OCTOBER, None)
    assert slide and isinstance(slide.parts[0], Bars)
    assert [bar.label for bar in slide.parts[0].bars][0] == "68.75%（16→5个）"
    assert chains.things(Board(county), date(2026, 8, 1), None) is None


def test_the_briefing_has_the_slide_or_says_it_below_the_next_steps(county) -> None:  # noqa: F811
    chains_of(county, [*THING, "营业执照核发、刻章备案", "", "", "已上线"])
    board = Board(county)
    found = {
        one.key: one for one in slides(board, OCTOBER, show_effective=False, show_leaders=False)
    }
    assert chains.KEY in found
    said = chains.said_below(board, OCTOBER, found["next"])
    assert "一件事链上有断点1个（1个关联事项）：公安局" in repr(said.parts[0])
    assert chains.said_below(board, OCTOBER, found["overall"]) == found["overall"]
