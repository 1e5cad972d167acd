"""The slide of 群众评价: who was not content, the sample beside the rate, the weakest first."""

from datetime import date

from call_ledgers import month_of_60, week
from test_feedback_store import SEPTEMBER, bring

from govsvc.board import Board
from govsvc.board.briefing import feedback
from govsvc.board.briefing.model import PLAIN
from govsvc.workflow.rectification import Ledger

DAY = date(2026, 10, 8)


def slide_of(store, month=SEPTEMBER):
    return feedback.calls(Board(store), month, Ledger(store, DAY))


def test_a_month_of_calls(empty_store) -> None:
    bring(empty_store, month_of_60())
    slide = slide_of(empty_store)
    assert slide and slide.title == "电话回访有效48件，不满意2件"
    assert [(one.value, one.label) for one in slide.facts] == [
        ("95.83%", "总体满意率，46/48，95%置信区间86.02%—98.85%"),
        ("2件", "不满意"),
        ("2条", "意见建议"),
    ]
    bars, table = slide.parts
    assert [one.name for one in bars.bars][:2] == ["一次性告知", "办事效率"]
    assert bars.bars[0].label == "93.62%（44/47）"
    assert [row[0].text for row in table.rows] == ["自然资源局", "住房和城乡建设局"]
    assert {row[2].text for row in table.rows} == {"未交办"}
    assert "1381234" not in repr(slide) and "王大明" not in repr(slide)


def test_a_small_sample_says_so_and_nothing_stands_out(empty_store) -> None:
    bring(empty_store, week("第38周", "9.15", "满意", "满意"))
    slide = slide_of(empty_store)
    assert slide and slide.title == "电话回访有效2件，没有不满意"
    assert "样本不足30" in slide.facts[0].label
    assert {bar.tone for bar in slide.parts[0].bars} == {PLAIN}


def test_a_month_without_calls_has_no_slide(empty_store) -> None:
    assert slide_of(empty_store) is None
