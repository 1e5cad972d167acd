"""推行一链式办理 in the 总结: what is online, its bodies, its cases from January on, savings."""

from datetime import date

import pytest
from chain_lists import HEADER, book, o6
from test_chain_list import OCTOBER, bring

from govsvc.board import Board
from govsvc.documents.papers import practice
from govsvc.documents.papers.figures import Figures


def sentence(store, month: date = OCTOBER) -> str:
    board = Board(store)
    period = board.chains.period(month, is_cumulative=True)
    parts = practice.of_chains(period, Figures(board, month))
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def test_each_number_is_a_figure_with_its_counts(empty_store) -> None:
    bring(empty_store, o6())
    assert sentence(empty_store) == (
        "上线“一件事”21个，涉及2个部门，24个事项，"
        "1—10月（其中1个月有办件数据）累计办件120件，办理环节减少68.75%，申请材料减少58.82%，"
        "办理时限减少81.82%，跑动次数减少85.71%。"
    )
    board = Board(empty_store)
    parts = practice.of_chains(board.chains.period(OCTOBER, True), Figures(board, OCTOBER))
    steps = next(part for part in parts if getattr(part, "what", "") == "办理环节减幅")
    assert (steps.counts, steps.source, steps.period) == (
        "16→5个",
        "一件事清单",
        "2026年1—10月",
    )


def test_what_is_not_known_is_left_to_a_person(empty_store) -> None:
    assert sentence(empty_store) == "【请补充：一链式办理上线、办件情况】。"
    rows = [["云溪县2026年10月一件事清单"], HEADER, [1, "退休", "人社局", "", "x", "已上线"]]
    bring(empty_store, book(rows))
    assert "【请补充：1—10月一件事办件量】" in sentence(empty_store)


@pytest.mark.parametrize(
    ("state", "said"),
    [("推进中", "均未上线"), ("", "【请补充：一件事上线状态】")],
)
def test_a_list_without_a_thing_online_is_said_as_it_is(empty_store, state, said) -> None:
    rows = [["云溪县2026年10月一件事清单"], HEADER, [1, "退休", "人社局", "", "x", state]]
    bring(empty_store, book(rows))
    assert sentence(empty_store) == f"列入“一件事”清单1个，{said}。"
